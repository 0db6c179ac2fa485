"""Counts every page that could not be had, by reason: what is missing must be known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_REASONS = {
    "CannotResolveHostError": "no_such_host",
    "DownloadConnectionRefusedError": "connection_refused",
    "DownloadTimeoutError": "timeout",
    "ResponseDataLossError": "cut_off",
    "DownloadFailedError": "broken_connection",
}
# How OpenSSL and service_identity say it, inside Twisted's list of what went wrong.
_CERTIFICATE = re.compile(r"certificate verify failed|VerificationError")
_NOT_MODIFIED = 304


class OutcomeMiddleware:
    """``backstory/failed/<reason>`` for what is given up after retries; refusals and pauses count themselves."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Counts answers without a page, but for robots.txt, which is counted by its own middleware."""
        if response.status >= 300 and response.status != _NOT_MODIFIED and not request.meta.get("dont_obey_robotstxt"):
            self._count(f"http_{response.status}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Stands on the spider's side of the retries: what comes here has been tried often enough."""
        if not isinstance(exception, IgnoreRequest) and not request.meta.get("dont_obey_robotstxt"):
            kind = type(exception).__name__
            certificate = kind == "DownloadFailedError" and _CERTIFICATE.search(str(exception))
            self._count("bad_certificate" if certificate else _REASONS.get(kind, "other"))

    def _count(self, reason: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"backstory/failed/{reason}")
