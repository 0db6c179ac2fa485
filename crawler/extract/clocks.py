"""Halves of the day as pages name them beside a clock time: ``10:30 PM``, ``午後6時``, ``10:30 م``."""

from __future__ import annotations

import re

BEFORE = "午前|午後|上午|下午|오전|오후|am|pm"  # alternatives of a pattern that ignores case
_BEFORE = re.compile(rf"(?<![a-z])({BEFORE})\W*$", re.IGNORECASE)
# Spaces stand within "p. m."; "a" and "m" alone are words of many languages, so that no letter may follow.
_AFTER = re.compile(r"[\s(（]{0,2}([apπμ]\.?\s?[mμ]|ص(?:باح[اًء]*)?|م(?:ساء[اً]*)?)(?!\w)", re.IGNORECASE)
_AFTER_IN_VIETNAMESE = re.compile(r"[\s(（]{0,2}(SA|CH|sáng|chiều|tối)(?!\w)", re.IGNORECASE)
_AFTERNOON = ("午後", "下午", "오후", "p", "μ", "م", "ch", "tối")  # beginnings of the marks


def mark_before(text: str) -> str:
    """The mark that ``text``, what stands before a clock time, ends with; else nothing."""
    found = _BEFORE.search(text)
    return found[1] if found else ""


def mark_after(text: str, language: str | None) -> str:
    """The mark that ``text``, what follows a clock time, begins with; else nothing. ``language`` is a BCP 47 tag:
    ``CH`` and ``SA`` are the halves of a Vietnamese day, elsewhere a country and Saturday.
    """
    found = _AFTER.match(text)
    if not found and (language or "").split("-")[0].lower() == "vi":
        found = _AFTER_IN_VIETNAMESE.match(text)
    return found[1] if found else ""


def hour_of_day(hour: int, mark: str) -> int:
    """The hour from 0 to 23 that ``hour`` of the half ``mark`` is: 12 AM is 0, and 14:05 PM is 14."""
    if not mark:
        return hour
    if mark.lower().startswith(_AFTERNOON):
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 else hour
