"""Time zones as pages name them beside a time: ``GMT+7``, ``JST``, ``IST`` where the page is Indian."""

from __future__ import annotations

import re
from datetime import timedelta, timezone

_ZONES = {  # minutes ahead of UTC; abbreviations that papers use of several zones (IST, CST) do not stand here
    "gmt": 0, "utc": 0, "bst": 60, "wib": 420, "wita": 480, "wit": 540, "jst": 540, "kst": 540, "hkt": 480,
    "pht": 480, "sgt": 480, "sast": 120, "eat": 180, "wat": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "est": -300, "edt": -240, "pst": -480, "pdt": -420, "cdt": -300,
    "mst": -420, "mdt": -360, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "trt": 180, "pkt": 300,
    "art": -180, "brt": -180, "мск": 180,
}  # fmt: skip
_WORD = re.compile(r"\b(" + "|".join(_ZONES) + r")\b")
_EXPLICIT = re.compile(r"\b(?:GMT|UTC)\s*([+-]\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
# Used of several zones: India, Israel, Ireland; China, Cuba, America. Without more they say nothing.
_SHARED = re.compile(r"\b(?:ist|cst|ast|sst)\b")
_INDIA = timezone(timedelta(minutes=330))
_INDIAN = frozenset(("hi", "mr", "gu", "kn", "ml", "pa", "ta", "te", "or", "as"))


def named(text: str, language: str | None = None) -> timezone | None:
    """The zone that ``text`` names, None where it names none or one of several; ``language`` is a BCP 47 tag."""
    explicit = _EXPLICIT.search(text)
    if explicit:
        hours = int(explicit[1])
        return timezone(timedelta(hours=hours, minutes=int(explicit[2] or 0) * (1 if hours >= 0 else -1)))
    word = _WORD.search(text.lower())
    if word:
        return timezone(timedelta(minutes=_ZONES[word[1]]))
    return _INDIA if _is_indian(language) and re.search(r"\bIST\b", text) else None


def without(text: str) -> str:
    """``text``, in small letters, less the names of zones: libraries of dates take those for one of several."""
    return _SHARED.sub(" ", _WORD.sub(" ", _EXPLICIT.sub(" ", text)))


def _is_indian(language: str | None) -> bool:
    tag = (language or "").lower()
    return tag.endswith("-in") or tag.split("-")[0] in _INDIAN
