"""BBC News as it was from 2002 to 2010: tables, ``.stm`` addresses, "Last Updated", "See also" at the right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler import urls
from crawler.extract.candidate import Candidate
from crawler.extract.layouts.bbc_classic_links import (
    MONTHS,
    VIDEO_ICON,
    beside,
    is_player,
    is_recirculated,
    is_story,
    related_links,
)
from crawler.extract.layouts.flow import paragraphs, text_of, without
from crawler.items import Image, RelatedLink, Video

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.page import Page

HOST = "news.bbc.co.uk"
VALID = (date(2002, 1, 1), date(2010, 12, 31))  # from the first table layout to the move to www.bbc.co.uk/news

# Server-side includes that failed while the page was archived left their error in its place.
_SSI_ERROR = re.compile(r"\s*\[an error occurred while processing this directive\]\s*")
# "Last Updated: Monday, 21 March, 2005, 10:14 GMT", from 2008 "last updated at 13:34 GMT, Monday, 24 November 2008".
_DAY = re.compile(r"(\d{1,2})\s+([A-Z][a-z]+),?\s+(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})\s+GMT")
_ORIGINAL = "%Y/%m/%d %H:%M:%S"  # the meta element OriginalPublicationDate; GMT, as all of the site's dates

# What stands in the story's cell and is not its text: pictures and boxes are tables.
_NO_TEXT = (
    "self::table or self::form or self::object or self::noscript or self::script or self::style or self::select"
    " or @class = 'di' or @class = 'byl' or @class = 'byd' or @class = 'emp' or @id = 'socialBookMarks'"
    " or contains(@class, 'mvtb') or contains(@class, 'mvb') or contains(@class, 'videoInStory')"
    " or contains(@class, 'qbox') or contains(@class, 'cap') or contains(@class, 'arr') or contains(@class, 'links')"
)
_MAX_CROSSHEAD = 80  # characters; the longest bold line that still was one
_MIN_PICTURE = 100  # pixels; below are icons, rules and the portraits of links
_MOST_DIGITS = 6  # of a side


class BbcClassic:
    """The layout of news.bbc.co.uk's stories, 2002 to 2010, in its three dresses (2002, 2007, 2008)."""

    name = "bbc-classic"
    mute = frozenset(("tags",))  # the keywords are the site's own, the same on every page

    def matches(self, page: Page) -> bool:
        """True for a story page of this layout, whichever host serves it.

        The marks are the headline's cell and the meta elements in which the site's two editions name each other
        (UKFS_URL, IFS_URL; on the site's own host they may be missing). The host alone is no mark: its index pages
        and its other layouts share it, while web archives and mirrors serve the same pages from hosts of their own.
        """
        if "ifs_url" not in page.meta and "ukfs_url" not in page.meta and urlsplit(page.url).hostname != HOST:
            return False
        if _headline(page) is None:
            return False
        day = _modified(page) or _original(page)  # a country profile first stood in an older layout
        return day is None or VALID[0] <= day.date() <= VALID[1]

    def candidates(self, page: Page) -> Iterable[Candidate]:
        """Every field that the layout prints; the page's own words, only tidied."""
        source = f"layout:{self.name}"
        for field, value in _facts(page):
            if value:
                yield Candidate(field, value, source)

    def related(self, page: Page) -> list[RelatedLink]:
        """See also, boxes and topic boxes are related; the top and the popular stories of the day are recirculation."""
        headline = _headline(page)
        return [] if headline is None else related_links(page, _cell(headline), headline)


def _facts(page: Page) -> Iterator[tuple[str, object]]:
    headline = _headline(page)
    if headline is None:
        return
    cell = _cell(headline)
    yield "canonical_url", _edition(page)
    yield "headline", text_of(headline)
    yield "section", next(iter(page.meta.get("section", [])), None)
    yield "site_name", _site_name(page)
    yield "language", page.declared_language or "en-GB"
    for field, moment in (("published", _original(page)), ("modified", _modified(page))):
        yield field, moment.isoformat() if moment else None
    yield "authors", [text_of(byline) for byline in page.tree.xpath("//span[@class = 'byl']")]
    if cell is None:
        return
    standfirst, crossheads, body = _text(cell)
    yield "standfirst", standfirst
    yield "body", body
    yield "crossheads", crossheads
    yield "images", list(_images(page, cell))
    yield "videos", list(_videos(page, headline, cell))


def _headline(page: Page) -> HtmlElement | None:
    found = page.tree.xpath("//div[@class = 'mxb']//div[@class = 'sh'] | //div[@class = 'mxb']//h1")
    return found[0] if found else None


def _cell(headline: HtmlElement) -> HtmlElement | None:
    """The cell of the story's text: the first one of the row below the headline's."""
    found = headline.xpath("ancestor::tr[1]/following-sibling::tr[1]/td[1]")
    return found[0] if found else None


def _edition(page: Page) -> str | None:
    """The international edition's address of the story, if the page is served at one of its editions' paths.

    A web archive serves it elsewhere, and its address there is not made of these paths.
    """
    editions = [path for name in ("ifs_url", "ukfs_url") for path in page.meta.get(name, [])[:1]]
    if not editions or urlsplit(page.url).path.replace("/low/", "/hi/") not in editions:
        return None
    return urls.clean(urljoin(page.url, editions[0]))


def _site_name(page: Page) -> str | None:
    logo = page.tree.xpath("//td/a/img[contains(@src, 'logo')]/@alt | //div[@class = 'logo']/a/span/text()")
    return re.sub(r"\s+Updated every minute.*", "", str(logo[0])).strip() if logo else None


def _original(page: Page) -> datetime | None:
    for text in page.meta.get("originalpublicationdate", []):
        try:
            return datetime.strptime(text, _ORIGINAL).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _modified(page: Page) -> datetime | None:
    """The printed date. A second time ("16:53 UK") is the same instant by the summer clock."""
    for element in page.tree.xpath("//*[@class = 'ds'][*[@class = 'lu']]"):
        text = text_of(element)
        day, time = _DAY.search(text), _TIME.search(text)
        if day and time and day[2][:3] in MONTHS:
            month = MONTHS.index(day[2][:3]) + 1
            try:
                return datetime(int(day[3]), month, int(day[1]), int(time[1]), int(time[2]), tzinfo=UTC)
            except ValueError:
                return None
    return None


def _text(cell: HtmlElement) -> tuple[str | None, list[str], str]:
    """Standfirst, crossheads, and the whole text with both in their places."""
    standfirst: str | None = None
    crossheads: list[str] = []
    kept: list[str] = []
    for paragraph in paragraphs(without(cell, _NO_TEXT)):
        text = _SSI_ERROR.sub(" ", paragraph.text).strip()
        if not text:
            continue
        if paragraph.bold and not kept:
            standfirst = text
        elif paragraph.bold and len(text) <= _MAX_CROSSHEAD:
            crossheads.append(text)
        kept.append(text)
    if crossheads and kept[-1] == crossheads[-1]:  # "Send us your comments", above a form
        del crossheads[-1], kept[-1]
    return standfirst, crossheads, "\n\n".join(kept)


def _images(page: Page, cell: HtmlElement) -> Iterator[Image]:
    for picture in cell.xpath(".//img[not(ancestor::a)]"):
        url = urls.clean(picture.get("src") or "", page.base_url)
        if url is None or not _is_picture(picture):
            continue
        captions = picture.xpath("ancestor::*[self::div or self::td][1]/div[@class = 'cap']")
        yield Image(url, (picture.get("alt") or "").strip() or None, text_of(captions[0]) if captions else None)


def _is_picture(picture: HtmlElement) -> bool:
    width, height = (picture.get(side, "") for side in ("width", "height"))
    return all(side.isdecimal() and len(side) <= _MOST_DIGITS and int(side) >= _MIN_PICTURE for side in (width, height))


def _videos(page: Page, headline: HtmlElement, cell: HtmlElement) -> Iterator[Video]:
    """Films that the story names: links into the player, and the players of 2008 with their caption below."""
    links = [*cell.iter("a"), *(link for link, heading in beside(headline) if not is_recirculated(heading))]
    titles: set[str] = set()
    for link in links:
        href, title = link.get("href") or "", text_of(link)
        if is_player(link) or (link.xpath(VIDEO_ICON) and not is_story(href)):
            if title and title not in titles:
                yield Video(urls.clean(href, page.base_url), title)
            titles.add(title)
    for player in cell.xpath(".//div[starts-with(@class, 'videoInStory')]"):
        captions = player.xpath(".//p[@class = 'caption']")
        yield Video(None, text_of(captions[0]) if captions else None)
