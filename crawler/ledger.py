"""What is in hand: each address between the scheduler's handing it out and the word that it is finished.

A page is finished when its callback has nothing more to yield, each request that it yielded has reached the
scheduler, and each item has come to an end in the pipelines. Scrapy runs the three side by side, so they are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.collection.outcome import AlreadyStored
from crawler.frontier.requests import KEY
from crawler.items import Story

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.frontier.base import Address


@dataclass(slots=True, eq=False)
class InHand:
    """One address in hand and what is known of its page so far."""

    address: Address
    again: bool  # asked for although it was known: a seed, or due
    led_to: str | None = None  # the host that a redirect led to
    slot: str | None = None  # of the downloader, while the request is on its way there or in it
    outputs: int = 0  # requests and items that the page yielded and that have not ended
    exhausted: bool = False
    response: Response | None = None
    error: BaseException | None = None
    story: Story | None = None
    scraped: bool = False  # the story went through all pipelines
    dropped: Exception | None = None  # why a pipeline let it go

    @property
    def has_story(self) -> bool:
        """Whether the page's story is in the store, by this visit or before."""
        return self.story is not None and (self.scraped or isinstance(self.dropped, AlreadyStored))


class Ledger:
    """Counts what is in hand, by Scrapy's signals, and calls ``settle`` once for each address that is finished."""

    def __init__(self, crawler: Crawler, settle: Callable[[InHand], None]) -> None:
        self._settle = settle
        self._entries: dict[str, InHand] = {}
        for receiver, signal in (
            (self.item_scraped, signals.item_scraped),
            (self.item_dropped, signals.item_dropped),
            (self.item_error, signals.item_error),
            (self.spider_error, signals.spider_error),
            (self.request_left_downloader, signals.request_left_downloader),
        ):
            crawler.signals.connect(receiver, signal)

    def __len__(self) -> int:
        return len(self._entries)

    def take(self, address: Address, *, again: bool) -> InHand:
        """An address that was just handed out."""
        entry = self._entries[address.key] = InHand(address, again)
        return entry

    def of(self, request: Request | None) -> InHand | None:
        """The entry that a request belongs to, if it is (still) in hand."""
        return self._entries.get(request.meta.get(KEY, "")) if request is not None else None

    def by_key(self, key: str) -> InHand | None:
        """The entry of an address, if it is in hand."""
        return self._entries.get(key)

    def move(self, entry: InHand, target: Address) -> None:
        """A redirect: what is in hand is ``target`` from now on."""
        self._entries.pop(entry.address.key, None)
        entry.address = target
        self._entries[target.key] = entry

    def drop(self, entry: InHand) -> None:
        """Nothing more is to come of this one, and nobody needs to be told."""
        self._entries.pop(entry.address.key, None)

    def led_to(self) -> set[str]:
        """The hosts that redirects led to, which may be others than those of the addresses in hand."""
        return {entry.led_to for entry in self._entries.values() if entry.led_to}

    def busy_in(self, slot: str) -> int:
        """How many requests are in the downloader's slot or on their way there."""
        return sum(entry.slot == slot for entry in self._entries.values())

    # --- the page ----------------------------------------------------------------------------------------------

    def handled(self, entry: InHand | None) -> None:
        """One of them has ended: the request in the scheduler, the item in the pipelines."""
        if entry is not None:
            entry.outputs -= 1
            self._check(entry)

    def exhausted(self, entry: InHand, response: Response) -> None:
        """The callback has yielded all."""
        entry.exhausted, entry.response = True, response
        self._check(entry)

    def _check(self, entry: InHand) -> None:
        if entry.exhausted and entry.outputs <= 0 and self._entries.get(entry.address.key) is entry:
            self.drop(entry)
            self._settle(entry)

    # --- Scrapy's signals --------------------------------------------------------------------------------------

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """An item has gone through all pipelines."""
        entry = self._of_item(item, response)
        if entry:
            entry.scraped = True
            self.handled(entry)

    def item_dropped(self, item: Any, response: Response | None, exception: Exception) -> None:
        """A pipeline let an item go on purpose."""
        entry = self._of_item(item, response)
        if entry:
            entry.dropped = exception
            self.handled(entry)

    def item_error(self, item: Any, response: Response | None, failure: Failure) -> None:
        """A pipeline failed."""
        entry = self._of_item(item, response)
        if entry:
            entry.error = entry.error or failure.value
            self.handled(entry)

    def _of_item(self, item: Any, response: Response | None) -> InHand | None:
        entry = self.of(response.request) if response is not None else None
        if entry and isinstance(item, Story):
            entry.story = item
        return entry

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """The callback failed; what it yielded before is still on its way."""
        entry = self.of(getattr(response, "request", None))
        if entry:
            entry.error = entry.error or failure.value
            entry.exhausted = True
            self._check(entry)

    def request_failed(self, failure: Failure) -> None:
        """The errback of every request: there is no page (no answer, a refusal, an error status).

        Raises the failure again, so that Scrapy logs and counts it as ever.
        """
        entry = self.of(getattr(failure, "request", None))
        if entry:
            entry.error, entry.exhausted = failure.value, True
            entry.response = getattr(failure.value, "response", None)
            self._check(entry)
        failure.raiseException()

    def request_left_downloader(self, request: Request) -> None:
        """The downloader's slot is free for another one."""
        entry = self.of(request)
        if entry:
            entry.slot = None
