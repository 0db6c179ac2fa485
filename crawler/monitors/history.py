"""How the last runs of a collection went, read from their run records."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.storage import ObjectMissing, Store, keys

_TIME = re.compile(r"\d{8}T\d{6}Z")  # stands in the run ids that we and the scheduler give
ENDED = ("finished", "stopped")
CUT_SHORT = ("shutdown", "cancelled")


def last_runs(store: Store, collection: str, this_run: str, limit: int) -> list[dict[str, Any]]:
    """The counts of up to ``limit`` runs that came to their end, newest first.

    Runs are put in order by the time in their ids; one whose id has none counts as oldest. A record that cannot be
    read is passed over: monitors must not fail for it. Raises StoreUnavailable.
    """
    prefix = keys.runs_prefix(collection)
    ids = {key.removeprefix(prefix).partition("/")[0] for key in store.keys(prefix)} - {this_run}
    found: list[dict[str, Any]] = []
    for run_id in sorted(ids, key=_time, reverse=True)[: 4 * limit]:  # most of them may have been killed
        counts = _counts(store, keys.run(collection, run_id))
        if counts is not None:
            found.append(counts)
        if len(found) == limit:
            break
    return found


def _time(run_id: str) -> str:
    stamp = _TIME.search(run_id)
    return stamp[0] if stamp else ""


def _counts(store: Store, key: str) -> dict[str, Any] | None:
    try:
        record = json.loads(store.get(key))
    except (ObjectMissing, ValueError):
        return None
    if not isinstance(record, dict) or record.get("state") not in ENDED or record.get("reason") in CUT_SHORT:
        return None
    counts = record.get("counts")
    return {**counts, "sites": record.get("sites")} if isinstance(counts, dict) else None
