"""Processes that a benchmark compares run one at a time, each to its end."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

from tests.bench import turns
from tests.bench.turns import in_turns

# Longer than a turn, in time of a core: a process that waits does not get nearer to its end.
WORK = f"import sys, time\nwhile time.process_time() < {1.5 * turns.TURN}: pass\nsys.exit(int(sys.argv[1]))"


def started(status: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORK, str(status)])


def test_two_processes_never_run_at_the_same_time_and_both_end() -> None:
    first, second = in_turns([started(0), started(3)])

    assert (first.status, second.status) == (0, 3)
    assert min(len(first.ran), len(second.ran)) >= 2
    ordered = sorted(first.ran + second.ran)
    assert all(ended <= begun for (_, ended), (begun, _) in pairwise(ordered))


def test_the_time_of_turns_is_counted_between_two_moments_only() -> None:
    (alone,) = in_turns([started(0)])
    ((begun, ended),) = alone.ran

    assert alone.between(begun - 9, ended + 9) == ended - begun
    assert alone.between(ended, ended + 9) == 0
