"""The spider: from seeds along the links that pages present as belonging to their story."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy_spider_metadata import Args

from crawler import urls
from crawler.arguments import RelatedArguments
from crawler.collection.addresses import other_urls
from crawler.extract.kind import not_a_story
from crawler.follow import FollowPolicy, priority
from crawler.frontier.requests import led_here_for_good
from crawler.loaders import load_story
from crawler.page import Page
from crawler.rendering.response import bodies
from crawler.timing import add_seconds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.items import Story


class RelatedSpider(Args[RelatedArguments], Spider):
    """Follows related stories from seed articles. The arguments are those of :class:`RelatedArguments`."""

    name = "related"
    arguments = RelatedArguments

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collection = self.args.collection
        self.run_id = self.args.job or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.policy = FollowPolicy.from_arguments(self.args)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.request_dropped, signals.request_dropped)
        # The scheduler's budget hands out no more than max_stories; this ends the run then, with a reason of its own.
        crawler.settings.set("CLOSESPIDER_ITEMCOUNT", spider.args.max_stories, priority="spider")
        crawler.settings.set("CLOSESPIDER_TIMEOUT", spider.args.max_minutes * 60, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """One request per seed, before everything else."""
        for seed in self.args.seeds:
            yield Request(seed, self.parse, priority=priority(1, -1), meta={"seed": seed})

    def parse(self, response: Response) -> Iterator[Request | Story]:
        """The requests of the links worth following, then the story itself; nothing from a page that is no story.

        @url http://news.bbc.co.uk/2/hi/asia-pacific/4367319.stm
        @returns items 1 1
        @scrapes headline standfirst body crossheads modified section images videos related
        """
        fetched_at, begun = datetime.now(UTC), perf_counter()
        page = Page.from_response(response, fetched_at)
        story = load_story(page)
        self._count("extraction/pages")
        assert self.crawler.stats is not None
        add_seconds(self.crawler.stats, "backstory/extraction/seconds", perf_counter() - begun)
        reason = not_a_story(page, story)
        if reason:
            self._count(f"pages/no_story/{reason}")
            self.logger.info("No story (%s): %s", reason, response.url)
            return
        for disagreement in story.sources.get("disagreements", ()):
            self._count(f"sources/disagree/{disagreement['field']}")
        story.collection = self.collection
        story.run_id = self.run_id
        story.discovered_from = response.meta.get("discovered_from")
        story.depth = response.meta.get("depth", 0)
        story.seed = response.meta.get("seed")
        led_here = story.seed and not story.depth and not story.discovered_from
        if story.seed and led_here and urls.site(story.seed) != urls.site(story.url):
            # A short link or a moved domain stands for the story that it leads to; so do Heritrix's seeds.
            story.other_urls.append(story.seed)
            story.seed = story.url
        moved = (url for url in led_here_for_good(response.meta) if urls.site(url) == urls.site(story.url))
        story.other_urls = other_urls(story, moved)
        story.raw, story.rendered_html = bodies(response)
        story.rendered = bool(story.rendered_html)
        yield from self._follow(story)
        yield story

    def _follow(self, story: Story) -> Iterator[Request]:
        for link in story.related:
            reason = self.policy.reason_to_leave(link, story)
            if reason:
                self._count(f"links/left/{reason}")
                continue
            self._count("links/followed")
            yield Request(
                link.url,
                self.parse,
                priority=priority(link.score, story.depth + 1),
                meta={"seed": story.seed, "discovered_from": story.url, "link_score": link.score},
            )

    def request_dropped(self, request: Request) -> None:
        """A link to an address that this crawl knows already counts as left aside, not as followed."""
        if "discovered_from" in request.meta:
            self._count("links/followed", -1)
            self._count("links/left/seen")

    def _count(self, name: str, by: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"backstory/{name}", by)
