"""What one host lets us do: delay, pause, circuit. Pure: the caller brings the clock."""

from __future__ import annotations

from dataclasses import dataclass

# Below every delay: with a delay of 0 Scrapy's downloader on asyncio does not hold its limit per host.
LEAST_DELAY = 0.001


@dataclass(frozen=True)
class Rules:
    """How slow-down, recovery and circuit go; times in seconds."""

    max_factor: float = 32.0  # the delay grows at most this many times
    steady: int = 5  # good answers in a row for each step back
    failures: int = 5  # in a row, that open the circuit
    open_for: float = 60.0  # the first time; doubled each time the probe fails
    max_pause: float = 3600.0


@dataclass
class Host:
    """One host's state. Times are seconds of a monotonic clock.

    429 and 503 double the delay (from at least one second), each ``steady`` good answers in a row halve it again.
    ``failures`` bad answers in a row open the circuit: nobody knocks until it has passed, then one request at a
    time does, and the first that fails opens it for twice as long.
    """

    rules: Rules
    base_delay: float
    crawl_delay: float = 0.0
    paused_until: float = 0.0
    factor: float = 1.0
    reason: str = ""
    _good: int = 0
    _failed: int = 0
    _opened: int = 0

    def delay(self) -> float:
        """Seconds between the starts of two requests."""
        slowed = max(self.base_delay, 1.0) * self.factor if self.factor > 1 else self.base_delay
        return max(LEAST_DELAY, slowed, self.crawl_delay)

    def remaining(self, now: float) -> float:
        """Seconds until the host may be asked again; 0 if it may now."""
        return max(0.0, self.paused_until - now)

    def good(self) -> bool:
        """An answer without complaint. True if the host is back a step nearer to its normal delay."""
        self._failed = self._opened = 0
        self._good += 1
        if self.factor > 1 and self._good >= self.rules.steady:
            self._good = 0
            self.factor = max(1.0, self.factor / 2)
            return True
        return False

    def busy(self, now: float, retry_after: float | None) -> float:
        """A 429 or 503, with the seconds of its Retry-After if it has one; returns for how long it is left alone."""
        self._good = 0
        self.factor = min(self.rules.max_factor, self.factor * 2)
        return self.pause(now, self.delay() if retry_after is None else retry_after, "busy")

    def failed(self, now: float) -> bool:
        """A connection that failed or a server error. True if this opened the circuit."""
        self._good = 0
        self._failed += 1
        if self._failed < self.rules.failures:
            return False
        self.pause(now, self.rules.open_for * 2**self._opened, "circuit")
        self._opened = min(self._opened + 1, 16)
        self._failed = self.rules.failures - 1  # the next one is the probe
        return True

    def pause(self, now: float, seconds: float, reason: str) -> float:
        """Leave the host alone for ``seconds``, of which as many as may be are returned; a longer pause stays."""
        seconds = min(seconds, self.rules.max_pause)
        if now + seconds > self.paused_until:
            self.paused_until, self.reason = now + seconds, reason
        return seconds
