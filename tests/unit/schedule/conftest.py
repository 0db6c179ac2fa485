"""A schedule to spoil, and a Scrapyd node that only remembers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.schedule.plan import Plan, read
from crawler.schedule.scrapyd import Job, ScrapydUnavailable

SCHEDULE = """\
[scrapyd]
nodes = ["http://one.example:6800", "http://two.example:6800"]

[[collection]]
name = "harbour"
seeds = ["https://news.example/harbour"]
cron = "7 * * * *"
time_zone = "Europe/Berlin"
arguments = {depth = 2, max_minutes = 45}

[[collection]]
name = "night"
seeds = ["https://news.example/night"]
cron = "30 2 * * *"
time_zone = "Europe/Berlin"
[collection.settings]
DOWNLOAD_DELAY = 3.0
"""


@pytest.fixture
def plan(tmp_path: Path) -> Callable[[str], Plan]:
    """Writes a schedule file and reads it."""

    def write(text: str = SCHEDULE) -> Plan:
        path = tmp_path / "schedule.toml"
        path.write_text(text, "utf-8")
        return read(path)

    return write


class RememberingNode:
    """Stands in for a node where the clock is not real: takes jobs, and says what is asked of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.down = False
        self.waiting = 0
        self.known: list[Job] = []
        self.taken: list[tuple[datetime, str, dict[str, str]]] = []

    def jobs(self, _project: str) -> list[Job]:
        if self.down:
            raise ScrapydUnavailable(f"{self.url} cannot be reached")
        return self.known

    def load(self) -> int:
        return self.waiting

    def schedule(
        self, _project: str, _spider: str, job_id: str, arguments: dict[str, str], _settings: dict[str, str]
    ) -> None:
        self.taken.append((datetime.now(UTC), job_id, arguments))


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> dict[str, RememberingNode]:
    """The nodes that the clockwork made, by address."""
    made: dict[str, RememberingNode] = {}

    def node(url: str, _credentials: object) -> RememberingNode:
        return made.setdefault(url, RememberingNode(url))

    monkeypatch.setattr("crawler.schedule.clockwork.Node", node)
    return made
