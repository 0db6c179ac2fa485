"""The SQLite file of a frontier: opening, transactions, rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from crawler import sqlite_file
from crawler.frontier.base import Address, FrontierError, State

SCHEMA_VERSION = 1
CACHE = 32_000  # KiB of pages in memory: the index of a million keys is walked without reading the disk each time
CHECKPOINT = 4_000  # pages of 4 KiB in the write-ahead log before they move to the file

COLUMNS = (
    "key, url, host, site, rank, depth, seed, discovered_from, meta, state, tries, error, due_at, etag, last_modified, "
    "found_at, visited_at, published_at, unchanged, stored, gone_at, alias_of"
)
SELECT = f"SELECT {COLUMNS} FROM addresses "  # noqa: S608
INSERT = f"INSERT INTO addresses ({COLUMNS}, owner) VALUES ({', '.join('?' * 23)}) ON CONFLICT (key) DO NOTHING"  # noqa: S608


class Database:
    """One connection to one frontier file, with one transaction at a time."""

    def __init__(self, path: Path, collection: str) -> None:
        """Raises FrontierError where ``path`` is no frontier of this collection or cannot be written."""
        self.path = path
        self._collection = collection
        with self._errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            # What a power cut takes of the last commits counts as not done, and is fetched again.
            self._connection = sqlite_file.connect(path, cache=CACHE, cached_statements=256)
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
            self._set_up()

    def _set_up(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            raise FrontierError(
                f"the frontier {self.path} has format {version} and this version knows {SCHEMA_VERSION}: "
                f"move it away and run: scrapy rebuild {self._collection}"
            )
        # Each time: an index that a later version added is missing in an older file.
        script = files("crawler.frontier").joinpath("schema.sql").read_text("utf-8")
        self._connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;")
        self.execute("INSERT OR IGNORE INTO facts VALUES ('collection', ?)", (self._collection,))
        owner = self.fact("collection")
        if owner != self._collection:
            raise FrontierError(
                f"the frontier {self.path} belongs to the collection {owner}, not to {self._collection}: "
                "write {collection} into the setting FRONTIER where the name shall stand"
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            mend = "look at its folder: is there room on the disk, and may this user write?"
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                mend = f"move it away and run: scrapy rebuild {self._collection}"
            raise FrontierError(f"the frontier {self.path} cannot be used ({error}): {mend}") from error

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing. Raises FrontierError."""
        with self._errors(), sqlite_file.transaction(self._connection):
            yield self._connection

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        """One statement, in the transaction that is open or in its own. Raises FrontierError."""
        with self._errors():
            return self._connection.execute(statement, values)

    def rows(self, statement: str, values: Any = ()) -> list[Any]:
        """All rows of a query. Raises FrontierError."""
        with self._errors():
            return self._connection.execute(statement, values).fetchall()

    def fact(self, name: str) -> Any:
        """A value that belongs to the frontier as a whole, None if it was never set."""
        row = self.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: Any) -> None:
        """Raises FrontierError."""
        self.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def close(self) -> None:
        """Let go of the file. Twice does no harm."""
        with self._errors():
            self._connection.close()


def to_row(address: Address, owner: str | None = None) -> tuple[Any, ...]:
    """The values of :data:`INSERT`."""
    a = address
    return (
        *(a.key, a.url, a.host, a.site, a.rank, a.depth, a.seed, a.discovered_from),
        meta_text(a.meta),
        *(a.state.value, a.tries, a.error, a.due_at, a.etag, a.last_modified),
        *(a.found_at, a.visited_at, a.published_at, a.unchanged, a.stored, a.gone_at, a.alias_of, owner),
    )


def meta_text(meta: dict[str, Any]) -> str:
    """How the column ``meta`` keeps it."""
    return json.dumps(meta, separators=(",", ":")) if meta else ""


def from_row(row: tuple[Any, ...]) -> Address:
    """An address from the columns of :data:`SELECT`."""
    address = Address(*row)
    address.meta = json.loads(row[8]) if row[8] else {}
    address.state = State(row[9])
    address.stored = bool(row[19])
    return address
