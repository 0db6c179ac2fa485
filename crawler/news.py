"""Says by signals what has become of the addresses of stored stories, before the frontier is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from crawler.frontier.base import Frontier, story_back, story_gone
from crawler.frontier.verdict import Verdict, verdict

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.ledger import InHand


class News:
    """Calls ``then`` with each address and what is said of it, at once or when the signal's receivers are ready.

    A receiver that fails changes what is said: the address is tried again.
    """

    def __init__(self, crawler: Crawler, then: Callable[[InHand, Verdict | None], None]) -> None:
        self.frontier: Frontier
        self.pending = 0  # addresses that are finished, and the frontier does not know it yet
        self._crawler = crawler
        self._then = then

    def tell(self, entry: InHand, said: Verdict | None) -> None:
        """``said`` is the verdict on the error of ``entry``, None for a page without one."""
        signal = news(entry, said)
        if signal is None:
            self._then(entry, said)
        else:
            self.pending += 1
            deferred_from_coro(self._send(signal, entry, said))

    async def _send(self, signal: object, entry: InHand, said: Verdict | None) -> None:
        told = await self._crawler.signals.send_catch_log_async(
            signal, address=entry.address, frontier=self.frontier, spider=self._crawler.spider
        )
        for _, result in told:
            if isinstance(result, Failure) and result.value is not None:
                said = verdict(result.value)
        self.pending -= 1
        self._then(entry, said)


def news(entry: InHand, said: Verdict | None) -> object | None:
    """The signal that says what has become of a stored story's address, if that is worth one."""
    if said and said.kind == "gone" and entry.address.stored:
        return story_gone
    if entry.address.gone_at is not None and (said.kind == "unchanged" if said else entry.has_story):
        return story_back
    return None
