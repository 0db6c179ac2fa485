"""Days whose months the library of dates does not know, rewritten as ISO 8601 days."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crawler.extract.language import primary

# Months by their numbers: "21 tháng 3, 2024" in Vietnamese, "2024 оны 3-р сарын 21" in Mongolian.
_NUMBERED = {"vi": r"tháng\s(\d{1,2})(?!\d)", "mn": r"(\d{1,2})-?\s?р\sсар\w*"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_BEFORE = re.compile(r"(?<![\d:.])(\d{1,2})[.-]?\s{0,2}(?:(?:de|di|dhen|ta)['’]?\s|d['’])?$", re.IGNORECASE)
_DAY_BEHIND = re.compile(r"[\s.,]{0,3}(\d{1,2})(?![\d:])")


class _Table(NamedTuple):
    pattern: re.Pattern[str]  # its one group is a key of ``months``, or the month's number
    months: dict[str, int]


def rewritten(text: str, language: str | None) -> str:
    """The ISO 8601 day that ``text`` (its digits those of ASCII) names, with the clock time and all behind it.

    ``text`` as it is where the language (BCP 47) has no table here, or the month is not in it.
    """
    tongue = primary(language)
    table, year = _table(tongue), _YEAR.search(text)
    if not table or not year:
        return text
    named = list(table.pattern.finditer(text))
    days = [(_DAY_BEFORE.search(text[: month.start()]), month) for month in named]
    # "Martes, 21 de xuño": a day of the week may begin as a month does, so what stands behind one comes last.
    days += [(_DAY_BEHIND.match(text, month.end()), month) for month in named]
    for day, month in days:
        if day:
            said = next(filter(None, month.groups())).lower()
            number = table.months.get(said) or int(said)
            rest = "".join(
                " " if any(found.start() <= place < found.end() for found in (day, month, year)) else sign
                for place, sign in enumerate(text)
            )
            clock = re.search(r"\d", rest)
            return f"{year[0]}-{number:02}-{int(day[1]):02} {rest[clock.start() :] if clock else ''}".strip()
    return text


@cache
def _table(tongue: str) -> _Table | None:
    months = {
        name: number
        for number, names in enumerate(_tables().get(tongue, ()), 1)
        for name in names.lower().split("|")
        if name
    }
    ways = (
        [rf"(?<!\w)({'|'.join(map(re.escape, sorted(months, key=len, reverse=True)))})[\w'’׳״-]*\.?"] if months else []
    )
    ways += [_NUMBERED[tongue]] if tongue in _NUMBERED else []
    return _Table(re.compile("|".join(ways), re.IGNORECASE), months) if ways else None


@cache
def _tables() -> dict[str, list[str]]:
    return tomllib.loads((files("crawler.extract") / "months.toml").read_text("utf-8"))
