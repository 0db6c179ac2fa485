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
# What stands above or below an advertisement in the midst of a text, and is nothing else.
_INTERRUPTION = re.compile(
    r"[\W_]{0,5}(?:advertisement|advertising|anzeige|werbung|publicidade?|publicité|pubblicità|reklama?|annonse|annonce|"
    r"annons|advertentie|mainos|iklan|реклама|广告|廣告|広告|광고|إعلان|تبلیغات|פרסומת|διαφήμιση|quảng cáo|"
    r"(?:advertisement\W{1,3})?(?:story|article) continues (?:after|below)(?: this)? (?:advertisement|ad)|"
    r"(?:text|artikel) geht nach der (?:anzeige|werbung) weiter|artikel gaat verder na (?:de )?advertentie|"
    r"artikeln fortsätter efter annonsen|artikkelen fortsetter etter annonsen|artiklen fortsætter efter annoncen|"
    r"l'articolo continua dopo la pubblicità|la suite après (?:la|cette) publicité|"
    r"continúa después de la publicidad|continua após a publicidade)[\W_]{0,5}",
    re.IGNORECASE,
)
_LONGEST_INTERRUPTION = 60  # characters
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


def interrupts(text: str) -> bool:
    """True for a line that says "Advertisement" and nothing else."""
    return len(text) <= _LONGEST_INTERRUPTION and bool(_INTERRUPTION.fullmatch(text.replace("’", "'")))
