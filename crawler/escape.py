"""Text from strangers made harmless for the place where a person reads it."""

from __future__ import annotations

import re

# C0 and C1 controls (escape sequences start with one), DEL, and the marks that turn the direction of writing or are
# not seen at all (Unicode, UAX 9; "Trojan Source"): in a terminal they move the cursor, hide or reorder text.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What a spreadsheet takes for a formula (OWASP, CSV injection); full-width signs are folded by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def terminal(text: object, *, lines: bool = False) -> str:
    """``text`` without what a terminal acts upon. Line breaks and tabs become spaces, or stay with ``lines``."""

    def harmless(found: re.Match[str]) -> str:
        if found[0] in "\n\t":
            return found[0] if lines else " "
        return "\ufffd" if found[0] < "\xa0" or found[0] >= "\ud800" else ""

    return _CONTROLS.sub(harmless, str(text))


def json_text(text: str) -> str:
    """JSON ``text`` with the same value and nothing that a terminal acts upon: such characters become escapes.

    C0 controls never stand raw in a JSON string; line breaks between its parts stay.
    """
    return _CONTROLS.sub(lambda found: found[0] if found[0] in "\n\t\r" else f"\\u{ord(found[0]):04x}", text)


def csv_cell(value: object) -> str:
    """``value`` for a cell of a CSV file: a formula becomes text by an apostrophe before it; numbers stay numbers.

    The quoting of commas and quotes is the csv module's.
    """
    text = "" if value is None else str(value).replace("\x00", "")
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
