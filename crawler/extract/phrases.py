"""What walls and error pages say, in many languages; the words are in ``data/kinds.json``."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Literal

from crawler.extract.text import fold

Kind = Literal["not_found", "consent", "login", "offer"]


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    data = json.loads((files("crawler.extract") / "data" / "kinds.json").read_text(encoding="utf-8"))
    return re.compile("|".join(re.escape(fold(entry)) for entry in data[kind]))


def says(text: str, kind: Kind) -> bool:
    """True if ``text`` holds a phrase of this kind, whatever its case and quotes."""
    return bool(_pattern(kind).search(fold(text)))


def covers(text: str, kind: Kind) -> float:
    """The share of ``text`` that the longest phrase of this kind in it has: 0 for none, 1 for nothing else."""
    folded = fold(text)
    longest = max((len(found[0]) for found in _pattern(kind).finditer(folded)), default=0)
    return longest / len(folded) if folded else 0.0
