"""robots.txt by RFC 9309: what Scrapy's middleware leaves out."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.datatypes import LocalCache
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler import urls
from crawler.guard.refusal import Refused
from crawler.manners.pause import HostPaused
from crawler.manners.robots_group import own_group

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

IS_ROBOTS_TXT = "robots_txt"  # in the meta of the request for one, and of what it is redirected to
_MAX_SIZE = 512 * 1024  # bytes that are read; RFC 9309, 2.5 asks for at least 500 KiB
_TOO_MANY_REQUESTS = 429
_TERMS = ("dont_retry", "download_timeout")  # who asks on these terms does not wait longer for robots.txt either
_SERVERS_REMEMBERED = 10_000
# Refusals of the guard that its pages would get as well, and those of a target that its robots.txt is redirected to.
_OF_THE_SERVER = frozenset(
    ("bad_host", "bad_port", "bad_url", "credentials", "private_address", "private_name", "scheme")
)
_OF_A_REDIRECT = "redirect_"


@dataclass
class _Entry:
    fetching: asyncio.Future[RobotParser]
    expires: float  # monotonic seconds


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, with rules by scheme, host and port, that expire, and that wait where they must.

    Any 4xx but 429 allows everything (RFC 9309, 2.3.1.3), as do redirects without end or to where we do not go
    (2.3.1.2). A 5xx, a 429, a server that cannot be reached and an answer that nobody can read allow nothing
    (2.3.1.4): the request is refused with :class:`HostPaused` and asked again after ``ROBOTSTXT_WAIT`` seconds; rules
    known from before stay in force. Rules expire after ``ROBOTSTXT_EXPIRES`` seconds (2.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._expires = crawler.settings.getfloat("ROBOTSTXT_EXPIRES")
        self._wait = crawler.settings.getfloat("ROBOTSTXT_WAIT")
        self._entries: LocalCache[str, _Entry] = LocalCache(_SERVERS_REMEMBERED)

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules for a request. Raises HostPaused while they cannot be had, Refused where the server is none of ours
        to ask.
        """
        server = urls.server(request.url)
        entry, now = self._entries.get(server), monotonic()
        if entry is None or entry.expires <= now:
            known = entry.fetching if entry else None
            entry = _Entry(asyncio.ensure_future(self._fetch(server, request, known)), now + self._expires)
            self._entries[server] = entry
        try:
            return await asyncio.shield(entry.fetching)
        except (HostPaused, Refused) as error:
            entry.expires = min(entry.expires, monotonic() + getattr(error, "seconds", self._wait))
            raise

    async def _fetch(self, server: str, request: Request, known: asyncio.Future[RobotParser] | None) -> RobotParser:
        assert self.crawler.engine is not None
        self._stats.inc_value("robotstxt/request_count")
        wanted = Request(
            f"{server}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={
                "dont_obey_robotstxt": True,
                IS_ROBOTS_TXT: True,
                **{name: request.meta[name] for name in _TERMS if name in request.meta},
            },
            callback=NO_CALLBACK,
        )
        try:
            response = await self.crawler.engine.download_async(wanted)
        except HostPaused:
            raise
        except Refused as refusal:
            if refusal.reason in _OF_THE_SERVER:
                raise
            if not refusal.reason.startswith(_OF_A_REDIRECT):
                return self._unreachable(server, refusal.reason, known)
            body = b""
        except Exception as error:
            return self._unreachable(server, type(error).__name__, known)
        else:
            self._stats.inc_value("robotstxt/response_count")
            self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
                return self._unreachable(server, str(response.status), known)
            body = response.body[:_MAX_SIZE] if response.status < 300 else b""
        agent = self._robotstxt_useragent or self._default_useragent
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, own_group(body, agent))
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    def _unreachable(self, server: str, why: str, known: asyncio.Future[RobotParser] | None) -> RobotParser:
        if known is not None and known.done() and known.exception() is None:
            return known.result()
        self._stats.inc_value("backstory/manners/robots_unreachable")
        logger.warning("%s/robots.txt cannot be had (%s): the server is left alone", server, why)
        raise HostPaused(urlparse_cached(Request(server)).hostname or server, self._wait, "robots_unreachable")
