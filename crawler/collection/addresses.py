"""All addresses under which one story was found."""

from __future__ import annotations

from collections.abc import Iterable

from crawler import urls
from crawler.items import Story

OTHER_URLS = 100  # addresses kept for one story; a site that gives one text more of them is making them up


def other_urls(story: Story, more: Iterable[str]) -> list[str]:
    """The ``other_urls`` of a story that is found at ``more`` too: one spelling of each, in order, without its own."""
    own = {urls.identity(story.url), urls.identity(story.canonical_url)}
    others: dict[str, str] = {}
    for url in (*story.other_urls, *filter(None, more)):
        others.setdefault(urls.identity(url), url)
    return [url for identity, url in others.items() if identity not in own][:OTHER_URLS]


def sites(story: Story) -> set[str]:
    """The sites of a story's publisher; copies of its text may have addresses elsewhere."""
    return {urls.site(story.url), urls.site(story.canonical_url)}


def addresses(story: Story) -> list[str]:
    """Every address of a story."""
    return [*story.other_urls, story.url, story.canonical_url]
