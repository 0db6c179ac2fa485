"""Keeps the crawl out of what never ends, and says what it stopped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.utils.datatypes import LocalCache

from crawler import traps, urls
from crawler.items import Story

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_HOSTS_REMEMBERED = 10_000


class TrapsMiddleware(BaseSpiderMiddleware):
    """Leaves links aside that look endless, and all links of hosts that repeat themselves.

    ``TRAP_WINDOW`` stories of a host are looked at; from a share of ``TRAP_SHARE`` repeating others (exactly or
    nearly) on, nothing more of it is followed in this run. Of one page ``TRAP_LINKS_PER_PAGE`` links are followed.
    Seeds are a person's wish and pass.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._window, self._share = settings.getint("TRAP_WINDOW"), settings.getfloat("TRAP_SHARE")
        if not self._window:
            raise NotConfigured("TRAP_WINDOW is 0")
        self._hosts: LocalCache[str, traps.Sameness] = LocalCache(_HOSTS_REMEMBERED)
        self._links = settings.getint("TRAP_LINKS_PER_PAGE")
        self._followed: tuple[Response | None, int] = (None, 0)
        self._told: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.item_scraped, signals.item_scraped)
        crawler.signals.connect(middleware.item_dropped, signals.item_dropped)
        return middleware

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        if response is None:
            return request
        host = urls.host(request.url)
        known = self._hosts.get(host)
        reason = "repeats_itself" if known and known.trapped() else traps.reason(request.url)
        if reason is None and self._one_too_many(response):
            reason = "many_links"
        if reason is None:
            return request
        self._tell(host, reason, request.url)
        return None

    def _one_too_many(self, response: Response) -> bool:
        page, links = self._followed
        links = links + 1 if page is response else 1  # one page's requests come in a row
        self._followed = (response, links)
        return links > self._links

    def item_scraped(self, item: Any) -> None:
        """A story that was stored; near-duplicates say what they are near to."""
        if isinstance(item, Story):
            self._saw(item, bool(item.near_duplicate_of))

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """A story that the collection has already: under another address it repeats, on a later visit it does not."""
        if isinstance(item, Story) and getattr(exception, "outcome", None) == "duplicates":
            self._saw(item, True)

    def _saw(self, story: Story, repeated: bool) -> None:
        host = urls.host(story.url)
        if host not in self._hosts:
            self._hosts[host] = traps.Sameness(self._window, self._share)
        self._hosts[host].saw(repeated)

    def _tell(self, host: str, reason: str, url: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("backstory/links/followed", -1)
        self.crawler.stats.inc_value(f"backstory/links/left/trap_{reason}")
        if (host, reason) not in self._told:
            self._told.add((host, reason))
            logger.warning("Trap at %s (%s): not followed, the first is %s", host, reason, url)
