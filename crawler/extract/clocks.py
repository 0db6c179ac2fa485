"""Clock times beside a day, and the halves of the day that pages name: ``10:30 PM``, ``午後6時``, ``10:30 م``."""

from __future__ import annotations

import re
from datetime import timedelta

from crawler.extract.language import primary

_BEFORE = re.compile(
    r"(?<![a-z])(午前|午後|[上下]午|凌晨|清晨|[早晚]上|早晨|傍晚|晚間|晚间|오전|오후|새벽|아침|저녁|am|pm)\W*$",
    re.IGNORECASE,
)
# Spaces stand within "p. m."; "a" and "m" alone are words of many languages, so that no letter may follow.
_AFTER = re.compile(r"[\s(（]{0,2}([apπμ]\.?\s?[mμ]|ص(?:باح[اًء]*)?|م(?:ساء[اً]*)?)(?!\w)", re.IGNORECASE)
# By language, since CH and SA, halves of a Vietnamese day, are elsewhere a country and Saturday.
_AFTER_IN = {
    language: re.compile(rf"[\s(（]{{0,2}}({words})(?!\w)", re.IGNORECASE)
    for language, words in {
        "am": "ከሰዓት|ጥዋት",
        "ms": "PG|PTG|pagi|petang|malam",
        "sq": r"[pm]\.\s?d\.?",
        "vi": "SA|CH|sáng|chiều|tối",
    }.items()
}
_TIME = (
    r"(?P<hour>\d{1,2})(?:(?P<sign>\s?[:：h]\s?|\.)(?P<minute>\d\d)(?:[:：](?P<second>\d\d))?"
    r"|\s?[時时시]\s?(?:(?P<min>\d{1,2})(?!\d))?|\s?h\b)"
)
_BEHIND_DAY = re.compile(rf"(?P<between>\D{{0,16}}?)(?<!\d){_TIME}(?![.:]?\d)", re.IGNORECASE)
_BEFORE_DAY = re.compile(rf"(?<![\d:.]){_TIME}(?![.:]?\d)(?P<between>\D{{1,24}})$", re.IGNORECASE)
_ZONE = re.compile(r"[(（][^()（）]{1,20}[)）]|(?:GMT|UTC)\s?[+-]\d\d?(?::\d\d)?", re.IGNORECASE)
# Where a point parts hours from minutes; elsewhere "10.05 - 21.05.2024" are two days.
_POINTED = frozenset(("da", "fi", "id", "it", "ms", "nb", "nn", "no", "sv"))
# Beginnings of the marks, without points and spaces.
_AFTERNOON = (
    "午後",
    "下午",
    "傍晚",
    "晚",
    "오후",
    "저녁",
    "pm",
    "pμ",
    "μm",
    "μμ",
    "م",
    "ch",
    "tối",
    "ptg",
    "petang",
    "malam",
    "md",
    "ከ",
)
_ANYWHERE = re.compile(rf"(?<![\d:.])(?:{_TIME}(?![.:]?\d)|(?P<bare>\d{{1,2}})(?=\s?[ap]\.?\s?m\b))", re.IGNORECASE)


def beside(text: str, start: int, end: int, language: str | None) -> timedelta | None:
    """The time of day behind, else before the day that stands in ``text`` from ``start`` to ``end``, since midnight.

    None where there is none; 24:00 is a whole day. ``language`` is a BCP 47 tag.
    """
    if found := _BEHIND_DAY.match(text, end):
        return _since_midnight(found, mark_before(found["between"]) or mark_after(text[found.end() :], language))
    before = _ZONE.sub(" ", text[:start])
    found = _BEFORE_DAY.search(before)
    if not found:
        return None
    mark = mark_before(before[: found.start()]) or mark_after(found["between"], language)
    if found["sign"] == "." and not mark and primary(language) not in _POINTED:
        return None
    return _since_midnight(found, mark)


def taken(text: str, language: str | None) -> tuple[str, timedelta | None]:
    """``text``, whose day is no number, without its first clock time, and that time since midnight.

    None where there is none. ``language`` is a BCP 47 tag.
    """
    for found in _ANYWHERE.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        mark = mark_before(before) or mark_after(behind, language)
        if (time := _since_midnight(found, mark)) is not None:
            return f"{before.removesuffix(mark)} {behind.lstrip(' (（').removeprefix(mark)}", time
    return text, None


def _since_midnight(found: re.Match[str], mark: str) -> timedelta | None:
    said = found.groupdict()
    hour, minute = hour_of_day(int(said["hour"] or said["bare"]), mark), int(said["minute"] or said["min"] or 0)
    time = timedelta(hours=hour, minutes=minute, seconds=int(said["second"] or 0))
    return time if minute < 60 and time <= timedelta(days=1) else None


def mark_before(text: str) -> str:
    """The mark that ``text``, what stands before a clock time, ends with; else nothing."""
    found = _BEFORE.search(text)
    return found[1] if found else ""


def mark_after(text: str, language: str | None) -> str:
    """The mark that ``text``, what follows a clock time, begins with; else nothing. ``language`` is a BCP 47 tag."""
    own = _AFTER_IN.get(primary(language))
    found = (own.match(text) if own else None) or _AFTER.match(text)
    return found[1] if found else ""


def hour_of_day(hour: int, mark: str) -> int:
    """The hour from 0 to 23 that ``hour`` of the half ``mark`` is: 12 AM is 0, and 14:05 PM is 14."""
    if not mark:
        return hour
    if re.sub(r"[.\s]", "", mark.lower()).startswith(_AFTERNOON):
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 else hour
