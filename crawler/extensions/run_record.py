"""Keeps the record of a run: ``<collection>/runs/<run id>/run.json``, written at its start and at its end.

Where a run was killed before its end, another one in its frontier writes so.
"""

from __future__ import annotations

import asyncio
import json
import logging
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.storage import ObjectMissing, StoreError, keys
from crawler.storage.aio import AsyncStore
from crawler.version import backstory_version

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.frontier.base import Frontier

logger = logging.getLogger(__name__)

WRITTEN = "backstory/run_record/written"  # the stat that counts how often a run's record came to the store
PARTS = ("scrapy", "twisted", "itemloaders", "lxml", "trafilatura", "boto3", "scrapy-playwright")
# What Scrapy's stats say beyond our own that a reader of the record in ten years would ask for.
SCRAPY_STATS = (
    "downloader/request_count",
    "downloader/response_count",
    "downloader/response_bytes",
    "downloader/exception_count",
    "retry/count",
    "elapsed_time_seconds",
    "log_count/ERROR",
    "log_count/WARNING",
)


class RunRecord:
    """What happened in a run: seeds, arguments, counts, reasons, versions."""

    def __init__(self, crawler: Crawler, store: AsyncStore) -> None:
        self.crawler = crawler
        self.shared = store
        # Not through what waits for a store that fails: it would hold up the end of a crawl.
        self.store = store.store
        self.started_at = datetime.now(UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("RUN_RECORD_ENABLED", True):
            raise NotConfigured
        record = cls(crawler, AsyncStore.from_crawler(crawler))
        crawler.signals.connect(record.spider_opened, signals.spider_opened)
        crawler.signals.connect(record.spider_closed, signals.spider_closed)
        return record

    async def spider_opened(self, spider: Spider) -> None:
        """Write the record as far as it is known, so that a run that is killed leaves one too."""
        await self.shared.checked()
        await self._write(spider, {"state": "running"})
        await self._write_of_the_dead(spider)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Write the record of a run that is over; a store that fails now is logged, not raised."""
        state = {"finished": "finished", "shutdown": "stopped", "cancelled": "stopped"}.get(reason)
        if state is None:
            state = "stopped" if reason.startswith("closespider_") else "failed"
        await self._write(spider, {"state": state, "reason": reason, "finished_at": datetime.now(UTC).isoformat()})
        await self._write_of_the_dead(spider)

    async def _write_of_the_dead(self, spider: Spider) -> None:
        slot = getattr(self.crawler.engine, "_slot", None)  # Scrapy has no public way from a crawler to its scheduler
        frontier: Frontier | None = getattr(getattr(slot, "scheduler", None), "frontier", None)
        if frontier is None or self.shared.refused:
            return
        collection, own = getattr(spider, "collection", ""), getattr(spider, "run_id", None)
        for run_id in set(frontier.buried()) - {own}:
            await asyncio.to_thread(self._say_killed, keys.run(collection, run_id))

    def _say_killed(self, key: str) -> None:
        """What else the record of a dead run says stays; so does one that cannot be read or written now."""
        try:
            record = json.loads(self.store.get(key))
            if record["state"] == "running":
                self.store.put(key, _body(record | {"state": "killed"}), content_type="application/json")
        except ObjectMissing:
            return  # it kept none, or was killed before it wrote one
        except (StoreError, ValueError, KeyError, TypeError) as error:
            logger.warning("%s does not say that its run was killed: %s", key, error)

    async def _write(self, spider: Spider, outcome: dict[str, Any]) -> None:
        collection, run_id = getattr(spider, "collection", None), getattr(spider, "run_id", None)
        if not (collection and run_id) or self.shared.refused:
            return  # a spider of someone else's, without a collection; or a store that has said what is to be mended
        args = spider.args.model_dump(mode="json", exclude={"job"}) if hasattr(spider, "args") else {}
        counts = self._counts()
        record = {
            "run_id": run_id,
            "collection": collection,
            "spider": spider.name,
            **outcome,
            "started_at": self.started_at.isoformat(),
            "seeds": args.pop("seeds", []),
            "arguments": args,
            "counts": counts,
            "sites": counts.pop("sites", {}),
            "monitors": counts.pop("monitors/results", {}),
            "log": self.crawler.settings["LOG_FILE"],
            "versions": versions(),
        }
        key = keys.run(collection, run_id)
        try:
            await asyncio.to_thread(self.store.put, key, _body(record), content_type="application/json")
        except StoreError as error:
            logger.error("The run record was not written: %s", error)
        else:
            assert self.crawler.stats is not None
            self.crawler.stats.inc_value(WRITTEN)

    def _counts(self) -> dict[str, Any]:
        assert self.crawler.stats is not None
        stats = self.crawler.stats.get_stats()
        own = {key.removeprefix("backstory/"): value for key, value in stats.items() if key.startswith("backstory/")}
        statuses = {key: value for key, value in stats.items() if key.startswith("downloader/response_status_count/")}
        return own | {key: stats[key] for key in SCRAPY_STATS if key in stats} | statuses


def _body(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def versions() -> dict[str, str]:
    """The versions of Backstory, of the parts that shape a story, and of Python."""
    found = {"backstory": backstory_version(), "python": platform.python_version()}
    for part in PARTS:
        try:
            found[part] = version(part)
        except PackageNotFoundError:
            continue
    return found
