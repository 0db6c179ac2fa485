"""How fast a crawl stores: the local store, S3, and S3 servers that answer after 1 and after 50 milliseconds.

``python -m tests.bench.bench_store [--pages N] [--rounds N]``: each crawl fetches N generated stories of 20 KB and
N / 4 of 250 KB over real HTTP from 127.0.0.1; a SeaweedFS is the S3 server. All run on the same cores. Two places are
compared in rounds: a crawl into each, in turns (:mod:`tests.bench.turns`), and the median of the rounds' ratios counts.
A rate is stories in the seconds from Scrapy's start_time to its finish_time in which the crawl had its turn.
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.turns import Turns, in_turns
from tests.services.proxy import proxy
from tests.services.seaweed import Seaweed, seaweed

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
BUCKET = "bench"
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

    def crawl(self, pages: int, size: int, *endpoints: str | None) -> list[Crawled]:
        """Crawl ``pages`` stories of ``size`` bytes into S3 at each of ``endpoints`` (None: local), in turns."""
        with ExitStack() as sites:
            folders = [self._folder(sites.enter_context(site(pages, size))) for _ in endpoints]
            pairs = zip(folders, endpoints, strict=True)
            turns = in_turns([self._start(folder, endpoint) for folder, endpoint in pairs])
        return [_crawled(each, folder, pages) for each, folder in zip(turns, folders, strict=True)]

    def _folder(self, addresses: list[str]) -> Path:
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        folder.joinpath("seeds.txt").write_text("\n".join(addresses))
        return folder

    def _start(self, folder: Path, endpoint: str | None) -> subprocess.Popen[bytes]:
        store = f"s3://{BUCKET}/{folder.name}" if endpoint else f"file://{folder}/store"
        command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={folder / 'seeds.txt'}"]
        for setting in (*SETTINGS, f"STORE={store}", f"STATE_DIR={folder}"):
            command += ["-s", setting]
        environment = os.environ | self.server.environment | {"SCRAPY_PROJECT": "ci"}
        environment |= {"AWS_ENDPOINT_URL_S3": endpoint or self.server.endpoint}
        with folder.joinpath("log").open("wb") as log:
            return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)

    def pairs(self, rounds: int, pages: int, size: int, *places: str | None) -> list[Pair]:
        """Crawls into two ``places`` (endpoints; None is a local store), the second round the other way about."""
        found: list[Pair] = []
        for number in range(rounds):
            order = places if number % 2 == 0 else places[::-1]
            crawled = dict(zip(order, self.crawl(pages, size, *order), strict=True))
            found.append((crawled[places[0]], crawled[places[1]]))
        return found


def _crawled(turns: Turns, folder: Path, pages: int) -> Crawled:
    said = folder.joinpath("log").read_text("utf-8", "replace")
    stored = re.search(r"'backstory/stories/stored': (\d+)", said)
    moments = dict(re.findall(r"'(start|finish)_time': datetime\.datetime\(([\d, ]+)", said))
    if turns.status or turns.usage is None or not stored or len(moments) < 2 or int(stored[1]) != pages:
        raise RuntimeError(f"the crawl did not store its {pages} stories:\n{said[-3_000:]}")
    seconds = turns.between(_unix(moments["start"]), _unix(moments["finish"]))
    used = turns.usage
    return Crawled(pages / seconds, (used.ru_utime + used.ru_stime) / pages, used.ru_maxrss * 1024)


def _unix(numbers: str) -> float:
    return datetime(*map(int, re.findall(r"\d+", numbers)), tzinfo=UTC).timestamp()  # type: ignore[arg-type, misc]


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
    few, many = (bench.crawl(count, 20_000, None)[0] for count in (pages // 2, pages * 2))
    figures["memory_mb"] = many.memory / 2**20
    figures["memory_growth_mb"] = (many.memory - few.memory) / 2**20
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
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
