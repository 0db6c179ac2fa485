"""Whose turn each host is: which run fetches from it, and from when the next one may."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import ceil, inf
from typing import TYPE_CHECKING

from crawler.frontier.statements import HOST

if TYPE_CHECKING:
    from crawler.frontier.attendance import Attendance
    from crawler.frontier.database import Database

_ALL = 1_000_000_000
# Whether a host is this run's or free for it. Who asked last knows by itself how long to wait.
_FREE = "(owner = :me OR owner IS NULL AND (last_owner = :me OR open_at <= :now))"
_TO_CLAIM = f"SELECT host, site, owner FROM hosts WHERE queued > 0 AND {_FREE} ORDER BY served"  # noqa: S608 - ours
_TAKE = (
    f"UPDATE hosts SET owner = :me, last_owner = :me, served = coalesce(:served, served) WHERE host = :host AND {_FREE}"  # noqa: S608
)
# A name stands for all its ports, as a host's pauses do: ";" is the character after ":".
_LEAVE_ALONE = "UPDATE hosts SET open_at = max(open_at, ?2) WHERE host = ?1 OR host > ?1 || ':' AND host < ?1 || ';'"


class Hosts:
    """A frontier's hosts, as the run of ``attendance`` may use them; times by ``now``, in seconds."""

    def __init__(self, database: Database, attendance: Attendance, now: Callable[[], float]) -> None:
        self._database = database
        self._attendance = attendance
        self._now = now

    def to_claim(self, wanted: int, without: Collection[str], sites: Collection[str]) -> list[str]:
        """Up to ``wanted`` hosts that have something queued for this run, those that have waited longest first."""
        me = self._attendance.name
        found: list[str] = []
        room = self._room()
        for host, site, owner in self._database.execute(_TO_CLAIM, {"me": me, "now": self._now()}):
            if owner == me and room < 0:  # more than our share: leave it, so that it is free at the next beat
                room += 1
                continue
            if host in without or site in sites or (room <= 0 and owner != me):
                continue
            room -= owner != me
            found.append(host)
            if len(found) >= wanted:
                break
        return found

    def _room(self) -> int:
        """How many more hosts this run may take: all when alone, else its share."""
        others = self._attendance.others
        if not others:
            return _ALL
        busy, mine = self._database.execute(
            "SELECT count(*) FILTER (WHERE queued > 0 OR owner IS NOT NULL), count(*) FILTER (WHERE owner = ?) "
            "FROM hosts",
            (self._attendance.name,),
        ).fetchone()
        return int(ceil(busy / (others + 1)) - mine)

    def claim(self, host: str, served: int | None = None) -> bool:
        """Inside a transaction: False if another run was quicker than this one since :meth:`to_claim`."""
        values = {"me": self._attendance.name, "now": self._now(), "served": served, "host": host}
        return bool(self._database.execute(_TAKE, values).rowcount)

    def take(self, host: str, site: str) -> float:
        """Inside a transaction: :meth:`claim` for what a redirect leads to, with nothing queued there.

        Returns 0 if the host is this run's, else how long it is closed, infinite where another run has it.
        """
        self._database.execute(HOST, (host, site))
        if self.claim(host):
            return 0.0
        [(owner, open_at)] = self._database.rows("SELECT owner, open_at FROM hosts WHERE host = ?", (host,))
        return inf if owner else float(open_at - self._now())

    def leave_alone(self, pauses: Mapping[str, float]) -> None:
        """Inside a transaction: keep for every run how many seconds each host name is to be left alone from now."""
        now = self._now()
        for name, seconds in pauses.items():
            self._database.execute(_LEAVE_ALONE, (f"[{name}]" if ":" in name else name, now + seconds))

    def left_alone(self) -> tuple[int, float]:
        """How many hosts have something queued and are closed to this run, and when the first of them opens."""
        count, first = self._database.execute(
            "SELECT count(*), min(open_at) FROM hosts "
            "WHERE queued > 0 AND owner IS NULL AND last_owner IS NOT ?1 AND open_at > ?2",
            (self._attendance.name, self._now()),
        ).fetchone()
        return count, first or 0.0

    def has_queued(self, sites: Collection[str], by: float) -> bool:
        """Whether anything is queued outside ``sites`` that some run fetches now or that may be begun until ``by``."""
        rows = self._database.execute(
            "SELECT site FROM hosts WHERE queued > 0 AND (owner IS NOT NULL OR last_owner = ?1 OR open_at <= ?2)",
            (self._attendance.name, by),
        )
        return any(site not in sites for (site,) in rows)
