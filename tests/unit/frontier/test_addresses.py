"""The embedded frontier: what is queued, claimed and done, and what a later run asks for again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy import Request

from crawler import urls
from crawler.frontier.base import FrontierError, State, Visit
from crawler.frontier.requests import to_address
from crawler.frontier.sqlite import SqliteFrontier
from tests.unit.frontier.conftest import A, B, C, Clock, address, urls_of


def test_twins_are_one_address(frontier: SqliteFrontier) -> None:
    assert frontier.add(address(A))
    assert not frontier.add(address("http://www.news.example.com/a.html?utm_source=x"))
    assert frontier.counts()[State.QUEUED] == 1


def test_best_rank_first_and_every_host_gets_its_turn(frontier: SqliteFrontier) -> None:
    for number in range(5):
        frontier.add(address(f"https://slow.example.com/{number}", rank=100 + number))
        frontier.add(address(f"https://other.example.org/{number}", rank=number))
    first = frontier.claim(2)
    assert urls_of(first) == ["https://slow.example.com/4", "https://other.example.org/4"] or urls_of(first) == [
        "https://other.example.org/4",
        "https://slow.example.com/4",
    ]
    assert urls_of(frontier.claim(9, per_host=3, without={"slow.example.com"})) == [
        f"https://other.example.org/{number}" for number in (3, 2, 1)
    ]


def test_meta_comes_back_as_it_went_in(frontier: SqliteFrontier) -> None:
    frontier.add(address(A, seed=B, discovered_from=C, depth=2, meta={"link_score": 0.5, "words": ["é"]}))
    [claimed] = frontier.claim(1)
    assert (claimed.seed, claimed.discovered_from, claimed.depth) == (B, C, 2)
    assert claimed.meta == {"link_score": 0.5, "words": ["é"]}


def test_a_found_link_is_durable_before_its_page_is_done(
    frontier: SqliteFrontier, open_frontier: Callable[..., SqliteFrontier]
) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    frontier.add(address(B))
    frontier.done(page.key, Visit(stored=True))
    other = open_frontier(enter=False)
    assert other.counts()[State.QUEUED] == 1
    assert other.get(page.key).stored


def test_after_errors_it_waits_and_then_has_failed(frontier: SqliteFrontier, clock: Clock) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    assert frontier.retry(page.key, "500", delay=30, tries=2) is State.WAITING
    assert frontier.claim(1) == []
    assert frontier.next_due() == clock.time + 30
    clock.time += 31
    frontier.beat(0)
    [page] = frontier.claim(1)
    assert (page.tries, page.error) == (1, "500")
    assert frontier.retry(page.key, "500 again", delay=30, tries=2) is State.FAILED
    assert [one.error for one in frontier.listing(State.FAILED, 9)] == ["500 again"]
    assert frontier.retry_failed() == 1
    assert urls_of(frontier.claim(1)) == [A]


@pytest.mark.parametrize(("revisit", "expected"), [("auto", [A, B]), ("seeds", [A]), ("all", [A, B, C]), ("none", [])])
def test_what_a_run_fetches_again(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock, revisit: str, expected: list[str]
) -> None:
    first = open_frontier()
    for url, due_at in ((A, None), (B, clock.time + 100), (C, clock.time + 900)):
        first.add(address(url))
        [page] = first.claim(1)
        first.done(page.key, Visit(stored=True, etag='"1"', due_at=due_at))
    first.leave(complete=True)
    clock.time += 200
    second = open_frontier(revisit=revisit)
    second.add(address(A), again=revisit != "none")
    claimed = second.claim(9, per_host=9)
    assert sorted(urls_of(claimed)) == expected
    assert all(page.etag == '"1"' for page in claimed)


def refused(first: SqliteFrontier, due_at: float | None) -> None:
    """A leaves the run aside, B failed, C stored."""
    for url in (A, B, C):
        first.add(address(url))
    for page in first.claim(9, per_host=9):
        if page.url == A:
            first.set_aside(page.key, "status 403", due_at=due_at)
        elif page.url == B:
            first.retry(page.key, "500", delay=1, tries=1, due_at=due_at)
        else:
            first.done(page.key, Visit(stored=True))
    first.leave(complete=True)


def test_what_was_refused_is_asked_again_when_it_is_due(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    refused(open_frontier(), due_at=clock.time + 3_600)
    second = open_frontier()
    assert second.claim(9, per_host=9) == [], "not before its time"
    second.leave(complete=True)
    clock.time += 3_601
    third = open_frontier()
    claimed = third.claim(9, per_host=9)
    assert sorted(urls_of(claimed)) == [A, B]
    assert [page.tries for page in claimed] == [0, 0]


def test_all_means_what_was_refused_too(open_frontier: Callable[..., SqliteFrontier]) -> None:
    refused(open_frontier(), due_at=None)
    assert sorted(urls_of(open_frontier(revisit="all").claim(9, per_host=9))) == [A, B, C]


def test_whoever_asks_gets_what_was_refused(open_frontier: Callable[..., SqliteFrontier]) -> None:
    refused(open_frontier(), due_at=None)
    frontier = open_frontier()
    assert frontier.retry_failed() == 2
    assert sorted(urls_of(frontier.claim(9, per_host=9))) == [A, B]


def test_a_file_of_an_earlier_version_finds_what_is_due(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    first._database.execute("DROP INDEX refused_due")
    refused(first, due_at=clock.time)
    second = open_frontier()
    assert sorted(urls_of(second.claim(9, per_host=9))) == [A, B]
    steps = second._database.rows(
        "EXPLAIN QUERY PLAN UPDATE addresses SET due_at = NULL WHERE state IN ('failed', 'aside') AND due_at <= 1"
    )
    assert "refused_due" in str(steps), "a million addresses are not walked for a handful"


def test_a_seed_that_is_due_is_still_a_seed(open_frontier: Callable[..., SqliteFrontier], clock: Clock) -> None:
    first = open_frontier()
    first.add(address(A))
    [seed] = first.claim(1)
    first.join(seed.key, address(B), due_at=clock.time + 3_600)
    first.done(urls.story_id(B), Visit())
    first.leave(complete=True)
    clock.time += 3_601
    second = open_frontier()
    second.add(address(A), again=True)
    [seed] = second.claim(1)
    assert seed.alias_of is None, "what it leads to is wanted too"


def test_what_is_gone_is_known_until_it_gives_a_page_again(frontier: SqliteFrontier, clock: Clock) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    frontier.done(page.key, Visit(gone=True))
    first = clock.time
    clock.time += 60
    frontier.done(page.key, Visit(gone=True))
    [gone], total = frontier.gone(10)
    assert (gone.url, gone.gone_at, total) == (A, first, 1)
    frontier.done(page.key, Visit(stored=True))
    assert frontier.gone(10) == ([], 0)


def test_a_wrong_clock_between_runs_makes_nothing_wait_for_years(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    ahead = open_frontier()
    ahead.add(address(A))
    [page] = ahead.claim(1)
    ahead.retry(page.key, "500", delay=30, tries=5)
    ahead.leave(complete=True)
    clock.time -= 365 * 86_400
    frontier = open_frontier()
    frontier.beat(0)
    assert urls_of(frontier.claim(1)) == [A]


def test_a_file_that_is_no_frontier_is_named(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    path.write_bytes(b"this is no database, and nobody should think so" * 99)
    with pytest.raises(FrontierError, match="rebuild"):
        SqliteFrontier(path, "stories")
    SqliteFrontier(tmp_path / "two.sqlite", "two").close()
    with pytest.raises(FrontierError, match="belongs to the collection two"):
        SqliteFrontier(tmp_path / "two.sqlite", "stories")


def test_a_page_that_turns_out_nearer_is_fetched_again_for_its_links(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    frontier = open_frontier(reach=2)
    frontier.add(address(A, depth=2))
    [page] = frontier.claim(1)
    frontier.done(page.key, Visit(stored=True, etag='"1"', depth=2))
    assert not frontier.add(address(A, depth=2))
    assert frontier.claim(1) == []
    assert not frontier.add(address(A, depth=1))
    [again] = frontier.claim(1)
    assert (again.depth, again.etag) == (1, None)  # a 304 would bring no links


def test_a_page_that_turns_out_nearer_while_it_is_in_hand_is_fetched_once_more(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    frontier = open_frontier(reach=2)
    frontier.add(address(A, depth=2))
    [page] = frontier.claim(1)
    frontier.add(address(A, depth=1))
    frontier.done(page.key, Visit(stored=True, depth=2))
    [again] = frontier.claim(1)
    frontier.done(again.key, Visit(stored=True, depth=again.depth))
    assert frontier.counts()[State.DONE] == 1


def test_without_a_limit_of_depth_no_links_were_cut(frontier: SqliteFrontier) -> None:
    frontier.add(address(A, depth=2))
    [page] = frontier.claim(1)
    frontier.add(address(A, depth=1))
    frontier.done(page.key, Visit(stored=True, depth=2))
    assert not frontier.add(address(A, depth=0))
    assert frontier.counts()[State.DONE] == 1


def test_found_links_outlive_a_moment_without_room_on_the_disk(
    frontier: SqliteFrontier, open_frontier: Callable[..., SqliteFrontier]
) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    frontier.add(address(B, rank=1))
    frontier.flush()
    links = [address(f"https://news.example.com/{'long-' * 200}{number}.html") for number in range(200)]
    for link in links:
        frontier.add(link)
    frontier.add(address(B, rank=5))
    [room] = frontier._database.execute("PRAGMA max_page_count").fetchone()
    [pages] = frontier._database.execute("PRAGMA page_count").fetchone()
    frontier._database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(FrontierError, match="full"):
        frontier.counts()  # whoever looks on, and does not mind an error
    frontier._database.execute(f"PRAGMA max_page_count = {room}")
    frontier.done(page.key, Visit(stored=True))
    other = open_frontier(enter=False)
    assert other.counts()[State.QUEUED] == len(links) + 1
    assert other.get(urls.story_id(B)).rank == 5


def test_a_request_that_cannot_be_kept_is_refused_at_once(frontier: SqliteFrontier) -> None:
    with pytest.raises(ValueError, match=r"the meta of https://news\.example\.com/a cannot be kept: .*set"):
        to_address(Request("https://news.example.com/a", meta={"seen": {1, 2}}))
    with pytest.raises(ValueError, match="cannot be kept"):
        to_address(Request("https://news.example.com/a", cb_kwargs={"page": object()}))
    frontier.add(to_address(Request("https://news.example.com/b", meta={"link_score": 0.5})))
    assert [claimed.url for claimed in frontier.claim(9)] == ["https://news.example.com/b"]


def test_a_clock_that_was_set_back_hides_no_story_that_the_store_has_lost(
    frontier: SqliteFrontier, clock: Clock
) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    frontier.done(page.key, Visit(stored=True))
    clock.time -= 3_600
    frontier.note_stored()
    assert frontier.queue_lost(set()) == 1


@pytest.mark.parametrize("ahead", [-3_600, 3_600])
def test_what_a_crawl_stores_while_the_store_is_read_is_not_lost_whatever_its_clock_says(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock, ahead: int
) -> None:
    rebuilding, crawling = open_frontier(enter=False), open_frontier()
    crawling.now = lambda: clock.time + ahead
    for url in (A, B):
        crawling.add(address(url))
    first, second = crawling.claim(2, per_host=2)
    crawling.done(first.key, Visit(stored=True))
    rebuilding.note_stored()
    crawling.done(second.key, Visit(stored=True))
    clock.time += 60
    assert rebuilding.queue_lost({first.key}) == 0
    assert rebuilding.queue_lost(set()) == 1
