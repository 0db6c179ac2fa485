"""While a store is down the crawl waits for it, and does not ask publishers for pages that it could not keep."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from crawler.storage.base import StoreRefused, StoreUnavailable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

REASON = "store_unavailable"  # the finish reason of a crawl that gave up; its exit code is 4
FIRST_WAIT = 0.5  # seconds; a store that is being restarted or says SlowDown is often back as soon
LONGEST_WAIT = 10.0
REMINDER = 60.0  # seconds between log lines while it lasts
_SLICE = 0.25  # seconds between looks at whether the crawl was stopped meanwhile


class Outage:
    """Holds calls back while the store fails. One of them, the scout, tries again; the others wait for its success.

    The scout repeats its own call: a store that can be read but not written is down as well.
    """

    def __init__(self, crawler: Crawler, give_up: float) -> None:
        self._crawler = crawler
        self._give_up = give_up
        self.error: StoreUnavailable | None = None  # set while the store is down
        self._given_up = False
        self._since = self._reminded = 0.0
        self._wait = FIRST_WAIT
        self._scout: asyncio.Task[object] | None = None
        self._over = asyncio.Event()
        self._paused = False
        self._closing: asyncio.Task[None] | None = None
        self.hopeless = False  # set where waiting serves nothing: what is stored could not be marked as done
        self.crawling = False  # whether pages are being fetched, so that giving up means to end the crawl

    async def enter(self) -> None:
        """Return when a call makes sense. Raises StoreUnavailable or StoreRefused if the crawl has given up."""
        while self.error is not None:
            if self._given_up:
                raise self.error
            task = asyncio.current_task()
            if self._scout is None or self._scout.done():
                self._scout = task
            if self._scout is task:
                return
            await self._over.wait()

    async def failed(self, error: StoreUnavailable) -> None:
        """Return when it is time to enter again. Raises ``error`` if the crawl gives up."""
        if self.error is None:
            self._begin(error)
        elif self._scout is not asyncio.current_task():
            return
        self.error = error
        end = min(time.monotonic() + self._wait, self._since + self._give_up)
        self._wait = min(self._wait * 2, LONGEST_WAIT)
        try:
            while (now := time.monotonic()) < end and self._goes_on():
                await asyncio.sleep(min(_SLICE, end - now))
        except asyncio.CancelledError:
            self._hand_over()
            raise
        if now >= self._since + self._give_up or not self._goes_on():
            self._surrender(error)
            raise error
        if now - self._reminded >= REMINDER:
            self._reminded = now
            logger.warning("The store is still down after %d s: %s", now - self._since, error)

    def works(self) -> None:
        """A call was answered; if it was the scout's, the store is back."""
        if self.error is None or self._scout is not asyncio.current_task():
            return
        lasted = time.monotonic() - self._since
        logger.info("The store is back after %.1f s; the crawl goes on", lasted)
        self._count("outage_seconds", lasted)
        self.error = None
        self._wait = FIRST_WAIT
        if self._paused and self._crawler.engine:
            self._crawler.engine.unpause()
        self._hand_over()

    def refuse_at_start(self, error: StoreUnavailable) -> None:
        """A store that refuses before the first page was fetched, or that is not there, needs a person: no use to wait,
        and no more to say.
        """
        self.error, self._given_up = error, True
        self._count("outages", 1)
        logger.error("The store cannot be used, and the crawl ends: %s", error)

    def _goes_on(self) -> bool:
        return self._crawler.crawling and not self.hopeless

    def _begin(self, error: StoreUnavailable) -> None:
        self.error = error
        self._since = self._reminded = time.monotonic()
        self._scout = asyncio.current_task()
        self._over.clear()
        self._count("outages", 1)
        engine = self._crawler.engine
        self._paused = bool(engine and not engine.paused)
        if engine:
            engine.pause()
        if self.hopeless:
            return  # giving up is said at once
        hint = " A person must mend this." if isinstance(error, StoreRefused) else ""
        logger.warning(
            "The store fails: %s.%s The crawl pauses, and gives up after %g s (STORE_GIVE_UP)",
            *(error, hint, self._give_up),
        )

    def _surrender(self, error: StoreUnavailable) -> None:
        self._given_up = True
        lasted = time.monotonic() - self._since
        self._count("outage_seconds", lasted)
        missing = "The next run fetches what is missing" if self.crawling else "Give the next run the same seeds"
        logger.error("The store failed for %d s and the crawl gives up: %s. %s", lasted, error, missing)
        self._hand_over()
        if self.crawling and self._crawler.engine and self._crawler.crawling:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=REASON))

    def _hand_over(self) -> None:
        self._scout = None
        self._over.set()
        self._over = asyncio.Event()

    def _count(self, name: str, by: float) -> None:
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"backstory/store/{name}", by)  # type: ignore[arg-type] # seconds are fine too
