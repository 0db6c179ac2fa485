"""What the spider counts of the pages that it parses."""

from __future__ import annotations

import pytest
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request
from scrapy.statscollectors import MemoryStatsCollector

from crawler.items import Story
from crawler.spiders.related import RelatedSpider

URL = "https://www.harbour-post.example/news/2024/05/03/harbour-wall-gives-way-4711"
PARAGRAPH = (
    "<p>The northern wall of the old harbour gave way in the night of Thursday, and two fishing boats were lost.</p>"
)


@pytest.fixture
def parsed():
    """What a page gives: its stories, and the house's stats that are counts."""

    def parse(head: str, body: str) -> tuple[list[Story], dict[str, int]]:
        crawler = Crawler(RelatedSpider)
        crawler.stats = MemoryStatsCollector(crawler)
        spider = RelatedSpider.from_crawler(crawler, seeds=URL)
        html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
        response = HtmlResponse(URL, body=html.encode(), request=Request(URL), encoding="utf-8")
        stories = [item for item in spider.parse(response) if isinstance(item, Story)]
        counts = {name.removeprefix("backstory/"): value for name, value in crawler.stats.get_stats().items()}
        return stories, counts

    return parse


def test_disagreements_are_counted_by_field_and_kept(parsed) -> None:
    head = (
        "<title>Parking costs more</title><meta property='og:title' content='Harbour wall gives way'>"
        "<meta property='article:published_time' content='2024-05-03T07:10:00Z'>"
    )
    line = "<time datetime='2024-04-20T10:00:00Z'>April</time>"
    [story], counts = parsed(head, f"<article><h1>Harbour wall gives way</h1>{line}{PARAGRAPH * 4}</article>")
    fields = [disagreement["field"] for disagreement in story.sources["disagreements"]]
    assert sorted(fields) == ["headline", "published"]
    assert (counts["sources/disagree/headline"], counts["sources/disagree/published"]) == (1, 1)


def test_a_page_that_is_no_story_is_counted_by_its_reason(parsed) -> None:
    stories, counts = parsed("", "<h1>Page not found</h1><p>Try our front page.</p>")
    assert (stories, counts["pages/no_story/error_page"]) == ([], 1)


def test_a_stub_is_kept_and_says_so(parsed) -> None:
    wall = "<div class='paywall'><p>Subscribe to continue reading</p></div>"
    [story], counts = parsed("", f"<article><h1>Harbour wall gives way</h1>{PARAGRAPH}{wall}</article>")
    assert (story.access, "Subscribe" in story.body) == ("paywall", False)
    assert not any(name.startswith("pages/no_story/") for name in counts)
