"""Asks a browser for the pages that need one: ``-a render=auto`` (the default), ``always`` or ``never``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response

from crawler import urls
from crawler.frontier.requests import INCOMPLETE, set_validators
from crawler.manners.pause import is_stopped
from crawler.page import Page
from crawler.rendering import verdict
from crawler.rendering.chromium import BrowserMissing
from crawler.rendering.handler import META_KEY, Rendering
from crawler.rendering.memory import Memory
from crawler.rendering.renderer import BrowserBroken, Renderer
from crawler.rendering.response import RenderedResponse
from crawler.storage import keys
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# The page was allowed, fetched and led on already; and the time a browser takes says nothing of the host's health.
_NOT_ANOTHER_FETCH = {
    "autothrottle_dont_adjust_delay": True,
    "dont_cache": True,
    "dont_merge_cookies": True,
    "dont_obey_robotstxt": True,
    "dont_redirect": True,
}
Mode = Literal["auto", "always", "never"]


class RenderMiddleware:
    """A downloader middleware: the plain page and its rendering are one piece of work, one request to the engine.

    The browser is given the body that Scrapy fetched, so the page itself is asked for once. In ``auto`` a page is
    rendered where :func:`crawler.rendering.verdict.reason` says why, and the plain page goes on where rendering
    brought nothing. A page that is no story without a browser, and could not be rendered after Scrapy's retries,
    fails like one that could not be fetched.
    """

    def __init__(self, crawler: Crawler, mode: Mode) -> None:
        self._crawler = crawler
        self._mode = mode
        self._renderer: Renderer | None = None
        self._without: str | None = None  # why there is no browser to ask
        self._memory = Memory()
        self._store = AsyncStore.from_crawler(crawler)  # now, so that it is checked when the spider opens
        if mode == "always":
            self._renderer = Renderer.from_crawler(crawler)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The mode is the spider's argument ``render``, for other spiders the setting RENDER.

        Raises NotConfigured for ``never``; BrowserMissing for ``always`` where there is no browser.
        """
        arguments = getattr(crawler.spider, "args", None)
        mode = getattr(arguments, "render", None) or crawler.settings.get("RENDER")
        if mode == "never":
            raise NotConfigured("render=never")
        return cls(crawler, mode)

    def process_request(self, request: Request) -> None:
        """Where all pages are drawn, all are asked for whole: an answer that nothing has changed gives none to draw."""
        if self._mode == "always":
            set_validators(request, None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response as it came, or a :class:`RenderedResponse`."""
        if META_KEY in request.meta or not _drawable(request, response):
            return response
        if self._mode == "always":
            return await self._drawn_always(request, response)
        page = Page.from_response(response)
        host, layout = urls.host(response.url), verdict.layout(page)
        why = verdict.reason(page)
        if why is None:
            if self._memory.sufficed(host, layout):
                self._count("unlearned")
            return response
        self._count(f"wanted/{why}")
        if not self._memory.worthwhile(host, layout):
            self._count("passed_over")
        elif not self._has_browser():
            request.meta[INCOMPLETE] = why
        else:
            drawn = await self._tried(request, response, why)
            if drawn is not None:
                helped = verdict.helped(why, Page.from_response(drawn))
                self._memory.learn(host, layout, helped=helped)
                self._count("helped" if helped else "fruitless")
                return drawn if helped else response
        return response

    async def _tried(self, request: Request, plain: Response, why: verdict.Reason) -> Response | None:
        """The page drawn; None where it could not be and the plain one will do. Raises where it will not."""
        try:
            return await self._draw(request, plain)
        except BrowserBroken as error:
            self._do_without(str(error))
        except Exception as error:
            if why in verdict.ESSENTIAL or is_stopped(error):  # the next run draws it
                raise
            self._count("left_plain")
            logger.warning("Taken as it came, since it could not be drawn (%s): %s", error, plain.url)
        return None

    async def _drawn_always(self, request: Request, plain: Response) -> Response:
        """The page drawn, unless its article was lost on the way."""
        drawn = await self._draw(request, plain)
        lost = verdict.has_article(Page.from_response(plain)) and not verdict.has_article(Page.from_response(drawn))
        if drawn is plain or lost:
            self._count("fruitless")
            return plain
        return drawn

    async def _draw(self, request: Request, plain: Response) -> Response:
        """The page drawn; ``plain`` where that led to no page, but to an error page of the browser's own, say."""
        assert self._renderer is not None
        assert self._crawler.engine is not None
        errand = Request(
            plain.url,
            headers=request.headers,
            priority=request.priority,
            dont_filter=True,
            meta={META_KEY: Rendering(self._renderer, plain), **_NOT_ANOTHER_FETCH},
        )
        drawn = await self._crawler.engine.download_async(errand)
        if urlsplit(drawn.url).scheme not in ("http", "https"):
            return plain
        moved = drawn.meta.get("rendering_moved", False)
        return RenderedResponse.of(plain, drawn, url=drawn.url if moved else plain.url)

    def _has_browser(self) -> bool:
        if self._renderer is None and self._without is None:
            try:
                self._renderer = Renderer.from_crawler(self._crawler)
            except BrowserMissing as error:
                self._do_without(str(error))
        if self._without:
            self._count("without_browser")
        return self._without is None

    def _do_without(self, why: str) -> None:
        """Said once; the crawl goes on with plain pages."""
        if self._without is None:
            self._without = why
            logger.warning("Pages that need a browser are taken as they come: %s", why)

    async def spider_opened(self, spider: Spider) -> None:
        """Read what earlier crawls of this collection have learned."""
        collection = getattr(spider, "collection", None)
        if collection and await self._store.checked():
            self._memory = await Memory.load(self._store, keys.rendering(collection))

    async def spider_closed(self, spider: Spider) -> None:
        """Keep what was learned."""
        collection = getattr(spider, "collection", None)
        if collection and self._memory.changed:
            await self._memory.save(self._store, keys.rendering(collection))

    async def engine_stopped(self) -> None:
        """End the browser."""
        if self._renderer:
            await self._renderer.close()

    def _count(self, name: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"backstory/render/{name}")


def _drawable(request: Request, response: Response) -> bool:
    return (
        isinstance(response, HtmlResponse)
        and response.status == 200
        and request.method == "GET"
        and not request.meta.get("dont_render")
    )
