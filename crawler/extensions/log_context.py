"""Puts collection and run id into every line of a JSON log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.logs import JsonLog, installed

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class LogContext:
    """Only there where the process logs as JSON."""

    def __init__(self, log: JsonLog) -> None:
        self._log = log

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        log = installed()
        if log is None:
            raise NotConfigured
        context = cls(log)
        crawler.signals.connect(context.spider_opened, signals.spider_opened)
        if crawler.spider is not None:
            context.spider_opened(crawler.spider)
        return context

    def spider_opened(self, spider: Spider) -> None:
        """The spider has given the run its id, if Scrapyd has not."""
        self._log.name(getattr(spider, "collection", None), getattr(spider, "run_id", None))
