"""The embedded frontier: one SQLite file per collection, shared by the processes of one machine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil, inf
from pathlib import Path
from typing import Any

from crawler import urls
from crawler.frontier import statements
from crawler.frontier.attendance import Attendance
from crawler.frontier.base import Address, Owner, Revisit, State, Visit
from crawler.frontier.clock import SteadyClock
from crawler.frontier.database import COLUMNS, INSERT, SELECT, Database, from_row, to_row
from crawler.frontier.hosts import Hosts
from crawler.frontier.known import FIELDS, Known, met, met_unwritten

BATCH = 500  # addresses added before they are written; a page has some ten links
LONGEST_PAUSE = 3_600.0  # seconds, as the setting HOST_PAUSE_MAX


class SqliteFrontier:
    """See :class:`crawler.frontier.base.Frontier`."""

    def __init__(
        self,
        path: Path,
        collection: str,
        now: Callable[[], float] | None = None,
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        """Open or make the file. Raises FrontierError.

        No host stays closed for more than ``longest_pause`` seconds, whatever the file says.
        """
        self.now = now or SteadyClock()
        self.path = path
        self._database = Database(path, collection)
        self._attendance = Attendance(self._database, self.now, longest_pause)
        self._hosts = Hosts(self._database, self._attendance, self.now)
        self._added: dict[str, Address] = {}
        self._changes: list[tuple[str, tuple[Any, ...]]] = []
        self._reach = 0

    def enter(self, run_id: str, *, exclusive: bool = False, revisit: Revisit = "auto", reach: int = 0) -> None:
        self._reach = reach
        self._attendance.enter(run_id, exclusive, revisit)

    def leave(self, *, complete: bool) -> None:
        self.flush()
        self._attendance.leave(complete)

    def beat(self, host_pause: float, busy: Collection[str] = ()) -> bool:
        self.flush()
        return self._attendance.beat(host_pause, busy)

    def buried(self) -> list[str]:
        return self._attendance.buried

    def owners(self) -> list[Owner]:
        return self._attendance.owners()

    # --- making addresses known --------------------------------------------------------------------------------

    def add(self, address: Address, *, again: bool = False) -> bool:
        unwritten = self._added.get(address.key)
        if unwritten is not None:
            self._added[address.key] = met_unwritten(unwritten, address, again=again)
            return False
        row = self._database.execute(f"SELECT {FIELDS} FROM addresses WHERE key = ?", (address.key,)).fetchone()  # noqa: S608
        if row is None:
            if address.found_at is None:
                address.found_at = self.now()
            self._added[address.key] = address
            self._flush_if_many()
            return True
        changes, wanted = met(Known(*row), address, again=again, round_=self._attendance.round, reach=self._reach)
        self._changes += changes
        if wanted or again:
            self.flush()
        self._flush_if_many()
        return wanted

    def _flush_if_many(self) -> None:
        if len(self._added) + len(self._changes) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self._added or self._changes:
            with self._write():
                pass

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction, which makes durable first what was added before it. What fails is kept for the next one."""
        with self._database.write():
            for address in self._added.values():
                self._database.execute(INSERT, to_row(address))
            for statement, values in self._changes:
                self._database.execute(statement, values)
            yield
        self._added, self._changes = {}, []

    # --- taking in hand ----------------------------------------------------------------------------------------

    def claim(
        self, limit: int, *, per_host: int = 1, without: Collection[str] = (), sites: Collection[str] = ()
    ) -> list[Address]:
        self.flush()
        hosts = self._hosts.to_claim(ceil(limit / per_host), without, sites)
        if not hosts:
            return []
        claimed: list[Address] = []
        with self._database.write():
            served = (self._database.fact("served") or 0) + 1
            for host in hosts:
                claimed += self._claim_from(host, min(per_host, limit - len(claimed)), served)
            self._database.set_fact("served", served)
        return claimed

    def _claim_from(self, host: str, limit: int, served: int) -> list[Address]:
        me = self._attendance.name
        if not self._hosts.claim(host, served):
            return []
        rows = self._database.rows(
            SELECT + "WHERE state = 'queued' AND host = ? ORDER BY deaths, rank DESC LIMIT ?", (host, limit)
        )
        for row in rows:
            self._database.execute(statements.TAKE, (row[0], me))
        return [from_row(row) for row in rows]

    def take_host(self, host: str, site: str) -> float:
        with self._write():
            return self._hosts.take(host, site)

    def join(self, key: str, target: Address, *, again: bool = False, due_at: float | None = None) -> bool:
        me, round_ = self._attendance.name, self._attendance.round
        with self._write():
            known = self._get(target.key)
            ours, visited = self._database.rows(
                "SELECT count(*) FILTER (WHERE owner = ?2), count(*) FILTER (WHERE visited_in = ?3) FROM addresses "
                "WHERE key = ?1",
                (target.key, me, round_),
            )[0]
            [(stored,)] = self._database.rows(
                "SELECT count(*) FROM addresses WHERE stored AND (key = ?1 OR alias_of = ?1 AND state = 'in hand')",
                (key,),
            )
            nowhere = known is not None and not self._gives_story(known)
            again = (again or (nowhere and bool(stored))) and not visited
            nearer = known is not None and known.state is State.DONE and target.depth < min(known.depth, self._reach)
            wanted = known is None or bool(ours) or known.state in (State.QUEUED, State.WAITING)
            wanted = wanted or nearer or (again and known is not None and known.state is not State.IN_HAND)
            if known is None:
                target.state, target.found_at = State.IN_HAND, self.now()
                self._database.execute(INSERT, to_row(target, me))
            else:
                way = (target.key, target.rank, target.depth, target.seed, target.discovered_from)
                self._database.execute(statements.NEARER if nearer else statements.BETTER, way)
                if wanted:
                    self._database.execute(statements.TAKE, (target.key, me))
            self._database.execute(statements.LEADS, (key, target.key))
            if due_at is not None:
                self._database.execute(statements.LEADS_FOR_NOW, (key, target.key, due_at))
            if not wanted and not nowhere:
                self._database.execute(statements.LED_HERE, (target.key, self.now(), round_))
        return wanted

    # --- what became of it -------------------------------------------------------------------------------------

    def _gives_story(self, address: Address) -> bool:
        leads_to = self._get(address.alias_of) if address.alias_of else None
        one = leads_to or address
        return one.stored and one.gone_at is None and one.state not in (State.FAILED, State.ASIDE)

    def part(self, key: str) -> list[Address]:
        with self._write():
            rows = self._database.rows(f"{statements.PART} RETURNING {COLUMNS}", (key, self._attendance.name))
            left = (key, self.now(), self._attendance.round, self._attendance.name)
            self._database.execute(statements.LED_NOWHERE, left)
        return [from_row(row) for row in rows]

    def done(self, key: str, visit: Visit) -> None:
        now, attendance = self.now(), self._attendance
        values = (
            visit.etag,
            visit.last_modified,
            visit.stored,
            visit.changed,
            visit.published_at,
            visit.gone,
        )
        with self._write():
            told = self._database.execute(
                statements.DONE, (key, *values, visit.due_at, now, attendance.round, attendance.name)
            )
            if visit.stored and not told.rowcount:  # in other hands by now, and its story in the store all the same
                self._database.execute(statements.STORED, (key,))
            if visit.url is not None:
                place = urls.host(visit.url), urls.site(visit.url)
                self._database.execute(statements.HOST, place)
                self._database.execute(statements.MOVED, (key, visit.url, *place))
            self._database.execute(statements.LED_HERE, (key, now, attendance.round))
            if self._reach and visit.depth is not None:
                self._database.execute(statements.NEARER_MEANWHILE, (key, visit.depth))
            for alias in visit.aliases:
                alias.state, alias.alias_of, alias.found_at = State.DONE, key, now
                self._database.execute(INSERT, to_row(alias))
                self._database.execute(statements.ALIAS, (alias.key, key))
            for named in visit.named:
                self._database.execute(statements.NAMED, (named, key))

    def retry(self, key: str, error: str, *, delay: float, tries: int | None, due_at: float | None = None) -> State:
        now = self.now()
        with self._write():
            row = self._database.execute("SELECT tries FROM addresses WHERE key = ?", (key,)).fetchone()
            made = (row[0] if row else 0) + (tries is not None)
            state = State.WAITING if tries is None or made < tries else State.FAILED
            due_at = now + delay if state is State.WAITING else due_at
            self._database.execute(
                statements.ERROR, (key, state.value, made, error, due_at, now, self._attendance.name)
            )
            self._database.execute(statements.LED_HERE, (key, now, self._attendance.round))
        return state

    def set_aside(self, key: str, reason: str, *, due_at: float | None = None) -> None:
        now, attendance = self.now(), self._attendance
        with self._write():
            self._database.execute(statements.ASIDE, (key, reason, due_at, now, attendance.round, attendance.name))
            self._database.execute(statements.LED_HERE, (key, now, attendance.round))

    def give_back(self, keys: Iterable[str]) -> None:
        with self._write():
            for key in keys:
                self._database.execute(
                    "UPDATE addresses SET state = 'queued', owner = NULL, alias_of = NULL WHERE key = ? AND owner = ?",
                    (key, self._attendance.name),
                )
                self._database.execute(statements.LED_HERE, (key, self.now(), self._attendance.round))

    def retry_failed(self) -> int:
        with self._database.write() as connection:
            return connection.execute(
                "UPDATE addresses SET state = 'queued', tries = 0, deaths = 0, visited_in = NULL, due_at = NULL "
                "WHERE state IN ('failed', 'aside')"
            ).rowcount

    def note_stored(self) -> None:
        self.flush()
        self._database.execute("DROP TABLE IF EXISTS temp.noted")
        self._database.execute(
            "CREATE TEMP TABLE noted AS SELECT key, visited_at FROM addresses WHERE stored AND alias_of IS NULL"
        )

    def queue_lost(self, stored: Collection[str]) -> int:
        with self._write():
            rows = self._database.rows(
                "SELECT key FROM addresses JOIN temp.noted USING (key) "
                "WHERE stored AND alias_of IS NULL AND addresses.visited_at IS noted.visited_at"
            )
            lost = [key for (key,) in rows if key not in stored]
            for key in lost:
                self._database.execute(statements.LOST, (key,))
        return len(lost)

    # --- looking -----------------------------------------------------------------------------------------------

    def get(self, key: str) -> Address | None:
        self.flush()
        return self._get(key)

    def _get(self, key: str) -> Address | None:
        row = self._database.execute(SELECT + "WHERE key = ?", (key,)).fetchone()
        return from_row(row) if row else None

    def listing(self, state: State, limit: int) -> list[Address]:
        self.flush()
        order = {State.QUEUED: "deaths, rank DESC", State.WAITING: "due_at"}.get(state, "visited_at DESC")
        rows = self._database.rows(SELECT + f"WHERE state = '{state.value}' ORDER BY {order} LIMIT ?", (limit,))
        return [from_row(row) for row in rows]

    def gone(self, limit: int) -> tuple[list[Address], int]:
        self.flush()
        return self._where("gone_at IS NOT NULL", "gone_at DESC", limit)

    def without_story(self, limit: int) -> tuple[list[Address], int]:
        self.flush()
        no_story = "state = 'done' AND NOT stored AND gone_at IS NULL AND alias_of IS NULL"
        return self._where(no_story, "visited_at DESC", limit)

    def _where(self, condition: str, order: str, limit: int) -> tuple[list[Address], int]:
        rows = self._database.rows(SELECT + f"WHERE {condition} ORDER BY {order} LIMIT ?", (limit,))
        total = self._database.rows(f"SELECT count(*) FROM addresses WHERE {condition}")[0][0]  # noqa: S608 - ours
        return [from_row(row) for row in rows], total

    def counts(self) -> dict[State, int]:
        self.flush()
        return {State(state): n for state, n in self._database.rows("SELECT state, n FROM counts")}

    def has_queued(self, *, sites: Collection[str] = (), by: float = inf) -> bool:
        self.flush()
        return self._hosts.has_queued(sites, by)

    def leave_alone(self, pauses: Mapping[str, float]) -> None:
        if pauses:
            with self._write():
                self._hosts.leave_alone(pauses)

    def left_alone(self) -> tuple[int, float]:
        self.flush()
        return self._hosts.left_alone()

    def next_due(self) -> float | None:
        row = self._database.execute("SELECT min(due_at) FROM addresses WHERE state = 'waiting'").fetchone()
        return None if row[0] is None else float(row[0])

    def close(self) -> None:
        self._database.close()
