"""Pages made to break a reader: every one gives a story or none, and the time grows as the page does."""

from __future__ import annotations

import gc
import json
import time
import tracemalloc
from collections.abc import Callable
from functools import reduce

import pytest

from crawler.loaders import load_story
from crawler.page import Page

PARAGRAPH = "<p>The northern wall of the old harbour gave way in the night of Thursday, and two boats were lost.</p>"
URL = "https://post.example/news/wall-4711"
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
    "one picture again in one figure": lambda n: f"<figure>{'<img src=/a.jpg>' * n}</figure>" + PARAGRAPH * 4,
    "pictures in a picture": lambda n: f"<picture>{'<source srcset=data:>' * n}{'<img>' * n}</picture>" + PARAGRAPH * 4,
    "pictures in a class of many words": lambda n: (
        f"<div class='{'image-x ' * n}'>{''.join(f'<img src=/{i}.svg>' for i in range(n))}{PARAGRAPH * 4}</div>"
    ),
    "srcset": lambda n: f"<img srcset='{'/a.jpg 1w, ' * n}'>" + PARAGRAPH * 3,
    "one line": lambda n: "<p>" + "harbour " * n + "</p>",
    "one word": lambda n: "<p>" + "a" * n * 8 + "</p>",
    "separators": lambda n: f"<title>{' | -' * n}</title><h1>{' - ' * n}</h1>" + PARAGRAPH,
    "byline text": lambda n: f"<meta name='author' content='{'and ' * n}'>" + PARAGRAPH,
    "broken json-ld": lambda n: f"<script type='application/ld+json'>{'[{' * n}</script>" + PARAGRAPH,
    "a class of many words": lambda n: f"<div class='{'image-x ' * n}'>{PARAGRAPH}</div>",
    "scripts in a script": lambda n: PARAGRAPH + "<script type=application/json>" * n,
    "scripts in an attribute": lambda n: f'{PARAGRAPH}<div title="{"<script " * n}"></div>',
    "asides in json": lambda n: _state("<aside>" * n * 4),
    "texts in texts in json": lambda n: _state(
        [reduce(lambda held, _: {"type": "text", "content": [held]}, range(30), "")] * (n // 4)
    ),
    "cards in cards": lambda n: "<div class=card>" * min(n // 20, 180) + "Ferry <a href=/a>b</a>" * n + PARAGRAPH,
    "boxes that name one long text": lambda n: (
        f"<div id=k>{'wall ' * n * 8}</div>{'<div aria-labelledby=k>a</div>' * n * 4}"
    ),
    "figures in figures": lambda n: (
        # As deep each time: a parser has an end to that, and each block speaks for all boxes around it.
        "<figure><table>" * 90 + "<blockquote>A ferry that sails again, and again</blockquote>" * n
    ),
    "words in a sentence": lambda n: "<p>The ferry " + "<span class=tag>sails</span> again and " * n + "</p>",
    "breaks in json": lambda n: _state("<p " * n * 8),
    "comments in metadata": lambda n: f"<meta property=og:description content='{'&lt;!--' * n * 8}'>" + PARAGRAPH,
    "articles in json-ld": lambda n: (
        '<script type="application/ld+json">'
        + json.dumps([{"@type": "Article", "headline": f"Wall {i}", "url": URL} for i in range(n * 2)])
        + "</script>"
        + PARAGRAPH
    ),
    "authors": lambda n: "".join(f"<meta name=author content='Ada Quill{_letters(i)}'>" for i in range(n)) + PARAGRAPH,
    "offers": lambda n: (
        "".join(f"<p>Subscribe to continue with article {i} of it</p>" for i in range(n * 4)) + PARAGRAPH
    ),
    "cards": lambda n: f"<div>{('<p><a href=/a>A ferry that sails again</a></p>' + PARAGRAPH) * n}</div>" * 2,
    "authors in authors": lambda n: (
        "<div itemprop=author>" * min(n // 20, 180) + "<b itemprop=name>Ada Quill</b>" * n + PARAGRAPH
    ),
}


def _state(body: object) -> str:
    value = json.dumps({"headline": "Harbour wall gives way", "body": body}).replace("<", "\\u003c")
    return f"<h1>Harbour wall gives way</h1>{PARAGRAPH}<script type='application/json'>{value}</script>"


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def seconds(html: str) -> float:
    page = Page(URL, f"<html><body>{html}</body></html>")
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
    load_story(Page(URL, html))
    assert "could not be read" not in caplog.text
    assert "can be made of" not in caplog.text


LONG: dict[str, Callable[[str], str]] = {
    "class": lambda long: f"<span class='{long}'>Wall</span>",
    "id": lambda long: f"<div id='{long}'>{PARAGRAPH}</div>",
    "link": lambda long: f"<p><a href='/{long}'>A harbour wall that gave way</a></p>",
    "link to a host": lambda long: f"<p><a href='//{long}.example/a'>A harbour wall that gave way</a></p>",
    "linked words": lambda long: f"<p><a href='/a'>{long}</a></p>",
    "heading": lambda long: f"<h1>{long}</h1><h2>{long}</h2><ul><li><a href='/a'>A harbour wall that gave way</a></ul>",
    "title": lambda long: f"<title>{long}</title>",
    "canonical": lambda long: f"<link rel=canonical href='https://post.example/{long}'>",
    "base": lambda long: f"<base href='https://post.example/{long}'><p><a href='b'>A wall that gave way</a></p>",
    "date": lambda long: f"<span class=date>3 May 2024 {long}</span>",
    "site": lambda long: f"<meta property=og:site_name content='{long}'>",
    "json-ld": lambda long: (
        '<script type="application/ld+json">'
        + json.dumps(
            dict.fromkeys(
                ("name", "@id", "author", "datePublished", "url", "inLanguage"), f"https://post.example/{long}"
            )
            | {"@type": "Article", "headline": "Wall"}
        )
        + "</script>"
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_what_a_page_says_at_length_is_forgotten_with_it(name) -> None:
    load = [f"{number}{'wall' * 50_000}" for number in range(4)]
    load_story(Page(URL, LONG[name](load.pop()) + PARAGRAPH * 4))
    gc.collect()
    tracemalloc.start()
    for long in load:
        load_story(Page(URL, LONG[name](long) + PARAGRAPH * 4))
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < len(load[0])


@pytest.mark.parametrize("width", ["²", "9" * 5_000])
def test_a_width_that_is_no_number_costs_no_text(read, paragraphs, width) -> None:
    story = read(
        f"<article><h1>Harbour wall gives way</h1><img src='/boats.jpg' width='{width}'>{paragraphs}</article>"
    )
    assert (story.body.count("\n"), len(story.images)) == (4, 1)
