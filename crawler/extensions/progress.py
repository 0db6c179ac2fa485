"""How a crawl is going: a live panel on a terminal, a line in the log every minute elsewhere."""

from __future__ import annotations

import logging
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.escape import terminal
from crawler.frontier import FrontierError
from crawler.items import Story
from crawler.own_scheduler import has_frontier

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_OFTEN = 1.0  # seconds between two looks at a terminal
_HEADLINE = 60  # characters


class Progress:
    """Replaces Scrapy's LogStats. ``PROGRESS_INTERVAL`` is the seconds between log lines; 0 switches it off."""

    def __init__(self, crawler: Crawler) -> None:
        self._interval = crawler.settings.getfloat("PROGRESS_INTERVAL")
        if not self._interval:
            raise NotConfigured
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._last_story = ""
        self._begun = monotonic()
        self._before = (self._begun, 0)
        self._live: Live | None = None
        self._streams: list[tuple[logging.StreamHandler[Any], Any]] = []
        self._loop = create_looping_call(self._look)
        for receiver, signal in (
            (self.spider_opened, signals.spider_opened),
            (self.spider_closed, signals.spider_closed),
            (self.item_scraped, signals.item_scraped),
        ):
            crawler.signals.connect(receiver, signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Begin to look."""
        if sys.stderr.isatty() and not self._crawler.settings.get("LOG_FILE"):
            self._go_live()
        self._loop.start(_OFTEN if self._live else self._interval, now=False)

    def _go_live(self) -> None:
        before = sys.stderr
        self._live = Live(console=Console(file=before), transient=True, auto_refresh=False)
        self._live.start()
        # Log lines go through rich while the panel stands, or each would tear it.
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is before:
                self._streams.append((handler, before))
                handler.setStream(sys.stderr)

    def spider_closed(self) -> None:
        """The terminal is given back as it was."""
        if self._loop.running:
            self._loop.stop()
        for handler, stream in self._streams:
            handler.setStream(stream)
        if self._live:
            self._live.stop()

    def item_scraped(self, item: object) -> None:
        """Remember what was stored last."""
        if isinstance(item, Story):
            self._last_story = item.headline or item.url

    def _look(self) -> None:
        try:
            figures = self._figures()
        except FrontierError:
            return  # the scheduler says so, and ends the crawl if it lasts
        if self._live:
            self._live.update(_panel(figures), refresh=True)
        else:
            logger.info(
                "%s", ", ".join(f"{name} {value}" for name, value in figures.items() if value not in ("", None))
            )

    def _figures(self) -> dict[str, object]:
        now, pages = monotonic(), self._stats.get_value("response_received_count", 0)
        since, before = self._before
        self._before = (now, pages)
        engine = self._crawler.engine
        scheduler = engine.scheduler if engine else None
        figures: dict[str, object] = {
            "stories": self._stats.get_value("backstory/stories/stored", 0),
            "pages": pages,
            "pages/min": round((pages - before) / max(now - since, 0.001) * 60),
            "errors": self._stats.get_value("log_count/ERROR", 0),
        }
        if has_frontier(scheduler):
            figures |= {"queued": len(scheduler), "in hand": len(scheduler.ledger), "failed": scheduler.failed()}
        figures["slowest"] = self._slowest()
        figures["last"] = terminal(self._last_story[:_HEADLINE])
        return figures

    def _slowest(self) -> str:
        """The host that most requests wait for, with the seconds between two of them."""
        engine = self._crawler.engine
        slots = engine.downloader.slots if engine else {}
        busy = [(slot.delay, host) for host, slot in slots.items() if slot.active]
        return "{1} ({0:.1f} s)".format(*max(busy)) if busy else ""


def _panel(figures: dict[str, object]) -> Table:
    table = Table.grid(padding=(0, 2))
    counts = [f"[bold]{value}[/] {name}" for name, value in figures.items() if isinstance(value, int)]
    table.add_row(*counts)
    words = [f"{name}: {escape(str(value))}" for name, value in figures.items() if isinstance(value, str) and value]
    rows = Table.grid()
    rows.add_row(table)
    for line in words:
        rows.add_row(line)
    return rows
