"""How long things take, as stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector


def add_seconds(stats: StatsCollector, name: str, seconds: float) -> None:
    """Add to the stat ``name``; Scrapy's own ``inc_value`` is typed for whole numbers."""
    stats.set_value(name, stats.get_value(name, 0.0) + seconds)
