"""What a host asked of one run binds the next: Retry-After and Crawl-delay outlive the process that read them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.answers import story
from tests.faults.drive import crawl, start
from tests.faults.server import ROBOTS_ALLOW, Host, Server, answer, serve, then

RETRY_AFTER = 8
CRAWL_DELAY = 6
SLOP = 0.3  # seconds; an arrival may be late on a busy machine
AT_ONCE = {"DOWNLOAD_DELAY": 0, "HOST_PAUSE_WAIT": 1, "FRONTIER_PATIENCE": 1}


def _busy(status: str) -> Host:
    refusal = then(answer("", status, Retry_After=RETRY_AFTER), answer(story("a")))
    return Host("busy", {"/robots.txt": ROBOTS_ALLOW, "/a.html": refusal, "/b.html": answer(story("b"))})


def _first(server: Server, name: str, path: str) -> float:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for visit in server.hosts[name].visits:
            if visit.path == path:
                return visit.began
        time.sleep(0.01)
    raise AssertionError(f"{path} was never asked for")


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_later_run_asks_no_host_before_the_time_that_it_named(project: Path, tmp_path: Path, status: str) -> None:
    with serve([_busy(status)], first=210) as server:
        crawl(project, tmp_path, [server.url("busy", "/a.html")], **AT_ONCE)
        refused = _first(server, "busy", "/a.html")
        asked = len(server.hosts["busy"].visits)
        patient = {**AT_ONCE, "FRONTIER_PATIENCE": 30}
        outcome = crawl(project, tmp_path, [server.url("busy", "/b.html")], **patient)
        assert server.hosts["busy"].visits[asked].began - refused >= RETRY_AFTER - SLOP
        assert sorted(outcome.stories) == [server.url("busy", path) for path in ("/a.html", "/b.html")]


def test_a_run_that_may_ask_nobody_yet_ends_at_once_and_says_until_when(project: Path, tmp_path: Path) -> None:
    with serve([_busy("429 Too Many Requests")], first=212) as server:
        crawl(project, tmp_path, [server.url("busy", "/a.html")], **AT_ONCE)
        asked = len(server.hosts["busy"].visits)
        outcome = crawl(project, tmp_path, [server.url("busy", "/b.html")], **AT_ONCE)
        assert len(server.hosts["busy"].visits) == asked
        assert outcome.code == 0
        assert "Hosts that asked to be left alone until" in outcome.log
        assert outcome.stats["backstory/frontier/left/queued"] == 1


def test_what_a_host_asked_of_a_run_that_was_killed_then_binds_the_next(project: Path, tmp_path: Path) -> None:
    with serve([_busy("429 Too Many Requests")], first=214) as server:
        process = start(project, tmp_path, [server.url("busy", "/a.html")], **{**AT_ONCE, "HOST_PAUSE_WAIT": 60})
        refused = _first(server, "busy", "/a.html")
        while "is busy" not in (tmp_path / "log.txt").read_text("utf-8"):
            assert time.monotonic() < refused + RETRY_AFTER / 2
            time.sleep(0.01)
        process.kill()
        process.wait()
        asked = len(server.hosts["busy"].visits)
        crawl(project, tmp_path, [server.url("busy", "/b.html")], **{**AT_ONCE, "FRONTIER_PATIENCE": 30})
        assert server.hosts["busy"].visits[asked].began - refused >= RETRY_AFTER - SLOP


@pytest.mark.parametrize("killed", [False, True], ids=["ended", "killed"])
def test_crawl_delay_lies_between_two_runs_too(project: Path, tmp_path: Path, killed: bool) -> None:
    robots = answer(f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n", Content_Type="text/plain")
    slow = Host("slow", {"/robots.txt": robots, "*": answer(story("s"))})
    with serve([slow], first=216) as server:
        process = start(project, tmp_path, [server.url("slow", "/a.html")], **AT_ONCE)
        _first(server, "slow", "/a.html")
        if killed:
            process.kill()
        process.wait(30)
        asked = len(slow.visits)
        later = {**AT_ONCE, "FRONTIER_PATIENCE": 30, "ROBOTSTXT_OBEY": False}  # it cannot know by itself
        crawl(project, tmp_path, [server.url("slow", "/b.html")], **later)
        assert slow.visits[asked].began - slow.visits[asked - 1].began >= CRAWL_DELAY - SLOP


def test_what_leads_to_a_known_story_waits_for_no_turn_of_its_host(project: Path, tmp_path: Path) -> None:
    busy = _busy("429 Too Many Requests")
    leading = Host("leading", {"/robots.txt": ROBOTS_ALLOW})
    with serve([busy, leading], first=218) as server:
        leading.answers["/led.html"] = answer("", "302 Found", Location=server.url("busy", "/b.html"))
        settings = {"STORE": f"file://{tmp_path / 'store'}", **AT_ONCE}
        crawl(project, tmp_path / "first", [server.url("busy", path) for path in ("/b.html", "/a.html")], **settings)
        asked = len(busy.visits)
        outcome = crawl(project, tmp_path / "second", [server.url("leading", "/led.html")], "revisit=none", **settings)
        assert outcome.stats["backstory/frontier/joined"] == 1
        assert len(busy.visits) == asked
