"""Processes that run in turns: whoever else uses the machine slows all of them alike.

Two crawls one after the other meet different neighbours, and their rates differ by a third for that alone. In turns of
half a second both meet the same ones.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from resource import struct_rusage

TURN = 0.5  # seconds; what a server still does for a process that waits is little beside it
LOOK = 0.01  # seconds between looks at whether the running process has ended


@dataclass
class Turns:
    """One process: when it ran (pairs of Unix times), how it ended and what it used."""

    process: subprocess.Popen[bytes]
    ran: list[tuple[float, float]] = field(default_factory=list)
    status: int | None = None
    usage: struct_rusage | None = None

    def between(self, first: float, last: float) -> float:
        """Seconds that it ran between two Unix times."""
        return sum(max(0.0, min(end, last) - max(begun, first)) for begun, end in self.ran)

    def take(self, seconds: float) -> None:
        """Let it run so long, or until it ends."""
        begun = time.time()
        os.kill(self.process.pid, signal.SIGCONT)
        while self.status is None and time.time() - begun < seconds:
            ended, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if ended:
                self.status, self.usage = os.waitstatus_to_exitcode(status), usage
                self.process.returncode = self.status
            else:
                time.sleep(LOOK)
        if self.status is None:
            os.kill(self.process.pid, signal.SIGSTOP)
        self.ran.append((begun, time.time()))


def in_turns(processes: Sequence[subprocess.Popen[bytes]]) -> list[Turns]:
    """Run ``processes``, just started, until all have ended; one at a time, where there are several."""
    every = [Turns(process) for process in processes]
    seconds = TURN if len(every) > 1 else float("inf")
    try:
        for each in every:
            os.kill(each.process.pid, signal.SIGSTOP)
        while running := [each for each in every if each.status is None]:
            for each in running:
                each.take(seconds)
    finally:
        for each in every:
            if each.status is None:
                each.process.kill()
    return every
