"""SQLite files that several processes share: the frontier's and the index of a collection."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

BUSY = 30.0  # seconds to wait for another process's transaction; ours last milliseconds
_AGAIN = 0.01  # seconds between tries, at most


def connect(path: Path | Literal[""], *, cache: int, **options: Any) -> sqlite3.Connection:
    """A connection in autocommit mode to the file at ``path``, which is made if it is not there; ``""`` is one without
    a name, which is gone when it is closed, however that comes.

    A file with a name is in WAL mode with ``synchronous = NORMAL``: no process's death loses a commit; a power cut may
    lose the last ones, in order. ``cache`` is in KiB; ``options`` are those of :func:`sqlite3.connect`. Raises
    sqlite3.Error.
    """
    connection: sqlite3.Connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None, **options)
    try:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{cache}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of what is written in the block, or nothing; other writers wait from its beginning. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is at fault, and not a lock, the room on the disk or the caller."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Two processes that both turn a new file to WAL could wait for each other for ever, so SQLite tells one of them at
    once that it is locked, whatever the time-out (https://www.sqlite.org/c3ref/busy_handler.html): that one asks again.
    """
    end = time.monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not locked or time.monotonic() >= end:
                raise
        time.sleep(random.uniform(0, _AGAIN))  # noqa: S311 - out of step with the other, nothing secret
