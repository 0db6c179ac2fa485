"""An address that is met again: as a seed, nearer, or spelled in another way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.frontier.base import Address, State, Visit
from crawler.frontier.sqlite import SqliteFrontier
from tests.unit.frontier.conftest import A, B, C, address, urls_of

PLAIN, SLASH, MOBILE, HTTP = (
    *("https://news.example.com/story", "https://news.example.com/story/"),
    *("https://m.news.example.com/story", "http://news.example.com/story"),
)


def of_a_seed(page: Address) -> tuple[str | None, str | None, int]:
    return page.seed, page.discovered_from, page.depth


@pytest.mark.parametrize("written", [False, True])
def test_a_link_that_is_named_as_a_seed_is_a_seed(frontier: SqliteFrontier, written: bool) -> None:
    frontier.add(address(B, seed=A, discovered_from=A, depth=1, meta={"link_score": 0.5}))
    if written:
        frontier.flush()
    assert not frontier.add(address(B, seed=B), again=True), "queued already"
    [page] = frontier.claim(1)
    assert of_a_seed(page) == (B, None, 0)
    assert page.meta == {}


def test_a_story_that_is_named_as_a_seed_is_a_seed(open_frontier: Callable[..., SqliteFrontier]) -> None:
    first = open_frontier()
    first.add(address(B, seed=A, discovered_from=A, depth=1))
    [page] = first.claim(1)
    first.done(page.key, Visit(stored=True))
    first.leave(complete=True)
    second = open_frontier()
    assert second.add(address(B, seed=B), again=True)
    assert of_a_seed(second.claim(1)[0]) == (B, None, 0)


def test_depth_and_seed_are_of_one_way(frontier: SqliteFrontier) -> None:
    frontier.add(address(C, seed=A, discovered_from=A, depth=2))
    frontier.flush()
    frontier.add(address(C, seed=B, discovered_from=B, depth=3, rank=9))
    frontier.flush()
    assert of_a_seed(frontier.get(address(C).key)) == (A, A, 2)
    frontier.add(address(C, seed=B, discovered_from=None, depth=0))
    assert of_a_seed(frontier.get(address(C).key)) == (B, None, 0)


@pytest.mark.parametrize("refusal", ["gone", "aside", "failed", "waiting"])
def test_a_seed_is_asked_for_as_it_is_spelled_if_the_other_spelling_gave_nothing(
    open_frontier: Callable[..., SqliteFrontier], refusal: str
) -> None:
    first = open_frontier()
    first.add(address(MOBILE, seed=MOBILE), again=True)
    [page] = first.claim(1)
    refuse(first, page, refusal)
    first.leave(complete=True)
    second = open_frontier()
    assert second.add(address(SLASH, seed=SLASH), again=True)
    [page] = second.claim(1)
    assert (page.url, page.host, page.etag) == (SLASH, "news.example.com", None)


def test_a_queued_seed_is_asked_for_as_it_was_spelled_last(frontier: SqliteFrontier) -> None:
    frontier.add(address(MOBILE))
    frontier.flush()
    frontier.add(address(PLAIN, seed=PLAIN), again=True)
    assert urls_of(frontier.claim(9)) == [PLAIN]
    assert not frontier.has_queued()


def test_what_works_is_asked_for_where_it_works(open_frontier: Callable[..., SqliteFrontier]) -> None:
    first = open_frontier()
    first.add(address(HTTP, seed=HTTP), again=True)
    [page] = first.claim(1)
    first.done(page.key, Visit(url=PLAIN, stored=True, etag='"1"'))
    first.leave(complete=True)
    second = open_frontier()
    assert second.add(address(HTTP, seed=HTTP), again=True)
    [page] = second.claim(1)
    assert (page.url, page.etag) == (PLAIN, '"1"')


@pytest.mark.parametrize("refusal", ["gone", "aside", "failed"])
def test_a_link_with_another_spelling_is_a_chance_once(frontier: SqliteFrontier, refusal: str) -> None:
    frontier.add(address(PLAIN))
    spelled = []
    for url in (SLASH, PLAIN, SLASH, MOBILE, HTTP, PLAIN, SLASH):
        for page in frontier.claim(9):
            spelled.append(page.url)
            refuse(frontier, page, refusal)
        frontier.add(address(url, depth=1))
    assert spelled == [PLAIN, SLASH, MOBILE, HTTP]
    assert frontier.counts()[State.QUEUED] == 0


def refuse(frontier: SqliteFrontier, page: Address, how: str) -> None:
    if how == "gone":
        frontier.done(page.key, Visit(gone=True, etag='"404"'))
    elif how == "aside":
        frontier.set_aside(page.key, "status 403")
    else:
        frontier.retry(page.key, "500", delay=1, tries=1 if how == "failed" else 9)
