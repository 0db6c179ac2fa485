"""Which runs are alive, without asking a clock: each holds a locked file, and the kernel unlocks those of the dead.

Where files cannot be locked (no ``fcntl``), and for a run that lives but does not move (stopped, swapped out), the
heartbeat tells: a counter that stood still for :data:`crawler.frontier.base.LEASE` seconds of the observer's own
monotonic clock. So no jump of a wall clock makes a run look dead.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from crawler.frontier.base import LEASE

try:
    import fcntl
except ImportError:  # not POSIX
    fcntl = None  # type: ignore[assignment]


class Presence:
    """This run's own lock, and what it has seen of the others'."""

    def __init__(self, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._monotonic = monotonic
        self._seen: dict[str, tuple[int, float]] = {}
        self._file: int | None = None
        self.name = secrets.token_hex(8)

    def show(self) -> None:
        """Be seen as alive until :meth:`hide` or the end of this process. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._folder / self.name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if fcntl:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def renew(self) -> None:
        """Be seen again, under another name, by those who took this run for dead. Raises OSError."""
        self.hide()
        self.name = secrets.token_hex(8)
        self.show()

    def hide(self) -> None:
        """Leave in order; does nothing if not shown."""
        if self._file is not None:
            self.forget(self.name)
            os.close(self._file)
            self._file = None

    def alive(self, name: str, beat: int) -> bool:
        """Whether the run ``name`` lives, when its heartbeat now counts ``beat``."""
        if self._locked(name) is False:
            return False
        now = self._monotonic()
        last, since = self._seen.get(name, (None, now))
        if last != beat:
            since = now
        self._seen[name] = (beat, since)
        return now - since < LEASE

    def ended(self, name: str) -> bool:
        """Whether the kernel says so: a run that only stands still may come back."""
        return self._locked(name) is False

    def forget(self, name: str) -> None:
        """Take away what is left of a run that is gone."""
        self._seen.pop(name, None)
        with contextlib.suppress(OSError):
            (self._folder / name).unlink(missing_ok=True)

    def _locked(self, name: str) -> bool | None:
        """None where locks say nothing."""
        try:
            file = os.open(self._folder / name, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            if not fcntl:
                return None
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(file)
