"""Pages as heavy as the bounds let through: read in seconds, not in hours."""

from __future__ import annotations

import time

import pytest

from crawler.extract.kind import not_a_story
from crawler.loaders import load_story
from crawler.page import Page
from settings.base import DOWNLOAD_MAXSIZE, PAGE_MAX_ELEMENTS
from tests.faults.answers import headline, story

LONGEST = 12.0  # seconds of CPU; three times the slowest of these when this was written
_LINK = "<a href='/story-number-{n}-of-the-day.html'>The story number {n} in every detail</a>"
_UNITS = {
    "paragraphs": "<p>a",
    "nested_divisions": "<div>",
    "nested_bold": "<b>",
    "nested_lists": "<ul><li>",
    "nested_tables": "<table><tr><td>",
    "links": _LINK,
    "link_lists": f"<li>{_LINK}</li>",
    "headed_lists": f"<h2>Related stories</h2><ul><li>{_LINK}</ul>",
    "headings": "<h2>Related stories {n}</h2>",
    "sections": f"<section class=related><h3>More on this</h3>{_LINK}</section>",
    "lead_ins": f"<p>READ MORE: {_LINK}</p>",
    "inline_links": f"<p>And then {_LINK} was told.</p>",
    "spans": "<span>word </span>",
    "pictures": "<img src=a{n}.jpg alt=x>",
    "figures": "<figure><img src=/a{n}.jpg><figcaption>Photo: x</figcaption></figure>",
    "lines": "word<br>",
    "times": "<time datetime='2005-03-21'>21 March 2005</time>",
    "authors": "<meta name='author' content='A B{n}'>",
    "json_ld": '<script type="application/ld+json">{{"@type": "NewsArticle", "author": [{{"name": "x"}}]}}</script>',
}
_LONG = {"text": "word ", "spaces": " ", "newlines": "\n", "digits": "1", "ampersands": "&amp;", "dashes": "- "}


def _read(body: str) -> tuple[str | None, float]:
    begun = time.process_time()
    page = Page.from_bytes("http://heavy.example.com/the-story-of-the-day.html", body.encode())
    told = load_story(page)
    not_a_story(page, told)
    return told.headline, time.process_time() - begun


@pytest.mark.parametrize("name", _UNITS)
def test_as_many_elements_as_are_let_through(name: str) -> None:
    unit = _UNITS[name]
    times = PAGE_MAX_ELEMENTS // unit.count("<")
    found, seconds = _read(story(name, "".join(unit.format(n=n) for n in range(times))))
    assert found == headline(name)
    assert seconds < LONGEST


@pytest.mark.parametrize("name", _LONG)
def test_as_much_text_as_is_let_through(name: str) -> None:
    unit = _LONG[name]
    found, seconds = _read(story(name, f"<p>{unit * (DOWNLOAD_MAXSIZE // len(unit))}</p>"))
    assert found == headline(name)
    assert seconds < LONGEST


@pytest.mark.parametrize("name", _LONG)
def test_long_texts_in_every_field(name: str) -> None:
    long = _LONG[name] * 50_000
    head = "".join(
        f'<meta name="{field}" content="{long}">'
        for field in ("author", "description", "og:title", "article:published_time", "keywords", "og:image")
    )
    extra = f'<p class="byline">By {long}</p><time>{long}</time><h2>{long}</h2><a href="/{long[:500]}">{long}</a>'
    _, seconds = _read(story(name, extra, head))
    assert seconds < LONGEST
