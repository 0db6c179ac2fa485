"""Shows a run to Prometheus: at a port while it goes on, or in a text file that stays when it is over."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from prometheus_client import CollectorRegistry, start_http_server, write_to_textfile
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.frontier import FrontierError
from crawler.metrics import RunCollector
from crawler.setting_rules import listed

if TYPE_CHECKING:
    from wsgiref.simple_server import WSGIServer

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LEFT = "backstory/frontier/left/"


class Metrics:
    """METRICS_PORT: a port, or the first and the last of a range (Scrapyd runs several crawls at once).

    METRICS_TEXTFILE: a folder of node_exporter's textfile collector; ``backstory-<collection>.prom`` is written
    there at the start, every METRICS_SECONDS, and at the end.
    """

    def __init__(self, crawler: Crawler, ports: list[int], folder: Path | None) -> None:
        self.crawler = crawler
        self._ports = ports
        self._folder = folder
        self._registry = CollectorRegistry()
        self._server: WSGIServer | None = None
        self._file: Path | None = None
        self._frontier: Mapping[str, int] = {}
        self._refreshing = create_looping_call(self._refresh)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        ports = [int(port) for port in listed(settings["METRICS_PORT"])]
        folder = Path(settings["METRICS_TEXTFILE"]) if settings["METRICS_TEXTFILE"] else None
        if not ports and not folder:
            raise NotConfigured
        metrics = cls(crawler, ports, folder)
        crawler.signals.connect(metrics.spider_opened, signals.spider_opened)
        crawler.signals.connect(metrics.spider_closed, signals.spider_closed)
        return metrics

    def spider_opened(self, spider: Spider) -> None:
        """Begin. A port that is taken or a folder that is not there costs a log line, never the crawl."""
        collection = getattr(spider, "collection", spider.name)
        self._registry.register(RunCollector(collection, self._stats, lambda: self._frontier))
        if self._ports:
            self._listen(self.crawler.settings["METRICS_HOST"])
        if self._folder:
            self._file = self._folder / f"backstory-{collection}.prom"
        self._refreshing.start(self.crawler.settings.getfloat("METRICS_SECONDS"), now=True)

    def _listen(self, host: str) -> None:
        for port in range(self._ports[0], self._ports[-1] + 1):
            try:
                self._server, _ = start_http_server(port, host, self._registry)
            except OSError:
                continue
            logger.info("Metrics at http://%s:%d/metrics", host, self._server.server_port)
            return
        logger.error("No metrics: no port of METRICS_PORT=%s is free at %s", self._ports, host)

    def _refresh(self) -> None:
        with suppress(FrontierError):  # the scheduler says so, and ends the crawl if it lasts
            self._frontier = self._count_frontier()
        if self._file:
            try:
                write_to_textfile(str(self._file), self._registry)
            except OSError as error:
                logger.error("No metrics in %s: %s", self._file, error.strerror)
                self._file = None

    def spider_closed(self) -> None:
        """The last numbers, with what the monitors said."""
        if self._refreshing.running:
            self._refreshing.stop()
        self._refresh()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def _stats(self) -> Mapping[str, Any]:
        """A copy: the server asks from its own thread, while the crawl goes on counting."""
        assert self.crawler.stats is not None
        return dict(self.crawler.stats.get_stats())

    def _count_frontier(self) -> Mapping[str, int]:
        """Addresses by state: the scheduler's last word at the end, its frontier's while the crawl goes on."""
        left = {name.removeprefix(LEFT): value for name, value in self._stats().items() if name.startswith(LEFT)}
        slot = getattr(self.crawler.engine, "_slot", None)  # Scrapy has no public way from a crawler to its scheduler
        frontier = getattr(getattr(slot, "scheduler", None), "frontier", None)
        if left or frontier is None:
            return left
        return {state.value.replace(" ", "_"): count for state, count in frontier.counts().items()}
