"""Robots meta and X-Robots-Tag, as pages write them."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.middlewares.robots_tags import directives


@pytest.mark.parametrize(
    ("headers", "head", "asked"),
    [
        ([], "", set()),
        (["noarchive"], "", {"noarchive"}),
        (["noindex, nofollow"], "", {"noindex", "nofollow"}),
        (["none"], "", {"noindex", "nofollow"}),
        (["otherbot: noarchive"], "", set()),
        (["Backstory: noarchive"], "", {"noarchive"}),
        (["noarchive", "otherbot: nofollow"], "", {"noarchive"}),
        (["unavailable_after: 25 Jun 2010 15:00:00 PST"], "", set()),
        (["max-image-preview:large, noarchive"], "", {"noarchive"}),
        (["max-snippet:50, nofollow, noarchive"], "", {"nofollow", "noarchive"}),
        (["noarchive, max-snippet: -1, max-video-preview: 5"], "", {"noarchive"}),
        (["unavailable_after: Friday, 25-Jun-10 15:00:00 GMT, noarchive"], "", {"noarchive"}),
        (["unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT, noarchive"], "", {"noarchive"}),
        (["unavailable_after: 2010-06-25T15:00:00+00:00, noarchive"], "", {"noarchive"}),
        (["otherbot: noindex, nofollow, backstory: noarchive"], "", {"noarchive"}),
        (["nofollow, otherbot: noarchive"], "", {"nofollow"}),
        (["backstory: max-snippet:50, noarchive, otherbot: noindex"], "", {"noarchive"}),
        ([], '<!-- <meta name="robots" content="nofollow,noarchive"> -->', set()),
        ([], '<script>var tag = \'<meta name="robots" content="noarchive">\';</script>', set()),
        ([], '<!-- so --><title>A</title><meta name="robots" content="max-snippet:-1, noarchive">', {"noarchive"}),
        ([], '<meta name="robots" content="NOARCHIVE,max-snippet:-1">', {"noarchive"}),
        ([], "<META CONTENT='nofollow' NAME=Robots>", {"nofollow"}),
        ([], "<meta name=robots content=none>", {"noindex", "nofollow"}),
        ([], '<meta name="backstory" content="noindex">', {"noindex"}),
        ([], '<meta name="googlebot" content="noindex">', set()),
        ([], '<meta name="description" content="noindex">', set()),
        ([], "<meta " + "x" * 100_000, set()),
    ],
)
def test_what_a_page_asks(headers: list[str], head: str, asked: set[str]) -> None:
    response = HtmlResponse(
        "http://news.example.com/", headers={"X-Robots-Tag": headers}, body=f"<html><head>{head}".encode()
    )
    assert directives(response) == asked
