"""Last stage: the story object. Only when it is written is the page done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.collection import AlreadyStored
from crawler.collection.fingerprint import text_sha256
from crawler.collection.shared import Collections
from crawler.items import Story
from crawler.storage.keys import story_prefix

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StorePipeline:
    """Writes each story as a version of its own."""

    def __init__(self, crawler: Crawler) -> None:
        self.collections = Collections.from_crawler(crawler)
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        """Items that are no Story pass untouched. Raises AlreadyStored, StoreUnavailable, StoreRefused."""
        if not isinstance(item, Story):
            return item
        item.text_sha256 = item.text_sha256 or text_sha256(item)
        collection = await self.collections.of(item)
        if not await collection.add(item):
            if self.stats:
                self.stats.inc_value("backstory/stories/duplicates")
            raise AlreadyStored(item.url, "duplicates", story_prefix(item.collection, item.id))
        if self.stats:
            self.stats.inc_value("backstory/versions")
            if item.version == 1:
                self.stats.inc_value("backstory/stories/stored")
        return item

    async def close_spider(self) -> None:
        """See whether other machines stored the same new stories, before anyone reports the stats."""
        taken_back = await self.collections.look_again()
        if taken_back and self.stats:
            self.stats.inc_value("backstory/versions", -taken_back)
            self.stats.inc_value("backstory/stories/stored", -taken_back)
            self.stats.inc_value("backstory/stories/duplicates", taken_back)
