"""The process `backstory-scheduler` against a real Scrapyd: it starts runs, leaves them be, and takes a new file."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.scrapyd_server import ScrapydServer, free_port, wait_for
from tests.sites import Generated, Server, serve

COMMAND = [sys.executable, "-m", "crawler.schedule.process"]


@pytest.fixture
def newspaper() -> Iterator[Server]:
    """A newspaper with one story."""
    with serve(Generated(1, 4_000, 0)) as server:
        yield server


@pytest.fixture
def schedule(tmp_path: Path, newspaper: Server) -> Callable[..., Path]:
    """Writes a schedule of one collection for the nodes given."""
    (seed,) = newspaper.seeds("generated")

    def write(*nodes: str, cron: str = "0 5 * * *") -> Path:
        path = tmp_path / "schedule.toml"
        path.write_text(
            f"[scrapyd]\nnodes = {list(nodes)}\n\n[[collection]]\nname = 'harbour'\nseeds = ['{seed}']\n"
            f"cron = '{cron}'\narguments = {{depth = 1}}\nsettings = {{ALLOW_PRIVATE_ADDRESSES = 1}}\n",
            "utf-8",
        )
        return path

    return write


def once(schedule: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start what the schedule names now."""
    return subprocess.run(
        [*COMMAND, schedule, "--once"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_two_runs_of_a_collection_do_not_overlap(
    deployed: ScrapydServer, schedule: Callable[..., Path], newspaper: Server
) -> None:
    """The second is left out while the first runs, and is started when that is over."""
    newspaper.delay = 12.0  # the first run waits for robots.txt meanwhile
    path = schedule(deployed.url)
    first = once(path, **deployed.credentials)
    job = re.search(r"harbour-\d{8}T\d{6}Z", first.stderr)
    assert job, first.stderr
    deployed.wait_for_job(job[0], "running")

    second = once(path, **deployed.credentials)
    assert second.returncode == 0
    assert f"left out, {job[0]} is running at {deployed.url}" in second.stderr
    assert deployed.jobs("pending") == []

    newspaper.delay = 0.0
    deployed.wait_for_job(job[0])
    third = once(path, **deployed.credentials)
    assert "started at" in third.stderr
    assert deployed.record("harbour", job[0])["arguments"]["exclusive"] is True


def test_the_node_that_answers_gets_the_job(deployed: ScrapydServer, schedule: Callable[..., Path]) -> None:
    """A node that is down is no reason not to crawl."""
    done = once(schedule(f"http://127.0.0.1:{free_port()}", deployed.url), **deployed.credentials)

    assert done.returncode == 0, done.stderr
    assert f"started at {deployed.url}" in done.stderr


def test_what_is_wrong_is_said_in_one_line(scrapyd: ScrapydServer, schedule: Callable[..., Path]) -> None:
    """A wrong password, a project that was never deployed, nobody there: each names the mend."""
    nobody = f"http://127.0.0.1:{free_port()}"
    for node, environment, reason in (
        (scrapyd.url, {"SCRAPYD_USERNAME": "backstory", "SCRAPYD_PASSWORD": "guess"}, "refuses us"),
        (scrapyd.url, scrapyd.credentials, "deploy it there first: make deploy"),
        (nobody, {}, f"{nobody} cannot be reached"),
    ):
        done = once(schedule(node), **environment)
        assert done.returncode == 1
        assert reason in done.stderr
        assert "Traceback" not in done.stderr


def test_a_wrong_file_is_refused_and_the_old_one_stays_in_force(
    scrapyd: ScrapydServer, schedule: Callable[..., Path], tmp_path: Path
) -> None:
    """At the start with exit code 2; later, by SIGHUP, with a line in the log."""
    path = schedule(scrapyd.url)
    log = tmp_path / "scheduler.log"
    with log.open("wb") as out:
        process = subprocess.Popen([*COMMAND, path, "--heartbeat", tmp_path / "beat"], stderr=out)
    try:
        wait_for(lambda: "1 collections, 1 nodes" in log.read_text("utf-8"), "the schedule is in force")
        schedule(scrapyd.url, cron="0 25 * * *")
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: "schedule.toml:7: " in log.read_text("utf-8"), "the refusal")
        assert "stays in force" in log.read_text("utf-8")
        refused = once(path)
        schedule(scrapyd.url, cron="0 6 * * *")
        wait_for(lambda: log.read_text("utf-8").count("in force: ") == 2, "the new schedule, without a signal")
        assert (tmp_path / "beat").exists()
    finally:
        process.terminate()
        code = process.wait(30)

    assert code == 0
    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [
        f"backstory-scheduler: {path}:7: cron: '0 25 * * *' is no cron expression: Bad hour"
    ]


def test_dry_run_prints_the_next_ten_runs(schedule: Callable[..., Path]) -> None:
    """And starts none: nobody listens there."""
    done = subprocess.run(
        [*COMMAND, schedule("http://127.0.0.1:9"), "--dry-run"], capture_output=True, text=True, check=True, timeout=60
    )

    title, *runs = done.stdout.splitlines()
    assert title == "harbour  (0 5 * * * UTC)"
    assert len(runs) == 10
    assert all(run.endswith("05:00 UTC  05:00 UTC") for run in runs)
