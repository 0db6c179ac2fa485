"""How fast the embedded frontier is and how much memory it needs, with a million addresses queued.

``python -m tests.bench.bench_frontier [--addresses N] [--folder DIR]``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import psutil
from scrapy import Request

from crawler.frontier.base import State, Visit
from crawler.frontier.requests import to_address
from crawler.frontier.sqlite import SqliteFrontier

HOSTS = 300
IN_HAND = 64  # addresses claimed at once, as the scheduler does
PROBE = 20_000  # addresses taken out and finished


def fill(frontier: SqliteFrontier, count: int) -> float:
    """Queue ``count`` addresses of :data:`HOSTS` hosts, as the scheduler does; returns seconds of processor time."""
    begun = time.process_time()
    for number in range(count):
        url = f"https://www.paper{number % HOSTS}.example/world/2024/{number}/a-headline-of-some-length-{number}"
        meta = {"link_score": 0.5, "depth": 1}
        frontier.add(to_address(Request(url, priority=number % 97, meta=meta)))
    frontier.flush()
    return time.process_time() - begun


def drain(frontier: SqliteFrontier, count: int) -> tuple[float, float]:
    """Take out and finish ``count`` addresses; returns the seconds of processor time of each."""
    taking = finishing = 0.0
    taken = 0
    while taken < count:
        begun = time.process_time()
        claimed = frontier.claim(IN_HAND, per_host=8)
        between = time.process_time()
        for address in claimed:
            frontier.done(address.key, Visit(stored=True, changed=True, etag='"1"'))
        taking, finishing = taking + between - begun, finishing + time.process_time() - between
        taken += len(claimed)
    return taking, finishing


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the file is made (default: a temporary folder)")
    options = parser.parse_args(arguments)
    process = psutil.Process()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "frontier.sqlite"
        frontier = SqliteFrontier(path, "bench")
        frontier.enter("bench")
        fill(frontier, 1)
        empty = process.memory_info().rss
        filling = fill(frontier, options.addresses)
        taking, finishing = drain(frontier, min(PROBE, options.addresses // 2))
        full = process.memory_info().rss
        begun = time.process_time()
        frontier.leave(complete=False)
        frontier.close()
        frontier = SqliteFrontier(path, "bench")
        frontier.enter("bench")
        coming_back = time.process_time() - begun
        queued = frontier.counts()[State.QUEUED]
        size = path.stat().st_size
        frontier.close()
    probe = min(PROBE, options.addresses // 2)
    figures = {
        "enqueue_per_second": options.addresses / filling,
        "dequeue_per_second": probe / taking,
        "finish_per_second": probe / finishing,
        "memory_mb": (full - empty) / 1e6,
    }
    for name, value in figures.items():
        print(f"{name:<20} {value:>10,.0f}")
    print(
        f"{'queued':<20} {queued:>10,}\n{'file MB':<20} {size / 1e6:>10,.0f}\n{'come back, s':<20} {coming_back:>10.2f}"
    )
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["frontier"]
    missed = [name for name in figures if name != "memory_mb" and figures[name] < floors[name]]
    missed += ["memory_mb"] if figures["memory_mb"] > floors["memory_mb"] else []
    for name in missed:
        print(f"missed: {name} is {figures[name]:,.0f}, the floor is {floors[name]:,}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
