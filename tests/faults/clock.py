"""A machine whose clock is set while a crawl runs."""

from __future__ import annotations

import time
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler


class JumpingClock:
    """``CLOCK_JUMP``: seconds by which ``time.time`` is off from the second answer on."""

    def __init__(self, jump: float) -> None:
        self._jump = jump
        self._answers = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        clock = cls(crawler.settings.getfloat("CLOCK_JUMP"))
        crawler.signals.connect(clock.response_received, signals.response_received)
        return clock

    def response_received(self) -> None:
        self._answers += 1
        if self._answers == 2:
            right = time.time
            time.time = lambda: right() + self._jump
