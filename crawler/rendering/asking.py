"""May the browser ask for this address? The crawl's own rules, put to every request of every page."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler import guard

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_ROBOTS_TIME = 10.0  # seconds for a host's robots.txt; a page waits for it, and who does not answer is not asked


class Asking:
    """The guard for addresses and the crawl's robots middleware, for requests that Scrapy does not see."""

    def __init__(self, crawler: Crawler, count: Callable[[str], None]) -> None:
        self._crawler = crawler
        self._count = count
        self._allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")

    async def ask(self, url: str) -> None:
        """Raises IgnoreRequest where robots.txt or the guard forbids ``url``.

        robots.txt is asked for everything, not for navigations alone: that is how search engines draw pages, so
        publishers who want to be found let what their pages need be fetched.
        """
        try:
            self._check(url)
        except guard.Refused:
            self._count("refused/address")
            raise
        robots = self._crawler.get_downloader_middleware(RobotsTxtMiddleware)
        if robots is None:
            return
        # Never cancelled: the middleware would wait for that host's robots.txt for good.
        asked = asyncio.ensure_future(robots.process_request(Request(url)))
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await asyncio.wait_for(asyncio.shield(asked), _ROBOTS_TIME)
        except TimeoutError:
            self._count("refused/robots")
            raise IgnoreRequest("robots.txt did not come") from None
        except IgnoreRequest:
            self._count("refused/robots")
            raise

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` that may be connected to. Raises guard.Refused or OSError."""
        self._check(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        loop = asyncio.get_running_loop()
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        allowed = [address for address in found if self._allow_private or guard.is_public(address)]
        if not allowed:
            raise guard.Refused("private_address", f"{host} leads to {', '.join(found)}")
        return allowed

    def _check(self, url: str) -> None:
        guard.check_url(url, allow_private=self._allow_private)
