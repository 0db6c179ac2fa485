"""``scrapy frontier``: what it lists, and how."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler import urls
from crawler.frontier.base import Address
from crawler.frontier.sqlite import SqliteFrontier
from crawler.storage.local import LocalStore
from tests.stored import Command

LONG = "https://paper.example/news/2026/03/01/" + "a-bridge-that-was-closed-for-a-very-long-time-" * 4
REASON = "robots.txt of https://paper.example forbids it, and so do the manners of this house, at some length"


def address(url: str) -> Address:
    return Address(urls.story_id(url), url, urls.host(url), urls.site(url))


@pytest.fixture
def frontier(store: LocalStore) -> Iterator[SqliteFrontier]:
    """The frontier of the collection, in which a run takes part."""
    frontier = SqliteFrontier(store.root / "news" / "frontier.sqlite", "news")
    frontier.enter("a-run")
    yield frontier
    frontier.close()


def take(frontier: SqliteFrontier, url: str) -> str:
    """The key of an address that is made known and taken in hand."""
    frontier.add(address(url))
    [claimed] = frontier.claim(1)
    return claimed.key


def test_lines_are_whole_and_what_is_left_out_is_said(frontier: SqliteFrontier, scrapy: Command) -> None:
    for number in range(12):
        frontier.set_aside(take(frontier, f"{LONG}{number}.html"), REASON)
    code, listed, said = scrapy("frontier", "news", "--aside")
    lines = listed.splitlines()
    assert (code, len(lines)) == (0, 10)
    assert all(line.startswith(f"{REASON}  {LONG}") and line.endswith(".html") for line in lines)
    assert said == "… and 2 more; -n 12 lists all\n"
    _, listed, said = scrapy("frontier", "news", "--aside", "-n", "12")
    assert (len(listed.splitlines()), said) == (12, "")


def test_reasons_stand_in_a_column(frontier: SqliteFrontier, scrapy: Command) -> None:
    for url, error in (("https://paper.example/a", "503"), ("https://paper.example/b", "timeout")):
        frontier.retry(take(frontier, url), error, delay=0, tries=1)
    lines = scrapy("frontier", "news", "--failed")[1].splitlines()
    assert sorted(lines) == ["503      https://paper.example/a", "timeout  https://paper.example/b"]
    assert scrapy("frontier", "news", "--aside")[1] == "no address is left aside\n"
