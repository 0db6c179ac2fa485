"""What every monitor of the house stands on: the run's counts, the collection's earlier runs, the thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING, Any

from spidermon import Monitor

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

SEEN = ("stories/stored", "stories/unchanged", "stories/duplicates")  # a 304 of a stored story is among the unchanged


class RunMonitor(Monitor):  # type: ignore[misc]
    """A subclass has one method ``test_…`` that ends in ``self.fail(reason)`` or does not.

    Reads the counts of the run as they stand in its record (``counts``), those of the collection's last runs
    (``history``, newest first) and Scrapy's settings.
    """

    @property
    def monitor_name(self) -> str:
        """The first line of the docstring, without its full stop."""
        return (type(self).__doc__ or type(self).__name__).strip().split("\n")[0].rstrip(".")

    @property
    def name(self) -> str:
        return self.monitor_name

    @property
    def counts(self) -> Mapping[str, Any]:
        """Own stats without their prefix ``backstory/``, and Scrapy's."""
        found: Mapping[str, Any] = self.data.counts
        return found

    @property
    def history(self) -> list[Mapping[str, Any]]:
        """The counts of the last runs of this collection that came to their end."""
        found: list[Mapping[str, Any]] = self.data.history
        return found

    @property
    def settings(self) -> BaseSettings:
        """The settings of the run; each monitor names its thresholds."""
        found: BaseSettings = self.data.crawler.settings
        return found

    def usual(self, values: list[float]) -> float | None:
        """The median of earlier runs' values, or None while there are too few to say what is usual."""
        return median(values) if len(values) >= self.settings.getint("MONITOR_HISTORY_MIN") else None


def seen(counts: Mapping[str, Any]) -> int:
    """How many stories a run met: new, changed and known ones."""
    changed = counts.get("versions", 0) - counts.get("stories/stored", 0)
    return int(sum(counts.get(name, 0) for name in SEEN) + max(0, changed))


def below(counts: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """The counts whose names begin with ``prefix``, without it."""
    return {name.removeprefix(prefix): value for name, value in counts.items() if name.startswith(prefix)}


def sites(counts: Mapping[str, Any]) -> Mapping[str, Mapping[str, int]]:
    """The counts by site (see :mod:`crawler.extensions.sites`)."""
    found: Mapping[str, Mapping[str, int]] = counts.get("sites") or {}
    return found
