"""The links of BBC News, 2002 to 2010: which stories a page names, under which heading, with which date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from crawler import urls
from crawler.extract.layouts.flow import text_of
from crawler.items import LinkKind, RelatedLink

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.page import Page

VIDEO_ICON = "./img[contains(@src, '/icons/video')]"

# A story is a number: /2/hi/business/4600553.stm, and before 2003 /hi/english/business/newsid_1198000/1198600.stm.
_STORY = re.compile(r"/\d{5,9}\.stm(?:[?#]|$)|/blogs/[^/]+/\d{4}/\d{2}/[^/]+\.(?:s?html|stm)(?:[?#]|$)")
_PLAYER = re.compile(r"/mediaselector/|/player/|/media/avdb/|launchAV|/video_and_audio/|av\.launch", re.IGNORECASE)
_HELP = re.compile(r"/(?:help|services?|products_and_services)/")  # how to read the site, numbered as stories are
# Headings over what every page of the day carried.
_RECIRCULATED = re.compile(
    r"^(?:TOP\b.*\bSTORIES|MOST (?:POPULAR|READ|E-?MAILED|SHARED)|LATEST\b|FEATURES\b|ELSEWHERE\b|IN TH.*\bMAGAZINE)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"INTERNET LINKS|OTHER (?:NEWS )?SITES|PRODUCTS AND SERVICES|BBC LINKS|RELATED BBC SITES", re.IGNORECASE
)
_PRINTED = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{2})\s*(?:\|\s*(.+))?$")  # "23 May 05 | Business"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_HEADINGS = re.compile(r"sah|seeAlsoH|nlp|topStoryH|ddt|sih")  # classes of what stands above a list
# How often links of a place were what it says, by the labelled pages: See also and boxes always, topic boxes nearly.
_SEE_ALSO, _BOX, _TOPIC = 1.0, 0.97, 0.93
_TRUST: dict[LinkKind, int] = {"related": 2, "inline": 1, "recirculation": 0}


def is_story(href: str) -> bool:
    """Whether an address of this site leads to a story."""
    return bool(_STORY.search(href)) and not _PLAYER.search(href) and not _HELP.search(href)


def is_player(link: HtmlElement) -> bool:
    """Whether a link opens the site's player."""
    return bool(_PLAYER.search(link.get("href") or "") or _PLAYER.search(link.get("onclick") or ""))


def related_links(page: Page, cell: HtmlElement | None, headline: HtmlElement) -> list[RelatedLink]:
    """Every story link of the story's table and of the lists beside it, in document order, each address once."""
    own = urls.identity(page.url)
    best: dict[str, RelatedLink] = {}
    for link in [*(_in_text(page, cell) if cell is not None else ()), *_all_beside(page, headline)]:
        key = urls.identity(link.url)
        if key == own:
            continue
        known = best.get(key)
        best[key] = link if known is None else _better(known, link)
    return [replace(link, position=position) for position, link in enumerate(best.values())]


def _better(known: RelatedLink, other: RelatedLink) -> RelatedLink:
    """One of two places of one address: the more telling kind, then the one with a date beside it."""
    if _TRUST[known.kind] != _TRUST[other.kind]:
        return max(known, other, key=lambda link: _TRUST[link.kind])
    return other if other.published and not known.published else known


def _link(
    page: Page, element: HtmlElement, kind: LinkKind, heading: str | None, score: float = 1.0
) -> Iterator[RelatedLink]:
    href = element.get("href") or ""
    text = text_of(element)
    url = urls.clean(href, page.base_url)
    if url and text and is_story(href) and not is_player(element):
        yield RelatedLink(url, text, heading, kind=kind, score=score)


def _in_text(page: Page, cell: HtmlElement) -> Iterator[RelatedLink]:
    """Links of boxes set in the text, and on lines of their own, are related; links on its words are inline."""
    for element in cell.iter("a"):
        boxes = element.xpath("ancestor::td[contains(@class, 'sibtbg')][1]")
        if boxes or element.xpath("ancestor::div[@class = 'arr' or @class = 'bull']"):
            headings = boxes[0].xpath(".//div[@class = 'sih']") if boxes else []
            yield from _link(page, element, "related", text_of(headings[0]) if headings else None, _BOX)
        elif not element.xpath("ancestor::*[contains(@class, 'mvtb') or contains(@class, 'qbox') or @id][1]"):
            yield from _link(page, element, "inline", None)


def beside(headline: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    """The links of the column at the right, each with the nearest heading above it."""
    for column in headline.xpath("ancestor::tr[1]/following-sibling::tr[1]/td[position() > 1]"):
        heading: str | None = None
        for element in column.iter():
            if not isinstance(element.tag, str):
                continue
            if _is_heading(element):
                heading = text_of(element).rstrip(": ")
            elif element.tag == "a" and not any(map(_is_heading, element.iterancestors("div", "h3", "h4"))):
                yield element, heading


def _is_heading(element: HtmlElement) -> bool:
    return element.tag in ("h3", "h4") or (element.tag == "div" and bool(_HEADINGS.search(element.get("class") or "")))


def is_recirculated(heading: str | None) -> bool:
    """Whether what stands below a heading stood on every page of that day."""
    return heading is not None and bool(_RECIRCULATED.search(heading))


def _all_beside(page: Page, headline: HtmlElement) -> Iterator[RelatedLink]:
    for element, heading in beside(headline):
        yield from _under(page, element, heading)


def _under(page: Page, element: HtmlElement, heading: str | None) -> Iterator[RelatedLink]:
    if heading is None or _FOREIGN.search(heading):
        return
    if is_recirculated(heading):
        yield from _link(page, element, "recirculation", heading)
        return
    in_topic_box = bool(element.xpath("ancestor::*[contains(@class, 'puffbox')]"))
    for link in _link(page, element, "related", heading, _TOPIC if in_topic_box else _SEE_ALSO):
        published, section = _printed(element)
        yield replace(link, published=published, section=section)


def _printed(element: HtmlElement) -> tuple[str | None, str | None]:
    """The date and section that stand below a link."""
    for beside in element.xpath("following-sibling::*[@class = 'sad'][1]"):
        found = _PRINTED.search(text_of(beside))
        if found and found[2] in MONTHS:
            year = int(found[3]) + (1900 if int(found[3]) >= 97 else 2000)  # the site began in 1997
            try:
                return date(year, MONTHS.index(found[2]) + 1, int(found[1])).isoformat(), found[4]
            except ValueError:
                return None, found[4]
    return None, None
