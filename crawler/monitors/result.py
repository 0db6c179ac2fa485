"""What spidermon's result says: which monitors failed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def failures(result: Any) -> Sequence[tuple[str, str]]:
    """The monitors that failed in spidermon's ``result``, and why; an error in a monitor itself is a failure too."""
    return [
        (item.item.name, item.reason or str(item.error).strip().splitlines()[-1])
        for item in result.monitors_failed_results
    ]
