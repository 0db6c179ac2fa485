"""Draws pages for a crawl, and always comes back: limits of time and memory, a fresh browser in good time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from playwright.async_api import Error as PlaywrightError
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError

from crawler.rendering import blocking, chromium, consent
from crawler.rendering.asking import Asking
from crawler.rendering.browser import Browser
from crawler.rendering.gate import Gate
from crawler.rendering.proxy import GuardingProxy
from crawler.rendering.visit import Manners, Visit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_WATCH_EVERY = 1.0  # seconds between two looks at the browser's memory
_FAR_ABOVE = 1.5  # times the ceiling: the browser is killed with the pages in hand, which are then retried
_STARTS_TRIED = 3  # in a row; a browser that never starts would cost every page its time limit


@dataclass(frozen=True)
class Limits:
    """From the settings RENDER_PAGES, RENDER_TIMEOUT (seconds), RENDER_MEMORY (bytes) and RENDER_RECYCLE (pages)."""

    pages: int
    timeout: float
    memory: int
    recycle: int


class BrowserBroken(DownloadFailedError):
    """There is a browser, but it never starts."""


class Renderer:
    """One for a crawl. The browser is started by the first page that needs it."""

    def __init__(self, crawler: Crawler, path: str, manners: Manners, limits: Limits) -> None:
        self._crawler = crawler
        self._path = path
        self._manners = manners
        self._limits = limits
        self._asking = Asking(crawler, self.count)
        self._pages = asyncio.Semaphore(limits.pages)
        self._starting = asyncio.Lock()
        self._browser: Browser | None = None
        self._all: dict[Browser, asyncio.Task[None]] = {}
        self._failed_starts = 0
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises BrowserMissing; OSError and ValueError for a list of trackers or rules that cannot be read."""
        settings = crawler.settings
        rules = settings.get("RENDER_CONSENT_RULES") or ""
        manners = Manners(
            blocked=frozenset(settings.getlist("RENDER_BLOCKED_KINDS")),
            trackers=blocking.trackers(settings.get("RENDER_TRACKERS") or ""),
            scrolls=settings.getint("RENDER_SCROLLS"),
            max_length=settings.getint("RENDER_MAXSIZE"),
            consent=consent.rules(rules) if settings.getbool("RENDER_CONSENT") else (),
        )
        limits = Limits(
            pages=settings.getint("RENDER_PAGES"),
            timeout=settings.getfloat("RENDER_TIMEOUT"),
            memory=settings.getint("RENDER_MEMORY"),
            recycle=settings.getint("RENDER_RECYCLE"),
        )
        return cls(crawler, chromium.find(settings.get("RENDER_BROWSER") or ""), manners, limits)

    async def render(self, request: Request, plain: Response) -> Response:
        """The page as a browser draws it from ``plain``; ``request`` is changed.

        Raises DownloadTimeoutError or DownloadFailedError, which Scrapy retries, BrowserBroken where retrying is
        of no use, and DownloadCancelledError for a page that is too large.
        """
        visit = Visit(plain, self._manners, self._asking.of_page(plain.url), self.count)
        async with self._pages:
            browser = await self._a_browser()
            self.count("pages")
            try:
                async with asyncio.timeout(self._limits.timeout):
                    response = await browser.render(request, visit)
                    request.meta["rendering_moved"] = visit.moved
                    return response
            except TimeoutError:
                self.count("failed/timeout")
                browser.dead = browser.dead or not visit.began
                raise DownloadTimeoutError(f"not drawn within {self._limits.timeout:g} s") from None
            except DownloadCancelledError:
                self.count("failed/too_large")
                raise
            except Exception as error:
                self.count("failed/browser")
                reason = "the browser was lost while it drew this page" if browser.dead else _first_line(error)
                raise DownloadFailedError(reason) from None
            finally:
                await self._put_back(browser)

    async def close(self) -> None:
        """End all browsers, and leave no process behind."""
        self._closed = True
        await asyncio.gather(*(self._end(browser) for browser in tuple(self._all)))

    def pids(self) -> list[int]:
        """The process ids of everything that was started and runs."""
        return [pid for browser in self._all for pid in browser.pids()]

    async def memory(self) -> int:
        """Bytes that all browsers hold now."""
        return sum([await browser.memory() for browser in tuple(self._all)])

    def count(self, name: str) -> None:
        """Add one to a number of the crawl's stats."""
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"backstory/render/{name}")

    async def _a_browser(self) -> Browser:
        async with self._starting:
            if self._closed:
                raise BrowserBroken("the crawl is closing")
            if self._browser and not self._worn(self._browser):
                return self._browser
            if self._browser and not self._browser.in_hand:
                await self._end(self._browser)
            if self._failed_starts >= _STARTS_TRIED:
                raise BrowserBroken(f"{self._path} did not start {_STARTS_TRIED} times in a row")
            self._browser = await self._start()
            return self._browser

    async def _start(self) -> Browser:
        settings = self._crawler.settings
        gate = Gate(self.count)
        proxy = GuardingProxy(
            self._asking.addresses,
            limit=settings.getint("RENDER_CONNECTION_MAXSIZE"),
            admits=gate.admits,
            on_refused=lambda reason: self.count(f"refused/{reason}"),
        )
        browser = Browser(self._crawler, self._path, gate, proxy)
        try:
            await browser.start()
        except (PlaywrightError, OSError, TimeoutError) as error:
            self._failed_starts += 1
            self.count("failed/start")
            raise DownloadFailedError(f"{self._path} did not start: {_first_line(error)}") from None
        self._failed_starts = 0
        self.count("browsers")
        self._all[browser] = asyncio.create_task(self._watch(browser))
        return browser

    def _worn(self, browser: Browser) -> bool:
        return not browser.alive or browser.rendered >= self._limits.recycle

    async def _put_back(self, browser: Browser) -> None:
        """A browser that is dead or worn ends with its last page."""
        if browser in self._all and self._worn(browser) and (browser.dead or not browser.in_hand):
            await self._end(browser)

    async def _watch(self, browser: Browser) -> None:
        while not browser.dead:
            await asyncio.sleep(_WATCH_EVERY)
            memory = await browser.memory()
            self._crawler.stats.max_value("backstory/render/memory_max", memory)
            if memory > self._limits.memory * _FAR_ABOVE or (memory > self._limits.memory and not browser.in_hand):
                self.count("memory_kills")
                logger.warning("The browser holds %d MB, above RENDER_MEMORY: restarting it", memory // 2**20)
                browser.dead = True
                self._ending = asyncio.create_task(self._end(browser))  # kept: it ends this very watch
            elif memory > self._limits.memory:
                browser.rendered = self._limits.recycle  # it gets no new page, and ends with its last

    async def _end(self, browser: Browser) -> None:
        watch = self._all.pop(browser, None)
        if watch is None:
            return
        if self._browser is browser:
            self._browser = None
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch
        await browser.stop()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
