"""Frontiers on one file, with a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler import urls
from crawler.frontier.base import Address
from crawler.frontier.sqlite import SqliteFrontier


def address(url: str, **values: object) -> Address:
    return Address(urls.story_id(url), url, urls.host(url), urls.site(url), **values)


class Clock:
    def __init__(self) -> None:
        self.time = 1_700_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_frontier(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., SqliteFrontier]]:
    """Opens further runs on one file; each has entered unless ``enter=False``."""
    opened = []

    def opener(enter: bool = True, **options: object) -> SqliteFrontier:
        frontier = SqliteFrontier(tmp_path / "frontier.sqlite", "stories", now=clock)
        opened.append(frontier)
        if enter:
            frontier.enter(f"run-{len(opened)}", **options)
        return frontier

    yield opener
    for frontier in opened:
        frontier.close()


@pytest.fixture
def frontier(open_frontier: Callable[..., SqliteFrontier]) -> SqliteFrontier:
    return open_frontier()


A, B, C = (f"https://news.example.com/{name}.html" for name in "abc")


def urls_of(claimed: list[Address]) -> list[str]:
    return [one.url for one in claimed]
