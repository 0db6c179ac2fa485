"""Years and months of other calendars than the Gregorian, as news sites print them, rewritten as Gregorian dates."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crawler.extract.language import primary
from crawler.extract.text import fold

# Thailand counts from the Buddha's death; the months are Gregorian, https://en.wikipedia.org/wiki/Thai_solar_calendar.
_BUDDHIST = re.compile(r"(?<!\d)25[3-9]\d(?!\d)")
_BUDDHIST_AHEAD = 543
# Written out: libraries of dates compare them without their vowels, and so read March as January.
_THAI_MONTHS = {
    "มค": "มกราคม", "กพ": "กุมภาพันธ์", "มีค": "มีนาคม", "เมย": "เมษายน", "พค": "พฤษภาคม", "มิย": "มิถุนายน",
    "กค": "กรกฎาคม", "สค": "สิงหาคม", "กย": "กันยายน", "ตค": "ตุลาคม", "พย": "พฤศจิกายน", "ธค": "ธันวาคม",
}  # fmt: skip
_THAI_MONTH = re.compile(
    rf"(?<![\u0e00-\u0e7f])({'|'.join(rf'{name[:-1]}[.]?{name[-1]}' for name in _THAI_MONTHS)})"
    r"(?:\.|(?![\u0e00-\u0e7f]))(?:\s?([3-9]\d)(?![\d:.]))?"  # beside them the year 2567 is "67"
)
_THAI_ERA = re.compile(r"(?<![\u0e00-\u0e7f])[คพ]\.\s?ศ\.?(?=\s?\d)")  # before the year: Christ's, the Buddha's
# Years of an emperor's reign, and of the Republic of China: what to add to the first one's number 1.
_REIGNS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_REIGN = re.compile(rf"({'|'.join(_REIGNS)})\s?(\d{{1,3}}|元)\s?年")
# The Persian calendar's months, as in "۲ آذر ۱۴۰۳" and "1403/09/02".
_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_PERSIAN_NAMES = {fold(name).replace("ی", "ي"): number for number, name in enumerate(_PERSIAN_MONTHS, 1)}
_PERSIAN_NAMED = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_PERSIAN_NAMES)})\s+(?:ماه\s+)?(1[34]\d\d)(?!\d)")
_PERSIAN_NUMBERS = re.compile(r"(?<!\d)(1[34]\d\d)\s?[/-]\s?(\d{1,2})\s?[/-]\s?(\d{1,2})(?!\d)")
_PERSIAN_HALF = re.compile(r"\s?(?:(?P<after>ب\.?\s?ظ|بعد\s?از\s?ظهر)|ق\.?\s?ظ|قبل\s?از\s?ظهر)(?!\w)")
_PERSIAN_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]\s?(1[34]\d\d)(?!\d)")

# The months' names between Beirut and Baghdad, as the other Arab papers and the libraries of dates name them.
_LEVANTINE = {
    "كانون الثاني": "يناير", "شباط": "فبراير", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو", "حزيران": "يونيو",
    "تموز": "يوليو", "آب": "أغسطس", "أيلول": "سبتمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر",
}  # fmt: skip
_LEVANTINE_MONTH = re.compile(rf"(?<!\w)({'|'.join(_LEVANTINE)})(?!\w)")
# A day of the Hijri year stands beside the Gregorian one. Alone it is none: its months begin as the moon is seen.
_HIJRI = re.compile(
    r"(?<!\d)\d{1,2}[\s/-]{0,3}(?:من\s)?(?:محرم|صفر|ربيع\s(?:ال)?(?:أول|اول|آخر|ثاني)|جماد[ىي]\s(?:ال)?(?:أولى|اولى|آخرة|ثانية|آخر|ثاني|أول)|"
    r"رجب|شعبان|رمضان|شوال|ذ[ويا]\s?القعدة|ذ[ويا]\s?الحجة)[\s,/-]{0,3}1[34]\d\d(?!\d)(?:\s?هـ?(?!\w))?"
)
_CHRISTIAN = re.compile(r"(?<=\d{4})\s?م(?!\w)")  # behind the year: Christ's
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?!\d)")


def rewritten(text: str, language: str | None) -> str:
    """``text`` (its digits those of ASCII) with the dates of the language's other calendar as Gregorian ones.

    Thai years become Gregorian years and the short names of Thai months long ones, Persian dates ISO 8601 days with
    AM or PM, Japanese and Taiwanese years of an era Gregorian ones, the Levant's months those of Egypt. What is
    Gregorian already stays.
    """
    tongue = primary(language)
    if tongue == "th":
        text = _THAI_MONTH.sub(_thai_month, _THAI_ERA.sub(" ", text))
        return _BUDDHIST.sub(lambda found: str(int(found[0]) - _BUDDHIST_AHEAD), text)
    if tongue in ("fa", "ps", "ckb"):
        return _of_persian(text)
    if tongue == "ar":
        return _LEVANTINE_MONTH.sub(lambda found: _LEVANTINE[found[1]], _CHRISTIAN.sub("", _HIJRI.sub(" ", text)))
    if tongue in ("ja", "zh", ""):
        return _REIGN.sub(lambda found: f"{_REIGNS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年", text)
    return text


def _thai_month(found: re.Match[str]) -> str:
    return f" {_THAI_MONTHS[found[1].replace('.', '')]} {f'25{found[2]}' if found[2] else ''} "


def _of_persian(text: str) -> str:
    plain = text.replace("ی", "ي")
    if named := _PERSIAN_NAMED.search(plain):
        day, month, year = int(named[1]), _PERSIAN_NAMES[named[2]], int(named[3])
    elif numbers := _PERSIAN_NUMBERS.search(plain):
        year, month, day = (int(number) for number in numbers.groups())
        named = numbers
    elif numbers := _PERSIAN_DAY_FIRST.search(plain):
        day, month, year = (int(number) for number in numbers.groups())
        named = numbers
    else:
        return text
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return text
    around = plain[: named.start()] + " " + plain[named.end() :]
    clock = _CLOCK.search(around)
    half = _PERSIAN_HALF.match(around[clock.end() :]) if clock else None
    mark = ("PM" if half["after"] else "AM") if half else ""
    return f"{_gregorian(year, month, day)} {clock[0] if clock else ''} {mark}".strip()


def _gregorian(year: int, month: int, day: int) -> str:
    """A Persian day as ISO 8601: by the 33-year rule, which is right for 1799 to 2256."""
    elapsed = year - 979
    days = 365 * elapsed + elapsed // 33 * 8 + (elapsed % 33 + 3) // 4
    days += 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return (date(1600, 3, 20) + timedelta(days=days + day - 1)).isoformat()
