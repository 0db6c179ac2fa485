"""What is printed beside a link: the day and the section of the story that it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from crawler.extract import dates, dom
from crawler.extract.related.relative import ago
from crawler.extract.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

_HIGHEST = 5  # boxes climbed from a link to its item
_LONGEST_ITEM = 600  # characters: an item with a summary; what is longer is a list or a text
_PARAGRAPH = 80  # characters; an item has one summary at most
_LONGEST_LINE = 60  # characters of a date line
_LONGEST_SECTION = 40
_NAME = 3  # words before a day's digits in a link; more are a title that names the day
_MOST_NODES = 60
_ITEMS = frozenset(("li", "article", "tr", "dd"))
_ENDS = frozenset(("body", "main", "ul", "ol", "table", "tbody", "section", "nav", "aside"))
_DATED = dom.finder(".//time | .//*[@datetime] | .//abbr[@title]")
_SECTION = re.compile(
    r"(?:^|[\W_])(?:section|category|categor[ií]a|kategorie|rubri[kc]\w*|kicker|topic|channel|ressort|dachzeile|eyebrow|vignette)"
    r"(?:$|[\W_])",
    re.IGNORECASE,
)
# In a link, where what stands over the headline is the first words of it as often.
_SECTION_IN_LINK = re.compile(
    r"(?:^|[\W_])(?:section|category|categor[ií]a|kategorie|rubri[kc]\w*|channel|ressort)(?:$|[\W_])", re.IGNORECASE
)
_TITLED = re.compile(r"headline|title|heading|text", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_BAR = re.compile(r"[()\[\]|·•]")
_DASH = re.compile(r"\s[–—/-]\s|,\s(?=\D)")  # "Jo Marsh, May 10, 2024", where all of it is no date
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_AFTER_BAR = re.compile(r"\d\s?[|·•]\s?([^\d|·•]{2,40})$")  # "23 May 05 | Business"


def beside(
    link: HtmlElement,
    language: str | None,
    fetched_at: datetime | None = None,
    stories: Mapping[str, str] | None = None,
) -> tuple[str | None, str | None]:
    """The day or instant (ISO 8601) and the section printed beside ``link`` within its own item of a list.

    With ``fetched_at`` (aware, UTC) times such as "2 hours ago" are read too. ``stories`` tells the links that lead to
    stories, as they are written, and which of them lead to one; without it every other link leads to another one.
    """
    item = _item(link, stories)
    if item is None:
        lines, sections = [(clean(text), False) for text in _tail(link)], []
    else:
        lines, sections = list(_lines(item, link)), list(_sections(item, link))
    published = next(filter(None, (dates.parse(text, language) for text in _stamps(item))), None)
    for line, in_link in lines:
        title = in_link and len(_DIGIT.split(line, maxsplit=1)[0].split()) > _NAME
        if published is None and len(line) <= _LONGEST_LINE and not title:
            published = _first(_BAR.split(line), language, fetched_at)
            if published is None and len(parts := _DASH.split(line)) > 1:
                published = _first(parts, language, fetched_at)
        named = _AFTER_BAR.search(line)
        sections += [named[1].strip()] if named else []
    return published, next(iter(sections), None)


def _first(parts: Iterable[str], language: str | None, fetched_at: datetime | None) -> str | None:
    return next(filter(None, (_moment(part, language, fetched_at) for part in parts)), None)


def _moment(text: str, language: str | None, fetched_at: datetime | None) -> str | None:
    return (ago(text, fetched_at, language) if fetched_at else None) or dates.parse(text, language)


def _item(link: HtmlElement, stories: Mapping[str, str] | None) -> HtmlElement | None:
    """The largest box around ``link`` that leads to no other story; None where that is the link alone."""
    best = None
    for height, box in enumerate(link.iterancestors()):
        if height == _HIGHEST or box.tag in _ENDS or _leads_elsewhere(box, link.get("href"), stories):
            break
        if _is_text(box):
            break
        best = box
        if box.tag in _ITEMS:
            break
    return best


def _leads_elsewhere(box: HtmlElement, href: str | None, stories: Mapping[str, str] | None) -> bool:
    if stories is None:
        return any(other.get("href") != href for other in box.iter("a") if other.get("href"))
    own = stories.get(href or "")
    return any(stories.get(other.get("href") or "", own) != own for other in box.iter("a"))


def _is_text(box: HtmlElement) -> bool:
    """Whether a box is more than an item of a list: a story's text, whose own date stands in it."""
    return (
        len(dom.text(box)) > _LONGEST_ITEM
        or next(box.iter("h1"), None) is not None
        or sum(len(paragraph.text or "") >= _PARAGRAPH for paragraph in box.iter("p", "div")) > 1
    )


def _stamps(item: HtmlElement | None) -> Iterator[str]:
    for element in _DATED(item) if item is not None else ():
        yield from filter(None, (element.get("datetime"), element.get("title"), dom.text(element)))


def _lines(item: HtmlElement, link: HtmlElement) -> Iterator[tuple[str, bool]]:
    """The texts of an item, and whether each stands in the link; of one around all of a card those that are no heading
    and not all of it.
    """
    inside = set(link.iter())
    title = clean(dom.text(link)) if len(inside) > 1 else ""
    for count, element in enumerate(item.iter()):
        if count == _MOST_NODES:
            return
        if element is link:
            texts = [element.tail]
        elif element in inside:
            texts = [element.text] if element.text and element.tag not in _HEADINGS else []
            if texts and clean(dom.text(element)) == title:
                continue
        else:
            texts = [element.text, element.tail if element is not item else None]
        for text in texts:
            if text and isinstance(element.tag, str) and (line := clean(text)):
                yield line, element in inside and element is not link


def _sections(item: HtmlElement, link: HtmlElement) -> Iterator[str]:
    inside = set(link.iter())
    for element in item.iter("span", "div", "p", "em", "strong", "small", "b"):
        pattern = _SECTION_IN_LINK if element in inside else _SECTION
        named = element.get("class") or ""
        if not pattern.search(named) or (element in inside and _TITLED.search(named)):
            continue
        name = clean(dom.text(element))
        if element in inside and name == clean(dom.text(link)):
            continue
        if name and len(name) <= _LONGEST_SECTION and not any(character.isdigit() for character in name):
            yield name


def _tail(link: HtmlElement) -> Iterator[str]:
    """What follows ``link`` on its line, where several share a box."""
    if link.tail:
        yield link.tail
    for count, element in enumerate(link.itersiblings()):
        if count == 3 or element.tag in ("a", "p", "div", "li"):
            return
        if isinstance(element.tag, str) and element.tag != "br":
            yield dom.text(element)
        if element.tail:
            yield element.tail
