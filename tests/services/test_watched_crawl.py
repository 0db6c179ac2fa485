"""A watched crawl, end to end: monitors that fail, whoever is told, JSON logs, metrics."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from prometheus_client.parser import text_string_to_metric_families

from settings.backstory import MONITORS
from tests.services.scrapyd_server import free_port, wait_for
from tests.sites import Server

STORIES = 12
ALARM = "MONITOR_DURATION_MAX=0.001"  # seconds; every crawl is too slow for it
Crawl = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def crawl(newspaper: Server, tmp_path: Path) -> Iterator[Crawl]:
    """Starts `scrapy crawl related` on the newspaper, with settings and environment."""
    started: list[subprocess.Popen[str]] = []

    def start(*settings: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", "collection=harbour"]
        command += [
            "-s",
            f"MONITORS={','.join(MONITORS)}",
            "-a",
            f"seeds={' '.join(newspaper.seeds('generated'))}",
            "-s",
            f"STORE=file://{tmp_path}/store",
        ]
        for setting in settings:
            command += ["-s", setting]
        process = subprocess.Popen(
            command,
            env={**os.environ, "SCRAPY_PROJECT": "ci", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address that takes JSON, and what it was sent."""
    received: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response_only(200, "OK\r\nA line that is no header")  # libraries warn of those
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook?token=hush", received
        server.shutdown()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a mail server, and the folder where its mail arrives."""
    folder = tmp_path / "mail"
    controller = Controller(Mailbox(str(folder)), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port, folder / "new"
    controller.stop()


def run_record(tmp_path: Path) -> dict[str, Any]:
    """The record of the only run."""
    (path,) = (tmp_path / "store" / "harbour" / "runs").glob("*/run.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_failed_monitors_end_with_6_and_somebody_is_told(
    crawl: Crawl, receiver: tuple[str, list[dict[str, Any]]], mailbox: tuple[int, Path], tmp_path: Path
) -> None:
    """By webhook, Slack and e-mail; one line of the log and the run record list what failed."""
    address, received = receiver
    port, mail = mailbox
    folder = "crawler.monitors.actions"
    process = crawl(
        ALARM,
        "LOG_LEVEL=DEBUG",
        f"MONITOR_ACTIONS={folder}.webhook.Webhook,{folder}.webhook.Slack,{folder}.mail.Mail",
        "MONITOR_MAIL_TO=desk@news.example,night@news.example",
        "MONITOR_MAIL_HOST=127.0.0.1",
        f"MONITOR_MAIL_PORT={port}",
        BACKSTORY_WEBHOOK=address,
        BACKSTORY_SLACK=address,
    )
    _, log = process.communicate(timeout=90)

    assert process.returncode == 6, log
    run = run_record(tmp_path)
    assert run["monitors"]["Fewer stories than usual"] == "ok"
    assert re.fullmatch(r"\d+ s, 0 s are allowed", run["monitors"]["Slower than usual"])
    assert len([line for line in log.splitlines() if "1 of 7 monitors failed: Slower than usual" in line]) == 1
    assert "hush" not in log

    webhook, slack = received
    assert webhook["collection"] == "harbour"
    assert webhook["run_record"] == f"harbour/runs/{run['run_id']}/run.json"
    assert [failure["monitor"] for failure in webhook["failed"]] == ["Slower than usual"]
    assert slack["text"].startswith("Backstory: harbour: 1 monitors failed\n- Slower than usual: ")
    (letter,) = [path.read_text("utf-8") for path in mail.iterdir()]
    assert "Subject: Backstory: harbour: 1 monitors failed" in letter
    assert "To: desk@news.example, night@news.example" in letter
    assert f"run record: harbour/runs/{run['run_id']}/run.json" in letter


def test_an_action_that_fails_is_one_line_and_loses_nothing(crawl: Crawl, tmp_path: Path) -> None:
    """Nobody listens there; the run ends as it would have."""
    process = crawl(
        ALARM,
        "MONITOR_ACTIONS=crawler.monitors.actions.webhook.Webhook",
        BACKSTORY_WEBHOOK="http://127.0.0.1:9/hush",
    )
    _, log = process.communicate(timeout=90)

    assert process.returncode == 6
    assert "Nobody was told by Webhook: ConnectionError: BACKSTORY_WEBHOOK: ConnectionError" in log
    assert "hush" not in log
    assert run_record(tmp_path)["state"] == "finished"


@pytest.mark.parametrize(
    ("action", "mend"),
    [
        ("crawler.monitors.actions.webhook.Slack", "Slack: set BACKSTORY_SLACK in the environment"),
        ("crawler.monitors.actions.mail.Mail", "Mail: set MONITOR_MAIL_TO"),
        ("crawler.monitors.actions.pigeon.Pigeon", "'crawler.monitors.actions.pigeon.Pigeon', which is not there"),
    ],
)
def test_an_action_that_could_tell_nobody_is_refused_before_the_crawl(crawl: Crawl, action: str, mend: str) -> None:
    """One line and exit code 2, not silence on the day of the failure."""
    process = crawl(f"MONITOR_ACTIONS={action}")
    _, log = process.communicate(timeout=60)

    assert process.returncode == 2
    assert f"MONITOR_ACTIONS names {mend}" in log
    assert "Traceback" not in log


@pytest.mark.parametrize(("settings", "environment"), [(["LOG_FORMAT=json"], {}), ([], {"LOG_FORMAT": "json"})])
def test_json_logs(crawl: Crawl, tmp_path: Path, settings: list[str], environment: dict[str, str]) -> None:
    """Every line is one object with collection and run id, from the first line on."""
    process = crawl(*settings, **environment)
    _, log = process.communicate(timeout=90)

    lines = [json.loads(line) for line in log.splitlines()]
    assert process.returncode == 0
    assert lines[0]["message"].startswith("Scrapy ")
    assert {line["collection"] for line in lines} == {"harbour"}
    assert lines[-1]["run_id"] == run_record(tmp_path)["run_id"]
    assert lines[-1]["level"] == "INFO"
    assert lines[-1]["logger"] == "scrapy.core.engine"
    assert lines[-1]["time"].endswith("+00:00")
    assert any("\n" in line["message"] for line in lines)


def test_metrics_at_a_port_while_the_crawl_goes_on(crawl: Crawl, newspaper: Server) -> None:
    """The port is the one that the log names."""
    newspaper.delay = 0.5
    process = crawl("METRICS_PORT=0", "METRICS_SECONDS=0.2", "LOG_LEVEL=INFO")
    assert process.stderr is not None
    found = next(filter(None, (re.search(r"Metrics at (http://\S+)", line) for line in process.stderr)))

    def stored() -> float:
        return value(requests.get(found[1], timeout=5).text, "backstory_stories_total", outcome="stored")

    wait_for(lambda: 0 < stored() < STORIES, "some stories in the metrics", 30)
    answer = requests.get(found[1], timeout=5).text
    states = ("queued", "in_hand", "done")
    assert sum(value(answer, "backstory_frontier_addresses", state=state) for state in states) == STORIES


def test_metrics_stay_in_the_text_file(crawl: Crawl, tmp_path: Path) -> None:
    """With what only the end knows: monitors, exit code, and when that was."""
    process = crawl(ALARM, f"METRICS_TEXTFILE={tmp_path}")
    process.communicate(timeout=90)
    text = (tmp_path / "backstory-harbour.prom").read_text("utf-8")

    assert value(text, "backstory_stories_total", outcome="stored") == STORIES
    assert value(text, "backstory_requests_total", outcome="200") >= STORIES
    assert value(text, "backstory_store_seconds_count") >= 2 * STORIES
    assert value(text, "backstory_extraction_seconds_sum") > 0
    assert value(text, "backstory_monitor_failed", monitor="Slower than usual") == 1
    assert value(text, "backstory_monitor_failed", monitor="Too many errors") == 0
    assert value(text, "backstory_frontier_addresses", state="done") == STORIES
    assert value(text, "backstory_run_exit_code") == 6
    assert value(text, "backstory_run_end_timestamp_seconds") > value(text, "backstory_run_start_timestamp_seconds")


def value(text: str, name: str, **labels: str) -> float:
    """The sample with this name and these labels beside the collection's."""
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and sample.labels == {"collection": "harbour", **labels}:
                return float(sample.value)
    return -1.0
