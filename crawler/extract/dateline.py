"""When and by whom, as old and small papers say it: in words, on a line of its own below the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crawler import urls
from crawler.extract import date_labels, dom, headline, printed_title, zones
from crawler.extract.authors import Byline
from crawler.extract.candidate import Candidate
from crawler.extract.text import UNSPACED, UNSPACED_SIGN, clean, fold, unmarked

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.page import Page

SOURCE = "dateline"
_MOST_LINES = 6  # looked at after the headline: what comes later is the story
_LONGEST_LINE = 120  # characters; a longer line is a sentence
_MOST_NODES = 60
_LONGEST_NAME = 60
_LONGEST_LABEL = 40  # characters of a text that is nothing but the label of the date behind it
_BETWEEN = re.compile(r" [|–—-] ")
_BETWEEN_UNSPACED = re.compile(rf"(?:(?<=[{UNSPACED}])|^) ?(?:[_|｜：:–—－【]|-{{1,2}}) ?")  # "…_新闻_港口网"

_heading = dom.finder("(//h1)[1]")
_after = dom.finder(f"(following::text()[normalize-space()])[position() <= {_MOST_NODES}]")
# "Tuesday 10th June 2014 at 4.15pm", "June 10th, 2014", "10. Juni 2014, 16.15 Uhr". Lines are clean before they are
# looked at: one space, never several.
_MONTH = r"[^\W\d_]{3,12}\.?"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.|º)? (?:of |de )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)"
_TIME = r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?"
_ZONE = rf"(?:,? \(?(?:(?:GMT|UTC)? ?[+-]\d{{1,2}}(?::?\d\d)?|(?:{zones.NAMES}))\b\)?)"
_DATED = re.compile(
    rf"{_DAY},? (?:de )?\d{{4}}(?:(?:,| at| um| a las)? {_TIME}(?: Uhr| h| hrs)?{_ZONE}?)?", re.IGNORECASE
)
_SIGNED = re.compile(
    r"^(?:(?:(?:posted|written|reported|words) )?(?:by|von|por|par|door|av) "
    r"|(?:by|oleh|authors?|autor(?:e|a|in)?|auteure?|автор|szerző|penulis|yazan|tác giả|작성자|글|作者|记者|記者|文|"
    r"كتب|بقلم|מאת) ?[:：] ?)",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(r" (?:on|am|el|le|op) (?=\w)| ?[,|–—-] |$", re.IGNORECASE)


def candidates(page: Page) -> Iterator[Candidate]:
    """The first date and the first signature on the lines between the headline and the text."""
    missing = {"published", "authors"}
    led = ""
    for line in _lines(page):
        dated = _DATED.search(line)
        first = next((part for said, part in date_labels.parted(line) if _is_published(said, led)), "")
        if "published" in missing and (when := _DATED.search(first)):
            missing.discard("published")
            yield Candidate("published", when[0], SOURCE)
        led = line
        signed = _SIGNED.match(line)
        if signed and "authors" in missing:
            name = line[signed.end() :].split(dated[0])[0] if dated else line[signed.end() :]
            end = _END_OF_NAME.search(name)
            missing.discard("authors")
            yield Candidate("authors", [Byline(name[: end.start()] if end else name)], SOURCE)


def _is_published(said: str | None, led: str) -> bool:
    """``said`` is a date's own label; ``led`` the text before its line, where the label may stand by itself."""
    alone = len(led) <= _LONGEST_LABEL and not any(character.isdigit() for character in led)
    return (said or (date_labels.says(led) if alone else None)) != date_labels.MODIFIED


def site_name(page: Page) -> str | None:
    """What the page's title says beside the headline: ``Snow falls - The Echo`` over the heading "Snow falls".

    Of several parts it is the one that spells the host, else the last.
    """
    title = unmarked(page.title)
    for heading in _headings(page):
        told = clean(dom.text(heading))
        if told and fold(title).startswith(fold(told)):
            unspaced = bool(UNSPACED_SIGN.search(told))
            parts = (_BETWEEN_UNSPACED if unspaced else _BETWEEN).split(title[len(told) :].rstrip("】"))
            if len(parts) < 2 or parts[0]:
                return None
            host = urls.host(page.url)
            name = next((part for part in parts if headline.spells_host(part, host)), parts[-1])
            return name if 3 - unspaced <= len(name) <= _LONGEST_NAME else None
    return None


def _headings(page: Page) -> list[HtmlElement]:
    printed = None if (first := _heading(page.tree)) else printed_title.find(page)
    return [printed[0]] if printed else first


def _lines(page: Page) -> Iterator[str]:
    for heading in _headings(page):
        lines = 0
        for node in _after(heading):
            text = clean(str(node))
            if not text:
                continue
            if len(text) > _LONGEST_LINE or lines >= _MOST_LINES:
                return
            lines += 1
            yield text
