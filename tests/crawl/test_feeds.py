"""Stories as Scrapy's feeds give them, beside the store."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sites import Server, crawling


def test_stories_on_standard_output_stand_there_alone(papers: Server, tmp_path: Path) -> None:
    seeds = " ".join(papers.seeds("isles"))
    done = crawling.crawl(f"file://{tmp_path}/store", seeds, "-o", "-:jsonl", "-L", "ERROR", longest=60, depth=1)

    assert done.returncode == 0, done.stderr
    stories = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({story["id"] for story in stories}) == 6
    assert done.stderr.startswith("Collection stories: finished\n")
