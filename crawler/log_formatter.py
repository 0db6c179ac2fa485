"""How items stand in the log: by their address. A story's own text fills pages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawler import logs
from crawler.collection import AlreadyStored
from crawler.items import Story
from crawler.storage import StoreUnavailable

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

_OF_THE_NETWORK = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)


class StoryLogFormatter(LogFormatter):
    """Scrapy's lines, with a story's address in place of the story.

    What a store that fails does to the pages in hand is said once, by :mod:`crawler.storage.outage`, and not for
    each of them.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Every crawl makes one before it begins, whichever command or script has started it."""
        logs.make_harmless()
        return super().from_crawler(crawler)

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return super().scraped(_short(item), response, spider)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        line = super().dropped(_short(item), exception, response, spider)
        if isinstance(exception, AlreadyStored):
            line["level"] = logging.DEBUG
        return line

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        """A server that fails is the web's daily life and no error of ours: its one line is the frontier's."""
        line = super().download_error(failure, request, spider, errmsg)
        if isinstance(failure.value, _OF_THE_NETWORK):
            line["level"] = logging.DEBUG
        return line

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        line = super().item_error(_short(item), exception, response, spider)
        if isinstance(exception, StoreUnavailable):
            line["level"] = logging.DEBUG
        return line


def _short(item: Any) -> Any:
    return f"story {item.url}" if isinstance(item, Story) else item
