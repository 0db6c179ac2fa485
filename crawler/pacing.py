"""When each host may be asked: what the downloader's slots say now, and what other runs must know of it."""

from __future__ import annotations

import logging
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from crawler.frontier import FrontierError
from crawler.manners.pause import STOPPED, HostPaused, host_pauses

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler

    from crawler.frontier import Frontier

logger = logging.getLogger(__name__)

# The engine asks the scheduler every 5 seconds at least, so a host that may be asked later than that can wait outside.
ENGINE_HEARTBEAT = 5.0


class Pacing:
    """The downloader's slots as the scheduler sees them; all times in seconds.

    ``busy_in`` says how many requests are in a slot or on their way there. While it has a ``frontier``, other runs are
    told through it; where that fails ``give_up`` is called with the error.
    """

    def __init__(
        self, crawler: Crawler, busy_in: Callable[[str], int], give_up: Callable[[FrontierError], None]
    ) -> None:
        self.frontier: Frontier | None = None
        self._crawler = crawler
        self._busy_in = busy_in
        self._give_up = give_up
        self._longest_wait = crawler.settings.getfloat("HOST_PAUSE_WAIT")
        self._per_slot = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._paused: dict[str, float] = {}  # hosts that want to be left alone, until (monotonic seconds)
        crawler.signals.connect(self._host_pauses, host_pauses)

    def _host_pauses(self, host: str, seconds: float) -> None:
        if self.frontier:
            try:
                self.frontier.leave_alone({host: seconds})
            except FrontierError as error:
                self._give_up(error)

    @property
    def _downloader(self) -> Downloader:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

    def slot_of(self, request: Request) -> str:
        """The key of the slot in which a request will wait."""
        return self._downloader.get_slot_key(request)

    def has_room(self, request: Request) -> bool:
        """Whether a request would start soon."""
        key = self.slot_of(request)
        slot = self._downloader.slots.get(key)
        if self._busy_in(key) >= (slot.concurrency if slot else self._per_slot):
            return False
        pause = _next(slot) if slot else 0.0
        # Beyond the longest wait the downloader refuses the request at once, with HostPaused: it is put off, not lost.
        return pause < ENGINE_HEARTBEAT or pause > self._longest_wait

    def pause(self, host: str, seconds: float) -> None:
        """This run takes nothing of ``host`` in hand for so long."""
        self._paused[host] = monotonic() + seconds

    def paused(self) -> set[str]:
        """The hosts of which nothing is to be taken in hand now."""
        now = monotonic()
        self._paused = {host: until for host, until in self._paused.items() if until > now}
        return set(self._paused)

    def let_go_if_closing(self) -> None:
        """A crawl that is to end waits for no host's turn: what waits in the slots is refused, as :data:`STOPPED`."""
        engine_slot = getattr(self._crawler.engine, "_slot", None)  # Scrapy has no public word for it
        if getattr(engine_slot, "closing", None) is None:
            return
        for host, slot in list(self._downloader.slots.items()):
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(HostPaused(host, 0.0, STOPPED))

    def tell(self, meanwhile: float = 0.0) -> None:
        """Tell other runs how long to wait with each host if this one ends within ``meanwhile``. Raises FrontierError.

        What lies between two requests, and no more: a circuit is this run's own caution.
        """
        gaps: dict[str, float] = {}
        for host, slot in self._downloader.slots.items():
            gap = min(_next(slot), slot.delay)
            if slot.active and gap < meanwhile:  # one may go out before this is said again
                gap = max(gap, 0.0) + slot.delay
            if gap > 0:
                gaps[host] = gap
        if self.frontier:
            self.frontier.leave_alone(gaps)

    def end(self) -> None:
        """The same for the last time, and a line in the log about those that this run left alone for another one."""
        self.tell()
        count, first = self.frontier.left_alone() if self.frontier else (0, 0.0)
        self.frontier = None
        if count:
            until = datetime.fromtimestamp(first).astimezone().isoformat(" ", "seconds")
            logger.info("Hosts that asked to be left alone until %s or later, with addresses queued: %d", until, count)


def _next(slot: Slot) -> float:
    return slot.lastseen + slot.delay - monotonic()
