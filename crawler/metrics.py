"""Scrapy's stats of a run as Prometheus' metrics. Names by Prometheus' "Metric and label naming"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from crawler.exit_codes import exit_code
from crawler.version import backstory_version

_OUTCOMES = ("stored", "unchanged", "duplicates")
_COUNTERS = {
    "backstory_versions": ("backstory/versions", "Versions of stories that were stored."),
    "backstory_raw_bytes": ("backstory/raw/bytes", "Raw HTML that was stored, in bytes before compression."),
    "backstory_response_bytes": ("downloader/response_bytes", "Answers, in bytes as they came over the wire."),
    "backstory_store_errors": ("backstory/store/errors", "Calls that the store did not do."),
    "backstory_log_errors": ("log_count/ERROR", "Lines of level ERROR in the log."),
}
_PREFIXES = {
    "backstory_blocked": ("backstory/blocked/", "how", "Answers that refuse us."),
    "backstory_links_left": ("backstory/links/left/", "reason", "Links that were not followed."),
    "backstory_pages_without_story": ("backstory/pages/no_story/", "reason", "Pages that are no story."),
}
_SECONDS = {
    "backstory_store_seconds": ("backstory/store/seconds", "backstory/store/calls", "Calls of the store, in seconds."),
    "backstory_extraction_seconds": (
        "backstory/extraction/seconds",
        "backstory/extraction/pages",
        "From a page's bytes to a story, in seconds.",
    ),
}


class RunCollector(Collector):
    """Reads the stats when it is asked; every metric but the build's carries the label ``collection``."""

    def __init__(
        self, collection: str, stats: Callable[[], Mapping[str, Any]], frontier: Callable[[], Mapping[str, int]]
    ) -> None:
        self.collection = collection
        self._stats = stats
        self._frontier = frontier

    def collect(self) -> Iterator[Metric]:
        """All metrics, now."""
        stats = self._stats()
        stories = {outcome: stats.get(f"backstory/stories/{outcome}", 0) for outcome in _OUTCOMES}
        yield self._counter("backstory_stories", "Stories by what they were to the collection.", "outcome", stories)
        yield self._counter("backstory_requests", "Requests by status or error.", "outcome", requests_by_outcome(stats))
        for name, (stat, text) in _COUNTERS.items():
            yield self._counter(name, text, None, {"": stats.get(stat, 0)})
        for name, (prefix, label, text) in _PREFIXES.items():
            yield self._counter(name, text, label, _below(stats, prefix))
        for name, (total, count, text) in _SECONDS.items():
            family = SummaryMetricFamily(name, text, labels=["collection"])
            family.add_metric([self.collection], count_value=stats.get(count, 0), sum_value=stats.get(total, 0.0))
            yield family
        text = "Addresses of the collection by state."
        yield self._gauge("backstory_frontier_addresses", text, "state", self._frontier())
        monitors = stats.get("backstory/monitors/results") or {}
        failed = {name: float(said != "ok") for name, said in monitors.items()}
        yield self._gauge("backstory_monitor_failed", "1 where a monitor failed at the last close.", "monitor", failed)
        yield from self._run(stats)
        build = GaugeMetricFamily("backstory_build_info", "1, labelled with the version.", labels=["version"])
        build.add_metric([backstory_version()], 1)
        yield build

    def _run(self, stats: Mapping[str, Any]) -> Iterator[Metric]:
        for name, moment in (("start", stats.get("start_time")), ("end", stats.get("finish_time"))):
            if moment is not None:
                yield self._gauge(
                    f"backstory_run_{name}_timestamp_seconds", f"The run's {name}.", None, {"": moment.timestamp()}
                )
        if "finish_reason" in stats:
            text = "What scrapy crawl tells the shell."
            yield self._gauge("backstory_run_exit_code", text, None, {"": float(exit_code(stats))})

    def _counter(self, name: str, text: str, label: str | None, values: Mapping[str, float]) -> Metric:
        return self._filled(CounterMetricFamily(name, text, labels=_labels(label)), label, values)

    def _gauge(self, name: str, text: str, label: str | None, values: Mapping[str, float]) -> Metric:
        return self._filled(GaugeMetricFamily(name, text, labels=_labels(label)), label, values)

    def _filled(
        self, family: CounterMetricFamily | GaugeMetricFamily, label: str | None, values: Mapping[str, float]
    ) -> Metric:
        for value, number in values.items():
            family.add_metric([self.collection, value] if label else [self.collection], number)
        return family


def requests_by_outcome(stats: Mapping[str, Any]) -> dict[str, float]:
    """How often each status came (``200``, ``404`` …), and each error for which none did (``timeout`` …)."""
    statuses = _below(stats, "downloader/response_status_count/")
    errors = {name: n for name, n in _below(stats, "backstory/failed/").items() if not name.startswith("http_")}
    return statuses | errors


def _labels(label: str | None) -> list[str]:
    return ["collection", label] if label else ["collection"]


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, float]:
    return {name.removeprefix(prefix): value for name, value in stats.items() if name.startswith(prefix)}
