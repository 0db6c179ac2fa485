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
