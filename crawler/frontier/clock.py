"""A clock that a jump of the machine's clock does not move, and times as it counts them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SteadyClock:
    """Unix seconds: the wall clock once, at the start, and from then on the monotonic clock.

    So a run sees neither a retry fall due a day early nor one that never does. Between runs the wall clock is
    all there is; what it can have made absurd, the frontier mends when a run enters.
    """

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._offset = wall() - monotonic()
        self._monotonic = monotonic

    def __call__(self) -> float:
        return self._offset + self._monotonic()


def unix_seconds(text: str | None) -> float | None:
    """Unix seconds of ISO 8601 text, None for other text.

    A local time without offset is read as UTC, which is near enough for a story's age.
    """
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() if moment else None
