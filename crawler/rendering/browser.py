"""One life of the browser: a driver, a Chromium and the guarding proxy, started and ended together.

scrapy-playwright does the driving. What it cannot promise is an end: a browser that was killed can leave it waiting
for good. So a browser is never mended here. One that misbehaves is killed with all its processes, and the next page
gets a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import shutil
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from scrapy.http import HtmlResponse
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.rendering import chromium, processes
from crawler.rendering.gate import Gate
from crawler.rendering.launch import Provider
from crawler.rendering.proxy import GuardingProxy

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.rendering.visit import Visit

START_TIME = 30.0  # seconds; a cold start on a busy machine took 6
_VISIT = "visit"  # in a request's meta, between the two ends of the library
CLOSE_TIME = 5.0  # seconds for anything to close of its own accord before it is killed

# Without a wall of text per lost page: what went wrong is raised, and Scrapy's retry middleware says it in a line.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


class _Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the library has no types
    """The library's handler, with the reading of an open page left to a visit.

    The library's own reading waits for a load event that some pages never reach, and fails where a page just loads
    itself anew.
    """

    async def visit(self, request: Request, visit: Visit) -> Response:
        """Open a page for ``request``, let ``visit`` read it, and close it."""
        request.meta[_VISIT] = visit
        response: Response = await self._download_request(request, self._crawler.spider)
        return response

    async def _download_request_with_page(self, request: Request, page: Page, spider: Spider) -> Response:
        opened, _ = await self._get_response_and_download(request, page, spider)
        html = await request.meta[_VISIT].read(page)
        status = opened.status if opened else 200
        return HtmlResponse(page.url, status, body=html.encode("utf-8", "replace"), encoding="utf-8", request=request)


class Browser:
    """Started by :meth:`start`, ended by :meth:`stop`; in between, :meth:`render` draws pages, several at a time."""

    def __init__(self, crawler: Crawler, path: str, gate: Gate, proxy: GuardingProxy) -> None:
        self._crawler = crawler
        self._path = path
        self._gate = gate
        self._proxy = proxy
        self._profile: str | None = None
        self._handler: _Handler | None = None
        self._family: processes.Family | None = None
        self._numbers = itertools.count(1)
        self.rendered = 0  # pages so far
        self.in_hand = 0  # pages now
        self.dead = False

    async def start(self) -> None:
        """Raises playwright.async_api.Error or TimeoutError; whatever was started by then is gone again."""
        before = processes.drivers()
        handler = self._handler = _Handler.from_crawler(self._crawler)
        handler.config.restart_disconnected_browser = False
        handler.config.max_pages_per_context = 1
        handler.browser_provider_cls = Provider
        options = chromium.launch_options(self._path, await self._proxy.start(), start_timeout=START_TIME)
        self._profile = chromium.new_profile()
        handler.config.launch_options = {**options, "user_data_dir": self._profile}
        try:
            async with asyncio.timeout(START_TIME):
                await handler._launch()
                await handler._maybe_launch_browser()
                await self._gate.stand_before(handler.browser)
        except BaseException:
            self._learn_family(before)
            await self.stop()
            raise
        self._learn_family(before)
        handler.browser.on("disconnected", self._disconnected)

    def _learn_family(self, before: set[int]) -> None:
        for driver in processes.drivers() - before:
            self._family = processes.Family(driver)
            self._family.learn()

    @property
    def alive(self) -> bool:
        """Whether it can be asked to draw a page."""
        return self._handler is not None and not self.dead

    async def memory(self) -> int:
        """Bytes that the driver and all processes of the browser hold."""
        return await asyncio.to_thread(self._family.memory) if self._family else 0

    def pids(self) -> list[int]:
        """The process ids of all that runs, for the eyes of tests and operators."""
        return [process.pid for process in self._family.members()] if self._family else []

    async def render(self, request: Request, visit: Visit) -> Response:
        """Draw one page in a context of its own, which is thrown away with all it holds.

        ``request`` is changed. Raises what Playwright raises; sets no limit of time: the caller does.
        """
        assert self._handler is not None
        name = f"page-{next(self._numbers)}"
        request.meta.update(
            playwright=True,
            playwright_context=name,
            playwright_context_kwargs={
                "accept_downloads": False,
                "service_workers": "block",
                "permissions": [],
                "viewport": {"width": 1280, "height": 1600},
                "user_agent": (request.headers.get("User-Agent") or b"").decode("latin-1") or None,
            },
            playwright_page_init_callback=visit.prepare,
            # The library waits for a download that begins before goto() returns, so it returns early.
            playwright_page_goto_kwargs={"wait_until": "commit"},
        )
        self.rendered += 1
        self.in_hand += 1
        try:
            with self._gate.open_for(visit):
                return await self._handler.visit(request, visit)
        finally:
            self.in_hand -= 1
            await self._close_context(name)

    async def _close_context(self, name: str) -> None:
        wrapper = self._handler.context_wrappers.get(name) if self._handler else None
        if wrapper is None:
            return
        try:
            async with asyncio.timeout(CLOSE_TIME):
                await wrapper.context.close()
        except (PlaywrightError, TimeoutError):
            self.dead = True  # it no longer does as it is told

    async def stop(self) -> None:
        """End everything: politely for a few seconds where it still listens, then by SIGKILL. Never raises."""
        if self.dead and self._family:
            await asyncio.to_thread(self._family.kill_browsers)
        self.dead = True
        if self._handler:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_TIME):
                    await self._handler.close()
        if self._family:
            await asyncio.to_thread(self._family.kill)
        if self._profile:
            await asyncio.to_thread(shutil.rmtree, self._profile, ignore_errors=True)
        await self._proxy.stop()

    def _disconnected(self, *_: object) -> None:
        self.dead = True
