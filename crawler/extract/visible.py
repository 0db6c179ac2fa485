"""What a reader sees of a story's facts: the heading, byline lines, time elements, "Updated" lines; and microdata."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler import urls
from crawler.extract import date_labels, dates, dom, marks, microdata, picture_boxes
from crawler.extract.authors import Byline, read
from crawler.extract.byline_words import is_helper
from crawler.extract.candidate import Candidate
from crawler.extract.text import clean, fold, unmarked, words
from crawler.page import Page

SOURCE = "visible"
LINE = "visible-text"  # a time in words
HEADING = "heading"  # any other heading: shows whether a headline is printed, and is never one by itself
_MOST = 40  # marks of a kind that are looked at: a story's own stand early on the page
_MOST_DATED_LINES = 6
_LABELLED = 100  # characters of a time element that are looked at for a label
_OWN_HEADING = 0.34  # share of an h1's words that stand in the title, below which it is a logo or a section
_LONG_HEADING = 30  # characters, from which an h1 is no logo and no section
_LONGEST_BYLINE = 160  # characters; what is longer is a text about the author
_MOST_SIGN = 6  # names in neighbouring elements; more is a list of the newsroom
_MOST_WRAPPED = 6  # elements around a name that hold nothing else
_BESIDE = 20  # characters beside each of them: "and", a role, a button; no headline of another story
_LESSER = frozenset(("h2", "h3", "h4", "h5"))
_SENTENCE = re.compile(r"\w{4}\.\s|[!?]\s")  # "J. Quill", "opr. Ada Quill" and "Dr. Quill" are names
_DAY = len("2024-05-03")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d\d(?!\d)")
_APART = " |/,;·•-–—"
_JOINED = re.compile(
    r"\s{0,3}[(\[]?\s?(?:(?:with|and|avec|et|mit|und|con|y|com|e|met|en|med|och|og)\s|[/&+,|])\s?([^()\[\]]{2,40})[)\]]?\s?",
    re.IGNORECASE,
)
_NO_PROFILE = ("mailto:", "twitter.com", "facebook.com", "//x.com", "javascript:")  # links beside a name, not on it


_links = dom.finder(".//a")


def candidates(page: Page, headlines: Sequence[str] = ()) -> Iterator[Candidate]:
    """What the visible marks say; those inside boxes about other stories are left out.

    ``headlines`` are what the page's metadata gives: the lesser headings that repeat one of them are given too.
    """
    found = marks.find(page.elements)
    yield from _of_headings(page, found.headings, [fold(headline) for headline in headlines])
    yield from microdata.candidates(found.itemprops)
    times = list(_of_times(found.times[:_MOST], page))
    yield from times or _of_dated_lines(found.dated, page)
    yield from _of_bylines(found.bylines[:_MOST])


def _of_headings(page: Page, headings: list[HtmlElement], said: list[str]) -> Iterator[Candidate]:
    """The h1 elements that share words with the page's title, best first: others hold logos and sections."""
    title = unmarked(page.title)
    firsts = [(clean(dom.text(h)), _leads_home(h, page)) for h in headings if h.tag == "h1"]
    for text, home in sorted(filter(operator.itemgetter(0), firsts), key=lambda first: -_shared(first[0], title)):
        own = len(text) >= _LONG_HEADING or not title or _shared(text, title) >= _OWN_HEADING
        yield Candidate("headline", text, SOURCE if own and not home else HEADING)
    for heading in headings[:_MOST]:
        if heading.tag != "h1" and (text := clean(dom.text(heading))):
            folded = fold(text)
            if any(folded in headline or headline in folded for headline in said):
                yield Candidate("headline", text, HEADING)


def _leads_home(heading: HtmlElement, page: Page) -> bool:
    """True for a heading that is a link to the front page: the site's name."""
    around = next((ancestor for ancestor in heading.iterancestors("a")), None)
    link = around if around is not None else next(iter(_links(heading)), None)
    if link is None or not link.get("href"):
        return False
    target = urls.clean(link.get("href") or "", page.base_url)
    return bool(target) and urlsplit(target or "").path in ("", "/") and not urlsplit(target or "").query


def _shared(text: str, title: str) -> float:
    """The share of the words of ``text`` that ``title`` has; 1 if it holds the text whole."""
    if fold(text) in fold(title):
        return 1.0
    own = words(text)
    there = set(words(title))
    return sum(word in there for word in own) / len(own) if own else 0.0


def _of_times(times: list[HtmlElement], page: Page) -> Iterator[Candidate]:
    for element in times:
        attribute = next((value for name in marks.TIME_ATTRIBUTES if (value := element.get(name))), "")
        text = dom.text(element)
        said = attribute or text
        if not said or len(said) > dates.MAX_LENGTH or _of_another(element, page):
            continue
        if attribute:
            yield Candidate(_labelled(text[:_LABELLED], page.declared_language) or _led(element), attribute, SOURCE)
        else:
            yield from _of_line(text, _led(element))


def _labelled(text: str, language: str | None) -> str | None:
    """What the text of a time element says of it; a label behind a date that has none is of another date.

    Not so where it stands before the clock time of that day: "4 May 2024, updated 08:10" is one date.
    """
    parts = date_labels.parted(text)
    first = dates.parse(parts[0][1], language) if len(parts) > 1 and parts[0][0] is None else None
    if first is None:
        return date_labels.says(text)
    goes_on = len(first) == _DAY and _CLOCK.search(parts[1][1]) and not dates.parse(parts[1][1], language)
    return date_labels.says(text) if goes_on else None


def _of_dated_lines(dated: list[HtmlElement], page: Page) -> Iterator[Candidate]:
    found = 0
    for element in dated:
        text = clean(dom.text(element)) if len(element) <= 12 else ""
        digits = sum(character.isdigit() for character in text)
        if 8 <= len(text) <= dates.MAX_LENGTH and digits >= 3 and not _of_another(element, page):
            # No class: hAtom's "updated" is on the only date of many a page.
            yield from _of_line(text, date_labels.says(date_labels.before(element)) or date_labels.PUBLISHED)
            found += 1
            if found >= _MOST_DATED_LINES:
                return


def _of_line(text: str, led: str) -> Iterator[Candidate]:
    """The dates in a line, each by its label; ``led`` is what one without is."""
    for said, part in date_labels.parted(text):
        yield Candidate(said or led, part, LINE)


def _led(element: HtmlElement) -> str:
    """ "published" or "modified": what leads to a date without a label of its own says, else its class."""
    parent = element.getparent()
    return (
        date_labels.says(date_labels.before(element))
        or date_labels.of_marks(element)
        or (date_labels.of_marks(parent) if parent is not None else None)
        or date_labels.PUBLISHED
    )


def _of_another(element: HtmlElement, page: Page) -> bool:
    """True for a date inside a box about other things, a lesser heading, or a link to another page: a teaser's."""
    for ancestor in islice(element.iterancestors(), _MOST_WRAPPED):
        if ancestor.tag in _LESSER:
            return True
        if ancestor.tag == "a" and (href := ancestor.get("href")) and not href.startswith(("#", "javascript:")):
            target = urls.clean(href, page.base_url)
            return bool(target) and urls.identity(target or "") != urls.identity(page.url)
    return dom.foreign(element)


def _of_bylines(bylines: list[HtmlElement]) -> Iterator[Candidate]:
    said = [
        (element, text)
        for element in bylines
        if len(element) <= 30
        and not dom.foreign(element)
        and not picture_boxes.holds(element)
        and (text := clean(dom.text(element)))
        and len(text) <= _LONGEST_BYLINE
        and not _SENTENCE.search(text)
    ]
    joined = _neighbours(said)
    for names in joined.values():
        yield Candidate("authors", [Byline(name) for name in names], SOURCE)
    for element, text in said:
        if element in joined:
            continue
        if ":" in text and is_helper(text):
            yield Candidate("authors", [Byline(text)], SOURCE)
            continue
        linked = [
            f"{_work(a)}{name}" for a in _links(element)[:6] if _is_profile(a) and _is_name(name := clean(dom.text(a)))
        ]
        beside = _agencies(text, linked) if linked else []
        yield Candidate("authors", [Byline(name) for name in (*linked, *beside) or [text]], SOURCE)


def _agencies(text: str, linked: list[str]) -> list[str]:
    """The agency with which a line of linked names ends: "Ada Quill (with AFP)"; a button "AA" is none."""
    joined = _JOINED.fullmatch(text[text.rfind(linked[-1]) + len(linked[-1]) :]) if linked[-1] in text else None
    return read([Byline(joined[1])], []).agencies if joined else []


def _neighbours(said: list[tuple[HtmlElement, str]]) -> dict[HtmlElement, list[str]]:
    """The elements that hold several names, each in an element of its own, and next to nothing else: with the names.

    The names' elements are alike in tag and class: another class beside a name is a place or what someone does.
    """
    if len({name for _, name in said}) < 2:
        return {}
    around = {ancestor for element, _ in said for ancestor in element.iterancestors()}
    texts: dict[HtmlElement, str] = {}
    found: dict[tuple[HtmlElement, str, str], list[str]] = {}
    for element, name in said:
        if element in around or not _is_name(name):
            continue
        outer = _outer(element, name, texts)
        names = found.setdefault((outer, str(element.tag), element.get("class", "")), [])
        if name not in names:
            names.append(name)
    return {
        outer: names
        for (outer, _, _), names in found.items()
        if 1 < len(names) <= _MOST_SIGN and len(texts.get(outer, "")) <= sum(map(len, names)) + _BESIDE * len(names)
    }


def _outer(element: HtmlElement, name: str, texts: dict[HtmlElement, str]) -> HtmlElement:
    """The nearest element around ``element`` that holds more than ``name``; ``texts`` keeps what was read."""
    for outer in islice(element.iterancestors(), _MOST_WRAPPED):
        if outer not in texts:
            texts[outer] = clean(dom.text(outer))
        if texts[outer] != name:
            return outer
    return element


def _work(link: HtmlElement) -> str:
    """What stands before a linked name, where it is another work than writing: "Editor: ".

    Behind another name it is that one's role, unless a sign parts them: "Ada Quill, Editor, Bo Sample, Reporter".
    """
    said = clean(dom.text_before(link))
    work = said.strip(_APART).rstrip(" :")
    leads = not said.endswith(tuple(_APART)) and (link.getprevious() is None or said.startswith(tuple(_APART)))
    return f"{work}: " if leads and work and is_helper(f"{work}:") else ""


def _is_name(text: str) -> bool:
    # One word of a script with spaces is a section or a button.
    return 2 <= len(text) <= 60 and (" " in text or not text.isascii())


def _is_profile(link: HtmlElement) -> bool:
    href = link.get("href") or "#"
    return not href.startswith("#") and not any(word in href for word in _NO_PROFILE)
