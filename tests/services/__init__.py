"""Tests against the real thing next door: a Scrapyd, a store."""
