"""A crawl of generated stories in a process of its own, watched while its store fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from crawler import urls
from crawler.collection.verify import Report, verify
from crawler.storage import Store, keys
from tests.sites import Generated, Server

LONGEST = 120.0  # seconds for anything that is waited for; these crawls take five
PROJECT = Path(__file__).parents[2]


@dataclass
class StoreCrawl:
    """All stories of a generated site as seeds, so that what must be stored is known beforehand."""

    folder: Path
    server: Server
    site: Generated
    store: str
    environment: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    started: ClassVar[list[subprocess.Popen[bytes]]] = []  # by any crawl, for whoever must end them

    @property
    def addresses(self) -> list[str]:
        """The address of every story."""
        return [self.server.bases[self.site.name] + self.site.path(number) for number in range(self.site.count)]

    @property
    def log(self) -> str:
        """What the newest run has logged so far."""
        return self.folder.joinpath(f"run{self.runs}.log").read_text("utf-8", "replace")

    def start(self, **settings: object) -> subprocess.Popen[bytes]:
        """Begin a run."""
        self.runs += 1
        seeds = self.folder / "seeds.txt"
        seeds.write_text("\n".join(self.addresses))
        command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={seeds}", "-a", "revisit=all"]
        for name, value in {"STORE": self.store, "STATE_DIR": self.folder / "state", **settings}.items():
            command += ["-s", f"{name}={value}"]
        environment = os.environ | self.environment | {"SCRAPY_PROJECT": "ci"}
        with self.folder.joinpath(f"run{self.runs}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def run(self, **settings: object) -> int:
        """A whole run; its exit code."""
        return self.start(**settings).wait(LONGEST)

    def wait_for(self, what: str, process: subprocess.Popen[bytes]) -> None:
        """Until ``what`` stands in the log. Raises AssertionError with the log if it never does."""
        wait_until(lambda: what in self.log or process.poll() is not None)
        assert what in self.log, self.log[-4_000:]

    def assert_whole(self, store: Store) -> None:
        """Nothing is wrong with the collection, and it has exactly the stories of the site, once each."""
        report = Report()
        wrong = [finding for finding in verify(store, "stories", report, lambda *_: None) if finding]
        assert wrong == []
        found = {keys.story_id_of(key) for key in store.keys(keys.stories_prefix("stories"))}
        assert found == {urls.story_id(url) for url in self.addresses}
        assert report.versions == self.site.count


def wait_until(true: Callable[[], bool], longest: float = LONGEST) -> None:
    """Raises TimeoutError if it does not come true."""
    end = time.monotonic() + longest
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not true after {longest:g} s")
        time.sleep(0.02)
