"""One crawl over all faults: every good story is stored, every bad page is counted by its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from crawler import escape
from tests.faults.answers import headline
from tests.faults.drive import Outcome, crawl
from tests.faults.server import Server, serve
from tests.faults.table import MAXSIZE, STORED, Fault, faults

FAULTS = faults()
# Where the counts of what is no story stand.
_REASONS = ("backstory/refused/", "backstory/failed/", "backstory/pages/no_story/", "backstory/manners/robots_unreach")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve([fault.host() for fault in FAULTS]) as running:
        yield running


@pytest.fixture(scope="module")
def outcome(server: Server, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return crawl(
        project,
        tmp_path_factory.mktemp("faults"),
        [server.url(fault.name, fault.path) for fault in FAULTS],
        "depth=1",
        "render=never",
        CONCURRENT_REQUESTS=32,
        DOWNLOAD_MAXSIZE=MAXSIZE,
        DOWNLOAD_TIMEOUT=6,
        DOWNLOAD_FIRST_BYTE_TIMEOUT=3,
        FRONTIER_TRIES=1,
        FRONTIER_PATIENCE=5,
        FRONTIER_RETRY_DELAY=60,  # seconds; who says "later" again and again is counted once
        LOG_LEVEL="INFO",
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_good_stories_are_stored_and_bad_pages_are_not(fault: Fault, server: Server, outcome: Outcome) -> None:
    address = server.hosts[fault.name].address
    stored = [story for url, story in outcome.stories.items() if f"//{address}:" in url]
    if fault.outcome != STORED:
        assert stored == []
        return
    assert [story["headline"] for story in stored] == [headline(fault.name)]
    body = stored[0]["body"]
    assert "In chapter 1 of the" in body
    assert fault.cut or "In chapter 6 of the" in body


def test_a_page_that_reloads_itself_is_asked_for_once(server: Server, outcome: Outcome) -> None:
    for name in ("refresh_itself", "refresh_later"):
        assert server.paths(name) == ["/story.html"]


def test_every_bad_page_is_counted_by_its_reason(outcome: Outcome) -> None:
    expected = Counter(fault.outcome for fault in FAULTS if fault.outcome != STORED)
    expected.update(fault.also for fault in FAULTS if fault.also)
    counted = {name.removeprefix("backstory/"): n for name, n in outcome.stats.items() if name.startswith(_REASONS)}
    counted["robotstxt/forbidden"] = outcome.stats["robotstxt/forbidden"]
    for exact in [name for name in expected if not name.endswith("*")]:
        assert counted.get(exact, 0) >= expected[exact], exact
        counted[exact] -= expected[exact]
    for pattern in [name for name in expected if name.endswith("*")]:
        for name in [name for name in counted if fnmatchcase(name, pattern)]:
            taken = min(counted[name], expected[pattern])
            expected[pattern] -= taken
            counted[name] -= taken
        assert expected[pattern] == 0, pattern
    assert {name: n for name, n in counted.items() if n} == {}


def test_the_crawl_ends_by_itself_and_no_callback_fails(outcome: Outcome) -> None:
    assert outcome.stats["finish_reason"] == "finished"
    assert "spider_exceptions/count" not in outcome.stats
    assert "Traceback" not in outcome.log
    assert outcome.stats.get("log_count/ERROR", 0) == 0, "what servers do is no error of ours"


def test_nothing_that_a_server_says_reaches_a_terminal_through_the_log(outcome: Outcome) -> None:
    assert "unsupported encoding(s) '\ufffdc\ufffd[31merror'" in outcome.log, "Scrapy's own line"
    assert escape.terminal(outcome.log, lines=True) == outcome.log


def test_the_table_is_long_enough() -> None:
    assert len(FAULTS) >= 40
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
