"""``scrapy rebuild``: what it makes anew, what it leaves as it is, and what it cannot read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler import urls
from crawler.frontier.base import Address, State
from crawler.frontier.sqlite import SqliteFrontier
from crawler.storage import keys
from crawler.storage.local import LocalStore
from tests.stored import Command


@pytest.fixture
def frontier(store: LocalStore) -> Iterator[SqliteFrontier]:
    """The frontier of the collection, with one queued address."""
    frontier = SqliteFrontier(store.root / "news" / "frontier.sqlite", "news")
    url = "https://paper.example/queued"
    frontier.add(Address(urls.story_id(url), url, urls.host(url), urls.site(url)))
    frontier.flush()
    yield frontier
    frontier.close()


def test_a_frontier_that_is_gone_comes_from_the_store_alone(store: LocalStore, scrapy: Command) -> None:
    code, said, _ = scrapy("rebuild", "news")
    assert code == 0
    assert "the index has 1 stories" in said
    assert f"the frontier knows the addresses of 1 stories ({store.root}/news/frontier.sqlite)\n" in said
    assert "stay as they were" not in said


def test_what_is_queued_already_stays_and_is_said(frontier: SqliteFrontier, scrapy: Command) -> None:
    code, said, _ = scrapy("rebuild", "news")
    assert code == 0
    assert "the addresses that the frontier had stay as they were (queued 1); to make it from the store alone" in said
    assert {state: count for state, count in frontier.counts().items() if count} == {State.QUEUED: 1, State.DONE: 1}


def test_what_somebody_laid_beside_the_run_records_is_passed_over(store: LocalStore, scrapy: Command) -> None:
    for name in ("notes of mine.txt", "20260301T100000Z-abc (copy)/run.json"):
        stranger = store.root / "news" / "runs" / name
        stranger.parent.mkdir(parents=True, exist_ok=True)
        stranger.write_text("{}")
    code, said, wrong = scrapy("rebuild", "news")
    assert (code, wrong) == (0, "")
    assert "the index has 1 stories" in said


def test_a_damaged_story_is_named_and_counted_nowhere(store: LocalStore, scrapy: Command) -> None:
    bad = "news/stories/ffffffffffff/20260301T100000.000000Z.json"
    store.put(bad, b"{}[")
    code, said, wrong = scrapy("rebuild", "news")
    assert code == 1
    assert wrong.startswith(f"scrapy rebuild: {bad} is no story: ")
    assert wrong.count("\n") == 1
    assert "the index has 1 stories" in said
    assert "the addresses of 1 stories" in said


def test_a_damaged_version_hides_no_other(store: LocalStore, scrapy: Command) -> None:
    first = next(iter(store.keys(keys.stories_prefix("news"))))
    store.put(first, b"{}[")
    code, said, wrong = scrapy("rebuild", "news")
    assert (code, first in wrong) == (1, True)
    assert "the index has 1 stories" in said


def test_a_file_that_is_no_frontier_is_named_with_the_whole_mend(store: LocalStore, scrapy: Command) -> None:
    store.root.joinpath("news", "frontier.sqlite").write_bytes(b"this is no database, and nobody should think so" * 99)
    code, _, wrong = scrapy("rebuild", "news")
    assert code == 4
    assert wrong.endswith("move it away and run: scrapy rebuild news\n")
