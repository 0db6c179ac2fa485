"""A clock that a jump of the machine's clock does not move."""

from __future__ import annotations

import time
from collections.abc import Callable


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
