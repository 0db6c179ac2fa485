"""A block of running text: one paragraph, one crosshead, one list entry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """``text`` is one line, cleaned; ``heading`` is True for a crosshead."""

    text: str
    heading: bool = False
