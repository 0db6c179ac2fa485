"""Newspapers to crawl, and a crawl as CI's smoke crawls run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.storage import keys
from crawler.storage.local import LocalStore
from tests.sites import EDITED, Server, crawling, serve

_LONGEST_CRAWL = 120  # seconds; these crawls take two


@dataclass(frozen=True)
class Crawled:
    """A crawl that has ended, and the store that it wrote to."""

    code: int
    out: str
    err: str
    store: LocalStore
    collection: str

    def keys(self) -> list[str]:
        """The keys of all stories and raw pages in the store: runs, indexes and frontiers left out."""
        kept = (keys.stories_prefix(self.collection), f"{self.collection}/raw/")
        return [key for key in self.store.keys(f"{self.collection}/") if key.startswith(kept)]

    def stories(self) -> dict[str, dict[str, Any]]:
        """The newest version of every story, by canonical address."""
        newest = {key.split("/")[2]: key for key in self.store.keys(keys.stories_prefix(self.collection))}
        stories = [json.loads(self.store.get(key)) for key in newest.values()]
        return {story["canonical_url"]: story for story in stories}

    def run(self) -> dict[str, Any]:
        """The record of the newest run."""
        found = list(self.store.keys(keys.runs_prefix(self.collection)))
        record: dict[str, Any] = json.loads(self.store.get(found[-1]))
        return record


@pytest.fixture
def papers() -> Iterator[Server]:
    """All four newspapers, each at an address of its own."""
    with serve(*EDITED) as server:
        yield server


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Crawled]:
    """Runs `scrapy crawl related` with arguments given by name, into one store for the whole test."""

    def run(seeds: str | list[str], **arguments: object) -> Crawled:
        arguments = {"collection": "test", **arguments}
        text = seeds if isinstance(seeds, str) else " ".join(seeds)
        store = LocalStore(tmp_path / "store")
        done = crawling.crawl(store.url, text, longest=_LONGEST_CRAWL, **arguments)
        return Crawled(done.returncode, done.stdout, done.stderr, store, str(arguments["collection"]))

    return run
