"""A page around a body, and the story that is read from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.items import Story
from crawler.loaders import load_story
from crawler.page import Page

URL = "https://www.harbour-post.example/news/2024/05/03/harbour-wall-gives-way-4711"
FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)
PARAGRAPHS = (
    "<p>The northern wall of the old harbour gave way in the night of Thursday, and two fishing boats were lost.</p>"
    "<p>Nobody was hurt, said the harbour master, who had closed the quay in the evening because of the swell.</p>"
    "<p>The town will ask the state for help, the mayor told reporters, since the wall is older than the town hall.</p>"
)

Read = Callable[..., Story]


@pytest.fixture
def paragraphs() -> str:
    """Three paragraphs of running text."""
    return PARAGRAPHS


@pytest.fixture
def make_page() -> Callable[..., Page]:
    """A page of ``body`` and ``head``, at a story's address unless told otherwise."""

    def make(body: str, head: str = "", *, lang: str = "en", url: str = URL, status: int = 200) -> Page:
        html = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
        return Page.from_bytes(url, html.encode(), fetched_at=FETCHED, status=status)

    return make


@pytest.fixture
def read(make_page) -> Read:
    """The story of a page made of ``body`` and ``head``."""
    return lambda body, head="", **page: load_story(make_page(body, head, **page))
