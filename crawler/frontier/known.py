"""What it changes that an address is met again: pure, from what the frontier knows to the statements to run."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NamedTuple

from crawler.frontier import statements
from crawler.frontier.base import SPELLINGS, Address
from crawler.frontier.database import meta_text

MOST_SPELLINGS = 4  # tried of one address; each may cost a request to a server that has nothing there

Change = tuple[str, tuple[Any, ...]]


class Known(NamedTuple):
    """What the frontier knows of an address that is met; :data:`FIELDS` in this order."""

    state: str
    visited_in: int | None
    rank: float
    depth: int
    alias_of: str | None
    url: str
    meta: str
    works: bool  # its last visit gave a page
    new: bool  # it had no visit yet


FIELDS = (
    "state, visited_in, rank, depth, alias_of, url, meta, "
    "visited_at IS NOT NULL AND gone_at IS NULL AND error IS NULL, visited_at IS NULL AND error IS NULL"
)


def met(known: Known, address: Address, *, again: bool, round_: int, reach: int) -> tuple[list[Change], bool]:
    """The statements to run in order, and whether ``address`` will be fetched because of them.

    ``again``, ``reach``: see :meth:`crawler.frontier.base.Frontier.add` and ``enter``; ``round_`` is the run's number.
    """
    key, queued = address.key, known.state == "queued"
    way = (key, address.rank, address.depth, address.seed, address.discovered_from)
    other_spelling = address.url != known.url and not known.works
    if again and (queued or (known.state != "in hand" and known.visited_in != round_)):
        tried = _tried(known)
        changes: list[Change] = []
        if other_spelling:
            tried = [*tried, known.url][-MOST_SPELLINGS:]
            changes = _spelled(address, queued=queued)
        wish = meta_text({**address.meta, SPELLINGS: tried} if tried else address.meta)
        return [*changes, (statements.FOR_ITSELF if queued else statements.QUEUE_AGAIN, (*way, wish))], not queued
    if other_spelling and known.state in ("done", "failed", "aside"):
        tried = [*_tried(known), known.url]
        if address.url not in tried and len(tried) < MOST_SPELLINGS:
            meta = {**_meta(known), SPELLINGS: tried}
            kept = (statements.SPELLINGS, (key, meta_text(meta)))
            return [
                *_spelled(address, queued=False),
                kept,
                (statements.QUEUE_TWIN, (key,)),
                (statements.BETTER, way),
            ], True
    if known.state == "done" and address.depth < min(known.depth, reach):
        return [(statements.NEARER, (known.alias_of or key, *way[1:]))], False
    if address.rank > known.rank or address.depth < known.depth:
        return [(statements.BETTER, way)], False
    return [], False


def met_unwritten(known: Address, address: Address, *, again: bool) -> Address:
    """The same for two of one key that are added before the first one is written."""
    nearer = address if again or address.depth < known.depth else known
    known = replace(address, found_at=known.found_at) if again else known
    return replace(
        known,
        rank=max(known.rank, address.rank),
        depth=min(known.depth, address.depth),
        seed=nearer.seed,
        discovered_from=nearer.discovered_from,
    )


def _spelled(address: Address, *, queued: bool) -> list[Change]:
    key = (address.key,)
    changes: list[Change] = [
        (statements.HOST, (address.host, address.site)),
        (statements.SPELLED, (address.key, address.url, address.host, address.site)),
    ]
    return [(statements.UNQUEUE, key), *changes, (statements.REQUEUE, key)] if queued else changes


def _meta(known: Known) -> dict[str, Any]:
    return dict(json.loads(known.meta)) if known.meta else {}


def _tried(known: Known) -> list[str]:
    return list(_meta(known).get(SPELLINGS, ()))
