"""How fast a crawl stores: the local store, S3, and S3 servers that answer after 1 and after 50 milliseconds.

``python -m tests.bench.bench_store [--pages N]``: each crawl fetches N generated stories of 20 KB and N / 4 of 250 KB
over real HTTP from 127.0.0.1; a SeaweedFS is the S3 server. All run on the same cores, one crawl at a time.
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
from typing import TYPE_CHECKING

from tests.services.proxy import proxy
from tests.services.seaweed import Seaweed, seaweed

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
BUCKET = "bench"
ROUNDS = 2  # of each crawl, turn by turn; the faster one counts, since others may use the machine
LONGEST = 600.0  # seconds for one crawl
SETTINGS = ("CONCURRENT_REQUESTS=16", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "LOG_LEVEL=INFO", "NEAR_DUPLICATES=mark")


@dataclass(frozen=True)
class Crawled:
    """Stories per second, and the most memory in bytes."""

    rate: float
    memory: int


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
        return Crawled(pages / float(seconds[1]), usage.ru_maxrss * 1024)


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


def best(*rounds: Crawled) -> float:
    """Stories per second of the fastest."""
    return max(crawled.rate for crawled in rounds)


def measure(bench: Bench, pages: int) -> dict[str, float]:
    """Every figure by its name in floors.toml, and some that have no floor."""
    figures: dict[str, float] = {}
    with proxy(bench.server.endpoint) as quick, proxy(bench.server.endpoint) as slow:
        quick.delay, slow.delay = 0.001, 0.05
        for name, size, count in (("20kb", 20_000, pages), ("250kb", 250_000, pages // 4)):
            places = {"local": None, "s3": bench.server.endpoint}
            if name == "20kb":
                places |= {"1ms": quick.endpoint, "50ms": slow.endpoint}
            found: dict[str, list[Crawled]] = {place: [] for place in places}
            for _ in range(ROUNDS):
                for place, endpoint in places.items():
                    found[place].append(bench.crawl(count, size, endpoint))
            figures |= {f"{place}_{name}_per_second": best(*rounds) for place, rounds in found.items()}
            figures[f"s3_over_local_{name}"] = best(*found["s3"]) / best(*found["local"])
            if name == "20kb":
                figures["slow_over_quick"] = best(*found["50ms"]) / best(*found["1ms"])
    few, many = bench.crawl(pages // 2, 20_000), bench.crawl(pages * 2, 20_000)
    figures["memory_mb"] = many.memory / 2**20
    figures["memory_growth_mb"] = (many.memory - few.memory) / 2**20
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    options, _ = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder, seaweed(Path(folder) / "seaweed") as server:
        client = server.client()
        client.put_object(Bucket=server.bucket(BUCKET), Key="warm", Body=b"")  # the first write makes volumes
        figures = measure(Bench(Path(folder), server), options.pages)
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
