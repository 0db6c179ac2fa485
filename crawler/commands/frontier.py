"""``scrapy frontier COLLECTION``: what a collection's frontier holds, what is next, and what has failed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.table import Table

from crawler import escape
from crawler.collection.command import CollectionCommand, console
from crawler.frontier import Frontier, frontier_path, open_frontier
from crawler.frontier.base import Address, State

if TYPE_CHECKING:
    import argparse

    from crawler.storage import Store

_SHOWN = 10


class Command(CollectionCommand):
    """Works beside a running crawl."""

    def short_desc(self) -> str:
        return "Show what a collection's frontier holds, and try failed addresses again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--failed", action="store_true", help="list the addresses that have failed, and why")
        parser.add_argument("--aside", action="store_true", help="list the addresses left aside, and why")
        parser.add_argument("--retry", action="store_true", help="queue the failed addresses again")
        parser.add_argument("-n", type=int, default=_SHOWN, metavar="N", help=f"how many to list (default {_SHOWN})")

    def work(self, store: Store, collection: str) -> None:  # noqa: ARG002
        """Raises ValueError for a collection without a frontier, FrontierError for a file that cannot be used."""
        assert self.settings is not None
        if not frontier_path(self.settings, collection).exists():
            raise ValueError(f"{collection} has no frontier yet; scrapy rebuild {collection} makes one")
        frontier = open_frontier(self.settings, collection)
        self._show(frontier)
        frontier.close()

    def _show(self, frontier: Frontier) -> None:
        out, opts = console(), self.opts
        if opts.retry:
            out.print(f"{frontier.retry_failed()} failed addresses are queued again")
        elif opts.failed or opts.aside:
            found = frontier.listing(State.FAILED if opts.failed else State.ASIDE, opts.n)
            nothing = "no address has failed" if opts.failed else "no address is left aside"
            out.print(_table(found, "error") if found else nothing)
        else:
            for state, count in frontier.counts().items():
                out.print(f"{state.value:<10}{count:>10}")
            for owner in frontier.owners():
                out.print(f"running   {owner.run_id} with {owner.in_hand} in hand")
            for state in (State.QUEUED, State.WAITING):
                if addresses := frontier.listing(state, opts.n):
                    out.print(f"\n{'next' if state is State.QUEUED else 'waiting'}:")
                    out.print(_table(addresses, "rank" if state is State.QUEUED else "due_at"))


def _table(addresses: list[Address], column: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for address in addresses:
        table.add_row(escape.terminal(_value(address, column)), escape.terminal(address.url))
    return table


def _value(address: Address, column: str) -> str:
    value = getattr(address, column)
    if column == "due_at":
        return f"{datetime.fromtimestamp(value or 0, UTC):%Y-%m-%d %H:%M:%S}"
    return f"{value:g}" if isinstance(value, float) else str(value or "")
