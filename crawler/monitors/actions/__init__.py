"""Ways to tell somebody that monitors failed; spidermon's own actions can stand beside these."""
