"""Times that a page prints relative to its own: "2 hours ago"."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from crawler.extract import dates

_LONGEST = 40  # characters
_ABSOLUTE = re.compile(r"\d{4}|\d[./:-]\d")
_COUNT = re.compile(r"\d{1,3}")
_BARE = re.compile(r"\d{1,3}\s*[^\W\d_]+\.?")  # "5 min", which may be a time that reading takes
_BEGINNING = datetime(2000, 1, 1)  # any day: only what lies between it and the answer counts
# "2 hours ago" and its like, number, then the unit's beginning, where the page does not say its language and in
# languages that the library of dates does not know.
_AGO = re.compile(
    r"(?:^|\D)(\d{1,3})\s*(?:"
    r"(?P<minute>min(?!ggu)|мин|хв|分(?:钟|鐘)?|분|dakika|dəqiqə|dəq\b|λεπτ|perc|minut|مينت|دقيق|دقیقه|मिनट|মিনিট|phút|menit|דק)|"
    r"(?P<hour>hours?|hrs?\b|h\b|stunde|heure|hora|ore\b|ora\b|uur|"
    r"timm|timer|tunti|godz|hodin|óra|час|годин|時間|(?:个|個)?小时|"
    r"(?:个|個)?小時|시간|saat|valand|sat[ai]\b|sahat|ώρ|ساع|घंट|ঘণ্টা|giờ|jam\b|שעות)|"
    r"(?P<day>days?\b|d\b|tag|jour|día|dias|giorn|dag|päiv|dni|dny|nap|д[нe]|день|дні|日|天|일|gün|ημέρ|يوم|أيام|روز|दिन|দিন|"
    r"ngày|hari|ימים))",
    re.IGNORECASE,
)
# The words that say so stand before the number in some languages, behind the unit in others.
_SAID_BEFORE = re.compile(
    r"(?:\b(?:vor|il y a|hace|h[áa]|hai|fa|před|pred|prieš|prij?e|acum|преди|пред?|fyrir|f[oö]r)|"
    r"πριν(?: από)?|قبل|منذ|לפני)\s*$",
    re.IGNORECASE,
)
_SAID_BEHIND = re.compile(
    r"(?:\bago|\bfa|geleden|\bsedan|\bsiden|\bsen|sitten|temu|əvvəl|ezelőtt|назад|тому|前|전|önce|πριν|قبل|پیش|पहले|আগে|trước|"
    r"(?:yang )?lalu)\s*$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r",?\s(?:[^\d,]{1,8}\s)?\d{1,2}[:.h]\d\d(?:\s?\D{1,4})?$")  # "Gestern, 14.30 Uhr", "hier à 14h30"
_SHORT = re.compile(r"(\d{1,3})\s*(?:(?P<hour>h|hrs?)|(?P<day>d)|m|min)", re.IGNORECASE)
_REST = re.compile(r"^[^\W\d_\u3040-\u9fff\uac00-\ud7af]*(?:\(?s\)?)?\.?")  # of a word that only began
_LABEL = 24  # characters that may stand before all of it: "Last updated:"

_ONE_OR_TWO = {  # in minutes: said without a number
    "a minute ago": 1, "an hour ago": 60, "a day ago": 1_440,
    "قبل دقيقة": 1, "قبل دقيقتين": 2, "قبل ساعة": 60, "قبل ساعتين": 120, "قبل يوم": 1_440, "قبل يومين": 2_880,
    "לפני דקה": 1, "לפני שעה": 60, "לפני שעתיים": 120, "לפני יום": 1_440, "לפני יומיים": 2_880,
}  # fmt: skip
_YESTERDAY = frozenset((
    "yesterday", "gestern", "hier", "ayer", "ahir", "ieri", "ontem", "onte", "gisteren", "i går", "igår", "eilen",
    "eile", "wczoraj", "včera", "вчера", "вчора", "учора", "jučer", "juče", "јуче", "tegnap", "dün",
    "χθες", "χτες", "أمس", "אתמול", "دیروز", "कल", "昨日", "昨天", "어제", "kemarin", "semalam",
    "hôm qua", "เมื่อวาน", "vakar", "í gær",
))  # fmt: skip


def ago(text: str, fetched_at: datetime, language: str | None = None) -> str | None:
    """The instant, in UTC, that "2 hours ago" names when the page was fetched; for days the bare day.

    ``language`` is a BCP 47 tag. Weeks, months and years ago name no day, and give None.
    """
    timed = text.strip()
    text = _CLOCK.sub("", timed)
    if len(text) > _LONGEST or _ABSOLUTE.search(text):
        return None
    if not _COUNT.search(text):
        away = _by_name(text)
    else:
        away = (_by_library(text, language) if language else None) or _by_words(text)
    if away is None or (text != timed and away < timedelta(days=1)):
        return None  # "3 min, 12:30" is how long it takes
    if away >= timedelta(days=1) and not away.seconds:
        return (fetched_at - away).date().isoformat()
    return (fetched_at.astimezone(UTC) - away).isoformat(timespec="minutes")


def _by_name(text: str) -> timedelta | None:
    said = " ".join(text.lower().removesuffix("واحدة").replace("منذ", "قبل").split())
    minutes = 1_440 if said in _YESTERDAY else _ONE_OR_TWO.get(said)
    return timedelta(minutes=minutes) if minutes else None


def _by_words(text: str) -> timedelta | None:
    found = _SHORT.fullmatch(text.strip())
    if found is None:
        found = _AGO.search(text)
        if found is None or not _is_said(text, found):
            return None
    count = int(found[1])
    return (
        timedelta(days=count) if found["day"] else timedelta(hours=count) if found["hour"] else timedelta(minutes=count)
    )


def _is_said(text: str, found: re.Match[str]) -> bool:
    """Whether the words around number and unit say so, and no more: "3 days before the vote" is a title."""
    before, behind = text[: found.start(1)], _REST.sub("", text[found.end() :], count=1).strip(" .")
    said = _SAID_BEFORE.search(before)
    if said is None:
        return len(before) <= _LABEL and _SAID_BEHIND.fullmatch(behind) is not None
    if (found["hour"] or "").startswith("годин"):
        return False  # years, but in Ukrainian, which says so behind them
    return said.start() <= _LABEL and not _SAID_BEHIND.sub("", behind).strip()


@lru_cache(4_096)
def _by_library(text: str, language: str) -> timedelta | None:
    import dateparser  # noqa: PLC0415  # half a second to import

    counts = _COUNT.findall(text)
    if len(counts) != 1 or _BARE.fullmatch(text.strip()):
        return None  # two numbers are a day and a year
    settings = {"RELATIVE_BASE": _BEGINNING, "PARSERS": ["relative-time"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for locale in dates.locales(language):
            try:
                moment = dateparser.parse(text, languages=[locale], settings=settings)
            except ValueError:  # a language that the library does not know
                continue
            if moment is not None and moment < _BEGINNING:
                away = _BEGINNING - moment
                # A week is seven days, but "a week ago" is said of nine as well.
                return away if away < timedelta(days=1) or away == timedelta(days=int(counts[0])) else None
    return None
