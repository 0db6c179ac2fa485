"""Makes Scrapy's downloader slots obey what each host lets us do."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.datatypes import LocalCache
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.host import Host, Rules
from crawler.manners.pause import HostPaused, host_pauses
from crawler.manners.retry_after import seconds_of
from crawler.rendering.handler import META_KEY

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_BUSY = (429, 503)
_HOSTS_REMEMBERED = 10_000  # one is 200 bytes; a host forgotten starts at its normal delay


class MannersMiddleware:
    """Crawl-delay, Retry-After, slow-down and circuit, by host, on top of AutoThrottle or without it.

    A pause up to ``HOST_PAUSE_WAIT`` seconds is waited out in the downloader's slot. For a longer one the request
    is refused with :class:`HostPaused`, which says when to ask again. Stands nearest to the downloader, so that it
    sees each answer and each failed connection before it is retried.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("HOST_MANNERS_ENABLED"):
            raise NotConfigured
        self.crawler = crawler
        self._rules = Rules(
            failures=settings.getint("HOST_CIRCUIT_FAILURES"),
            open_for=settings.getfloat("HOST_CIRCUIT_SECONDS"),
            max_pause=settings.getfloat("HOST_PAUSE_MAX"),
        )
        self._wait = settings.getfloat("HOST_PAUSE_WAIT")
        self._max_crawl_delay = settings.getfloat("CRAWL_DELAY_MAX")
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._slots = settings.getdict("DOWNLOAD_SLOTS")
        self._autothrottle = settings.getbool("AUTOTHROTTLE_ENABLED")
        self._robots_agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._hosts: LocalCache[str, Host] = LocalCache(_HOSTS_REMEMBERED)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.request_reached_downloader, signals.request_reached_downloader)
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(middleware.robots_parsed, signals.robots_parsed)
        return middleware

    def host(self, key: str) -> Host:
        """The state of the host with this slot key (its name)."""
        if key not in self._hosts:
            delay = float(self._slots.get(key, {}).get("delay", self._delay))
            self._hosts[key] = Host(self._rules, delay)
        return self._hosts[key]

    def process_request(self, request: Request) -> None:
        """Raises HostPaused if the host's pause is longer than a request may wait."""
        if META_KEY in request.meta:
            return  # the host has answered already, and a browser's trouble is not the host's
        key = _key(request)
        remaining = self.host(key).remaining(monotonic())
        if remaining > self._wait:
            raise self._postpone(key, remaining)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A connection that failed counts against the host."""
        if isinstance(exception, IgnoreRequest) or META_KEY in request.meta:
            return
        key = _key(request)
        if self.host(key).failed(monotonic()):
            self._opened(key)
        self._apply(key)

    def request_reached_downloader(self, request: Request) -> None:
        """Before a request is queued: its slot may be new."""
        self._apply(_key(request))

    def response_downloaded(self, response: Response, request: Request) -> None:
        """After AutoThrottle has set the slot's delay, before the slot's next request starts."""
        if META_KEY in request.meta:
            return
        key, now = _key(request), monotonic()
        host = self.host(key)
        if response.status in _BUSY:
            header = response.headers.get("Retry-After")
            seconds = host.busy(now, seconds_of(header.decode("latin-1") if header else None, datetime.now(UTC)))
            self.crawler.signals.send_catch_log(host_pauses, host=key, seconds=seconds)
            self._count("slowed_down")
            logger.info("%s is busy (%d): %.1f s between requests", key, response.status, host.delay())
        if response.status >= 500:
            if host.failed(now):
                self._opened(key)
        elif response.status not in _BUSY and host.good():
            self._count("recovered_a_step")
        self._apply(key)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Crawl-delay, bounded by ``CRAWL_DELAY_MAX``."""
        delay = robotparser.crawl_delay(self._robots_agent)
        if delay:
            key = _key(request)
            self.host(key).crawl_delay = min(float(delay), self._max_crawl_delay)
            self._apply(key)

    def _apply(self, key: str) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is None:
            return
        host, now = self.host(key), monotonic()
        slot.delay = max(slot.delay, host.delay()) if self._autothrottle else host.delay()
        if host.crawl_delay:  # jitter never goes below what robots.txt asks for
            slot.jitter = max(0.0, min(slot.jitter, 1 - host.crawl_delay / slot.delay))
        remaining = host.remaining(now)
        if remaining:
            # The slot waits for `lastseen` plus a delay that jitter may shorten.
            slot.lastseen = max(slot.lastseen, now + remaining - slot.delay * (1 - min(slot.jitter, 1.0)))
        if remaining > self._wait:
            self._empty(slot, key, remaining)

    def _empty(self, slot: Slot, key: str, remaining: float) -> None:
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(self._postpone(key, remaining))

    def _postpone(self, key: str, remaining: float) -> HostPaused:
        paused = HostPaused(key, remaining, self.host(key).reason)
        self._count(f"postponed/{paused.reason}")
        return paused

    def _opened(self, key: str) -> None:
        self._count("circuit_opened")
        logger.warning("%s fails again and again: left alone for a while", key)

    def _count(self, name: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"backstory/manners/{name}")


def _key(request: Request) -> str:
    slot: str | None = request.meta.get("download_slot")
    return slot or urlparse_cached(request).hostname or ""
