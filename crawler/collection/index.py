"""What is known of a collection without asking its store: a file that can be thrown away at any time.

The store decides: the index only says where to look, and what it says of an object holds as long as the store
names the same object as the newest. ``scrapy rebuild`` makes it anew.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from crawler import sqlite_file, urls
from crawler.collection.near import Signature
from crawler.collection.swap import swap
from crawler.items import Story

NAME = "index.sqlite"
VERSION = 2
FILLED = 1  # the version before, which gets the addresses that it lacks
CANDIDATES = 48  # stories compared in one lookup: those that share the most bands
IN_ONE_BAND = 24  # stories read from one band; a text that stands in thousands of stories is found in the first ones
CACHE = 64_000  # KiB of pages in memory
MAPPED = 4 * 2**30  # bytes of the file that are read as memory: a lookup at a million stories reads some 100 pages


@dataclass(frozen=True, slots=True)
class Entry:
    """The newest version of a story: its key, and what is asked of it most."""

    key: str
    version: int
    run_id: str
    text_sha256: str
    identities: frozenset[str]  # of all its addresses
    near_duplicate_of: str | None

    @classmethod
    def of(cls, key: str, story: Story) -> Entry:
        """``story`` is what the object at ``key`` holds."""
        return cls(
            key,
            story.version,
            story.run_id or "",
            story.text_sha256 or "",
            frozenset(urls.identity(url) for url in (story.url, story.canonical_url, *story.other_urls)),
            story.near_duplicate_of,
        )

    def is_last_of(self, names: list[str]) -> bool:
        """Whether this is the newest version of those at ``names`` (keys, oldest first), and counts them all."""
        return bool(names) and self.key == names[-1] and self.version == len(names)


class Index:
    """The index in the folder ``folder``; any number of processes may share it, one thread of each at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Opens or makes it, with its folder; a file that is no index, or of another version, is replaced by an empty
        one. Without a folder it is gone when it is closed. Raises OSError and sqlite3.Error.
        """
        self.path = (folder or Path()) / NAME
        self._passing = folder is None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self.opening = secrets.token_hex(8)  # names this use of the file among others
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            try:
                connection = self._connect()
            except sqlite3.OperationalError:
                raise  # no room, no permission, locked: the file may be in order
            except sqlite3.DatabaseError:
                if attempt == 2:
                    raise
            else:
                if connection:
                    return connection
            self._remove()
        raise sqlite3.DatabaseError(f"{self.path} cannot be made anew")

    def _connect(self) -> sqlite3.Connection | None:
        """None if the file is of another version."""
        connection = sqlite_file.connect("" if self._passing else self.path, cache=CACHE, check_same_thread=False)
        with ExitStack() as unless_ours:
            unless_ours.callback(connection.close)
            connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            # On by default in Debian, where all that is dropped is written again.
            connection.execute("PRAGMA secure_delete = OFF")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, FILLED, VERSION):
                return None
            # Not in one transaction, which would wait for others' though it has nothing to do.
            connection.executescript(files("crawler.collection").joinpath("index.sql").read_text("utf-8"))
            if version == FILLED:
                _fill_addresses(connection)
            if version != VERSION:
                connection.execute(f"PRAGMA user_version = {VERSION}")
            unless_ours.pop_all()
        return connection

    def begin_anew(self) -> None:
        """Put an empty file in the place of a damaged one. Raises OSError and sqlite3.Error."""
        self._connection.close()
        self._remove()
        self._connection = self._open()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm") if not self._passing else ():
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def entry(self, story_id: str) -> Entry | None:
        """What is known of a story."""
        row = self._connection.execute(
            "SELECT key, version, run_id, text_sha256, identities, near_duplicate_of FROM stories WHERE id = ?",
            (story_id,),
        ).fetchone()
        return Entry(row[0], row[1], row[2], row[3], frozenset(json.loads(row[4])), row[5]) if row else None

    def story_at(self, key: str) -> str:
        """The id of the story that an address leads to, as far as is known; ``key`` is the address's own story id."""
        return _story_at(self._connection, key)

    def key_of_text(self, text_sha256: str) -> str | None:
        """The object that had this text first, as far as is known."""
        row = self._connection.execute("SELECT key FROM texts WHERE text_sha256 = ?", (text_sha256,)).fetchone()
        return str(row[0]) if row else None

    def add(self, story_id: str, entry: Entry, signature: Signature | None = None, *, look_due: bool = False) -> None:
        """Note the newest version of a story, and the signature of the first text that was seen of it.

        With ``look_due``, note too that nobody has looked yet what other machines stored beside it.
        """
        with self.transaction() as connection:
            number = connection.execute(
                "INSERT INTO stories (id, key, version, run_id, text_sha256, identities, near_duplicate_of, signature) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key, "
                "version = excluded.version, run_id = excluded.run_id, text_sha256 = excluded.text_sha256, "
                "identities = excluded.identities, near_duplicate_of = excluded.near_duplicate_of, "
                "signature = coalesce(signature, excluded.signature) RETURNING number",
                (
                    *(story_id, entry.key, entry.version, entry.run_id, entry.text_sha256),
                    *(json.dumps(sorted(entry.identities)), entry.near_duplicate_of),
                    signature.to_bytes() if signature else None,
                ),
            ).fetchone()[0]
            connection.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (entry.text_sha256, entry.key))
            connection.executemany(_ADDRESS, _addresses(story_id, number, entry.identities))
            if signature:
                connection.executemany(
                    "INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in signature.bands)
                )
            if look_due:
                connection.execute("INSERT OR REPLACE INTO looks VALUES (?, ?)", (entry.key, self.opening))

    def looks_due(self, opening: str | None = None) -> list[str]:
        """The objects that nobody has looked beside yet: of one opening of the file, or of all."""
        rows = self._connection.execute("SELECT key FROM looks WHERE ?1 IS NULL OR opening = ?1", (opening,))
        return [row[0] for row in rows]

    def looked(self, due: Iterable[str]) -> None:
        """Somebody has, after :meth:`looks_due` named these. Others that came meanwhile stay due."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM looks WHERE key = ?", ((key,) for key in due))

    def like(self, signature: Signature, threshold: float, without: str) -> tuple[str, float] | None:
        """The story seen first whose text is at least as alike as ``threshold``, and how alike; not ``without``."""
        shared = Counter(
            row[0]
            for band in signature.bands
            for row in self._connection.execute(
                "SELECT story FROM bands WHERE band = ? ORDER BY story LIMIT ?", (band, IN_ONE_BAND)
            )
        )
        for number in sorted(number for number, _ in shared.most_common(CANDIDATES)):
            row = self._connection.execute("SELECT id, signature FROM stories WHERE number = ?", (number,)).fetchone()
            story_id, data = row or (without, None)  # a rebuild has numbered the stories anew since
            similarity = signature.similarity(Signature.from_bytes(data)) if story_id != without and data else 0.0
            if similarity >= threshold:
                return story_id, similarity
        return None

    def runs(self) -> set[str]:
        """The runs whose stories are all here."""
        return {row[0] for row in self._connection.execute("SELECT run_id FROM runs")}

    def add_runs(self, run_ids: Iterable[str]) -> None:
        """Note runs whose stories are all here."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO runs VALUES (?)", ((run_id,) for run_id in run_ids))

    def versions(self) -> int:
        """About how many versions the store has: each seldom has the text of another."""
        return int(self._connection.execute("SELECT count(*) FROM texts").fetchone()[0])

    def take_over(self, other: Index) -> None:
        """Know what ``other`` knows of the store, and nothing else, from one moment to the next.

        What is due stays due, if the file is not damaged.
        """
        lock = self.path.with_name(f"{self.path.name}-lock")  # `verify` knows what begins so
        try:
            swap(self._connection, other._connection, lock)
        except sqlite3.DatabaseError as error:
            if not sqlite_file.is_damaged(error):
                raise
            self.begin_anew()
            swap(self._connection, other._connection, lock)

    def forget_text(self, text_sha256: str) -> None:
        """Take back what was said of a text: the store has no such object."""
        self._connection.execute("DELETE FROM texts WHERE text_sha256 = ?", (text_sha256,))

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM stories").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is noted in the block, or nothing; a block in a block belongs to the outer one."""
        if self._connection.in_transaction:
            yield self._connection
            return
        with sqlite_file.transaction(self._connection):
            yield self._connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def story_at(folder: Path, key: str) -> str:
    """As :meth:`Index.story_at`, for who only reads: ``key`` too where the folder has no index that can be read."""
    path = (folder / NAME).absolute()
    # Files of a reader's own beside an index that nobody has open would stay, and might be closed to the next crawl.
    how = "mode=ro" if path.with_name(f"{NAME}-wal").exists() else "mode=ro&immutable=1"
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True)) as connection:
        return _story_at(connection, key)
    return key


def _story_at(connection: sqlite3.Connection, key: str) -> str:
    row = connection.execute(
        "SELECT id FROM stories WHERE id = ?1 UNION ALL "
        "SELECT id FROM addresses JOIN stories ON number = story WHERE addresses.key = ?1",
        (key,),
    ).fetchone()
    return str(row[0]) if row else key


_ADDRESS = "INSERT OR REPLACE INTO addresses VALUES (?, ?)"


def _addresses(story_id: str, number: int, identities: Iterable[str]) -> list[tuple[str, int]]:
    keys = (urls.story_id(identity) for identity in identities)
    return [(key, number) for key in keys if key != story_id]


def _fill_addresses(connection: sqlite3.Connection) -> None:
    for number, story_id, identities in connection.execute("SELECT number, id, identities FROM stories").fetchall():
        connection.executemany(_ADDRESS, _addresses(story_id, number, json.loads(identities)))
