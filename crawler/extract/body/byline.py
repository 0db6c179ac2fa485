"""The line of names above a text: how small papers, and wire copy, sign a story in its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract import date_labels
from crawler.extract.body.block import Block

_LONGEST = 80  # characters
_FIRST = 3  # blocks in which it stands
_BY = re.compile(
    r"^(?:by|von|por|par|di|door|av|af|από|от|pisze|napisała?|yazan|oleh|scris de|texto?|tekst)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_DATE = re.compile(r"[\s,|–-]{1,8}(?=\d)")  # "By Ann Example, 7 March 2022"
# Where names end: a date, a mark, a role in small letters.
_AFTER = re.compile(
    r" [^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d|[|·•(]| [–—-] |, (?=[a-z])"
    r"| (?:on|am|publiziert|published|le|el|il|den|kl|at|um|updated) "
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яα-ω][\w'’.-]*"
_NAME = rf"{_CAPITAL}(?: (?:(?:de|da|van|von|der|den|al|el|bin|le|la|di|du|ten|ter|dos) ){{0,2}}{_CAPITAL}){{1,3}}"
_AGENCY = r"(?:[A-Z]{2,6}|dpa|afp|epd|kna|sid)"
_NAMES = re.compile(rf"^{_NAME}(?:\s*(?:[/,&;]|and|und|y|et|e|og|och|en)\s*(?:{_NAME}|{_AGENCY})){{0,4}}$")


def take(told: list[Block]) -> str | None:
    """Take the line of names off the beginning of ``told`` and give it, or give None.

    It is a short line that begins with "By", and may go on with a date, or a bold one that is nothing but names.
    """
    for number, block in enumerate(told[:_FIRST]):
        names = _signature(block)
        if names:
            told.pop(number)
            return names
        if block.weight > _LONGEST * 2:
            break
    return None


def find(blocks: Sequence[Block]) -> str | None:
    """The names in the first of ``blocks`` (those around the headline) that begins with "By" and a name, else None."""
    for block in blocks:
        said = _BY.match(block.text)
        if said and len(block.text) <= _LONGEST * 2:
            names = _names(block.text[said.end() :])
            if _NAMES.match(names):
                return names
    return None


def _names(text: str) -> str:
    """The beginning of ``text`` up to what is no name: a date, its label, a mark, a role."""
    return _AFTER.split(text[: date_labels.begin(text)], maxsplit=1)[0].strip(" ,|·•-–")


def _signature(block: Block) -> str | None:
    text = block.text.rstrip(" .")
    said = _BY.match(text)
    if len(text) > _LONGEST:
        return _before_date(text, said.end()) if said and text == block.text else None
    names = _DATE.split(text[said.end() :])[0] if said else text
    signs = bool(_NAMES.match(names)) and bool(said or block.heading)
    if signs:
        return text[: said.end() + len(names)] if said else text
    return _before_date(text, said.end()) if said and text == block.text else None


def _before_date(text: str, begin: int) -> str | None:
    """What signs in a line that goes on with a date: "By Ann Example (AFP) - Published on 7 March 2022"."""
    names = _names(text[begin:])
    if len(text) > _LONGEST * 2 or not _YEAR.search(text) or not _NAMES.match(names):
        return None
    return text[: begin + (date_labels.begin(text[begin:]) or len(names))]
