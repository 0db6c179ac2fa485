"""What a page says of itself in its head: JSON-LD, Open Graph, meta elements."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura

from crawler.extract.candidate import Candidate
from crawler.page import Page


def candidates(page: Page) -> Iterator[Candidate]:
    """Every field that the head and the text give, most trusted first."""
    for value in page.meta.get("og:title", []):
        yield Candidate("headline", value, "opengraph")
    body = trafilatura.extract(page.html, fast=True, include_comments=False)
    if body:
        yield Candidate("body", body, "article-text")
