"""What every frontier can do: it knows all addresses of a collection, and which of them are in somebody's hands.

An address is named by its key, the story id of its identity, so that twins are one address. A run enters the
frontier, claims addresses, and says of each what became of it. What a run holds when it dies goes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Any, Literal, Protocol

from crawler.storage.base import StoreUnavailable

Revisit = Literal["auto", "seeds", "all", "none"]
SPELLINGS = "frontier_spellings"  # in the meta of an address: how it was spelled when it gave nothing
LEASE = 120.0  # seconds without a beat; ten times the longest pause seen in a healthy crawl, a parse of 16 MB


# Sent with ``address``, ``frontier`` and ``spider`` when the address of a stored story answers 404 or 410, and when one
# that has answered so gives its story again. Both are awaited before the frontier is told, so that a run that dies in
# between tells again. Connect bound methods.
story_gone = object()
story_back = object()


class FrontierError(StoreUnavailable):
    """The frontier cannot be used; the message is one line and names the file and the mend."""


class AlreadyRunning(FrontierError):
    """Another run has this collection, and one of the two wants to be alone."""


class State(StrEnum):
    """Where an address stands."""

    QUEUED = "queued"
    IN_HAND = "in hand"
    WAITING = "waiting"  # given back after an error; queued again when its delay is over
    DONE = "done"
    FAILED = "failed"  # tried often enough; stays until it is due or somebody asks for it again
    ASIDE = "aside"  # refused by us or by the server (robots.txt, address guard, 403), as ``error`` says; as FAILED


@dataclass(slots=True)
class Address:
    """One address of a collection. Times are Unix seconds by the frontier's own clock."""

    key: str
    url: str
    host: str
    site: str
    rank: float = 0.0  # higher goes first among the addresses of a host
    depth: int = 0
    seed: str | None = None
    discovered_from: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)  # what else the spider wants to find in the request again
    state: State = State.QUEUED
    tries: int = 0  # errors in a row
    error: str | None = None  # of the last try, one line
    due_at: float | None = None
    etag: str | None = None
    last_modified: str | None = None
    found_at: float | None = None
    visited_at: float | None = None
    published_at: float | None = None
    unchanged: int = 0  # visits in a row that found nothing new
    stored: bool = False  # a story of this address is in the store
    gone_at: float | None = None  # first 404 or 410 since it last gave a page
    alias_of: str | None = None  # key of the address that this one leads to


@dataclass(slots=True, frozen=True)
class Visit:
    """What a finished visit says about an address: the answer's validators, and what it taught."""

    url: str | None = None  # where the answer came from, if elsewhere under the same key
    etag: str | None = None
    last_modified: str | None = None
    stored: bool = False  # a story of it is in the store, from this visit or an earlier one
    changed: bool = False  # this visit found something new
    published_at: float | None = None
    gone: bool = False  # the publisher answered 404 or 410
    due_at: float | None = None  # when to come again; None for never
    aliases: tuple[Address, ...] = ()  # others that gave the same story; those without a visit need none any more
    named: tuple[str, ...] = ()  # keys of what the story names as its own: what led here is not asked again
    depth: int | None = None  # at which its links were followed


@dataclass(slots=True, frozen=True)
class Owner:
    """A living run in the frontier."""

    run_id: str
    exclusive: bool
    in_hand: int  # addresses


class Frontier(Protocol):
    """One collection's addresses. A frontier is used by one thread; several processes may share its data.

    Every method raises FrontierError where the data cannot be read or written. Changes are durable against the
    death of the process when a method returns, except those of :meth:`add`, which are durable at the next
    :meth:`flush`, and always before any later change.
    """

    def now(self) -> float:
        """The frontier's clock: Unix seconds, and steady during a run however the machine's clock jumps."""
        ...

    def enter(self, run_id: str, *, exclusive: bool = False, revisit: Revisit = "auto", reach: int = 0) -> None:
        """Take part. What dead runs held is queued again, and so is what is due by ``revisit``.

        ``reach`` is the run's limit of depth, 0 for none. Within it, an address that is done and turns out to be
        nearer to a seed than it was thought is queued again, since its links may have been cut: so what a crawl
        reaches does not depend on the order in which pages came.

        Raises AlreadyRunning if another run is alive and one of the two is exclusive.
        """
        ...

    def leave(self, *, complete: bool) -> None:
        """Give back all that is in hand. A run that is not ``complete`` is carried on by the next one."""
        ...

    def beat(self, host_pause: float, busy: Collection[str] = ()) -> bool:
        """Say that this run lives, take over what dead runs held, and queue what has waited long enough.

        Hosts that this run has nothing in hand of are open to other runs ``host_pause`` seconds from now, except those
        in ``busy``. To be called every few seconds; a run that has not called for :data:`LEASE` seconds counts as dead.
        True if others took this run for dead: it takes part again, but what it held before is theirs.
        """
        ...

    def add(self, address: Address, *, again: bool = False) -> bool:
        """Make an address known; True if it will be fetched because of this call.

        A known address keeps its state and takes the better rank, and with a smaller depth the seed and the page
        that go with it. If it gave nothing so far (failed, aside, gone) and ``address`` is spelled as it was never
        asked for, it is queued with that spelling. With ``again`` it takes all that ``address`` says, its spelling
        unless the known one works, and is queued whatever it was, unless it is queued, in hand, or was visited by
        this run or by the interrupted run that this one carries on.
        """
        ...

    def flush(self) -> None:
        """Make every :meth:`add` so far durable."""
        ...

    def claim(
        self, limit: int, *, per_host: int = 1, without: Collection[str] = (), sites: Collection[str] = ()
    ) -> list[Address]:
        """Take up to ``limit`` queued addresses in hand, up to ``per_host`` of each host, best rank first.

        Hosts that have waited longest come first; those in ``without``, those of ``sites`` and those that other
        runs are fetching from now are passed over.
        """
        ...

    def take_host(self, host: str, site: str) -> float:
        """What is in hand leads to ``host``: 0 if this run may ask there, and then no other one does meanwhile.

        Otherwise the seconds until the host opens; infinite where another run fetches from it.
        """
        ...

    def join(self, key: str, target: Address, *, again: bool = False, due_at: float | None = None) -> bool:
        """The address in hand ``key`` leads to ``target``, which is taken in hand with it: True.

        False if the target needs no fetch (done, failed, aside, or in other hands); ``key`` is then done if the
        target gives a story, and for :meth:`part` to finish if it does not. A target that gave none is fetched again
        if ``key`` has a story. ``due_at`` is when ``key`` is asked again where it leads, unless the target's story
        names it; None for never.
        """
        ...

    def part(self, key: str) -> list[Address]:
        """What led to ``key`` leads to no story: addresses in hand that have one of their own, to be told of each.

        The others are done, and not joined for good.
        """
        ...

    def done(self, key: str, visit: Visit) -> None:
        """The address and all that led to it are finished."""
        ...

    def retry(self, key: str, error: str, *, delay: float, tries: int | None, due_at: float | None = None) -> State:
        """An error: WAITING for ``delay`` seconds, or FAILED until ``due_at`` if it was the ``tries``-th in a row.

        ``tries`` None: the address is not to blame, and the error is not counted.
        """
        ...

    def set_aside(self, key: str, reason: str, *, due_at: float | None = None) -> None:
        """Known, and not to be fetched before ``due_at``; None for never."""
        ...

    def give_back(self, keys: Iterable[str]) -> None:
        """Claimed and not fetched: queued again, as if it had not been touched, unless it is in other hands by now."""
        ...

    def get(self, key: str) -> Address | None:
        """What is known of an address."""
        ...

    def listing(self, state: State, limit: int) -> list[Address]:
        """Addresses in a state; the queued ones in the order in which each host's will be fetched."""
        ...

    def gone(self, limit: int) -> tuple[list[Address], int]:
        """Addresses that have answered 404 or 410 and given no page since, the latest first; and how many there are."""
        ...

    def without_story(self, limit: int) -> tuple[list[Address], int]:
        """Addresses whose page came and held no story, the latest first; and how many there are."""
        ...

    def counts(self) -> dict[State, int]:
        """How many addresses are in each state."""
        ...

    def buried(self) -> list[str]:
        """The ids of the runs whose processes this one found dead, on entering or since."""
        ...

    def owners(self) -> list[Owner]:
        """The living runs in the frontier beside this one."""
        ...

    def has_queued(self, *, sites: Collection[str] = (), by: float = inf) -> bool:
        """Whether anything is queued on a host outside ``sites``, whoever fetches from it now.

        What is on hosts that are closed until later than ``by`` is left out.
        """
        ...

    def leave_alone(self, pauses: Mapping[str, float]) -> None:
        """No other run, now or later, asks these host names (all ports) for so many seconds from now.

        A longer time that was said before stays. This run is expected to know for itself.
        """
        ...

    def left_alone(self) -> tuple[int, float]:
        """How many hosts have something queued and are closed to this run, and when the first of them opens."""
        ...

    def next_due(self) -> float | None:
        """When the first waiting address is due, or None if none waits."""
        ...

    def retry_failed(self) -> int:
        """Queue every address again that has failed or was left aside; returns how many."""
        ...

    def note_stored(self) -> None:
        """Remember which addresses have a story by now: what :meth:`queue_lost` looks at. Before the store is asked."""
        ...

    def queue_lost(self, stored: Collection[str]) -> int:
        """Queue every address that was noted to have a story and is not among ``stored`` (keys); returns how many.

        What was visited since is left out, whatever clock its run goes by. They are asked for without validators,
        since a 304 would bring nothing back.
        """
        ...

    def close(self) -> None:
        """Let go of the data; what is in hand is given back by :meth:`leave`, not by this."""
        ...
