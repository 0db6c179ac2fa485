"""Crawls as programs of their own: what they say, and what they leave in the process table."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

PROJECT = Path(__file__).parent.parent.parent


@dataclass
class Crawl:
    """One run of tests.browser.drive: its lines, and its processes."""

    process: subprocess.Popen[bytes]
    folder: str  # every process of a crawl works in it, wherever it ends up in the process table
    output: IO[bytes]  # files, since nobody reads while a crawl goes on, and a pipe would be full soon
    errors: IO[bytes]
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    log: str = ""

    def finish(self, timeout: float = 120) -> Crawl:
        """Wait for the end, and read what was said. Raises subprocess.TimeoutExpired for a crawl that hangs."""
        self.process.wait(timeout)
        self.log = _read(self.errors)
        for line in map(json.loads, _read(self.output).splitlines()):
            if "stats" in line:
                self.stats = line["stats"]
            else:
                self.pages[line["url"]] = line
        self.close()
        return self

    def close(self) -> None:
        """Let go of what it said."""
        self.output.close()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def rendered(self, url: str) -> str:
        page = self.pages[url]
        assert page.get("rendered"), f"{url} was not rendered: {page}\n{self.log[-3000:]}"
        return page["rendered"]

    def error(self, url: str) -> str:
        return self.pages[url].get("error", "")

    def count(self, name: str) -> int:
        return self.stats.get(f"backstory/render/{name}", 0)

    def processes(self) -> list[psutil.Process]:
        """Everything that this crawl started and that still runs, whoever its parent is now."""
        ours = [process for process in psutil.process_iter() if self._is_ours(process)]
        families = {member for process in ours for member in _descendants(process)}
        return [*ours, *(families - set(ours))]

    def browser(self) -> psutil.Process | None:
        """The browser's main process."""
        found = [
            p for p in self.processes() if (c := _command(p)) and "--remote-debugging-pipe" in c and "--type=" not in c
        ]
        return found[0] if found else None

    def driver(self) -> psutil.Process | None:
        found = [p for p in self.processes() if "run-driver" in _command(p)]
        return found[0] if found else None

    def left_behind(self, within: float = 10) -> list[str]:
        """What still runs after the crawl, once the system had a moment to bury the dead."""
        end = time.monotonic() + within
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.1)
        return [f"{process.pid} {_command(process)[:100]}" for process in left]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.cwd() == self.folder and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    """The living below a process: in its sandbox, a browser's children have no folder any more."""
    try:
        return [child for child in process.children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]
    except psutil.Error:
        return []


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def begin(
    urls: list[str],
    render: str = "auto",
    *,
    strict: bool = False,
    ordinary_user: bool = False,
    environ: dict[str, str] | None = None,
    **settings: Any,
) -> Crawl:
    """Start a crawl of some addresses; ``strict`` guards addresses in the browser although fixtures are on loopback,
    ``ordinary_user`` has the crawl take itself for one that root has not started.
    """
    folder = os.path.realpath(tempfile.mkdtemp(prefix="crawl-"))
    order = json.dumps(
        {"urls": urls, "render": render, "settings": settings, "strict": strict, "ordinary_user": ordinary_user}
    )
    output, errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - they live as long as the crawl
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.drive", order],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH")))),
            "SCRAPY_SETTINGS_MODULE": "settings.ci",
            "TMPDIR": folder,  # for what a killed browser leaves behind
            **(environ or {}),
        },
        stdout=output,
        stderr=errors,
    )
    return Crawl(process, folder, output, errors)


def wait_for(seen: Callable[[], Any], within: float = 30) -> Any:
    """What ``seen`` gives, as soon as it gives something."""
    end = time.monotonic() + within
    while not (found := seen()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
    return found
