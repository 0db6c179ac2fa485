"""Whatever a page is made of: a story or none, soon, and never an exception."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.encoding import decode
from crawler.extract import date_labels, dates, related
from crawler.extract.kind import not_a_story
from crawler.extract.text import clean, fold
from crawler.items import story_from_json, story_to_json
from crawler.loaders import load_story
from crawler.middlewares.robots_tags import directives
from crawler.page import Page
from tests.strategies import content_types, hostile_texts, hostile_urls, mutated_pages

FETCHED = datetime(2026, 3, 21, 10, 14, tzinfo=UTC)
LONGEST = 10.0  # seconds of CPU for one page of some ten thousand bytes; a healthy one takes 0.05


@pytest.mark.fuzz
@given(mutated_pages(), content_types, hostile_urls)
def test_a_mutated_page_gives_a_story_or_none_and_soon(body: bytes, content_type: str | None, url: str) -> None:
    address = urls.clean(url) or "http://news.bbc.co.uk/2/hi/asia-pacific/4413377.stm"
    headers = {} if content_type is None else {"Content-Type": content_type}
    begun = time.process_time()
    page = Page.from_bytes(address, body, headers=headers, fetched_at=FETCHED)
    story = load_story(page)
    not_a_story(page, story)
    assert time.process_time() - begun < LONGEST
    stored = story_to_json(story)
    assert story_from_json(stored).headline == json.loads(stored)["headline"]
    for link in story.related:
        assert urls.clean(link.url) == link.url
        assert 0.0 <= link.score <= 1.0
    for value in (story.published, story.modified):
        assert value is None or dates.instant(value)
    assert "\x00" not in (story.body or "") + (story.headline or "")


@pytest.mark.fuzz
@given(hostile_texts, st.sampled_from([None, "en", "en-US", "de", "ja", "ar", "xx", "\x00"]))
def test_dates_are_iso_or_none(text: str, language: str | None) -> None:
    value = dates.parse(text, language)
    assert value is None or dates.instant(value)
    assert all(part in text for _, part in date_labels.parted(text))


@pytest.mark.fuzz
@given(hostile_texts)
def test_texts_are_cleaned_and_folded(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.fuzz
@given(st.lists(st.tuples(hostile_urls, hostile_texts), max_size=12), hostile_texts)
def test_link_blocks_of_any_text_and_address(links: list[tuple[str, str]], heading: str) -> None:
    items = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in links)
    markup = f"<html><body><h1>{heading}</h1><p>{heading}</p><h2>Related</h2><h3>{heading}</h3><ul>{items}</ul>"
    found = related.find(Page("http://news.example.com/2005/story-of-the-day", markup), heading, heading)
    assert len({link.url for link in found}) == len(found)
    assert all(urls.clean(link.url) == link.url for link in found)


@pytest.mark.fuzz
@given(st.binary(max_size=300), content_types)
def test_bytes_become_text(body: bytes, content_type: str | None) -> None:
    text, _ = decode(body, content_type)
    assert isinstance(text, str)


@pytest.mark.fuzz
@given(mutated_pages())
def test_robots_tags_of_any_page(body: bytes) -> None:
    from scrapy.http import HtmlResponse

    directives(HtmlResponse("http://news.example.com/", body=body, headers={"X-Robots-Tag": [body[:50]]}))
