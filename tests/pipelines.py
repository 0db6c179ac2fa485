"""Stories on their way through the pipelines, for every test module that imports these fixtures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from crawler import urls
from crawler.collection.shared import Collections
from crawler.items import Story
from crawler.storage import keys, objects, open_store
from pipelines.archive import ArchivePipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.store import StorePipeline

BODY = "\n\n".join(
    f"Paragraph {n} of the story says that the bridge was closed for the {n}th time since the river rose."
    for n in range(8)
)
Feed = Callable[..., Awaitable[Any]]


def a_story(path: str = "/bridge", minute: int = 0, **values: Any) -> Story:
    url = f"https://paper.example{path}"
    story = Story(
        id=urls.story_id(url),
        collection="stories",
        url=url,
        canonical_url=url,
        headline="Bridge closed again",
        body=BODY,
        run_id=f"run-{minute}",
        fetched_at=f"2026-03-01T10:{minute:02}:00+00:00",
    )
    story = replace(story, **values)
    story.raw = f"<html>{story.headline} {story.body} {minute}</html>".encode()
    return story


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Crawler]:
    crawler = get_crawler(Spider, {"STORE": f"file://{tmp_path}/store", "STORE_THREADS": 4})
    crawler._apply_settings()
    yield crawler
    Collections.from_crawler(crawler).close()


def feed(crawler: Crawler, *stories: Story) -> list[BaseException | Story]:
    """Send stories through the pipelines at the same time, as the engine does; what became of each."""
    stages = [stage.from_crawler(crawler) for stage in (DeduplicatePipeline, ArchivePipeline, StorePipeline)]
    collections = Collections.from_crawler(crawler)

    async def one(story: Story) -> Story:
        try:
            for stage in stages:
                await stage.process_item(story)
        finally:
            collections.let_go(story)
        return story

    async def all_of_them() -> list[BaseException | Story]:
        return await asyncio.gather(*(one(story) for story in stories), return_exceptions=True)

    return asyncio.run(all_of_them())


def stored(crawler: Crawler) -> list[Story]:
    store = open_store(crawler.settings["STORE"], crawler.settings)
    return [objects.get_story(store, key) for key in store.keys(keys.stories_prefix("stories"))]
