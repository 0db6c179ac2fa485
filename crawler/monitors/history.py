"""How the last runs of a collection went, read from their run records."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.collection.reading import run_ids
from crawler.storage import ObjectMissing, Store, keys

_TIME = re.compile(r"\d{8}T\d{6}Z")  # stands in the run ids that we and the scheduler give
ENDED = ("finished", "stopped")
CUT_SHORT = ("shutdown", "cancelled")
# Or it runs still: its record is the one that was written at its start, and whoever found it dead changed the word.
KILLED = ("running", "killed")
MOST_READ = 24  # records that are read for one that says something


def last_runs(store: Store, collection: str, this_run: str, limit: int) -> list[dict[str, Any]]:
    """The counts of up to ``limit`` runs that came to their end, newest first.

    Runs are put in order by the time in their ids; one whose id has none counts as oldest. A record that cannot be
    read is passed over: monitors must not fail for it. Raises StoreUnavailable.
    """
    found: list[dict[str, Any]] = []
    for run_id in _newest_first(store, collection, this_run)[: 4 * limit]:  # most of them may have been killed
        counts = _counts(_record(store, keys.run(collection, run_id)))
        if counts is not None:
            found.append(counts)
        if len(found) == limit:
            break
    return found


def last_record(store: Store, collection: str, this_run: str) -> dict[str, Any] | None:
    """The record of the collection's last run that asked for something, whatever became of it; None if there is none.

    In the order of :func:`last_runs`. Raises StoreUnavailable.
    """
    for run_id in _newest_first(store, collection, this_run)[:MOST_READ]:
        record = _record(store, keys.run(collection, run_id))
        if record.get("state") in KILLED or _asked(record):
            return record
    return None


def _newest_first(store: Store, collection: str, this_run: str) -> list[str]:
    return sorted(set(run_ids(store, collection)) - {this_run}, key=_time, reverse=True)


def _time(run_id: str) -> str:
    stamp = _TIME.search(run_id)
    return stamp[0] if stamp else ""


def _record(store: Store, key: str) -> dict[str, Any]:
    try:
        record = json.loads(store.get(key))
    except (ObjectMissing, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _asked(record: dict[str, Any]) -> bool:
    counts = record.get("counts")
    return isinstance(counts, dict) and bool(counts.get("downloader/request_count"))


def _counts(record: dict[str, Any]) -> dict[str, Any] | None:
    if record.get("state") not in ENDED or record.get("reason") in CUT_SHORT:
        return None
    counts = record.get("counts")
    return {**counts, "sites": record.get("sites")} if isinstance(counts, dict) else None
