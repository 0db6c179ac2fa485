"""The collections of a crawl, shared by its pipelines."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import signals

from crawler.collection.collection import Collection
from crawler.collection.index import Index
from crawler.collection.rebuild import catch_up, is_behind
from crawler.items import Story
from crawler.state import state_dir
from crawler.storage import StoreError
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Collections:
    """The collections that a crawl writes to, opened as their first story arrives."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = AsyncStore.from_crawler(crawler)
        self._open: dict[str, Collection] = {}
        self._opening = asyncio.Lock()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self.let_go, signal)
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collections:
        """The one that all pipelines of a crawl share."""
        if crawler not in _shared:
            _shared[crawler] = cls(crawler)
        return _shared[crawler]

    async def of(self, story: Story) -> Collection:
        """The story's collection, as :meth:`named`."""
        return await self.named(story.collection)

    async def named(self, name: str) -> Collection:
        """A collection. The first time its index takes in what others have stored meanwhile.

        Raises ValueError for a name that no collection may have, OSError or sqlite3.Error for a bad state folder,
        StoreUnavailable.
        """
        async with self._opening:
            if name not in self._open:
                self._open[name] = await self._opened(name)
        return self._open[name]

    async def _opened(self, name: str) -> Collection:
        index = Index(state_dir(self.crawler.settings, name))
        collection = Collection(name, self.store, index)
        try:
            if await self.store.run(is_behind, name, index, self._run_id):
                added = await self.store.run(catch_up, name, index)
                if added:
                    logger.info("The index of %s has taken in %d stories that it did not know", name, added)
        except sqlite3.Error as error:
            await collection.make_index_anew(error)
        return collection

    @property
    def _run_id(self) -> str | None:
        return getattr(self.crawler.spider, "run_id", None)

    async def look_again(self) -> int:
        """At the end of a crawl, after its last story: see whether other machines stored the same new stories.

        Returns how many were taken back. What cannot be done now is logged, and done when the index is opened next.
        """
        taken_back = 0
        for name, collection in self._open.items():
            try:
                taken_back += await collection.look_again()
            except (StoreError, sqlite3.Error) as error:
                logger.warning("The next run into %s looks beside the new stories of this one: %s", name, error)
        return taken_back

    def let_go(self, item: object) -> None:
        """An item has left the pipelines."""
        if isinstance(item, Story) and item.collection in self._open:
            self._open[item.collection].let_go(item)

    def close(self) -> None:
        """Let go of the indexes; each has all that this run has stored."""
        for collection in self._open.values():
            if self._run_id and collection.index_is_whole:
                with suppress(sqlite3.Error):
                    collection.index.add_runs([self._run_id])
            collection.index.close()
        self._open.clear()


_shared: WeakKeyDictionary[Crawler, Collections] = WeakKeyDictionary()
