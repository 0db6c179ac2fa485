"""Which runs take part in a SQLite frontier, and what passes from a dead run to the living."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from crawler.frontier.base import AlreadyRunning, Owner, Revisit
from crawler.frontier.presence import Presence
from crawler.frontier.revisit import LONGEST

if TYPE_CHECKING:
    from crawler.frontier.database import Database

CARRY_ON = 6 * 3_600.0  # seconds: an interrupted run older than this is history, and the next one begins anew
REFUSED = "IN ('failed', 'aside')"  # as the index has it
LONGEST_DELAY = 86_400.0  # seconds; no retry waits longer, so one that seems to was written by a wrong clock


class Attendance:
    """This run's part in the frontier; every method runs inside transactions of its own."""

    def __init__(self, database: Database, now: Callable[[], float], longest_pause: float) -> None:
        self._database = database
        self._now = now
        self._longest_pause = longest_pause
        self._presence = Presence(database.path.with_name(database.path.name + ".runs"))
        self.name: str | None = None  # of this run, while it takes part
        self.round = 0  # counts runs; those that carry on an interrupted one share its number
        self.others = 0  # living runs beside this one, as of the last beat
        self.buried: list[str] = []  # ids of the runs whose processes were found dead
        self._run_id = ""
        self._exclusive = False

    def enter(self, run_id: str, exclusive: bool, revisit: Revisit) -> None:
        """Take part, or raise AlreadyRunning."""
        self._run_id, self._exclusive = run_id, exclusive
        self._presence.show()
        try:
            with self._database.write():
                self._bury()
                living = self.owners()
                for owner in living:
                    if exclusive or owner.exclusive:
                        raise AlreadyRunning(
                            f"the run {owner.run_id} has this collection"
                            + (" for itself (exclusive=1)" if owner.exclusive else ", and this one wants it for itself")
                        )
                self._number(company=bool(living))
                self._sign()
                self._mend_clock()
                self._queue_due(revisit)
        except BaseException:
            self._presence.hide()
            raise
        self.name = self._presence.name
        self.others = len(living)

    def _sign(self) -> None:
        self._database.execute(
            "INSERT INTO owners (name, run_id, exclusive) VALUES (?, ?, ?)",
            (self._presence.name, self._run_id, self._exclusive),
        )

    def _number(self, company: bool) -> None:
        database, now = self._database, self._now()
        self.round = database.fact("round") or 0
        begun = database.fact("round_begun") or 0.0
        interrupted = bool(database.fact("round_open")) and 0 <= now - begun < CARRY_ON
        if not (self.round and (company or interrupted)):
            self.round += 1
            database.set_fact("round", self.round)
            database.set_fact("round_begun", now)
        database.set_fact("round_open", 1)

    def _mend_clock(self) -> None:
        now = self._now()
        self._database.execute(
            "UPDATE addresses SET due_at = ?1 WHERE state = 'waiting' AND due_at > ?1 + ?2", (now, LONGEST_DELAY)
        )
        for state in ("= 'done'", REFUSED):
            self._database.execute(
                f"UPDATE addresses SET due_at = ?1 WHERE state {state} AND due_at > ?1 + ?2",  # noqa: S608
                (now, LONGEST),
            )
        # Every host that was asked is closed for a moment: where the clock was set back by an hour, all would be for an
        # hour. How long each was to wait still is known by the clock of the run that was here last.
        set_back = max(0.0, (self._database.fact("clock") or 0.0) - now)
        self._database.execute("UPDATE hosts SET open_at = open_at - ?1 WHERE open_at > ?2", (set_back, now))
        self._database.execute("UPDATE hosts SET open_at = ?1 WHERE open_at > ?1", (now + self._longest_pause,))
        self._database.set_fact("clock", now)

    def _queue_due(self, revisit: Revisit) -> None:
        if revisit == "auto":
            for state in ("= 'done'", REFUSED):
                self._database.execute(
                    f"UPDATE addresses SET state = 'queued', tries = 0, due_at = NULL "  # noqa: S608
                    f"WHERE state {state} AND due_at <= ?",
                    (self._now(),),
                )
        elif revisit == "all":
            self._database.execute(
                "UPDATE addresses SET state = 'queued', tries = 0, due_at = NULL WHERE state IN ('done', 'failed', "
                "'aside') AND (alias_of IS NULL OR due_at <= ?2) AND visited_in IS NOT ?1",
                (self.round, self._now()),
            )

    def beat(self, host_pause: float, busy: Collection[str]) -> bool:
        """See :meth:`crawler.frontier.base.Frontier.beat`."""
        database = self._database
        with database.write():
            buried = not database.execute("UPDATE owners SET beat = beat + 1 WHERE name = ?", (self.name,)).rowcount
            if buried:
                self._come_back()
            self._bury()
            self.others = len(self.owners())
            database.set_fact("clock", self._now())
            database.execute(
                "UPDATE addresses SET state = 'queued', due_at = NULL WHERE state = 'waiting' AND due_at <= ?",
                (self._now(),),
            )
            if self.others:
                database.execute(
                    "UPDATE hosts SET owner = NULL, last_owner = ?1, open_at = max(open_at, ?2) "
                    "WHERE owner = ?1 AND host NOT IN (SELECT host FROM addresses WHERE owner = ?1) "
                    "AND host NOT IN (SELECT value FROM json_each(?3))",
                    (self.name, self._now() + host_pause, json.dumps(list(busy))),
                )
        return buried

    def _come_back(self) -> None:
        """The others took this run for dead, and would again at each of their beats: its file is gone."""
        buried = self.name
        self._presence.renew()
        self.name = self._presence.name
        self._sign()
        for owned in ("addresses", "hosts"):  # what was claimed since this run moves again
            self._database.execute(f"UPDATE {owned} SET owner = ? WHERE owner = ?", (self.name, buried))  # noqa: S608

    def leave(self, complete: bool) -> None:
        """Give back what is in hand; the round ends if this run is complete and the last one."""
        if self.name is None:
            return
        with self._database.write():
            self._free(self.name, deaths=0)
            self.others = len(self.owners())
            self._database.set_fact("clock", self._now())
            if complete and not self.others:
                self._database.set_fact("round_open", 0)
        self._presence.hide()
        self.name = None

    def owners(self) -> list[Owner]:
        """The other runs that live."""
        rows = self._database.rows(
            "SELECT name, run_id, exclusive, beat, (SELECT count(*) FROM addresses WHERE owner = owners.name) "
            "FROM owners"
        )
        return [
            Owner(run_id, bool(exclusive), in_hand)
            for name, run_id, exclusive, beat, in_hand in rows
            if name != self._presence.name and self._presence.alive(name, beat)
        ]

    def _bury(self) -> None:
        dead = {
            name: run_id
            for name, run_id, beat in self._database.rows("SELECT name, run_id, beat FROM owners")
            if name != self._presence.name and not self._presence.alive(name, beat)
        }
        for name, run_id in dead.items():
            if self._presence.ended(name):
                self.buried.append(run_id)
            self._free(name, deaths=1)
            self._presence.forget(name)

    def _free(self, name: str, deaths: int) -> None:
        """What was in hand when a run died goes behind all others: if it is what killed the run, the rest is safe."""
        self._database.execute(
            "UPDATE addresses SET state = 'queued', owner = NULL, alias_of = NULL, deaths = deaths + ? WHERE owner = ?",
            (deaths, name),
        )
        self._database.execute("UPDATE hosts SET owner = NULL, last_owner = ?1 WHERE owner = ?1", (name,))
        self._database.execute("DELETE FROM owners WHERE name = ?", (name,))
