"""What stands at the ends of a text and is none of it: the lines that date it, labels above, headings of nothing."""

from __future__ import annotations

import re

from crawler.extract import dates
from crawler.extract.body.block import Block

_DATED_LINE = 90  # characters; a longer line with a date is a sentence
_DIGITS = 6  # in a line, from which it may be a date; in a sentence there must be more of them than letters
_FEW_WORDS = 3  # of three letters or more beside a date: fewer say only what was done then
_MONTH = r"[^\W\d_]{3,12}\.?,?"
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|º)? ?(?:[./-] ?\d{{1,2}}[./-] ?|(?:of |de )?{_MONTH} (?:de |del )?)\d{{4}}\b"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}\b"
    r"|\d{4} ?年 ?\d{1,2} ?月",
    re.IGNORECASE,
)
_SENTENCE = (".", "!", "?", "。", "！", "？", "…")
_CLOSED = "\"'”’»)]"
_WORD = re.compile(r"[^\W\d_]{3,}")


def trimmed(told: list[Block]) -> list[Block]:
    """``told`` without date lines and labels before the text, and without headings and date lines after it."""
    while told and (not told[0].weight and not told[0].heading and not is_sentence(told[0].text)):
        told.pop(0)
    while told and _is_dated(told[0].text):
        told.pop(0)
    while told and (not told[-1].weight or _only_dates(told[-1].text)):
        told.pop()
    return told


def is_sentence(text: str) -> bool:
    """True for a line that ends as a sentence does, quoted or not."""
    return text.rstrip(_CLOSED).endswith(_SENTENCE)


def is_date_line(text: str) -> bool:
    """True for a line that says when the text was written, and nothing else."""
    date = _DATE.search(text) if len(text) < _DATED_LINE else None
    if date is None:
        return False
    beside = _WORD.findall(text[: date.start()] + text[date.end() :])
    return not is_sentence(text) or len(beside) < _FEW_WORDS or dates.says_modified(text)


def _is_dated(text: str) -> bool:
    # In scripts and calendars whose dates are not known here, the figures tell.
    figures = sum(c.isdigit() for c in text) if len(text) < _DATED_LINE else 0
    many = figures >= _DIGITS and (not is_sentence(text) or figures >= sum(c.isalpha() for c in text))
    return many or is_date_line(text)


def _only_dates(text: str) -> bool:
    return len(text) < _DATED_LINE and bool(_DATE.match(text))
