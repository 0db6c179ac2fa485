"""Times: from what a page writes to ISO 8601, in the page's language, never guessing a zone."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import product

from lxml.html import HtmlElement

from crawler.extract import calendars, clocks, dom, months, zones
from crawler.extract.language import primary
from crawler.extract.text import unmarked

MAX_LENGTH = 120  # characters; a longer text is no date, and hostile pages send longer ones
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the first papers on the web: such a date is a default or an error
# A local time without a zone can be ahead of UTC by as much (Kiribati, UTC+14).
_FARTHEST_AHEAD = timedelta(hours=14)
_CLOCKS_DIFFER = timedelta(minutes=15)

_ISO = re.compile(
    r"^(\d{4})-?(\d\d)-?(\d\d)(?:(?:[T ]|\s+T?\s*)(?:(\d\d):?|(\d):)(\d\d)(?::?(\d\d))?(?:[.,]\d+)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?(?:\[[^\]]+\])?)?$",
    re.IGNORECASE,
)
_DURATION = re.compile(r"^P[\dTYMWDHS.,]{2,20}$", re.IGNORECASE)  # of a film or a reading: ISO 8601, but no time
# As in mail and feeds; with a half of the day it is one for readers, which the standard library would not see.
_MAIL = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? \d{1,2} "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) \d{4} \d\d:\d\d"
    r"(?!(?::\d\d)?[\s(]*[ap]\.?\s?m\b)",
    re.IGNORECASE,
)
# As scripts print it: "Fri May 03 2024 07:10:00 GMT+0200 (Central European Summer Time)".
_SCRIPT = re.compile(
    r"^[a-z]{3} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})"
    r"(?: \([^()]{0,60}\))?$",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_DIGITS = {ord(c): str(n) for zero in "٠۰०০੦૦௦๐၀០" for n, c in enumerate(chr(ord(zero) + i) for i in range(10))}
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_YEAR_FIRST = re.compile(
    r"(?<![./-])(\d{4})\s*(?:年|년|(?P<sign>[./-]))\s*(\d{1,2})\s*(?:月|월|(?P=sign))\s*(\d{1,2})\s*日?일?[.]?"
    r"(?:\s*[（(][^）)]{1,4}[）)])?"
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})(?!\d)|"
    r"(?<!\d)(\d{1,2})(?P<sign>[./-])(\d{1,2})(?P=sign)(\d{2})(?!\d)"  # "10.30 - 21/03/05" is a time and a day
)
# English as written in the United States, and the few others that put the month first (CLDR short date patterns).
_MONTH_FIRST = frozenset(("en-us", "fil", "en-ph", "es-us"))
_END_OF_DAY = re.compile(r"(?<![\d:.+-])24(?=\s?[:.h]\s?00(?!\d))", re.IGNORECASE)
_NOISE = re.compile(
    r"[|·•,]|\b(?:uhr|kl|ora|ore|at|às|a las|à|um|obs|a les|ob|kell|plkst|lúc|pukul|"
    r"jam|WIB|horas|hrs?|óra|klokken|gada|o godz|godz)\b\.?"
    r"|(?<=\s)[md]\.(?=\s)",
    re.IGNORECASE,
)
# What dateparser calls languages whose code it does not know, or whose scripts it knows apart.
_LOCALES = {"no": ("nb",), "sh": ("hr",), "sr": ("sr", "sr-Latn")}
_BEFORE = re.compile(r"^[^\d:：]{0,60}[:：]\s*(?=\D{0,12}\d)")


def parse(text: str, language: str | None = None) -> str | None:
    """The instant, local time or day that ``text`` says, as ISO 8601, else None.

    An instant keeps the offset that stands in the text; a time without one stays without; a text without a clock
    time gives a bare day. ``language`` (BCP 47) chooses the order of day and month and the names of months.
    """
    text = unmarked(text).translate(_DIGITS)
    if not text or len(text) > MAX_LENGTH or not any(c.isdigit() for c in text):
        return None
    if _DURATION.match(text):
        return None
    try:
        text = months.rewritten(calendars.rewritten(text, language), language)
        if _END_OF_DAY.search(text):  # ISO 8601 allows it, Python's datetime does not
            begun = _parsed(_END_OF_DAY.sub("00", text), language)
            return _iso(datetime.fromisoformat(begun) + timedelta(days=1)) if begun and len(begun) > 10 else begun
        return _parsed(text, language)
    except (ValueError, OverflowError, OSError):
        return None


def _parsed(text: str, language: str | None) -> str | None:
    return _machine(text, language) or _numbers(text, language) or _named_months(text, language)


def is_zoned(value: str | None) -> bool:
    """True if an ISO 8601 text is an instant: it has a clock time and an offset."""
    return bool(value) and len(value or "") > 10 and datetime.fromisoformat(str(value)).tzinfo is not None


def instant(value: str) -> datetime:
    """An aware time for comparing; a local time or a day counts as UTC. Raises ValueError for what is not ISO 8601."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def plausible(value: str, fetched_at: datetime) -> bool:
    """False for a time before the web's papers, or after the page was fetched."""
    moment = instant(value)
    slack = _CLOCKS_DIFFER if is_zoned(value) else _FARTHEST_AHEAD
    return EARLIEST <= moment <= fetched_at + slack


def search(tree: HtmlElement, url: str, fetched_at: datetime) -> str | None:
    """The day that htmldate finds anywhere on the page, for a page that marks none; it looks only at likely places."""
    import htmldate  # noqa: PLC0415  # needed on few pages, and takes long to import

    latest = fetched_at.date().isoformat()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = htmldate.find_date(
                dom.copied(tree), extensive_search=False, original_date=True, url=url, max_date=latest
            )
        except (ValueError, TypeError, AttributeError, OverflowError):
            return None
    return str(found) if found else None


def _iso(moment: datetime, clock: bool = True) -> str:
    return moment.isoformat(timespec="seconds") if clock else moment.date().isoformat()


def _machine(text: str, language: str | None) -> str | None:
    match = _ISO.match(text)
    if match:
        year, month, day, two_digits, one_digit, minute, second, zone = match.groups()
        hour = two_digits or one_digit
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        return _iso(moment.replace(tzinfo=_offset(zone)), clock=hour is not None)
    if _EPOCH.match(text):
        return _iso(datetime.fromtimestamp(int(text[:10]), UTC))
    if written := _SCRIPT.match(text):
        month, day, year, clock, zone = written.groups()
        return _iso(parsedate_to_datetime(f"{day} {month} {year} {clock} {zone}"))
    if _MAIL.match(text):
        moment = parsedate_to_datetime(text)
        zone = zones.named(text, language) or (None if moment.utcoffset() else moment.tzinfo)
        return _iso(moment.replace(tzinfo=zone))
    return None


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if zone[0] == "-" else away) if away else UTC


def _numbers(text: str, language: str | None) -> str | None:
    if match := _YEAR_FIRST.search(text):
        date = datetime(int(match[1]), int(match[3]), int(match[4]))
    elif match := _YEAR_LAST.search(text):
        first, second, last = (int(number) for number in match.groups() if number and number.isdigit())
        date = _ordered(first, second, last + (2000 if last < 100 else 0), language)
    else:
        return None
    clock = clocks.beside(text, match.start(), match.end(), language)
    if clock is None:
        return _iso(date, clock=False)
    return _iso((date + clock).replace(tzinfo=zones.named(text, language)))


def _ordered(first: int, second: int, year: int, language: str | None) -> datetime:
    day, month = first, second
    if (month_first(language) and day <= 12) or month > 12:
        day, month = month, day
    return datetime(year, month, day)


def locales(language: str | None) -> tuple[str, ...]:
    """What dateparser calls a language (BCP 47), one for each of its scripts; English where there is none."""
    tongue = primary(language)
    return _LOCALES.get(tongue, (tongue or "en",))


def month_first(language: str | None) -> bool:
    """True where 3/4 is the fourth of March; only where the page says which English it is written in."""
    return (language or "").lower() in _MONTH_FIRST


def _readings(plain: str) -> dict[str, None]:
    """The text, the text without its first word ("Published"), and the text from its first digit on."""
    first_digit = re.search(r"\d", plain)
    return dict.fromkeys((plain, plain.partition(" ")[2] or plain, plain[first_digit.start() if first_digit else 0 :]))


@lru_cache(maxsize=4_096)
def _named_months(text: str, language: str | None) -> str | None:
    # dateparser knows the months of 200 locales but costs a millisecond and more, so it comes last. Its zones are not
    # believed: ET is winter's to it, CST America's, and MOST, NET and WEST are zones wherever they stand.
    import dateparser  # noqa: PLC0415  # and half a second to import

    zone = zones.named(text, language)
    plain, clock = clocks.taken(zones.without(_BEFORE.sub("", text)).lower(), language)
    plain = _BRACKETS.sub(" ", plain)
    plain = " ".join(_NOISE.sub(" ", plain).split())
    if not re.search(r"\d", plain) or len(plain) > 60:
        return None
    tongue = primary(language)
    order = "MDY" if month_first(language) or tongue in ("", "en") else "DMY"
    settings = {
        "DATE_ORDER": order,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # "2 hours ago" is said of the moment at which the page was drawn
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for known, words in product(dict.fromkeys((*locales(language), "en")), _readings(plain)):
            try:
                moment = dateparser.parse(words, languages=[known], settings=settings)
            except ValueError:  # a language that dateparser does not know
                continue
            if moment:
                day = datetime(moment.year, moment.month, moment.day)
                return _iso(day, clock=False) if clock is None else _iso((day + clock).replace(tzinfo=zone))
    return None
