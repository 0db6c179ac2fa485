"""Writes into a stored story that its publisher has taken it away, and takes that back if it returns."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from crawler import urls
from crawler.collection.addresses import addresses, sites
from crawler.collection.shared import Collections
from crawler.frontier.base import State, story_back, story_gone
from crawler.items import Story
from crawler.storage import StoreError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.collection.collection import Collection
    from crawler.frontier.base import Address, Frontier

logger = logging.getLogger(__name__)


class MarkGone:
    """Keeps ``gone_at`` in the newest version of a story; nothing else changes.

    It is set when an address of the story answers 404 or 410 and no other address of the same publisher is known to
    give the story still; it is None again when one does.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("MARK_GONE_ENABLED", True):
            raise NotConfigured
        self._crawler = crawler
        self._gone: set[str] = set()  # keys of addresses that answered so in this run: the frontier learns it later
        crawler.signals.connect(self.story_gone, story_gone)
        crawler.signals.connect(self.story_back, story_back)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def story_gone(self, address: Address, frontier: Frontier, spider: Spider) -> None:
        """Mark it, once: the first date stays. A store that fails is logged, and the next visit tries again."""
        self._gone.add(address.key)
        await self._write(spider, address, frontier, datetime.now(UTC).isoformat())

    async def story_back(self, address: Address, frontier: Frontier, spider: Spider) -> None:
        """Take the mark back. A store that fails is logged, and the next visit tries again."""
        self._gone.discard(address.key)
        await self._write(spider, address, frontier, None)

    async def _write(self, spider: Spider, address: Address, frontier: Frontier, gone_at: str | None) -> None:
        name = getattr(spider, "collection", None)
        if name is None:
            return
        holder = Story()
        try:
            collection = await Collections.from_crawler(self._crawler).named(name)
            try:
                await self._mark(collection, holder, address, frontier, gone_at)
            finally:
                collection.in_hand.let_go(holder)
        except StoreError as error:
            logger.error("Not marked as %s: %s", "gone" if gone_at else "back", error)
            raise

    async def _mark(
        self, collection: Collection, holder: Story, address: Address, frontier: Frontier, gone_at: str | None
    ) -> None:
        found = await collection.read_newest(address.key)
        if found is None:
            return
        await collection.in_hand.hold(holder, found[1].id)
        key, story = await collection.read_newest(address.key) or found  # while we waited another page may have come
        if (story.gone_at is None) == (gone_at is None) or urls.site(address.url) not in sites(story):
            return
        if gone_at is None or not self._answers(story, frontier):
            await collection.write(key, replace(story, gone_at=gone_at))

    def _answers(self, story: Story, frontier: Frontier) -> bool:
        """Whether an address of the story, of the same publisher, is known to give it still."""
        for url in set(addresses(story)):
            key = urls.story_id(url)
            if key in self._gone or urls.site(url) not in sites(story):
                continue
            known = frontier.get(key)
            if known is None or known.alias_of is not None or known.state in (State.FAILED, State.ASIDE):
                continue
            if known.stored and known.gone_at is None:
                return True
        return False
