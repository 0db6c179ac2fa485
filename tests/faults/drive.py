"""Runs ``scrapy crawl related`` as a user would, and reads what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LONGEST = 60  # seconds; the crawls here take a fraction of it


@dataclass
class Outcome:
    """A crawl's end: exit code, log, counts, stored stories by address."""

    code: int
    log: str
    stats: dict[str, Any]
    stories: dict[str, dict[str, Any]]
    folder: Path

    def raw_keys(self) -> list[str]:
        """The names of all raw pages in the store."""
        return [path.name for path in self.folder.glob("store/**/raw/**/*") if path.is_file()]

    def counts(self, prefix: str = "backstory/") -> dict[str, int]:
        """The counts below ``prefix``, without it."""
        return {name.removeprefix(prefix): n for name, n in self.stats.items() if name.startswith(prefix)}


def crawl(
    project: Path,
    folder: Path,
    seeds: Iterable[str],
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    **settings: Any,
) -> Outcome:
    """Crawl ``seeds`` with the settings of CI and ``settings`` on top; ``arguments`` are the spider's, ``depth=1``."""
    process = start(project, folder, seeds, *arguments, environment=environment, **settings)
    try:
        process.wait(_LONGEST)
    finally:
        process.kill()
        process.wait()
    feed, stats = folder / "stories.jsonl", folder / "stats.json"
    lines = feed.read_text("utf-8").splitlines() if feed.exists() else []
    counts = json.loads(stats.read_text("utf-8")) if stats.exists() else {}
    stories = {row["url"]: row for row in map(json.loads, lines)}
    log = (folder / "log.txt").read_text("utf-8", "replace")
    return Outcome(process.returncode, log, counts, stories, folder)


def start(
    project: Path,
    folder: Path,
    seeds: Iterable[str],
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    **settings: Any,
) -> subprocess.Popen[bytes]:
    """The process of such a crawl, which writes what :func:`crawl` reads; whoever starts it ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds_file, feed, stats = folder / "seeds.txt", folder / "stories.jsonl", folder / "stats.json"
    seeds_file.write_text("\n".join(seeds) + "\n", "utf-8")
    said = {
        "STORE": f"file://{folder / 'store'}",
        "STATS_CLASS": "tests.faults.stats.WrittenStats",
        "STATS_FILE": stats,
    }
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "related",
        "-O",
        f"{feed}:jsonlines",
        "-a",
        f"seeds={seeds_file}",
    ]
    for argument in arguments:
        command += ["-a", argument]
    for name, value in {**said, **settings}.items():
        command += ["-s", f"{name}={value}"]
    with (folder / "log.txt").open("wb") as written:
        return subprocess.Popen(
            command,
            cwd=project,
            env={**os.environ, "SCRAPY_PROJECT": "ci", **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=written,
        )
