"""The elements of a page that may say a fact of its story, found in one walk over the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.remembered import remembered

MOST = 200  # elements of a kind that are kept: a story's own stand early on the page
TIME_ATTRIBUTES = ("datetime", "data-datetime", "data-timestamp", "data-published", "data-time", "data-date")

_TIMED = frozenset(TIME_ATTRIBUTES[1:])
_BYLINE_TAGS = frozenset(("a", "span", "p", "div", "li", "strong", "em", "small", "cite", "h3", "h4"))
_DATED_TAGS = frozenset(("span", "p", "div", "li", "small", "em", "td", "font", "b"))
_BYLINE = re.compile("auth?or|auteur|byline|writer|reporter|journalist|skribent|reda[kc]t|signature", re.IGNORECASE)
_DATED = re.compile("date|time|publish|datum|data|fecha|stamp|posted|meta|info", re.IGNORECASE)
_LABELS = frozenset(("b", "strong", "span"))
# What stands before a date, in an element of its own: "<strong>Datum</strong> 28.04.2023".
_DATE_LABEL = re.compile(
    r"\s{0,9}(?:date|datum|dato|data|fecha|published|posted|publié|veröffentlicht|erschienen|publicado|pubblicato|publisert|"
    r"publicerad|opublikowano|дата|опубликовано|опубліковано|tarih|tanggal|ngày|日期|日付|公開|작성일|등록일|입력)\s{0,9}[:：]?\s{0,9}$",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("aside", "nav", "footer"))
_HEADINGS = frozenset(("h1", "h2", "h3"))


@dataclass(slots=True)
class Marks:
    """Elements in document order, by what they may say; headings in asides and navigation are left out."""

    headings: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    itemprops: list[HtmlElement] = field(default_factory=list)
    bylines: list[HtmlElement] = field(default_factory=list)
    dated: list[HtmlElement] = field(default_factory=list)


def find(elements: Iterable[HtmlElement]) -> Marks:
    """Every mark among a page's ``elements`` (in document order), at most :data:`MOST` of a kind."""
    marks = Marks()
    for element in elements:
        tag, names = element.tag, element.keys()
        if tag in _HEADINGS and not _elsewhere(element):
            _keep(element, marks.headings)
        if not names and tag in _LABELS and element.tail and _DATE_LABEL.match(element.text or ""):
            parent = element.getparent()
            if parent is not None:
                _keep(parent, marks.dated)
        if not names and tag != "time":
            continue
        if tag == "time" or not _TIMED.isdisjoint(names):
            _keep(element, marks.times)
        if "itemprop" in names:
            _keep(element, marks.itemprops)
        if tag == "address" or ("rel" in names and "author" in element.get("rel", "")):
            _keep(element, marks.bylines)
        elif "class" in names:
            byline, dated = _kinds(element.get("class", ""))
            if byline and tag in _BYLINE_TAGS:
                _keep(element, marks.bylines)
            if dated and tag in _DATED_TAGS:
                _keep(element, marks.dated)
    return marks


def _keep(element: HtmlElement, kept: list[HtmlElement]) -> None:
    if len(kept) < MOST:
        kept.append(element)


@remembered(8_192)
def _kinds(classes: str) -> tuple[bool, bool]:
    return bool(_BYLINE.search(classes)), bool(_DATED.search(classes))


def _elsewhere(element: HtmlElement) -> bool:
    return any(ancestor.tag in _ELSEWHERE for ancestor in element.iterancestors())
