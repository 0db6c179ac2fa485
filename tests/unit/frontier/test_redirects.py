"""Addresses that lead to one story: redirects, and what a story names as its own."""

from __future__ import annotations

from collections.abc import Callable

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
    frontier.done(urls.story_id(B), Visit(stored=True, aliases=(address(A),)))
    assert frontier.get(page.key).due_at is None


def test_a_redirect_that_comes_back_is_one_address(frontier: SqliteFrontier) -> None:
    frontier.add(address(A))
    [page] = frontier.claim(1)
    assert frontier.join(page.key, address(B))
    assert frontier.join(urls.story_id(B), address(A))
    frontier.done(page.key, Visit(stored=True))
    assert frontier.counts()[State.IN_HAND] == 0
    assert frontier.get(page.key).alias_of is None
