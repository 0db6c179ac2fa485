"""Third stage: the bytes as they were received, kept before anything that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.items import Story
from crawler.storage import keys, objects
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ArchivePipeline:
    """Puts the raw HTML into the store, and its key into the story."""

    def __init__(self, crawler: Crawler) -> None:
        self.store = AsyncStore.from_crawler(crawler)
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        """Items that are no Story pass untouched; a story that says why it is not archived stays without raw key."""
        if not isinstance(item, Story) or item.archived:
            return item
        item.raw_key = await self._keep(item.collection, item.raw, item.raw_sha256)
        item.raw_sha256 = keys.sha256_of(item.raw_key)
        if item.rendered_html:
            item.rendered_key = await self._keep(item.collection, item.rendered_html)
        return item

    async def _keep(self, collection: str, body: bytes, sha256: str | None = None) -> str:
        key, wrote = await self.store.run(objects.put_raw, collection, body, sha256)
        if self.stats and wrote:
            self.stats.inc_value("backstory/raw/stored")
            self.stats.inc_value("backstory/raw/bytes", len(body))
        return key
