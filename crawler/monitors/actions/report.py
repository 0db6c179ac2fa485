"""What is told: which run of which collection failed which monitors, and where to read on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.monitors.result import failures
from crawler.storage import keys

if TYPE_CHECKING:
    from spidermon.core.actions import Action

WAIT = 10.0  # seconds that a receiver may take; the run is over and its record waits for this


def report(action: Action) -> dict[str, Any]:
    """JSON values, filled from the result that spidermon gives to an action."""
    crawler, spider = action.data.crawler, action.data.spider
    collection, run_id = getattr(spider, "collection", None), getattr(spider, "run_id", None)
    return {
        "collection": collection,
        "run_id": run_id,
        "run_record": keys.run(collection, run_id) if collection and run_id else None,
        "log": crawler.settings["LOG_FILE"],
        "failed": [{"monitor": name, "reason": reason} for name, reason in failures(action.result)],
    }


def title(said: dict[str, Any]) -> str:
    """One line: the collection and how many failed."""
    return f"Backstory: {said['collection']}: {len(said['failed'])} monitors failed"


def text(said: dict[str, Any]) -> str:
    """The report for a person, a line for each monitor."""
    lines = [f"- {failure['monitor']}: {failure['reason']}" for failure in said["failed"]]
    return "\n".join([title(said), *lines, f"run record: {said['run_record']}", f"log: {said['log'] or 'stderr'}"])
