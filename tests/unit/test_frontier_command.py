"""``scrapy frontier``: what it lists, and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import ANY

import pytest

from crawler import urls
from crawler.frontier.base import Address, Visit
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


def test_what_waits_says_until_when_and_why(
    frontier: SqliteFrontier, scrapy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    frontier.retry(take(frontier, "https://paper.example/a"), "robots.txt cannot be had", delay=600, tries=None)
    line = scrapy("frontier", "news")[1].splitlines()[-1]
    day_and_time, _, rest = line.partition(" UTC  ")
    assert rest == "robots.txt cannot be had  https://paper.example/a"
    due = datetime.strptime(day_and_time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert 500 < (due - datetime.now(UTC)).total_seconds() < 700


def test_dead_links_are_listed_with_the_day(frontier: SqliteFrontier, scrapy: Command) -> None:
    for name in "abc":
        frontier.done(take(frontier, f"https://paper.example/{name}"), Visit(gone=name != "a"))
    code, listed, said = scrapy("frontier", "news", "--gone")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert [line.split() for line in sorted(listed.splitlines())] == [
        [today, ANY, "UTC", "https://paper.example/b"],
        [today, ANY, "UTC", "https://paper.example/c"],
    ]
    assert (code, said) == (0, "")
    assert scrapy("frontier", "news", "--gone", "-n", "1")[2] == "… and 1 more; -n 2 lists all\n"


def test_that_nothing_is_gone_is_said(frontier: SqliteFrontier, scrapy: Command) -> None:
    assert scrapy("frontier", "news", "--gone")[1] == "no address is gone\n"


def test_pages_without_a_story_are_listed(frontier: SqliteFrontier, scrapy: Command) -> None:
    frontier.done(take(frontier, "https://paper.example/front"), Visit())
    frontier.done(take(frontier, "https://paper.example/a"), Visit(stored=True))
    frontier.done(take(frontier, "https://paper.example/b"), Visit(gone=True))
    [line] = scrapy("frontier", "news", "--no-story")[1].splitlines()
    assert line.endswith("  https://paper.example/front")
    assert line[:2] == "20"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--failed", "--gone"), "argument --gone: not allowed with argument --failed"),
        (("--retry", "--aside"), "argument --aside: not allowed with argument --retry"),
        (("--failed", "-n", "-1"), "argument -n: "),
        (("--failed", "-n", "all"), "argument -n: 'all' is no number of lines: write 0 or more"),
    ],
)
def test_what_cannot_be_answered_as_it_is_asked_is_refused(
    scrapy: Command, capfd: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as end:
        scrapy("frontier", "news", *options)
    assert end.value.code == 2
    assert said in capfd.readouterr().err
