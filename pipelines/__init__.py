"""Item pipelines, one stage a file: validate, deduplicate, archive, store."""
