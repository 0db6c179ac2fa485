"""What the house says of itself around a story: who pays for the links, who owns the words, where to follow it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from crawler.extract.body.block import Block
from crawler.extract.text import COLONS, fold

_LONGEST = 400  # characters; a longer block that speaks of such things is about them
_BEFORE, _AFTER = 2, 4  # blocks at either end of the text among which a notice stands


@cache
def _pattern() -> re.Pattern[str]:
    text = (files("crawler.extract") / "data" / "notices.json").read_text(encoding="utf-8")
    return re.compile("|".join(re.escape(fold(phrase)) for phrases in json.loads(text).values() for phrase in phrases))


def without(told: Sequence[Block]) -> list[Block]:
    """``told`` less the notices at its beginning and its end, and the last line where it only announces a link."""
    last = len(told) - _AFTER
    kept = [b for n, b in enumerate(told) if _BEFORE <= n < last or not is_notice(b.text)]
    while len(kept) > 1 and kept[-1].text.endswith(COLONS):
        kept.pop()
    return kept


def is_notice(text: str) -> bool:
    """True for a short block that offers a newsletter, a channel or an app, or says whose the words and links are."""
    return len(text) <= _LONGEST and bool(_pattern().search(fold(text)))
