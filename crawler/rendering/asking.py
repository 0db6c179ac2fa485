"""May the browser ask for this address? The crawl's own rules, put to every request of every page."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.datatypes import LocalCache

from crawler import guard, urls
from crawler.manners.pause import HostPaused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.rendering.visit import Ask

_ROBOTS_TIME = 10.0  # seconds for a host's robots.txt; a page waits for it, and who does not answer is not asked
_STRANGERS = 30  # servers that one page may bring up: as many robots.txt are fetched for it
_STRANGERS_AT_ONCE = 2  # a page
_SHARE = 4  # all pages together have a quarter of the downloads that the crawl has under way
_SERVERS_REMEMBERED = 10_000


class _Page:
    """What one page has asked for so far."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self.strangers = 0
        self.turns = asyncio.Semaphore(_STRANGERS_AT_ONCE)

    async def ask(self, url: str) -> None:
        await self._asking.ask(url, self)


class Asking:
    """The guard for addresses and the crawl's robots middleware, for requests that Scrapy does not see."""

    def __init__(self, crawler: Crawler, count: Callable[[str], None]) -> None:
        self._crawler = crawler
        self._count = count
        self._turns = asyncio.Semaphore(max(1, crawler.settings.getint("CONCURRENT_REQUESTS") // _SHARE))
        self._believed = crawler.settings.getfloat("ROBOTSTXT_EXPIRES")
        # Until when (monotonic seconds) the middleware knows what to say of a server without a download.
        self._heard: LocalCache[str, float] = LocalCache(_SERVERS_REMEMBERED)
        self._hearing: dict[str, asyncio.Future[None]] = {}
        self._allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")

    def of_page(self, url: str) -> Ask:
        """What asks for the page at ``url``, whose own robots.txt the crawl knows.

        It raises IgnoreRequest where robots.txt or the guard forbids an address.
        """
        self._heard[urls.server(url)] = monotonic() + self._believed
        return _Page(self).ask

    async def ask(self, url: str, page: _Page) -> None:
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
        server = urls.server(url)
        known = (self._heard.get(server) or 0.0) > monotonic()
        if not known and server not in self._hearing:
            page.strangers += 1
            if page.strangers > _STRANGERS:
                self._count("refused/hosts")
                raise IgnoreRequest(f"the page names more than {_STRANGERS} servers")
        try:
            async with asyncio.timeout(_ROBOTS_TIME):
                if not known:
                    await self._hear(robots, url, page)
                await robots.process_request(Request(url))
        except TimeoutError:
            self._count("refused/robots")
            raise IgnoreRequest("robots.txt did not come") from None
        except IgnoreRequest:
            self._count("refused/robots")
            raise

    async def _hear(self, robots: RobotsTxtMiddleware, url: str, page: _Page) -> None:
        """Have the robots.txt of a server fetched that no page has named before.

        Each is a download, and downloads of silent servers would keep the crawl from its own: so they take turns.
        """
        server = urls.server(url)
        hearing = self._hearing.get(server)
        if hearing is None:
            hearing = self._hearing[server] = asyncio.ensure_future(self._in_turn(robots, url, page))
            hearing.add_done_callback(lambda done: self._heard_of(server, done))
        # Never cancelled: the middleware would wait for that host's robots.txt for good.
        await asyncio.shield(hearing)

    async def _in_turn(self, robots: RobotsTxtMiddleware, url: str, page: _Page) -> None:
        async with asyncio.timeout(_ROBOTS_TIME) as waiting, page.turns, self._turns:
            waiting.reschedule(None)
            await robots.robot_parser(Request(url, meta={"dont_retry": True, "download_timeout": _ROBOTS_TIME}))

    def _heard_of(self, server: str, done: asyncio.Future[None]) -> None:
        del self._hearing[server]
        problem = None if done.cancelled() else done.exception()
        if isinstance(problem, HostPaused):
            self._heard[server] = monotonic() + problem.seconds
        elif not done.cancelled() and problem is None:
            self._heard[server] = monotonic() + self._believed

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
