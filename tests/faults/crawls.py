"""Crawls of one collection in processes of their own, and what they leave behind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.items import story_to_dict
from crawler.storage import keys, open_store
from crawler.storage.objects import get_raw, get_story
from tests.sites.server import Server

COLLECTION = "stories"
ENOUGH = 120.0  # seconds within which any of these crawls ends, or hangs
# What differs between two undisturbed crawls too: when, in which run, and along which of several ways it was found.
BY_CHANCE = {"fetched_at", "run_id", "discovered_from", "depth", "headers"}


def environment() -> dict[str, str]:
    """This process's own, as it is now, with CI's settings."""
    return {**os.environ, "SCRAPY_PROJECT": "ci"}


def complaint(output: str) -> str:
    """The one line of a crawl's output that says what was wrong; a traceback or a second complaint fails the test."""
    assert "Traceback" not in output, output
    found = [line for line in output.splitlines() if " ERROR: " in line or " WARNING: " in line]
    assert len(found) == 1, output
    return found[0]


class Crawls:
    """``scrapy crawl graph`` on the first site of a server, with a store and a folder for its state."""

    def __init__(self, server: Server, project: Path, folder: Path, store: str | None = None) -> None:
        self.server = server
        self.folder = folder
        self.url = store or f"file://{folder / 'store'}"
        self._project = project
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, **settings: object) -> subprocess.Popen[str]:
        """A crawl from the site's seeds without a limit of depth, with more spider arguments and settings."""
        name = next(iter(self.server.sites))
        seeds = " ".join(self.server.seeds(name))
        command = [sys.executable, "-m", "scrapy", "crawl", "graph"]
        for argument in (f"seeds={seeds}", f"collection={COLLECTION}", "depth=0", *arguments):
            command += ["-a", argument]
        ours = {"STORE": self.url, "STATE_DIR": self.folder / "state", "SPIDER_MODULES": "tests.faults.graph_spider"}
        for setting, value in {**ours, **settings}.items():
            command += ["-s", f"{setting}={value}"]
        process = subprocess.Popen(
            command,
            cwd=self._project,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(process)
        return process

    def finish(self, *arguments: str, **settings: object) -> tuple[int, str]:
        """A crawl from its start to its end: exit code and output."""
        return self.end_of(self.start(*arguments, **settings))

    def end_of(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        """Wait until a crawl has ended by itself: exit code and output."""
        output, _ = process.communicate(timeout=ENOUGH)
        return process.returncode, output

    def wait_for_visits(self, count: int, process: subprocess.Popen[str]) -> bool:
        """Wait until the server has answered ``count`` requests in all; False if the crawl ended before."""
        end = time.monotonic() + ENOUGH
        while len(self.server.visits()) < count:
            if process.poll() is not None:
                return False
            assert time.monotonic() < end, f"no {count} requests within {ENOUGH} s"
            time.sleep(0.002)
        return True

    def stories(self) -> dict[str, list[dict[str, Any]]]:
        """Every version of every story by story id, without what chance decides; each with the body that it names."""
        store = open_store(self.url)
        found: dict[str, list[dict[str, Any]]] = {}
        for key in store.keys(keys.stories_prefix(COLLECTION)):
            story = get_story(store, key)
            assert story.raw_key
            get_raw(store, story.raw_key)  # raises if it is damaged
            kept = {name: value for name, value in story_to_dict(story).items() if name not in BY_CHANCE}
            found.setdefault(story.id, []).append(kept)
        store.close()
        return found

    def runs(self) -> list[dict[str, Any]]:
        """The run records, oldest first."""
        store = open_store(self.url)
        records = [json.loads(store.get(key)) for key in store.keys(keys.runs_prefix(COLLECTION))]
        store.close()
        return sorted(records, key=lambda record: str(record["started_at"]))

    def addresses(self, state: str) -> list[str]:
        """The paths of the addresses that the frontier has in a state."""
        return [path for path, found in self.frontier().items() if found == state]

    def frontier(self) -> dict[str, str]:
        """The state of every address, by path."""
        rows: list[tuple[str, str]] = []
        for path in self.folder.rglob("frontier.sqlite"):
            with closing(sqlite3.connect(path)) as connection:
                rows += connection.execute("SELECT url, state FROM addresses").fetchall()
        return {"/" + url.split("/", 3)[3]: state for url, state in rows}

    def let_due(self, *paths: str, state: str = "done") -> None:
        """Let the time pass after which addresses are asked for again; each must be due at some time."""
        for path in self.folder.rglob("frontier.sqlite"):
            with closing(sqlite3.connect(path)) as connection, connection:
                for one in paths:
                    due = "UPDATE addresses SET due_at = 1 WHERE url LIKE ? AND state = ? AND due_at > 0"
                    assert connection.execute(due, (f"%{one}", state)).rowcount == 1, one

    def end_all(self) -> None:
        """Kill what a failed test left running."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.communicate()
