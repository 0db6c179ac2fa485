"""Pages made to break a reader: every one gives a story or none, and the time grows as the page does."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from crawler.loaders import load_story
from crawler.page import Page

PARAGRAPH = "<p>The northern wall of the old harbour gave way in the night of Thursday, and two boats were lost.</p>"
# Sizes differ by this factor; time may grow by as much, with room for a busy machine, but not by its square.
FACTOR = 8
MOST = FACTOR * 3.5

PAGES: dict[str, Callable[[int], str]] = {
    "nested divs": lambda n: "<div>" * n + PARAGRAPH + "</div>" * n,
    "nested tables": lambda n: "<table><tr><td>" * n + PARAGRAPH,
    "paragraphs": lambda n: PARAGRAPH * n,
    "headings": lambda n: "<h1>Wall</h1><h2>Quay</h2>" * n + PARAGRAPH,
    "links": lambda n: "<p><a href='/a'>A harbour wall that gave way</a></p>" * n + PARAGRAPH,
    "bylines": lambda n: "<span class='author date'>3 May</span>" * n + PARAGRAPH,
    "times": lambda n: "<time>3 of May in the year of 2024</time>" * n + PARAGRAPH,
    "pictures": lambda n: "<figure><img src='/a.jpg'><figcaption>Wall</figcaption></figure>" * n + PARAGRAPH,
    "srcset": lambda n: f"<img srcset='{'/a.jpg 1w, ' * n}'>" + PARAGRAPH * 3,
    "one line": lambda n: "<p>" + "harbour " * n + "</p>",
    "one word": lambda n: "<p>" + "a" * n * 8 + "</p>",
    "separators": lambda n: f"<title>{' | -' * n}</title><h1>{' - ' * n}</h1>" + PARAGRAPH,
    "byline text": lambda n: f"<meta name='author' content='{'and ' * n}'>" + PARAGRAPH,
    "broken json-ld": lambda n: f"<script type='application/ld+json'>{'[{' * n}</script>" + PARAGRAPH,
    "a class of many words": lambda n: f"<div class='{'image-x ' * n}'>{PARAGRAPH}</div>",
}


def seconds(html: str) -> float:
    page = Page("https://post.example/news/wall-4711", f"<html><body>{html}</body></html>")
    begun = time.process_time()
    load_story(page)
    return time.process_time() - begun


@pytest.mark.parametrize("name", PAGES)
def test_time_grows_as_the_page_does(name) -> None:
    make, size = PAGES[name], 400
    seconds(make(size))
    small = max(min(seconds(make(size)) for _ in range(3)), 0.002)
    large = min(seconds(make(size * FACTOR)) for _ in range(2))
    assert large < small * MOST, f"{size}: {small:.4f} s, {size * FACTOR}: {large:.4f} s"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00" * 100,
        "<",
        "<html><body><script>" + "x" * 10_000,
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": {"a": [null]}, "author": 7}</script>',
        '<script type="application/ld+json">[[[["NewsArticle"]]], 1, null, "x"]</script>',
        '<script type="application/ld+json">{"@type":"Article","name":"W","datePublished":{},"image":[[[]]]}</script>',
        "<meta property='article:published_time' content='99999-99-99T99:99:99'><h1>W</h1>" + PARAGRAPH,
        "<time datetime='-1'></time><time datetime='9999999999999'></time>" + PARAGRAPH,
        "<link rel=canonical href='http://[::1'><base href='http://['>" + PARAGRAPH,
        "<img src='http://[bad' srcset=', , ,'><iframe src='//[x'></iframe>" + PARAGRAPH,
    ],
)
def test_a_malformed_page_raises_nothing(html, caplog) -> None:
    load_story(Page("https://post.example/news/wall-4711", html))
    assert "could not be read" not in caplog.text
    assert "can be made of" not in caplog.text
