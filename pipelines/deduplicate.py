"""Second stage: what the collection has already is not stored again."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem

from crawler.items import Story, story_from_json
from crawler.storage import Store, keys, open_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class AlreadyStored(DropItem):
    """The collection has this text of this story."""


class DeduplicatePipeline:
    """Compares a story with the newest version of it."""

    def __init__(self, crawler: Crawler, store: Store) -> None:
        self.crawler = crawler
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, open_store(crawler.settings["STORE"], crawler.settings))

    async def process_item(self, item: object) -> object:
        """Raises AlreadyStored, StoreUnavailable."""
        if not isinstance(item, Story):
            return item
        text = " ".join(f"{item.headline or ''} {item.body or ''}".split())
        item.text_sha256 = hashlib.sha256(text.encode()).hexdigest()
        newest = await asyncio.to_thread(self._newest, item)
        if newest and newest.text_sha256 == item.text_sha256:
            assert self.crawler.stats
            self.crawler.stats.inc_value("backstory/stories/unchanged")
            raise AlreadyStored(f"{item.url}: unchanged", log_level="DEBUG")
        item.version = newest.version + 1 if newest else 1
        return item

    def _newest(self, item: Story) -> Story | None:
        versions = list(self.store.keys(keys.story_prefix(item.collection, item.id)))
        return story_from_json(self.store.get(versions[-1])) if versions else None
