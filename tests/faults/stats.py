"""A stats collector that leaves its counts in a file: ``STATS_CLASS`` of the crawls here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scrapy.statscollectors import MemoryStatsCollector


class WrittenStats(MemoryStatsCollector):
    """Writes all counts as JSON to the file named by the setting ``STATS_FILE``."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._file = Path(crawler.settings["STATS_FILE"])

    def _persist_stats(self, stats: dict[str, Any]) -> None:
        super()._persist_stats(stats)
        self._file.write_text(json.dumps(stats, default=str), "utf-8")
