"""``scrapy frontier COLLECTION``: what a collection's frontier holds, what is next, and what has failed."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler import escape
from crawler.collection.command import CollectionCommand, console
from crawler.frontier import Frontier, frontier_path, open_frontier
from crawler.frontier.base import Address, State

if TYPE_CHECKING:
    import argparse

    from crawler.storage import Store

_SHOWN = 10
_REFUSED = {State.FAILED: "failed", State.ASIDE: "left aside"}


class Command(CollectionCommand):
    """Works beside a running crawl."""

    def short_desc(self) -> str:
        return "Show what a collection's frontier holds, and try again what was refused"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--failed", action="store_true", help="list the addresses that have failed, and why")
        one.add_argument("--aside", action="store_true", help="list the addresses left aside, and why")
        one.add_argument("--gone", action="store_true", help="list the addresses that answered 404 or 410, and when")
        one.add_argument("--no-story", action="store_true", help="list the addresses whose page held no story")
        one.add_argument("--retry", action="store_true", help="queue what has failed or was left aside again")
        parser.add_argument("-n", type=_count, default=_SHOWN, metavar="N", help=f"how many to list (default {_SHOWN})")

    def work(self, store: Store, collection: str) -> None:  # noqa: ARG002
        """Raises ValueError for a collection without a frontier, FrontierError for a file that cannot be used."""
        assert self.settings is not None
        if not frontier_path(self.settings, collection).exists():
            raise ValueError(f"{collection} has no frontier yet; scrapy rebuild {collection} makes one")
        frontier = open_frontier(self.settings, collection)
        self._show(frontier)
        frontier.close()

    def _show(self, frontier: Frontier) -> None:
        opts = self.opts
        if opts.retry:
            before, queued = frontier.counts(), frontier.retry_failed()
            why = ", ".join(f"{before[state]} {word}" for state, word in _REFUSED.items())
            console().print(f"{queued} addresses are queued again ({why})")
        elif opts.failed or opts.aside:
            state = State.FAILED if opts.failed else State.ASIDE
            nothing = "no address has failed" if opts.failed else "no address is left aside"
            self._list(frontier.listing(state, opts.n), frontier.counts()[state], "error", nothing)
        elif opts.gone:
            self._list(*frontier.gone(opts.n), "gone_at", "no address is gone")
        elif opts.no_story:
            self._list(*frontier.without_story(opts.n), "visited_at", "no page was without a story")
        else:
            self._counts(frontier)

    def _list(self, addresses: list[Address], total: int, column: str, nothing: str) -> None:
        if not total:
            console().print(nothing)
        _print(addresses, column)
        if total > len(addresses):
            console(stderr=True).print(f"… and {total - len(addresses)} more; -n {total} lists all")

    def _counts(self, frontier: Frontier) -> None:
        out = console()
        for state, count in frontier.counts().items():
            out.print(f"{state.value:<10}{count:>10}")
        for owner in frontier.owners():
            out.print(f"running   {owner.run_id} with {owner.in_hand} in hand")
        for state in (State.QUEUED, State.WAITING):
            if addresses := frontier.listing(state, self.opts.n):
                out.print(f"\n{'next' if state is State.QUEUED else 'waiting'}:")
                _print(addresses, "rank" if state is State.QUEUED else "due_at")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number of lines: write 0 or more")
    return int(text)


def _print(addresses: list[Address], column: str) -> None:
    """One line an address, whole whatever the width of the terminal: it may be read by another program."""
    values = [escape.terminal(_value(address, column)) for address in addresses]
    width = max(map(len, values), default=0)
    out = console()
    for value, address in zip(values, addresses, strict=True):
        out.print(f"{value:<{width}}  {escape.terminal(address.url)}")


def _value(address: Address, column: str) -> str:
    value = getattr(address, column)
    if column in ("due_at", "gone_at", "visited_at"):
        when = f"{datetime.fromtimestamp(value or 0, UTC):%Y-%m-%d %H:%M:%S} UTC"
        return f"{when}  {address.error}" if column == "due_at" and address.error else when
    return f"{value:g}" if isinstance(value, float) else str(value or "")
