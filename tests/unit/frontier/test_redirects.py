"""Addresses that lead to one story: redirects, and what a story names as its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler import urls
from crawler.frontier.base import State, Visit
from crawler.frontier.sqlite import SqliteFrontier
from tests.unit.frontier.conftest import A, B, C, Clock, address, urls_of


def test_a_redirect_joins_two_addresses(frontier: SqliteFrontier) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    assert frontier.join(page.key, address(B))
    assert not frontier.add(address(B)), "in hand already"
    frontier.done(urls.story_id(B), Visit(stored=True))
    assert frontier.get(page.key).state is State.DONE
    assert frontier.get(page.key).alias_of == urls.story_id(B)
    frontier.add(address(C))
    [third] = frontier.claim(1)
    assert not frontier.join(third.key, address(B)), "visited already"
    assert frontier.get(third.key).state is State.DONE


def test_an_address_that_led_elsewhere_for_now_is_asked_again_when_it_is_due(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    for url in (A, C):
        first.add(address(url))
        [page] = first.claim(1)
        assert first.join(page.key, address(B), due_at=clock.time + 3_600) is (url == A)
        if url == A:
            first.done(urls.story_id(B), Visit(stored=True))
    first.leave(complete=True)
    clock.time += 60
    second = open_frontier()
    assert second.claim(9, per_host=9) == [], "not before its time"
    second.leave(complete=True)
    clock.time += 3_600
    third = open_frontier()
    claimed = third.claim(9, per_host=9)
    assert sorted(urls_of(claimed)) == [A, C]
    assert {page.alias_of for page in claimed} == {urls.story_id(B)}
    third.done(urls.story_id(A), Visit(stored=True))
    assert third.get(urls.story_id(A)).alias_of is None
    assert not third.join(urls.story_id(C), address(B), due_at=clock.time + 7_200)
    assert third.get(urls.story_id(C)).due_at == clock.time + 7_200
    assert third.counts()[State.DONE] == 3


def test_what_a_story_names_as_its_own_is_not_asked_again(frontier: SqliteFrontier, clock: Clock) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    frontier.join(page.key, address(B), due_at=clock.time + 3_600)
    frontier.done(urls.story_id(B), Visit(stored=True, named=(page.key,)))
    assert frontier.get(page.key).due_at is None


def test_what_gave_a_story_of_its_own_is_not_joined_to_another(open_frontier: Callable[..., SqliteFrontier]) -> None:
    stored(open_frontier(), A, B)
    second = open_frontier(revisit="all")
    second.add(address(C))
    page = max(second.claim(1), key=lambda one: one.url)
    others = {A, B, C} - {page.url}
    second.done(page.key, Visit(stored=True, aliases=tuple(map(address, sorted(others)))))
    assert sorted(urls_of(second.claim(9, per_host=9))) == sorted(others - {C})


def stored(frontier: SqliteFrontier, *pages: str) -> None:
    for url in pages:
        frontier.add(address(url))
        [page] = frontier.claim(1)
        frontier.done(page.key, Visit(stored=True))
    frontier.leave(complete=True)


@pytest.mark.parametrize("due_at", [None, 1.0])
def test_a_story_is_not_joined_to_what_gives_none(
    open_frontier: Callable[..., SqliteFrontier], due_at: float | None
) -> None:
    stored(open_frontier(), A, B)
    second = open_frontier(revisit="all")
    first, other = second.claim(9, per_host=9)
    target = address(C)
    assert second.join(first.key, address(C), due_at=due_at)
    [story] = second.part(target.key)
    second.done(story.key, Visit(gone=True))
    second.done(target.key, Visit(gone=True))
    assert not second.join(other.key, address(C), due_at=due_at), "visited already"
    assert second.get(other.key).state is State.IN_HAND, "what is known of the target is to be said of it too"
    [story] = second.part(target.key)
    assert (story.url, story.unchanged, story.due_at) == (other.url, 0, None)
    second.done(story.key, Visit(gone=True))
    second.leave(complete=True)
    third = open_frontier(revisit="all")
    assert sorted(urls_of(third.claim(9, per_host=9))) == [A, B, C]
    assert third.gone(9)[1] == 3


def test_what_gave_nothing_is_fetched_again_for_a_story_that_leads_there(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    first = open_frontier()
    first.add(address(C))
    [dead] = first.claim(1)
    first.done(dead.key, Visit(gone=True))
    stored(first, A)
    second = open_frontier()
    second.add(address(A), again=True)
    [page] = second.claim(1)
    assert second.join(page.key, address(C)), "it may have come back"


def test_a_link_that_leads_to_no_story_is_known_by_itself(open_frontier: Callable[..., SqliteFrontier]) -> None:
    first = open_frontier()
    first.add(address(A))
    [page] = first.claim(1)
    first.join(page.key, address(B))
    assert first.part(urls.story_id(B)) == []
    first.set_aside(urls.story_id(B), "status 403")
    first.leave(complete=True)
    assert sorted(urls_of(open_frontier(revisit="all").claim(9, per_host=9))) == [A, B]


def test_a_redirect_to_a_story_that_is_nearer_than_was_thought_fetches_it_again(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    frontier = open_frontier(reach=2)
    frontier.add(address(B, depth=2, seed=C))
    [page] = frontier.claim(1)
    frontier.done(page.key, Visit(stored=True, depth=2, etag='"1"'))
    frontier.add(address(A, depth=1))
    [link] = frontier.claim(1)
    assert frontier.join(link.key, address(B, depth=1, seed=A))
    known = frontier.get(page.key)
    assert (known.state, known.depth, known.seed, known.etag) == (State.IN_HAND, 1, A, None)
    frontier.done(page.key, Visit(stored=True, depth=1))
    frontier.add(address(C, depth=1))
    [link] = frontier.claim(1)
    assert not frontier.join(link.key, address(B, depth=1)), "no nearer"


def test_a_redirect_that_comes_back_is_one_address(frontier: SqliteFrontier) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    assert frontier.join(page.key, address(B))
    assert frontier.join(urls.story_id(B), address(A))
    frontier.done(page.key, Visit(stored=True))
    assert frontier.counts()[State.IN_HAND] == 0
    assert frontier.get(page.key).alias_of is None


def test_a_redirect_costs_no_more_for_all_that_led_to_the_same_page_before(frontier: SqliteFrontier) -> None:
    """Papers lead their dead links to the home page, for a while or for good."""
    steps: list[None] = []
    frontier._database._connection.set_progress_handler(lambda: steps.append(None), 10)

    def lead(numbers: range) -> int:
        for number in numbers:
            frontier.add(address(f"https://news.example.com/{number}"))
        steps.clear()
        for found in frontier.claim(len(numbers), per_host=len(numbers)):
            if frontier.join(found.key, address("https://news.example.com/"), due_at=frontier.now() + 9):
                frontier.done(address("https://news.example.com/").key, Visit())
            frontier.part(address("https://news.example.com/").key)
        return len(steps)

    first, later = lead(range(50)), [lead(range(start, start + 50)) for start in range(50, 1_000, 50)]
    assert later[-1] < 2 * first


def test_an_address_that_was_answered_at_another_host_waits_for_the_turn_of_that_one(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    first.add(address(A))
    [page] = first.claim(1)
    spelled = A.replace("//", "//www.")
    first.done(page.key, Visit(url=spelled, stored=True, due_at=clock.time))
    first.leave(complete=True)
    [page] = open_frontier().claim(1)
    assert (page.url, page.host) == (spelled, "www.news.example.com")
