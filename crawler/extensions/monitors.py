"""Runs the monitors when a run closes, writes down which failed, and lets the actions tell somebody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import load_object
from spidermon import MonitorSuite
from spidermon.runners import MonitorRunner

from crawler.monitors.history import last_runs
from crawler.monitors.result import failures
from crawler.storage import StoreError
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# A run that did not do its work says nothing about the sites; its exit code tells what happened.
UNSAID = ("already_running", "shutdown", "cancelled")


class Monitors:
    """The suite of spidermon that MONITORS names, with the actions that MONITOR_ACTIONS names.

    Stats: ``backstory/monitors/run`` and ``backstory/monitors/failed`` (counts), and for the run record
    ``backstory/monitors/results``: ``{name: "ok" or the reason}``.
    """

    def __init__(self, crawler: Crawler, suite: Any, runs: int) -> None:
        self.crawler = crawler
        self._store = AsyncStore.from_crawler(crawler)  # now, so that it is checked when the spider opens
        self._suite = suite
        self._runs = runs
        self._history: list[dict[str, Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        monitors = [load_object(path) for path in settings.getlist("MONITORS")]
        if not monitors:
            raise NotConfigured
        actions = [load_object(path) for path in settings.getlist("MONITOR_ACTIONS")]
        suite = MonitorSuite(name="backstory", monitors=monitors, monitors_failed_actions=actions, crawler=crawler)
        extension = cls(crawler, suite, settings.getint("MONITOR_HISTORY_RUNS"))
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    async def spider_opened(self, spider: Spider) -> None:
        """Read how the last runs went, while the crawl has not begun."""
        collection, run_id = getattr(spider, "collection", None), getattr(spider, "run_id", None)
        if not (collection and run_id):
            return  # a spider of someone else's: it has no history
        try:
            if await self._store.checked():
                self._history = await self._store.run(last_runs, collection, run_id, self._runs)
        except StoreError as error:
            logger.warning("The monitors know no earlier runs: %s", error)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Decide, before the run record is written; at most the actions' own time-outs are waited for."""
        if reason in UNSAID:
            return
        assert self.crawler.stats is not None
        counts = {name.removeprefix("backstory/"): value for name, value in self.crawler.stats.get_stats().items()}
        result = MonitorRunner().run(
            self._suite, counts=counts, history=self._history, crawler=self.crawler, spider=spider
        )
        failed = failures(result)
        names = [item.item.name for item in result.monitor_results]
        self.crawler.stats.set_value("backstory/monitors/run", len(names))
        self.crawler.stats.set_value("backstory/monitors/failed", len(failed))
        results = dict.fromkeys(names, "ok") | dict(failed)
        self.crawler.stats.set_value("backstory/monitors/results", results)
        if failed:
            listed = "; ".join(f"{name} ({why})" for name, why in failed)
            logger.error("%d of %d monitors failed: %s", len(failed), len(names), listed)
        for item in result.monitors_failed_action_results:
            if item.status == "ERROR":
                last = str(item.error).strip().splitlines()[-1]
                logger.error("Nobody was told by %s: %s", item.item.name, last)
