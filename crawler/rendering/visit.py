"""One page's stay in the browser: what it may ask for, how it is read to its end, and when that is enough."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from crawler.rendering import blocking, consent

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route, WebSocketRoute
    from scrapy.http import Response

Ask = Callable[[str], Awaitable[None]]

_REQUESTS = 150  # a visit, redirects among them; what scrolls without end asks without end
_NAVIGATIONS = 3  # a page that reloads itself after setting a cookie does so once; one that never ends is a trap
_QUIET_TIME = 0.4  # seconds without a request under way: the page has what it asked for
_SETTLE_TIME = 6.0  # seconds until a page that never falls silent (polls, tickers) is taken as it is
_LAZY_TIME = 2.0  # seconds the same after scrolling
_READINGS = 10  # tries to read a page that just loads itself anew; its navigations are numbered
_STEP_TIME = 0.15  # seconds between two steps down, for observers to notice
# Dropped are headers of the transport, since body and length are the decoded ones, and those that lead away from the
# page: to a download, to another page after a while, to pages that a reader might want next.
_NOT_FOR_US = (
    *(b"content-encoding", b"content-length", b"transfer-encoding", b"connection", b"alt-svc"),
    *(b"content-disposition", b"refresh", b"speculation-rules"),
)

# Runs in every frame before the page's own scripts: windows that nobody asked for are not opened, and what would pass
# by the page's routes is not there.
_WITHOUT = """window.open = () => null; window.print = () => {};
for (const name of ['SharedWorker', 'WebSocketStream', 'WebTransport']) delete window[name];"""
_SCROLL = """() => {
  const root = document.scrollingElement || document.documentElement;
  const before = root.scrollTop;
  root.scrollBy({top: window.innerHeight, behavior: 'instant'});
  return root.scrollTop > before;
}"""
_LENGTH = "() => document.documentElement ? document.documentElement.outerHTML.length : 0"


@dataclass(frozen=True)
class Manners:
    """What holds for every visit, from settings: see ``RENDER_*`` in settings/backstory.py."""

    blocked: frozenset[str]  # Playwright's resource types
    trackers: Collection[str]
    scrolls: int
    max_length: int  # characters of the rendered document
    consent: tuple[consent.Rule, ...] = ()


class Visit:
    """``plain`` is what the server sent for the page; the browser gets it from us, so that it is asked for once.

    ``ask`` is called with each other address that the page wants; it raises scrapy.exceptions.IgnoreRequest for
    one that is refused.
    """

    def __init__(self, plain: Response, manners: Manners, ask: Ask, count: Callable[[str], None]) -> None:
        self.plain = plain
        self.manners = manners
        self.began = False  # the browser has done its part: from here on, trouble is the page's
        self.moved = False  # the page led the browser to another document
        self._ask = ask
        self._count = count
        self._navigations = 0
        self._requests = 0
        self._let: set[str] = set()  # addresses that may be asked for
        self._under_way: set[Request] = set()
        self._last_change = time.monotonic()

    async def prepare(self, page: Page, _request: object) -> None:
        """Set the page up before it goes anywhere (scrapy-playwright's page init callback)."""
        self._navigations = self._requests = 0  # the library may begin anew where a page closed itself
        self._let.clear()
        self._under_way.clear()
        # Playwright asks the page's own routes first and the latest first: this one, then the library's. The
        # context's route is left with what no page of ours asked for: popups.
        await page.context.route("**/*", self._abort)
        await page.context.route_web_socket("**/*", self._close_socket)
        await page.route("**/*", self._route)
        await page.add_init_script(_WITHOUT)
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("popup", self._close_popup)
        self.began = True

    async def read(self, page: Page) -> str:
        """Let the page draw itself, to its foot; its document as HTML.

        Raises DownloadCancelledError for a document longer than ``max_length``.
        """
        with contextlib.suppress(PlaywrightTimeout):
            await page.wait_for_load_state("domcontentloaded", timeout=_SETTLE_TIME * 1000)
        await self._settle(_SETTLE_TIME)
        if self.manners.consent and (rule := await consent.answer(page, self.manners.consent)):
            self._count(f"consent/{rule}")
            await self._settle(_SETTLE_TIME)
        await self._scroll(page)
        length = await self._evaluate(page, _LENGTH)
        if isinstance(length, (int, float)) and length > self.manners.max_length:
            raise DownloadCancelledError(f"the rendered page has {int(length)} characters, more than RENDER_MAXSIZE")
        for _ in range(_READINGS):
            try:
                return await page.content()
            except PlaywrightError as error:
                if not _moves_on(error):
                    raise
            await asyncio.sleep(_QUIET_TIME)
        return await page.content()

    def lets(self, url: str) -> bool:
        """Whether the page has asked for ``url``, which has no fragment, and may have it."""
        return url in self._let

    async def follow(self, url: str) -> None:
        """Something that was let through is redirected to ``url``. Raises IgnoreRequest where it may not go there."""
        if urlsplit(url).scheme not in ("http", "https"):
            self._refused("scheme")
        await self._ask_for(url)

    async def _scroll(self, page: Page) -> None:
        for _ in range(self.manners.scrolls):
            if not await self._evaluate(page, _SCROLL):
                break
            await asyncio.sleep(_STEP_TIME)
        await self._settle(_LAZY_TIME)

    async def _evaluate(self, page: Page, script: str) -> object:
        """What the script says; None where the page moves on to another document meanwhile."""
        try:
            return await page.evaluate(script)
        except PlaywrightError as error:
            if _moves_on(error):
                return None
            raise

    async def _settle(self, limit: float) -> None:
        """Return when nothing has been under way for a moment, or after ``limit`` seconds."""
        end = time.monotonic() + limit
        while (now := time.monotonic()) < end:
            silent = now - self._last_change
            if not self._under_way and silent >= _QUIET_TIME:
                return
            await asyncio.sleep(min(0.05, end - now))

    def _began(self, request: Request) -> None:
        self._under_way.add(request)
        self._last_change = time.monotonic()

    def _ended(self, request: Request) -> None:
        self._under_way.discard(request)
        self._last_change = time.monotonic()

    async def _close_popup(self, popup: Page) -> None:
        self._count("popups_closed")
        with contextlib.suppress(PlaywrightError):
            await popup.close()

    async def _close_socket(self, socket: WebSocketRoute) -> None:
        """No story comes by web socket; tickers and comments do."""
        self._count("refused/socket")
        with contextlib.suppress(PlaywrightError):
            await socket.close()

    async def _abort(self, route: Route) -> None:
        # A navigation that is "blocked" leads to the browser's own error page; one that is "aborted" leaves the page.
        with contextlib.suppress(PlaywrightError):
            await route.abort("aborted" if route.request.is_navigation_request() else "blockedbyclient")

    async def _route(self, route: Route) -> None:
        request = route.request
        try:
            if self._is_our_document(request):
                await route.fulfill(status=self.plain.status, headers=_headers(self.plain), body=bytes(self.plain.body))
                return
            await self._refuse_unwanted(request)
        except IgnoreRequest:
            await self._abort(route)
        except PlaywrightError:
            pass  # the page is gone, and its request with it
        else:
            with contextlib.suppress(PlaywrightError):
                await route.fallback()

    def _is_our_document(self, request: Request) -> bool:
        """True for the first navigation only: a page that loads itself anew wants to be asked for anew."""
        if not (request.is_navigation_request() and request.frame.parent_frame is None):
            return False
        self._navigations += 1
        return self._navigations == 1

    async def _refuse_unwanted(self, request: Request) -> None:
        """Raises IgnoreRequest for what is blocked here, and passes on what ``ask`` raises."""
        kind = request.resource_type
        scheme = urlsplit(request.url).scheme
        if scheme in ("data", "blob"):
            return  # made by the page itself; nothing leaves the browser
        if scheme not in ("http", "https"):
            self._refused("scheme")
        if request.is_navigation_request() and request.frame.parent_frame is None:
            if self._navigations > _NAVIGATIONS:
                self._refused("navigations")
            self.moved = True
        if kind in self.manners.blocked:
            self._refused("kind")
        await self._ask_for(request.url)

    async def _ask_for(self, url: str) -> None:
        if blocking.is_tracker(url, self.manners.trackers):
            self._refused("tracker")
        self._requests += 1
        if self._requests > _REQUESTS:
            self._refused("too_many")
        await self._ask(url)
        self._let.add(urldefrag(url).url)

    def _refused(self, reason: str) -> None:
        self._count(f"refused/{reason}")
        raise IgnoreRequest(reason)


def _moves_on(error: PlaywrightError) -> bool:
    return "navigat" in error.message or "context was destroyed" in error.message


def _headers(plain: Response) -> dict[str, str]:
    """The headers as Playwright takes them: one text a name, several values on several lines."""
    return {
        name.decode("latin-1"): "\n".join(value.decode("latin-1") for value in values)
        for name, values in plain.headers.items()
        if name.lower() not in _NOT_FOR_US
    }
