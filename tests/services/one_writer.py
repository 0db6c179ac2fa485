"""One process that stores one story, at the same moment as others: see the test of sixteen."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from crawler import urls
from crawler.collection import AlreadyStored
from crawler.collection.shared import Collections
from crawler.items import Story
from pipelines.archive import ArchivePipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.store import StorePipeline

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

_URL = "https://paper.example/one"
_BODY = "\n\n".join(f"In paragraph {n} all sixteen write the same words at the same time." for n in range(12))


def write(store: str, state: str, number: int, barrier: Barrier) -> None:
    """Send the story through the pipelines; each process has an index and a page of its own, as each machine has."""
    crawler = get_crawler(Spider, {"STORE": store, "STATE_DIR": state})
    crawler._apply_settings()
    last = StorePipeline.from_crawler(crawler)
    stages = (DeduplicatePipeline.from_crawler(crawler), ArchivePipeline.from_crawler(crawler), last)
    story = Story(
        id=urls.story_id(_URL), collection="stories", url=_URL, canonical_url=_URL, headline="One", body=_BODY
    )
    barrier.wait(60)
    story.fetched_at = datetime.now(UTC).isoformat()
    story.raw = f"<p>{_BODY}</p><p>You are visitor {number}</p>".encode()

    async def through() -> None:
        try:
            for stage in stages:
                await stage.process_item(story)
        except AlreadyStored:
            pass
        await last.close_spider()  # as at the end of a crawl

    try:
        asyncio.run(through())
    finally:
        Collections.from_crawler(crawler).close()
