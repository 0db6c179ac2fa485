"""Time zones as pages name them beside a time: ``GMT+7``, ``JST``, ``ET``, ``IST`` where the page is Indian."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from crawler.extract.language import primary

_ZONES = {  # minutes ahead of UTC; abbreviations that papers use of several zones (IST, CST) do not stand here
    "gmt": 0, "utc": 0, "bst": 60, "wib": 420, "wita": 480, "wit": 540, "jst": 540, "kst": 540, "hkt": 480,
    "pht": 480, "sgt": 480, "myt": 480, "ict": 420, "npt": 345, "pkt": 300, "gst": 240, "trt": 180, "idt": 180,
    "sast": 120, "cat": 120, "eat": 180, "wat": 60, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60,
    "mesz": 120, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180, "est": -300, "edt": -240, "pst": -480,
    "pdt": -420, "cdt": -300, "mst": -420, "mdt": -360, "adt": -180, "akst": -540, "akdt": -480, "hst": -600,
    "art": -180, "brt": -180, "clt": -240, "cot": -300, "aest": 600, "aedt": 660, "acst": 570, "acdt": 630,
    "awst": 480, "nzst": 720, "nzdt": 780,
}  # fmt: skip
_BY_DATE = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
# Used of several zones: India, Israel, Ireland; China, Cuba, America. Without more they say nothing.
_SHARED = ("ist", "cst", "ast", "sst")
NAMES = "|".join((*_ZONES, *_BY_DATE, *_SHARED))  # for a pattern
# Most are a word of some language too ("est", "cet", "art", "eat") or a broadcaster, so they are read only beside a
# clock time, and there in capitals; in small letters too after AM or PM, and those that mean nothing else.
_ONLY_ZONES = frozenset(("gmt", "utc", "wib", "wita", "мск"))
_BESIDE_CLOCK = re.compile(
    r"(?<![\d:.])(?:\d{1,2}\s?[:：.h時时시]\s?\d\d(?!\d)(?::\d\d(?:[.,]\d{1,9})?)?[分분]?|\d{1,2}(?=\s?[ap]\.?\s?m\b))"
    r"(?P<half>\s?[ap]\.?\s?m\b\.?)?(?:[\s,]*(?:uhr|h|hs|hrs|hours|น|ч|по)\b\.?)?[\s,]*[(（[]?\s?"
    rf"(?P<zone>{NAMES})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d:\d\d")
_NAME = re.compile(rf"\b(?:{'|'.join((*_ZONES, *_SHARED))})\b", re.IGNORECASE)
# "GMT+7", "14:05 +02:00", "2:05 PM -0500"; not the end of "10:00-12:00".
_EXPLICIT = re.compile(
    r"\b(?:GMT|UTC)\s*([+-]\d{1,2})(?::?(\d\d))?\b"
    r"|(?:(?<=[:.]\d\d)|(?<=[ap]m)|(?<=m\.))(?:\s([+-](?:0\d|1[0-4])):?|([+-](?:0\d|1[0-4])))([034][05]|15)(?![\d:])",
    re.IGNORECASE,
)
_GREENWICH = re.compile(r"\b(?:GMT|UTC)\b", re.IGNORECASE)
_INDIA = timezone(timedelta(minutes=330))
_INDIAN = frozenset(("hi", "mr", "gu", "kn", "ml", "pa", "ta", "te", "or", "as"))


def named(text: str, language: str | None = None) -> tzinfo | None:
    """The zone that ``text`` names, None where it names none or one of several; ``language`` is a BCP 47 tag.

    A name counts beside the text's first clock time; GMT, UTC and India's IST, which mean nothing else, anywhere.
    """
    explicit = _EXPLICIT.search(text)
    if explicit:
        sign_and_hours, minutes = explicit[1] or explicit[3] or explicit[4], int(explicit[2] or explicit[5] or 0)
        return timezone(timedelta(hours=int(sign_and_hours), minutes=-minutes if sign_and_hours[0] == "-" else minutes))
    beside = next(filter(_is_meant, _BESIDE_CLOCK.finditer(text)), None)
    if beside:
        return _of_name(beside["zone"].lower(), language) if not _CLOCK.search(text[: beside.start()]) else None
    if _GREENWICH.search(text):
        return UTC
    return _INDIA if _is_indian(language) and re.search(r"\bIST\b", text) else None


def without(text: str) -> str:
    """``text`` less the names of zones: libraries of dates take those for one of several."""
    beside = _BESIDE_CLOCK.sub(lambda found: _cut(found) if _is_meant(found) else found[0], _EXPLICIT.sub(" ", text))
    return _NAME.sub(" ", beside)


def _is_meant(found: re.Match[str]) -> bool:
    name = found["zone"]
    return name.isupper() or name.lower() in _ONLY_ZONES or (bool(found["half"]) and name.islower())


def _cut(found: re.Match[str]) -> str:
    return found[0][: found.start("zone") - found.start()]


def _of_name(name: str, language: str | None) -> tzinfo | None:
    if name in _BY_DATE:
        return ZoneInfo(_BY_DATE[name])
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    return _INDIA if name == "ist" and _is_indian(language) else None


def _is_indian(language: str | None) -> bool:
    return (language or "").lower().endswith("-in") or primary(language) in _INDIAN
