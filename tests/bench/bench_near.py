"""How quickly a story is compared with a million others, and how well: ``python -m tests.bench.bench_near``.

The index is filled with random signatures, as unrelated stories have them, and with wire copies among them; the rows
are those that a crawl writes, put in order first, since a million single inserts would take an hour.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from crawler.collection.index import Entry, Index
from crawler.collection.near import BANDS, PERMUTATIONS, Signature
from settings import base
from tests.bench.bench_store import report
from tests.wire import Newsroom

_SLICE = 100_000  # stories in one transaction
EVENTS = 100  # with ten copies and four other stories each


def fill(path: Path, stories: int) -> None:
    """Stories that nobody copied, straight into the tables of an index that is closed."""
    chance = np.random.default_rng(1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    bands = np.empty((stories * BANDS, 2), dtype=np.int64)
    bands[:, 0] = chance.integers(0, 2**48, stories * BANDS)
    bands[:, 1] = np.repeat(np.arange(1, stories + 1), BANDS)
    bands = bands[np.argsort(bands[:, 0])]
    for start in range(0, len(bands), _SLICE * BANDS):
        connection.executemany("INSERT INTO bands VALUES (?, ?)", bands[start : start + _SLICE * BANDS].tolist())
        connection.commit()
    for start in range(0, stories, _SLICE):
        values = chance.integers(0, 2**32, (_SLICE, PERMUTATIONS), dtype=np.uint32)
        rows = (
            (f"{n + start:024x}", f"bench/stories/{n + start:024x}/x.json", 1, "", f"{n + start:064x}", "[]", None, row)
            for n, row in enumerate(bytes(row) for row in values[: stories - start])
        )
        connection.executemany(
            "INSERT INTO stories (id, key, version, run_id, text_sha256, identities, near_duplicate_of, signature) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.commit()
    connection.close()


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1_000_000)
    options, _ = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        index.close()
        fill(index.path, options.stories)
        index = Index(Path(folder))
        figures = measure(index)
        figures["index_mb"] = index.path.stat().st_size / 2**20
        index.close()
    return report(figures, "near")


def measure(index: Index) -> dict[str, float]:
    """Stories of a day, each compared with all before it and then added."""
    true = marks = should = 0
    signing, looking, at_work, adding = [], [], [], []
    wires: dict[str, int] = {}
    for number, piece in enumerate(Newsroom(23).edition(EVENTS)):
        begun = time.perf_counter()
        signature = Signature.of(piece.body)
        assert signature
        signed, worked = time.perf_counter(), time.thread_time()
        found = index.like(signature, base.NEAR_DUPLICATE_THRESHOLD, without="")
        at_work.append(time.thread_time() - worked)
        looked = time.perf_counter()
        name = f"piece{number}"
        index.add(name, Entry(f"bench/stories/{name}/x.json", 1, "", name, frozenset(), None), signature)
        adding.append(time.perf_counter() - looked)
        signing.append(signed - begun)
        looking.append(looked - signed)
        marks += found is not None
        true += bool(found and piece.wire >= 0 and wires.get(found[0]) == piece.wire)
        should += piece.wire >= 0 and piece.wire in wires.values()
        wires[name] = piece.wire
    return {
        "precision": true / marks,
        "recall": true / should,
        "sign_ms": float(np.mean(signing)) * 1000,
        "lookup_ms": float(np.mean(looking)) * 1000,
        "lookup_p99_ms": float(np.percentile(looking, 99)) * 1000,
        # Of a core: without the turns that other programs have had meanwhile.
        "lookup_cpu_p99_ms": float(np.percentile(at_work, 99)) * 1000,
        "add_ms": float(np.mean(adding)) * 1000,
    }


if __name__ == "__main__":
    sys.exit(main())
