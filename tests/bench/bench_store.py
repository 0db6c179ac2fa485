"""How fast a crawl stores: the local store, S3, and S3 servers that answer after 1 and after 50 milliseconds.

``python -m tests.bench.bench_store [--pages N] [--rounds N]``: each crawl fetches N generated stories of 20 KB and
N / 4 of 250 KB over real HTTP from 127.0.0.1; a SeaweedFS is the S3 server. All run on the same cores, one crawl at a
time. Two places are compared in rounds, a crawl into each right after the other and the second round the other way
about, and the median of the rounds' ratios counts: others may use the machine, but seldom just one crawl of a pair.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.services.proxy import proxy
from tests.services.seaweed import Seaweed, seaweed

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
BUCKET = "bench"
LONGEST = 600.0  # seconds for one crawl
SETTINGS = ("CONCURRENT_REQUESTS=16", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "LOG_LEVEL=INFO", "NEAR_DUPLICATES=mark")


@dataclass(frozen=True)
class Crawled:
    """Stories per second, seconds of a core for each in the crawl's process, and its most memory in bytes."""

    rate: float
    cpu: float
    memory: int


Pair = tuple[Crawled, Crawled]  # crawls into two places, one right after the other


class Bench:
    """Crawls of one site into stores of its own."""

    def __init__(self, folder: Path, server: Seaweed) -> None:
        self.folder = folder
        self.server = server
        self.count = 0

    def crawl(self, pages: int, size: int, endpoint: str | None = None) -> Crawled:
        """Crawl ``pages`` stories of ``size`` bytes into S3 at ``endpoint``, or into a local store."""
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        store = f"s3://{BUCKET}/{self.count}" if endpoint else f"file://{folder}/store"
        with site(pages, size) as addresses:
            folder.joinpath("seeds.txt").write_text("\n".join(addresses))
            command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={folder / 'seeds.txt'}"]
            for setting in (*SETTINGS, f"STORE={store}", f"STATE_DIR={folder}"):
                command += ["-s", setting]
            environment = os.environ | self.server.environment | {"SCRAPY_PROJECT": "ci"}
            environment |= {"AWS_ENDPOINT_URL_S3": endpoint or self.server.endpoint}
            with folder.joinpath("log").open("wb") as log:
                process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
                _, status, usage = os.wait4(process.pid, 0)
        said = folder.joinpath("log").read_text("utf-8", "replace")
        stored = re.search(r"'backstory/stories/stored': (\d+)", said)
        seconds = re.search(r"'elapsed_time_seconds': ([\d.]+)", said)
        if status or not stored or not seconds or int(stored[1]) != pages:
            raise RuntimeError(f"the crawl did not store its {pages} stories:\n{said[-3_000:]}")
        return Crawled(pages / float(seconds[1]), (usage.ru_utime + usage.ru_stime) / pages, usage.ru_maxrss * 1024)

    def pairs(self, rounds: int, pages: int, size: int, *places: str | None) -> list[Pair]:
        """Crawls into two ``places`` (endpoints; None is a local store), in turns."""
        found: list[Pair] = []
        for number in range(rounds):
            order = (0, 1) if number % 2 == 0 else (1, 0)
            crawled = {place: self.crawl(pages, size, places[place]) for place in order}
            found.append((crawled[0], crawled[1]))
        return found


@contextmanager
def site(pages: int, size: int) -> Iterator[list[str]]:
    """The addresses of a generated site, served by a process of its own."""
    command = [sys.executable, "-m", "tests.sites", "--generated", str(pages), "--size", str(size), "--log", os.devnull]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        announced = json.loads(process.stdout.readline())["sites"]["generated"]
        yield [f"{announced['url']}/news/{number // 1000}/story-{number}.html" for number in range(pages)]
    finally:
        process.terminate()
        process.wait(30)


def ratio(pairs: list[Pair]) -> float:
    """How fast the second place is, as a share of the first: the median of the rounds."""
    return median(second.rate / first.rate for first, second in pairs)


def each(names: tuple[str, str], pairs: list[Pair]) -> dict[str, float]:
    """Of both places the best rate, and the least time of a core for a story."""
    figures: dict[str, float] = {}
    for name, crawled in zip(names, zip(*pairs, strict=True), strict=True):
        figures[f"{name}_per_second"] = max(one.rate for one in crawled)
        figures[f"{name}_cpu_ms"] = min(one.cpu for one in crawled) * 1000
    return figures


def measure(bench: Bench, pages: int, rounds: int) -> dict[str, float]:
    """Every figure by its name in floors.toml, and some that have no floor."""
    figures: dict[str, float] = {}
    for name, size, count in (("20kb", 20_000, pages), ("250kb", 250_000, pages // 4)):
        pairs = bench.pairs(rounds, count, size, None, bench.server.endpoint)
        figures |= each((f"local_{name}", f"s3_{name}"), pairs) | {f"s3_over_local_{name}": ratio(pairs)}
    with proxy(bench.server.endpoint) as quick, proxy(bench.server.endpoint) as slow:
        quick.delay, slow.delay = 0.001, 0.05
        pairs = bench.pairs(rounds, pages, 20_000, quick.endpoint, slow.endpoint)
        figures |= each(("1ms", "50ms"), pairs) | {"slow_over_quick": ratio(pairs)}
    few, many = bench.crawl(pages // 2, 20_000), bench.crawl(pages * 2, 20_000)
    figures["memory_mb"] = many.memory / 2**20
    figures["memory_growth_mb"] = (many.memory - few.memory) / 2**20
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options, _ = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder, seaweed(Path(folder) / "seaweed") as server:
        client = server.client()
        client.put_object(Bucket=server.bucket(BUCKET), Key="warm", Body=b"")  # the first write makes volumes
        figures = measure(Bench(Path(folder), server), options.pages, options.rounds)
    return report(figures, "store")


def report(figures: dict[str, float], section: str) -> int:
    """Print figures beside the floors of a section; names that end in ``_max`` there are ceilings."""
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))[section]
    missed = 0
    for name, value in figures.items():
        floor, ceiling = floors.get(name), floors.get(f"{name}_max")
        bad = (floor is not None and value < floor) or (ceiling is not None and value > ceiling)
        missed += bad
        bound = f"at least {floor:g}" if floor is not None else f"at most {ceiling:g}" if ceiling is not None else ""
        print(f"{name:<28}{value:>12.3f}  {bound}{'  MISSED' if bad else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
