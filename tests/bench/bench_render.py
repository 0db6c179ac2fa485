"""What a rendered page costs beside a plain one, and whether the browser's memory stays flat.

``python -m tests.bench.bench_render [--pages N]``. One browser draws all pages: without its usual replacement, so
that memory which is not given back would show.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import psutil

from crawler.rendering import chromium
from tests.browser.misbehaving import Misbehaving
from tests.browser.runs import Crawl, begin
from tests.sites import Server, serve

OPEN = 2  # pages at once
SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": OPEN,
    "RENDER_PAGES": OPEN,
    "RENDER_RECYCLE": 1_000_000,
    "LOG_LEVEL": "WARNING",
}
SAMPLE_EVERY = 1.0  # seconds


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--corpus", help="not used: the pages are made here")
    options = parser.parse_args(arguments)
    try:
        chromium.find()
    except chromium.BrowserMissing as missing:
        print(f"left out: {missing}")
        return 0
    with serve(Misbehaving()) as server:
        urls = [f"{server.bases['misbehaving']}/story/{number}" for number in range(options.pages)]
        figures = {"plain_per_minute": plain(urls)} | rendered(urls, server)
    for name, value in figures.items():
        print(f"{name:<22} {value:>10,.2f}")
    return judge(figures)


def plain(urls: list[str]) -> float:
    """Pages a minute without a browser."""
    return _per_minute(begin(urls, "never", **SETTINGS).finish(600))


def rendered(urls: list[str], server: Server) -> dict[str, float]:
    """Pages a minute with one, and the memory of its processes (MB) while it drew them."""
    server.forget()
    crawl = begin(urls, "always", **SETTINGS)
    samples: list[tuple[int, float]] = []
    while crawl.process.poll() is None and len(server.paths()) < 2 * len(urls):
        time.sleep(SAMPLE_EVERY)
        drawn = sum(path == "/api" for path in server.paths())
        samples.append((drawn, _memory(crawl) / 1e6))
    crawl.finish(600)
    third = len(urls) / 3
    first, last = _mean(samples, 0, third), _mean(samples, 2 * third, len(urls))
    return {
        "rendered_per_minute": _per_minute(crawl),
        "lost_pages": float(sum(not page.get("rendered") for page in crawl.pages.values())),
        "browsers": float(crawl.count("browsers")),
        "memory_mb_first_third": first,
        "memory_mb_last_third": last,
        "memory_mb_per_open_page": last / OPEN,
        "memory_growth": last / first,
    }


def _per_minute(crawl: Crawl) -> float:
    return 60 * len(crawl.pages) / float(crawl.stats["elapsed_time_seconds"])


def _memory(crawl: Crawl) -> int:
    """Bytes of the browser and its driver; what they share is counted once."""
    total = 0
    for process in crawl.processes():
        try:
            if process.pid != crawl.process.pid:
                total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def _mean(samples: list[tuple[int, float]], begin_at: float, end_at: float) -> float:
    """The first pages are left out: the browser is only starting then."""
    chosen = [memory for drawn, memory in samples if max(begin_at, OPEN) <= drawn < end_at]
    return statistics.mean(chosen) if chosen else float("nan")


def judge(figures: dict[str, float]) -> int:
    """1 if a floor is missed, else 0."""
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["render"]
    missed = [name for name in ("plain_per_minute", "rendered_per_minute") if figures[name] < floors[name]]
    if not figures["memory_growth"] <= floors["memory_growth"]:
        missed.append("memory_growth")
    for name in missed:
        print(f"missed: {name} is {figures[name]:,.2f}, the floor is {floors[name]:,}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
