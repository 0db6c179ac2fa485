"""Last stage: the story object, after which the story counts as done."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Self

from crawler.items import Story, story_to_json
from crawler.storage import Store, keys, open_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StorePipeline:
    """Writes one object per version."""

    def __init__(self, crawler: Crawler, store: Store) -> None:
        self.crawler = crawler
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, open_store(crawler.settings["STORE"], crawler.settings))

    async def process_item(self, item: object) -> object:
        """Raises StoreUnavailable."""
        if isinstance(item, Story):
            key = keys.story(item.collection, item.id, datetime.fromisoformat(item.fetched_at or ""))
            await asyncio.to_thread(self.store.put, key, story_to_json(item), content_type="application/json")
            assert self.crawler.stats
            self.crawler.stats.inc_value("backstory/versions")
            if item.version == 1:
                self.crawler.stats.inc_value("backstory/stories/stored")
        return item
