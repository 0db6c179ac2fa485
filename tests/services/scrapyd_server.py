"""A real Scrapyd on loopback, started as deploy/ starts it, in an environment that does not have Backstory."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import requests

PROJECT = Path(__file__).parent.parent.parent
STARTS_WITHIN = 40.0  # seconds; two on an idle machine
SECRET = "hush, only the environment knows"
STEP = 0.1  # seconds between two looks

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found | None], what: str, within: float = 60.0) -> Found:
    """What ``look`` finds (anything true), asked again and again for ``within`` seconds; AssertionError after that."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(STEP)
    raise AssertionError(f"{what}: not within {within:.0f} s")


def free_port() -> int:
    """Scrapyd takes no port 0, so one that was free a moment ago; the start is tried again where it is not."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether nobody listens there on loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class ScrapydServer:
    """One Scrapyd: ``scripts`` has its `scrapyd` and `python`, ``state`` keeps eggs, logs, queues and the store."""

    username = "backstory"

    def __init__(self, scripts: Path, state: Path, environment: Mapping[str, str], port: int | None = None) -> None:
        self.state = state
        self.store = state / "store"
        self.password = secrets.token_urlsafe(12)
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SCRAPY_PROJECT")},
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "HOME": str(state),
            "SCRAPYD_USERNAME": self.username,
            "SCRAPYD_PASSWORD": self.password,
            "BACKSTORY_STATE": str(state),
            "STORE": f"file://{self.store}",
            **environment,
        }

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def credentials(self) -> dict[str, str]:
        """The environment that the scheduler and the deploy script ask for."""
        return {"SCRAPYD_USERNAME": self.username, "SCRAPYD_PASSWORD": self.password}

    def start(self) -> None:
        """Start and wait until it answers. Raises AssertionError with its log where it does not."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "scrapyd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROJECT / "deploy" / "start-scrapyd.sh"],
                env={**self._environment, "SCRAPYD_HTTP_PORT": str(self.port)},
                stdout=log,
                stderr=log,
            )
        try:
            wait_for(self._answers, "Scrapyd answers", STARTS_WITHIN)
        except AssertionError:
            self.kill()
            raise AssertionError((self.state / "scrapyd.log").read_text("utf-8")[-2000:]) from None

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError("Scrapyd ended")
        try:
            return self.call("daemonstatus")["status"] == "ok"
        except requests.ConnectionError:
            return False

    def call(self, what: str, form: Mapping[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """One call of the JSON API: a POST with a form, else a GET."""
        answer = requests.request(
            "POST" if form is not None else "GET",
            f"{self.url}/{what}.json",
            data=form,
            params=query,
            auth=(self.username, self.password),
            timeout=60,
        )
        result: dict[str, Any] = answer.json()
        return result

    def deploy(self, python: Path, checkout: Path = PROJECT) -> subprocess.CompletedProcess[str]:
        """Upload an egg of what ``checkout`` has committed, with the `scrapyd-deploy` beside ``python``."""
        return subprocess.run(
            [checkout / "deploy" / "deploy-egg.sh", self.url],
            env={**os.environ, **self.credentials, "PATH": f"{python.parent}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def jobs(self, state: str) -> list[dict[str, Any]]:
        """The jobs that are pending, running or finished."""
        found: list[dict[str, Any]] = self.call("listjobs", project="backstory").get(state, [])
        return found

    def schedule(self, job: str, collection: str, seeds: Sequence[str], **arguments: str) -> None:
        """Put a crawl of a newspaper on loopback into the queue."""
        settings = ["ALLOW_PRIVATE_ADDRESSES=1", "AUTOTHROTTLE_ENABLED=0"]
        what = {"project": "backstory", "spider": "related", "jobid": job, "setting": settings}
        answer = self.call("schedule", {**what, "collection": collection, "seeds": " ".join(seeds), **arguments})
        assert answer["status"] == "ok", answer

    def wait_for_job(self, job: str, state: str = "finished", within: float = 90.0) -> dict[str, Any]:
        """The job with this id, once it is in this state."""
        return wait_for(
            lambda: next((entry for entry in self.jobs(state) if entry["id"] == job), None), f"{job} {state}", within
        )

    def log(self, job: str) -> str:
        """What a job has logged so far."""
        return (self.state / "scrapyd" / "logs" / "backstory" / "related" / f"{job}.log").read_text("utf-8")

    def record(self, collection: str, run: str) -> dict[str, Any]:
        """The run record that a job left in the store, empty where there is none."""
        path = self.record_path(collection, run)
        found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return found

    def record_path(self, collection: str, run: str) -> Path:
        """Where the run record is, or will be."""
        return self.store / collection / "runs" / run / "run.json"

    def stories(self, collection: str) -> set[str]:
        """The ids of the stories in the store."""
        return {path.name for path in (self.store / collection / "stories").glob("*")}

    def stop(self) -> None:
        """End it and its jobs."""
        if self._process is not None and self._process.poll() is None:
            for job in self.jobs("running"):
                self.call("cancel", {"project": "backstory", "job": job["id"]})
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """As the power does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
