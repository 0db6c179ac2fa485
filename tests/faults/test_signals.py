"""Signals, clocks, poison and company: what a crawl that runs for years meets."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.faults.crawls import Crawls, complaint, environment
from tests.faults.scripted import Scripted
from tests.sites import Generated

STORIES = 60


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT], [signal.SIGINT, signal.SIGINT]], ids=str)
def test_a_stopped_crawl_is_carried_on(crawls: Callable[..., Crawls], signals: list[signal.Signals]) -> None:
    crawl = crawls(Generated(STORIES, size=4_000), delay=0.02)
    process = crawl.start()
    assert crawl.wait_for_visits(STORIES // 3, process)
    for number in signals:
        process.send_signal(number)
        if len(signals) > 1:
            crawl.wait_for_visits(len(crawl.server.visits()) + 1, process)
    code, _ = crawl.end_of(process)
    assert code == ExitCode.INTERRUPTED
    held = Counter(crawl.addresses("in hand"))
    assert not held or len(signals) > 1, "a clean stop holds nothing"
    assert crawl.finish()[0] == 0
    assert len(crawl.stories()) == STORIES
    fetched = Counter(crawl.server.paths())
    assert {path: count for path, count in fetched.items() if count > 1 + held[path]} == {}


def test_a_stopped_crawl_does_not_wait_for_the_turn_of_a_host(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/0.html")
    site.story("/0.html")
    crawl = crawls(site)
    process = crawl.start(DOWNLOAD_DELAY=90, HOST_PAUSE_WAIT=120)
    assert crawl.wait_for_visits(1, process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert set(crawl.frontier().values()) <= {"queued", "done"}, "the next run takes what waited for its turn"


@pytest.mark.parametrize("jump", [86_400, -86_400])
def test_a_clock_that_jumps_neither_hangs_a_crawl_nor_doubles_it(crawls: Callable[..., Crawls], jump: int) -> None:
    site = Scripted("/0.html")
    for number in range(12):
        site.story(f"/{number}.html", [f"/{number * 2 + step}.html" for step in (1, 2) if number * 2 + step < 12])
    site.fail("/1.html", 1)
    crawl = crawls(site)
    settings = {"RETRY_ENABLED": False, "CLOCK_JUMP": jump}
    assert crawl.finish(EXTENSIONS='{"tests.faults.clock.JumpingClock": 1}', **settings)[0] == 0
    assert Counter(crawl.server.paths()) == Counter([f"/{number}.html" for number in range(12)] + ["/1.html"])
    assert set(crawl.frontier().values()) == {"done"}


def test_a_poison_page_fails_alone_and_can_be_tried_again(
    crawls: Callable[..., Crawls], scrapy: Callable[..., str]
) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/poison.html", "/b.html"])
    site.story("/b.html")
    site.story("/poison.html", what="POISON")
    crawl = crawls(site)
    assert crawl.finish(FRONTIER_TRIES=2)[0] == 0
    assert Counter(crawl.server.paths()) == {"/a.html": 1, "/b.html": 1, "/poison.html": 2}
    assert crawl.addresses("failed") == ["/poison.html"]
    assert "poison.html" in scrapy(crawl, "frontier", "stories", "--failed")
    assert scrapy(crawl, "frontier", "stories", "--retry").startswith("1 ")
    site.story("/poison.html", what="a cure")
    assert crawl.finish()[0] == 0
    assert len(crawl.stories()) == 3


def test_two_runs_share_a_collection_and_fetch_nothing_twice(crawls: Callable[..., Crawls]) -> None:
    crawl = crawls(Generated(STORIES, size=4_000), delay=0.02)
    processes = [crawl.start(), crawl.start()]
    for process in processes:
        crawl.end_of(process)
    assert {process.returncode for process in processes} <= {ExitCode.OK, ExitCode.NOTHING_FETCHED}
    assert len(crawl.stories()) == STORIES
    assert max(Counter(crawl.server.paths()).values()) == 1


def test_an_exclusive_run_ends_at_once_beside_another(crawls: Callable[..., Crawls]) -> None:
    crawl = crawls(Generated(STORIES, size=4_000), delay=0.05)
    first = crawl.start()
    assert crawl.wait_for_visits(2, first)
    code, output = crawl.finish("exclusive=1")
    assert code == ExitCode.ALREADY_RUNNING
    assert "has this collection" in complaint(output)
    assert first.poll() is None
    assert crawl.end_of(first)[0] == 0
    assert len(crawl.stories()) == STORIES


@pytest.mark.parametrize("words", [["fetch", "{url}"], ["shell", "{url}", "-c", "print(response.text)"]], ids=str)
def test_a_spider_without_a_collection_needs_no_frontier(
    crawls: Callable[..., Crawls], project: Path, words: list[str]
) -> None:
    crawl = crawls(Generated(1, size=4_000), delay=0.2)  # as long as some looks at the progress
    url = crawl.server.seeds("generated")[0]
    command = [
        sys.executable,
        "-m",
        "scrapy",
        *(word.format(url=url) for word in words),
        "-s",
        "PROGRESS_INTERVAL=0.02",
    ]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=60, check=True, env=environment()
    )
    assert "<article>" in done.stdout
    wrong = [line for line in done.stderr.splitlines() if re.search("Traceback| (WARNING|ERROR|CRITICAL): ", line)]
    assert wrong == [], done.stderr
    assert crawl.frontier() == {}
