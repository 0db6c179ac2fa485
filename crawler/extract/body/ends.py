"""What stands at the ends of a text and is none of it: the lines that date it, labels above, headings of nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.extract import date_labels
from crawler.extract.body.block import Block

_DATED_LINE = 90  # characters; a longer line with a date is a sentence
_LABELLED_LINE = 160  # characters of a line with two dates, each with its label
_STANDFIRST = 3  # lines that sum the text up may stand above the one that dates it
_BYLINE = 4  # lines of names, dates and reading time in a row; more tell when and where something takes place
_TEXT = 2  # paragraphs that go on below them
_DIGITS = 6  # in a line, from which it may be a date; in a sentence there must be more of them than letters
_FEW_WORDS = 3  # of three letters or more beside a date: fewer say only what was done then
_MONTH = r"[^\W\d_]{3,12}\.?,?"
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|º)? ?(?:[./-] ?\d{{1,2}}[./-] ?|(?:of |de )?{_MONTH} (?:de |del )?)\d{{4}}\b"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}\b"
    r"|\d{4} ?年 ?\d{1,2} ?月",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^\W\d_][^\d:：]{0,30}[:：]\s")  # "Opening: 7 March 2025" is a fact, if it is no date's label
_SENTENCE = (".", "!", "?", "。", "！", "？", "…", "।", "॥", "۔", "؟", "։", "።", "။", "។", "\u037e")
_UNENDED = re.compile(r"[\u0e00-\u0eff][^\d@]{14,}$")  # Thai and Lao: no sign ends a sentence
_CLOSED = "\"'”’»)]"
_ENTRIES = frozenset(("li", "td", "th", "dt", "dd"))
_QUOTED = re.compile(r"^[\"'“”„«‘].*[\"'“”»’]$")
_POINT = 15  # characters; a shorter entry above the text is a button
_LISTS = _ENTRIES | {"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"}
_WORD = re.compile(r"[^\W\d_]{3,}")


def trimmed(told: list[Block]) -> list[Block]:
    """``told`` without date lines and labels before the text, and without headings and date lines after it."""
    while told and _is_label(told):
        told.pop(0)
    while told and _is_dated(told[0].text):
        told.pop(0)
    _take_date_line(told)
    going_on = _going_on(told)
    while told and not _is_text(told[-1], told[-1].place in going_on):
        told.pop()
    return told


def without_last_lines(told: list[Block]) -> list[Block]:
    """``told``, from whose end something was cut, less the headings, dates and names that stood before that.

    Its last points and rows stay, and what somebody said: they are text as often as not. So do the last words of a
    script that ends no sentence with a sign.
    """
    while told and not (_is_entry(told[-1]) or _is_text(told[-1], False)):
        last = told[-1]
        if not last.heading and (_QUOTED.match(last.text) or _UNENDED.match(last.text)):
            break
        told.pop()
    return told


def _take_date_line(told: list[Block]) -> None:
    """Take away the line that dates the text below a standfirst, and the short ones beside it; a chronicle has many."""
    dated = [number for number, block in enumerate(told) if not block.heading and _dates_the_text(block)]
    if len(dated) != 1 or dated[0] > _STANDFIRST or dated[0] + 1 == len(told):
        return
    around = _box(told[dated[0]])
    first, last = dated[0], dated[0] + 1
    while first and _is_beside(told[first - 1], around):
        first -= 1
    while last < len(told) and _is_beside(told[last], around):
        last += 1
    if last - first <= _BYLINE and sum(block.weight > 0 for block in told[last:]) >= _TEXT:
        del told[first:last]


def _dates_the_text(block: Block) -> bool:
    text = block.text
    if is_sentence(text) or (_NAMED.match(text) and date_labels.says(text) is None):
        return False
    if _is_entry(block) and len(_WORD.findall(text)) >= _FEW_WORDS:  # "7 March 2025: the day that it shut"
        return False
    return is_date_line(text) or (
        len(text) < _LABELLED_LINE and len(date_labels.parted(text)) > 1 and bool(_DATE.search(text))
    )


def _is_beside(block: Block, around: HtmlElement | None) -> bool:
    return not block.weight and not block.heading and not is_sentence(block.text) and _box(block) is around


def _is_label(told: Sequence[Block]) -> bool:
    first = told[0]
    if first.weight or first.heading or is_sentence(first.text) or _QUOTED.match(first.text):
        return False
    return not (_is_point(first) and len(told) > 1 and _is_point(told[1]))


def _is_point(block: Block) -> bool:
    return block.home is not None and block.home.tag == "li" and not block.linked and len(block.text) >= _POINT


def _is_text(last: Block, goes_on: bool) -> bool:
    if last.heading or _only_dates(last.text):
        return False
    return bool(last.weight) or goes_on or (is_sentence(last.text) and last.linked < len(last.text) / 2)


def _going_on(told: Sequence[Block]) -> set[int]:
    """The places of the entries of lists and tables that stand right below running text, in the box that it is in."""
    found: set[int] = set()
    for before, block in pairwise(told):
        if block.place == before.place + 1 and not block.linked and _is_entry(block):
            box = _box(block)
            above = before.place in found
            if (above and _box(before) is box) or (not above and before.weight and _stands_in(before, box)):
                found.add(block.place)
    return found


def _is_entry(block: Block) -> bool:
    return block.home is not None and block.home.tag in _ENTRIES


def _box(block: Block) -> HtmlElement | None:
    around = block.home.iterancestors() if block.home is not None else ()
    return next((element for element in around if element.tag not in _LISTS), None)


def _stands_in(block: Block, box: HtmlElement | None) -> bool:
    return block.home is not None and any(element is box for element in block.home.iterancestors())


def is_sentence(text: str) -> bool:
    """True for a line that ends as a sentence does, quoted or not."""
    return text.rstrip(_CLOSED).endswith(_SENTENCE)


def is_date_line(text: str) -> bool:
    """True for a line that says when the text was written, and nothing else."""
    date = _DATE.search(text) if len(text) < _DATED_LINE else None
    if date is None:
        return False
    beside = _WORD.findall(text[: date.start()] + text[date.end() :])
    return not is_sentence(text) or len(beside) < _FEW_WORDS or date_labels.says(text) == date_labels.MODIFIED


def _is_dated(text: str) -> bool:
    # In scripts and calendars whose dates are not known here, the figures tell.
    figures = sum(c.isdigit() for c in text) if len(text) < _DATED_LINE else 0
    many = figures >= _DIGITS and (not is_sentence(text) or figures >= sum(c.isalpha() for c in text))
    return many or is_date_line(text)


def _only_dates(text: str) -> bool:
    return bool(_DATE.match(text)) and is_date_line(text)
