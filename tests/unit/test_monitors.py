"""Each monitor decides on a run's counts, against thresholds and against what is usual."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from spidermon import MonitorSuite
from spidermon.runners import MonitorRunner

from crawler.monitors.history import last_record, last_runs
from crawler.monitors.result import failures
from crawler.storage import open_store
from settings import base


def decide(counts: dict[str, Any], history: list[dict[str, Any]] | None = None, **thresholds: Any) -> dict[str, str]:
    """The monitors that fail, with their reasons."""
    settings = Settings({name: getattr(base, name) for name in dir(base) if name.startswith("MONITOR")} | thresholds)
    suite = MonitorSuite(monitors=[load_object(path) for path in settings.getlist("MONITORS")])
    crawler = SimpleNamespace(settings=settings)
    return dict(failures(MonitorRunner().run(suite, counts=counts, history=history or [], crawler=crawler)))


def site(stories: int, related: int, **missing: int) -> dict[str, Any]:
    """Counts of a run with one site."""
    return {"sites": {"example.com": {"story_pages": stories, "related": related, **missing}}}


GOOD_DAYS = [{"stories/stored": 4, "stories/unchanged": 16, "elapsed_time_seconds": 100.0, **site(20, 60)}] * 5


@pytest.mark.parametrize(
    ("counts", "history", "monitor", "reason"),
    [
        ({"stories/unchanged": 5}, GOOD_DAYS, "Fewer stories than usual", "5 stories met, 20 are usual"),
        (
            {"stories/unchanged": 5, "frontier/not_modified": 5},  # the same five: each has answered with 304
            GOOD_DAYS,
            "Fewer stories than usual",
            "5 stories met, 20 are usual",
        ),
        (
            {"downloader/request_count": 50, "retry/count": 10, "failed/timeout": 9, "failed/http_404": 20},
            [],
            "Too many errors",
            "9 of 40 requests failed, most of them: timeout",
        ),
        ({"store/errors": 1, "store/calls": 80}, [], "Errors of the store", "1 of 80 calls failed"),
        (
            site(10, 30, without_published=4),
            [],
            "Stories without headline, date or body",
            "example.com: 4 of 10 without published",
        ),
        (
            site(10, 10) | {"stories/unchanged": 20},
            GOOD_DAYS,
            "Related links have fallen: the layout may have changed",
            "example.com: 1.0 a story, 3.0 are usual",
        ),
        (
            {"downloader/request_count": 20, "blocked/http_429": 2, "blocked/captcha": 1, "robotstxt/forbidden": 5},
            [],
            "Sites refuse us: robots.txt, 403, 429 or captcha",
            "8 of 25 requests were refused: 2 http_429, 1 captcha, 5 robots.txt",
        ),
        (
            {"elapsed_time_seconds": 301.0, "stories/unchanged": 20},
            GOOD_DAYS,
            "Slower than usual",
            "301 s, 100 s are usual",
        ),
    ],
)
def test_a_monitor_fails_alone_and_says_why(
    counts: dict[str, Any], history: list[dict[str, Any]], monitor: str, reason: str
) -> None:
    """The name is the first line of its docstring, the reason has the numbers."""
    failed = decide(counts, history)

    assert list(failed) == [monitor]
    assert failed[monitor].startswith(reason)


@pytest.mark.parametrize(
    ("counts", "history"),
    [
        (GOOD_DAYS[0], GOOD_DAYS),
        ({"stories/unchanged": 1}, GOOD_DAYS[:2]),  # nothing is usual after two runs
        ({"stories/unchanged": 1}, [{"stories/unchanged": 4}] * 5),  # too small a collection
        ({"downloader/request_count": 9, "failed/timeout": 9}, []),  # too few requests
        ({"downloader/request_count": 90, "failed/http_404": 80}, []),  # stories that were taken down
        (site(4, 0, without_body=4), GOOD_DAYS[:2]),  # too few stories of the site
        ({"elapsed_time_seconds": 59.0, "stories/unchanged": 20}, [{"elapsed_time_seconds": 1.0}] * 5),
        ({}, []),
    ],
)
def test_a_good_run_passes(counts: dict[str, Any], history: list[dict[str, Any]]) -> None:
    """No alarm where there is little to say."""
    assert decide(counts, history) == {}


def test_thresholds_are_settings() -> None:
    """The same run, another threshold."""
    assert "Slower than usual" in decide({"elapsed_time_seconds": 50.0}, MONITOR_DURATION_MAX=40)
    assert decide({"store/errors": 1}, MONITOR_STORE_ERRORS=1) == {}


def test_a_monitor_that_breaks_is_a_failure() -> None:
    """A monitor that cannot decide must not look like one that is content."""
    assert "Fewer stories than usual" in decide({"stories/stored": "many"}, GOOD_DAYS)


@pytest.mark.parametrize("state", ["running", "killed"])
def test_the_last_run_may_be_one_that_was_killed(tmp_path: Path, state: str) -> None:
    """Its record is the one written at its start, and counts nothing."""
    killed = {"state": state, "counts": {}, "arguments": {"depth": 1}}
    before = {"state": "finished", "counts": {"downloader/request_count": 3}, "arguments": {"depth": 2}}
    store = open_store(f"file://{tmp_path}")
    for day, record in ((1, before), (2, killed)):
        store.put(f"harbour/runs/harbour-2026110{day}T000000Z/run.json", json.dumps(record).encode())

    assert last_record(store, "harbour", "harbour-20261103T000000Z") == killed


def test_the_history_is_the_last_runs_that_ended(tmp_path: Path) -> None:
    """Newest first; runs that were killed or cancelled, and records that cannot be read, say nothing."""
    runs = {
        "harbour-20261101T000000Z": {"state": "finished", "reason": "finished", "counts": {"n": 1}},
        "20261103T000000Z-aaaaaa": {"state": "stopped", "reason": "closespider_itemcount", "counts": {"n": 3}},
        "harbour-20261102T000000Z": {"state": "finished", "reason": "finished", "counts": {"n": 2}, "sites": {"a": {}}},
        "harbour-20261104T000000Z": {"state": "stopped", "reason": "shutdown", "counts": {"n": 4}},
        "harbour-20261105T000000Z": {"state": "running", "counts": {"n": 5}},
        "harbour-20261106T000000Z": {"state": "finished", "counts": {"n": 6}},
    }
    store = open_store(f"file://{tmp_path}")
    for run_id, record in runs.items():
        store.put(f"harbour/runs/{run_id}/run.json", json.dumps(record).encode())
    store.put("harbour/runs/harbour-20261107T000000Z/run.json", b"{")
    stranger = tmp_path / "harbour/runs/harbour-20261107T000000Z (copy)/run.json"
    stranger.parent.mkdir()
    stranger.write_text("{}")

    found = last_runs(store, "harbour", "harbour-20261106T000000Z", 2)

    assert [counts["n"] for counts in found] == [3, 2]
    assert found[1]["sites"] == {"a": {}}
