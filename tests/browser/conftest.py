"""A real Chromium, and crawls that use it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crawler.rendering import chromium
from tests.browser.misbehaving import Misbehaving
from tests.browser.runs import Crawl, begin
from tests.sites import Server, serve

Start = Callable[..., Crawl]


@pytest.fixture(scope="session", autouse=True)
def browser_path() -> str:
    """A Chromium, or a skip that says how to get one."""
    try:
        return chromium.find()
    except chromium.BrowserMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def site() -> Iterator[Server]:
    with serve(Misbehaving()) as server:
        yield server


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a crawl of some addresses: `start(urls, render="always", RENDER_TIMEOUT=5)`."""
    crawls: list[Crawl] = []

    def remembered(*args: Any, **kwargs: Any) -> Crawl:
        crawls.append(begin(*args, **kwargs))
        return crawls[-1]

    yield remembered
    for crawl in crawls:
        for process in crawl.processes():
            process.send_signal(signal.SIGKILL)
        crawl.process.wait(10)
        crawl.close()
