"""Several runs on one frontier: sharing it, dying in it, coming back to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from crawler.frontier import presence
from crawler.frontier.base import AlreadyRunning, State, Visit
from crawler.frontier.sqlite import SqliteFrontier
from tests.unit.frontier.conftest import A, B, C, Clock, address, urls_of


@pytest.fixture
def open_successor(
    open_frontier: Callable[..., SqliteFrontier], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], SqliteFrontier]:
    """Opens the frontier for a run that takes all others for dead: however short, they stood still for longer."""

    def opened() -> SqliteFrontier:
        with monkeypatch.context() as patch:
            patch.setattr(presence, "LEASE", 0.0)
            return open_frontier()

    return opened


def test_an_interrupted_run_is_carried_on_and_does_not_fetch_its_seeds_again(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    first = open_frontier()
    first.add(address(A))
    [seed] = first.claim(1)
    first.add(address(B))
    first.done(seed.key, Visit(stored=True))
    first.claim(1)
    first.leave(complete=False)
    second = open_frontier()
    assert not second.add(address(A), again=True)
    assert urls_of(second.claim(9)) == [B]
    second.leave(complete=True)
    assert open_frontier().add(address(A), again=True)


DIE_WITH_ONE_IN_HAND = """
import os, sys
from pathlib import Path
from crawler.frontier.sqlite import SqliteFrontier
frontier = SqliteFrontier(Path(sys.argv[1]), "stories")
frontier.enter("killed", exclusive=True)
[page] = frontier.claim(1)
print(page.url, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_run_held_is_queued_at_once_and_behind_the_rest(
    open_frontier: Callable[..., SqliteFrontier],
) -> None:
    frontier = open_frontier(enter=False)
    frontier.add(address(A, rank=9))
    frontier.flush()
    with subprocess.Popen(
        [sys.executable, "-c", DIE_WITH_ONE_IN_HAND, str(frontier.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as killed:
        assert killed.stdout.readline().strip() == A
        with pytest.raises(AlreadyRunning, match="killed"):
            open_frontier()
        killed.kill()
        killed.wait(10)
    frontier = open_frontier()
    frontier.add(address(B))
    assert urls_of(frontier.claim(9, per_host=9)) == [B, A]


def test_only_one_of_two_runs_fetches_from_a_host(open_frontier: Callable[..., SqliteFrontier], clock: Clock) -> None:
    one, two = open_frontier(), open_frontier()
    for number in range(4):
        one.add(address(f"https://a.example/{number}"))
        one.add(address(f"https://b.example/{number}"))
    one.beat(2.0)
    [page] = one.claim(8)
    [other] = two.claim(8)
    assert page.host != other.host
    one.done(page.key, Visit())
    one.beat(2.0)
    assert [page.host for page in two.claim(8)] == [other.host]
    two.leave(complete=True)
    clock.time += 3
    one.beat(2.0)
    assert sorted(page.host for page in one.claim(8)) == ["a.example", "b.example"]


def test_an_exclusive_run_stays_alone(open_frontier: Callable[..., SqliteFrontier]) -> None:
    first = open_frontier()
    with pytest.raises(AlreadyRunning, match="run-1"):
        open_frontier(exclusive=True)
    first.leave(complete=True)
    open_frontier(exclusive=True)


def test_a_run_that_was_taken_for_dead_takes_part_again(
    open_frontier: Callable[..., SqliteFrontier], open_successor: Callable[[], SqliteFrontier]
) -> None:
    one = open_frontier(exclusive=True)
    one.add(address(A))
    [held] = one.claim(1)
    two = open_successor()
    assert urls_of(two.claim(1)) == [A]
    one.add(address("https://elsewhere.example/b.html"))
    assert len(one.claim(1)) == 1, "it moves again, and does not know yet"
    assert one.beat(0)
    for _ in range(2):
        two.beat(0)
        assert not one.beat(0)
        assert [(owner.run_id, owner.exclusive, owner.in_hand) for owner in two.owners()] == [("run-1", True, 1)]
    with pytest.raises(AlreadyRunning, match="run-1"):
        open_frontier()
    one.give_back([held.key])
    assert two.get(held.key).state is State.IN_HAND, "what it held is the other's by now"
    one.leave(complete=True)
    two.leave(complete=True)
    assert two.counts()[State.QUEUED] == 2


def test_what_another_run_has_in_hand_by_now_is_not_moved_by_the_one_that_stood_still(
    open_frontier: Callable[..., SqliteFrontier], open_successor: Callable[[], SqliteFrontier]
) -> None:
    one = open_frontier()
    for url in (A, B, C):
        one.add(address(url))
    held = one.claim(3, per_host=3)
    two = open_successor()
    assert len(two.claim(3, per_host=3)) == 3
    one.done(held[0].key, Visit(stored=True))
    one.retry(held[1].key, "a timeout", delay=0, tries=3)
    one.set_aside(held[2].key, "status 403")
    one.beat(0)
    two.beat(0)
    assert [two.get(page.key).state for page in held] == [State.IN_HAND] * 3, "or the other fetches them once more"
    for page in held:
        two.done(page.key, Visit())
    assert two.counts()[State.DONE] == 3


def test_what_no_other_run_has_taken_yet_is_done_by_the_one_that_stood_still(
    open_frontier: Callable[..., SqliteFrontier], open_successor: Callable[[], SqliteFrontier]
) -> None:
    one = open_frontier()
    one.add(address(A))
    [held] = one.claim(1)
    two = open_successor()
    one.done(held.key, Visit(stored=True))
    assert two.claim(1) == []
    assert two.get(held.key).stored


def test_a_host_that_asked_to_be_left_alone_is_closed_to_every_later_run(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    first.add(address("https://news.example.com:8080/a.html"))
    first.add(address("https://news.example.com.au/a.html"))
    [held] = [page for page in first.claim(2) if page.host == "news.example.com:8080"]
    first.leave_alone({"news.example.com": 600})
    first.leave_alone({"news.example.com": 2})
    first.leave(complete=True)
    clock.time += 590
    second = open_frontier()
    assert [page.host for page in second.claim(9)] == ["news.example.com.au"]
    assert second.left_alone() == (1, clock.time + 10)
    assert not second.has_queued(by=clock.time + 9)
    assert second.has_queued(by=clock.time + 10)
    second.leave(complete=True)
    clock.time += 10
    assert held.url in urls_of(open_frontier().claim(9))


def test_a_clock_that_was_set_back_keeps_no_host_closed_for_longer_than_hosts_may_ask(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    first.add(address(A))
    first.claim(1)
    first.leave_alone({"news.example.com": 600})
    first.leave(complete=False)
    clock.time -= 20 * 3_600
    open_frontier().leave(complete=False)
    clock.time += 3_600
    assert urls_of(open_frontier().claim(1)) == [A]


def test_a_host_that_one_of_two_runs_lets_go_stays_closed_to_the_other_for_as_long_as_it_asked(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    one, two = open_frontier(), open_frontier()
    one.add(address(A))
    one.beat(2.0)
    [page] = one.claim(1)
    one.leave_alone({"news.example.com": 600})
    one.retry(page.key, "status 429", delay=0, tries=None)
    one.beat(2.0)
    clock.time += 500
    two.beat(2.0)
    assert two.claim(1) == []
    clock.time += 101
    assert urls_of(two.claim(1)) == [A]


def test_a_story_that_the_run_that_stood_still_has_stored_is_known_to_be_in_the_store(
    open_frontier: Callable[..., SqliteFrontier], open_successor: Callable[[], SqliteFrontier]
) -> None:
    one = open_frontier()
    one.add(address(A))
    [held] = one.claim(1)
    two = open_successor()
    [taken] = two.claim(1)
    one.done(held.key, Visit(stored=True))
    two.retry(taken.key, "a timeout", delay=0, tries=1, due_at=None)
    known = two.get(held.key)
    assert (known.state, known.stored) == (State.FAILED, True)


def test_a_clock_that_was_set_back_closes_no_host_for_longer_than_it_asked(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    first = open_frontier()
    for host in ("news", "paper", "busy"):
        first.add(address(f"https://{host}.example.com/a.html"))
    first.claim(3)
    first.leave_alone({"news.example.com": 2, "busy.example.com": 600})
    clock.time += 1_000
    first.beat(2.0)
    first.leave_alone({"paper.example.com": 2, "busy.example.com": 600})
    first.leave(complete=False)
    clock.time -= 5_000
    second = open_frontier()
    clock.time += 2
    assert {page.host for page in second.claim(9)} == {"news.example.com", "paper.example.com"}
    assert second.left_alone() == (1, clock.time + 598)


def test_a_host_that_asked_to_be_left_alone_is_so_at_its_other_ports_too(
    open_frontier: Callable[..., SqliteFrontier], clock: Clock
) -> None:
    one = open_frontier()
    for port in ("", ":8080"):
        one.add(address(f"https://news.example.com{port}/a.html"))
    one.claim(1)
    one.leave_alone({"news.example.com": 600})
    two = open_frontier()
    assert two.claim(9) == []
    assert one.has_queued(by=clock.time) == bool(one.claim(9))
