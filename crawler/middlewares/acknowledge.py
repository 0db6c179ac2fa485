"""Tells the scheduler what a page yields, and when it has yielded all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import load_object

from crawler.frontier.requests import FOUND_ON
from crawler.own_scheduler import has_frontier

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.ledger import InHand


class AcknowledgeMiddleware:
    """A spider middleware for :class:`crawler.scheduler.FrontierScheduler`; belongs nearest to the engine.

    There it sees what all others let through, and nothing else. Switched off with any other scheduler.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not has_frontier(load_object(crawler.settings["SCHEDULER"])):
            raise NotConfigured
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterator[Any]:
        """The output of a callback, as it is."""
        entry = self._entry(response)
        for output in result:
            yield self._noted(entry, output)
        self._exhausted(entry, response)

    async def process_spider_output_async(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The output of an asynchronous callback, as it is."""
        entry = self._entry(response)
        async for output in result:
            yield self._noted(entry, output)
        self._exhausted(entry, response)

    def _entry(self, response: Response) -> InHand | None:
        assert self._crawler.engine is not None
        scheduler = self._crawler.engine.scheduler
        # `scrapy fetch` and its like have a spider without a collection, and Scrapy's own scheduler.
        return scheduler.ledger.of(response.request) if has_frontier(scheduler) else None

    def _exhausted(self, entry: InHand | None, response: Response) -> None:
        scheduler = self._crawler.engine.scheduler if self._crawler.engine else None
        if entry and has_frontier(scheduler):
            scheduler.ledger.exhausted(entry, response)

    def _noted(self, entry: InHand | None, output: Any) -> Any:
        if entry and output is not None:
            entry.outputs += 1
            if isinstance(output, Request):
                output.meta[FOUND_ON] = entry.address.key
        return output
