"""Writes into a stored story that its publisher has taken it away."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from crawler.frontier.base import story_gone
from crawler.storage import Store, StoreError, keys, objects
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class MarkGone:
    """Sets ``gone_at`` in the newest version of a story when its address answers 404 or 410; nothing else changes."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("MARK_GONE_ENABLED", True):
            raise NotConfigured
        self._crawler = crawler
        crawler.signals.connect(self.story_gone, story_gone)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def story_gone(self, story_id: str, spider: Spider) -> None:
        """Mark it, once: the first date stays. A store that fails is logged, and the next visit tries again."""
        collection = getattr(spider, "collection", None)
        if collection is None:
            return
        try:
            await AsyncStore.from_crawler(self._crawler).run(mark_gone, collection, story_id, datetime.now(UTC))
        except StoreError as error:
            logger.error("Not marked as gone: %s", error)
            raise


def mark_gone(store: Store, collection: str, story_id: str, moment: datetime) -> bool:
    """Set ``gone_at`` in the newest version of a story. True if it was not set before. Raises StoreError."""
    versions = sorted(store.keys(keys.story_prefix(collection, story_id)))
    if not versions:
        return False
    story = objects.get_story(store, versions[-1])
    if story.gone_at is not None:
        return False
    objects.put_story(store, versions[-1], replace(story, gone_at=moment.isoformat()))
    return True
