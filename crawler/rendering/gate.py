"""The last look before the network: nothing leaves the browser that no visit has let through, at no redirect.

A page's own filter sees the first request of a chain of redirects, and only what the page asks for itself. Chromium's
Fetch domain at the level of the whole browser is nearer to the network: it sees each step of each chain, of frames,
workers and whatever else there is. What is served from memory, or by us, does not come here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as PlaywrightError
from scrapy.exceptions import IgnoreRequest

from crawler.urls import DEFAULT_PORTS

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession

    from crawler.rendering.visit import Visit

_LOCAL = ("data", "blob")


class Gate:
    """One for a browser. ``count`` hears of what no visit has asked for, as ``refused/unasked``."""

    def __init__(self, count: Callable[[str], None]) -> None:
        self._count = count
        self._under_way: dict[str, Visit] = {}  # by the id of a request that went out, since it may be redirected
        self._servers: dict[Visit, set[tuple[str, int]]] = {}

    async def stand_before(self, browser: Browser) -> None:
        """From here on every request of ``browser`` stops at the gate. Raises playwright.async_api.Error."""
        session = await browser.new_browser_cdp_session()

        async def paused(event: dict[str, Any]) -> None:
            await self._paused(session, event)

        session.on("Fetch.requestPaused", paused)
        await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})

    @contextlib.contextmanager
    def open_for(self, visit: Visit) -> Iterator[None]:
        """What ``visit`` lets through may pass, for as long as it lasts."""
        self._servers[visit] = set()
        try:
            yield
        finally:
            del self._servers[visit]
            self._under_way = {key: whose for key, whose in self._under_way.items() if whose is not visit}

    def admits(self, host: str, port: int) -> bool:
        """Whether something that a visit has let through goes to this server: nothing else has a reason to connect."""
        return any((host, port) in servers for servers in self._servers.values())

    async def _paused(self, session: CDPSession, event: dict[str, Any]) -> None:
        try:
            await self._look(event)
        except IgnoreRequest:
            # A navigation that is "blocked" leads to an error page; one that is "aborted" leaves the page.
            reason = "Aborted" if event.get("resourceType") == "Document" else "BlockedByClient"
            answer = ("Fetch.failRequest", {"requestId": event["requestId"], "errorReason": reason})
        else:
            answer = ("Fetch.continueRequest", {"requestId": event["requestId"]})
        with contextlib.suppress(PlaywrightError):  # the page is gone, and its request with it
            await session.send(*answer)

    async def _look(self, event: dict[str, Any]) -> None:
        """Raises IgnoreRequest for what may not go out."""
        url = urldefrag(event["request"]["url"]).url
        parts = urlsplit(url)
        if parts.scheme in _LOCAL:
            return
        came_from = event.get("redirectedRequestId")
        if came_from:
            visit = self._under_way.pop(came_from, None)
        else:
            visit = next((visit for visit in self._servers if visit.lets(url)), None)
        if visit is None:
            self._count("refused/unasked")
            raise IgnoreRequest("nobody asked for this")
        if came_from:
            await visit.follow(url)
        servers = self._servers.get(visit)
        if servers is None:
            raise IgnoreRequest("the visit is over")
        servers.add((parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]))
        self._under_way[event["requestId"]] = visit
