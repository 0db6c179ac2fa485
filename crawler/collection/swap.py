"""Putting the tables of a new index in the place of the old ones, while crawls go on with the old."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.sqlite_file import transaction

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

COPIED_AT_ONCE = 10_000  # rows, while a crawl beside us waits
BREATH = 0.01  # seconds between them: SQLite's waiters ask now and then, and would wait for all of it
_STAYS = "looks"  # what is due, whoever reads the store anew


def swap(old: sqlite3.Connection, new: sqlite3.Connection, lock: Path) -> None:
    """Give ``old`` the tables of ``new``, from one moment to the next; what is due stays.

    One process at a time does it, by the file ``lock``. If it is killed before, nothing has changed. Raises
    sqlite3.Error, for a damaged file too, and OSError if the lock cannot be had.
    """
    tables = dict(new.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall())
    del tables[_STAYS]
    with _only_one(lock):
        _drop_aside(old, tables)  # of somebody who was killed here
        try:
            _copy_aside(old, new, tables)
            with transaction(old):  # names only: no crawl waits for the pages of the tables
                for table in tables:
                    old.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
                    old.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
        except BaseException:
            with suppress(sqlite3.Error):  # the next one does it
                _drop_aside(old, tables)
            raise
        _drop_aside(old, tables)  # tells a damaged file too


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _drop_aside(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    for table in tables:
        connection.execute(f"DROP TABLE IF EXISTS new_{table}")
        connection.execute(f"DROP TABLE IF EXISTS old_{table}")


def _copy_aside(old: sqlite3.Connection, new: sqlite3.Connection, tables: Mapping[str, str]) -> None:
    for table, sql in tables.items():
        old.execute(sql.replace(table, f"new_{table}", 1))
        rows = new.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        insert = f"INSERT INTO new_{table} VALUES ({', '.join('?' * len(rows.description))})"  # noqa: S608
        while some := rows.fetchmany(COPIED_AT_ONCE):
            with transaction(old):
                old.executemany(insert, some)
            time.sleep(BREATH)
