"""What the exit code of ``scrapy crawl`` means to the shell, to make and to schedulers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """Documented in the README; 1 is Python's own for what nobody foresaw."""

    OK = 0  # stories are stored, or nothing was due, or what is due waits for its host's turn
    FAILED = 1
    USAGE = 2  # wrong arguments or settings; no request was sent
    NOTHING_FETCHED = 3  # or nothing that came was a story
    STORE_UNAVAILABLE = 4
    ALREADY_RUNNING = 5
    MONITORS_FAILED = 6
    INTERRUPTED = 130  # 128 + SIGINT, as shells count


_BY_FINISH_REASON = {
    "store_unavailable": ExitCode.STORE_UNAVAILABLE,
    "frontier_unavailable": ExitCode.STORE_UNAVAILABLE,
    "already_running": ExitCode.ALREADY_RUNNING,
    "shutdown": ExitCode.INTERRUPTED,
}


def exit_code(stats: Mapping[str, Any]) -> ExitCode:
    """The exit code of a crawl that ended with these Scrapy stats."""
    reason = stats.get("finish_reason")
    if reason is None:
        return ExitCode.FAILED
    if reason in _BY_FINISH_REASON:
        return _BY_FINISH_REASON[reason]
    if stats.get("backstory/monitors/failed"):
        return ExitCode.MONITORS_FAILED
    met = ("stored", "unchanged", "duplicates", "near_duplicates")
    kept = sum(stats.get(f"backstory/stories/{outcome}", 0) for outcome in met)
    kept += stats.get("backstory/versions", 0)
    kept += stats.get("backstory/frontier/not_modified", 0)  # answered with 304: fetched, and known already
    kept += stats.get("backstory/frontier/queued_there", 0)  # redirects to where another run asks now, or nobody may
    asked = stats.get("downloader/request_count", 0)
    return ExitCode.OK if kept or not asked else ExitCode.NOTHING_FETCHED
