"""The line of names above a text: how small papers, and wire copy, sign a story in its first paragraph."""

from __future__ import annotations

import re

from crawler.extract.body.block import Block

_LONGEST = 80  # characters
_FIRST = 3  # blocks in which it stands
_BY = re.compile(
    r"^(?:by|von|por|par|di|door|av|af|από|от|pisze|napisała?|yazan|oleh|scris de|texto?|tekst)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_DATE = re.compile(r"[\s,|–-]{1,8}(?=\d)")  # "By Ann Example, 7 March 2022"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яα-ω][\w'’.-]*"
_NAME = rf"{_CAPITAL}(?: (?:(?:de|da|van|von|der|den|al|el|bin|le|la|di|du|ten|ter|dos) ){{0,2}}{_CAPITAL}){{1,3}}"
_NAMES = re.compile(rf"^{_NAME}(?:\s*(?:[/,&;]|and|und|y|et|e|og|och|en)\s*{_NAME}){{0,4}}$")


def take(told: list[Block]) -> str | None:
    """Take the line of names off the beginning of ``told`` and give it, or give None.

    It is a short line that begins with "By", or a bold one that is nothing but names.
    """
    for number, block in enumerate(told[:_FIRST]):
        names = _signature(block)
        if names:
            told.pop(number)
            return names
        if block.weight > _LONGEST * 2:
            break
    return None


def _signature(block: Block) -> str | None:
    text = block.text.rstrip(" .")
    if len(text) > _LONGEST:
        return None
    said = _BY.match(text)
    names = _DATE.split(text[said.end() :])[0] if said else text
    signs = bool(_NAMES.match(names)) and bool(said or block.heading)
    return text[: said.end() + len(names)] if signs and said else text if signs else None
