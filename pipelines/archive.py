"""Third stage: the raw HTML is kept, before any story names it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from typing import TYPE_CHECKING, Self

from crawler.items import Story
from crawler.storage import Store, keys, open_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ArchivePipeline:
    """Keeps the body as received at the key that its SHA-256 gives."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(open_store(crawler.settings["STORE"], crawler.settings))

    async def process_item(self, item: object) -> object:
        """Sets ``raw_key`` and ``raw_sha256``. Raises StoreUnavailable."""
        if isinstance(item, Story):
            item.raw_sha256 = hashlib.sha256(item.raw).hexdigest()
            item.raw_key = keys.raw(item.collection, item.raw_sha256)
            body = gzip.compress(item.raw, 6, mtime=0)
            await asyncio.to_thread(self.store.put, item.raw_key, body, if_absent=True)
        return item
