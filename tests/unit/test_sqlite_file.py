"""A file that several processes open at the same moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from crawler import sqlite_file
from crawler.collection.index import Index
from crawler.frontier.database import Database

TOGETHER = 8
TIMES = 40  # before the mend one file in five failed


@pytest.mark.parametrize(
    "opener", [lambda folder: Database(folder / "frontier.sqlite", "stories"), Index], ids=["frontier", "index"]
)
def test_runs_that_start_together_on_a_new_collection_all_open_its_files(
    tmp_path: Path, opener: Callable[[Path], Database | Index]
) -> None:
    start = Barrier(TOGETHER)

    def open_and_close(folder: Path) -> None:
        start.wait(timeout=60)
        opener(folder).close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        for number in range(TIMES):
            folder = tmp_path / str(number)
            folder.mkdir()
            for done in [pool.submit(open_and_close, folder) for _ in range(TOGETHER)]:
                done.result()


def test_a_file_that_stays_locked_is_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY", 0.1)
    path = tmp_path / "file.sqlite"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite_file.connect(path, cache=1_000)
    holder.close()
