"""Counts by site: how many pages and stories, what the stories lack, how many related links, how often refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http import TextResponse

from crawler import urls
from crawler.blocks import block
from crawler.items import ESSENTIAL, Story

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

STAT = "backstory/sites"
MAX_SITES = 1000  # sites counted one by one; a crawl with sites=any meets more, and the run record must stay small
ROBOTS = "/robots.txt"


class SiteCounts:
    """Sets the stat ``backstory/sites`` at the end: ``{site: {pages, story_pages, without_headline, ..., related}}``.

    ``pages`` are HTML pages that came with status 200, ``story_pages`` those that are a story, whether it was stored or
    known before; ``stories/stored`` of the run record counts new stories only.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._sites: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("SITE_COUNTS_ENABLED", True):
            raise NotConfigured
        counts = cls(crawler)
        crawler.signals.connect(counts.response_received, signals.response_received)
        crawler.signals.connect(counts.item_scraped, signals.item_scraped)
        crawler.signals.connect(counts.item_dropped, signals.item_dropped)
        crawler.signals.connect(counts.spider_closed, signals.spider_closed)
        return counts

    def response_received(self, response: Response, request: Request) -> None:
        """Counts pages, and answers that refuse us as ``blocked`` and ``backstory/blocked/<how>``."""
        if request.url.endswith(ROBOTS):
            return
        how = block(response)
        if how:
            self._count(response.url, "blocked")
            assert self.crawler.stats is not None
            self.crawler.stats.inc_value(f"backstory/blocked/{how}")
        elif response.status == 200 and isinstance(response, TextResponse):
            self._count(response.url, "pages")

    def item_scraped(self, item: object) -> None:
        """Counts a story that was stored."""
        self._story(item)

    def item_dropped(self, item: object) -> None:
        """Counts a story that was known before: it says as much about its site."""
        self._story(item)

    def _story(self, item: object) -> None:
        if not isinstance(item, Story):
            return
        self._count(item.url, "story_pages")
        for name in ESSENTIAL:
            if not getattr(item, name):
                self._count(item.url, f"without_{name}")
        self._count(item.url, "related", sum(link.kind == "related" for link in item.related))

    def _count(self, url: str, name: str, by: int = 1) -> None:
        site = urls.site(url)
        if site in self._sites or len(self._sites) < MAX_SITES:
            self._sites[site][name] += by

    def spider_closed(self) -> None:
        """Hand over what was counted."""
        assert self.crawler.stats is not None
        self.crawler.stats.set_value(STAT, {site: dict(counts) for site, counts in sorted(self._sites.items())})
