"""One walk over the tree: the links, the short texts that may head them, and the boxes that hold both.

Everything is numbered in document order, and every box knows its first and last number, so that "after", "inside" and
"the nearest box that holds both" are comparisons. One XPath step gives all that counts, at the speed of C; Python sees
each text, link and heading once and each box once, so the work grows with the page and not faster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.related import lexicon, marks, signs
from crawler.extract.related.address import STORY, Addresses, key

MOST_LINKS = 20_000  # links read of one page; a page with more is a list, not a story
_UNREAD = frozenset(("noscript", "template", "svg", "select", "textarea", "iframe", "object", "math", "button"))
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)} | {"summary": 4, "legend": 4, "caption": 5, "dt": 6, "th": 6}
STYLED_RANK = 7  # of a heading that only its class or its words show
_INLINE = signs.words("inline")
_MOST_TEXT = 600  # characters kept of a link's or a heading's text

# One step along one axis: libxml2 then gives document order without sorting, however many nodes there are.
_SEEN = etree.XPath(
    "descendant::node()[self::a[@href] or self::text()[not(parent::script or parent::style or parent::title or"
    " parent::noscript)][normalize-space()] or self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or"
    " self::summary or self::legend or self::img[@alt!=''] or self::*[@aria-label][self::section or self::aside or"
    " self::nav or self::div or self::ul] or self::*[@role='heading'] or self::dt or self::th or self::caption]"
)


class Box:
    """An element that holds something, with what its subtree holds."""

    __slots__ = (
        "depth", "element", "end", "heading", "link", "linked", "marked", "parent", "plain", "start", "stories", "tag",
        "unread",
    )  # fmt: skip

    def __init__(self, element: HtmlElement, parent: Box | None, number: int) -> None:
        self.element, self.parent, self.start, self.end = element, parent, number, number
        self.tag: str = element.tag if isinstance(element.tag, str) else ""
        self.plain = self.linked = self.stories = 0  # characters outside and inside links; story cards
        self.marked: marks.Marks | None = None
        self.depth: int = parent.depth + 1 if parent else 0
        self.link: Link | None = parent.link if parent else None
        self.heading: Heading | None = parent.heading if parent else None
        self.unread: bool = self.tag in _UNREAD or (parent is not None and parent.unread)

    def marks(self) -> marks.Marks:
        """What its class, id and data attributes say of it and of the boxes around it."""
        if self.marked is None:
            self.marked = marks.of(self.element, self.tag)
        return self.marked

    def block(self) -> Box:
        """The nearest box that begins a line."""
        box = self
        while box.tag in _INLINE and box.parent is not None:
            box = box.parent
        return box


@dataclass(slots=True)
class Link:
    """One ``a`` element that may lead to a story."""

    number: int
    box: Box
    href: str
    url: str | None = None
    key: str = ""
    likeness: float = 0.0
    texts: list[str] = field(default_factory=list)
    headed: str = ""  # text inside a heading element within the link
    alt: str = ""
    end: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.texts)[:_MOST_TEXT]


@dataclass(slots=True)
class Heading:
    """A text that may head what follows."""

    number: int
    box: Box
    rank: int
    texts: list[str] = field(default_factory=list)
    end: int = 0
    verdict: lexicon.Verdict | None = None
    stories: int = 0  # story links inside it: then it is an item's title
    scope: Box | None = None
    words: str = ""
    label: bool = False  # stands in the same line as its link

    @property
    def text(self) -> str:
        return (self.words or " ".join(self.texts))[:_MOST_TEXT]


@dataclass(slots=True)
class Text:
    """A text outside links and headings."""

    number: int
    box: Box
    text: str


@dataclass(slots=True)
class Outline:
    """What the walk found."""

    boxes: list[Box]
    links: list[Link]
    headings: list[Heading]
    texts: list[Text]
    addresses: Addresses
    last: int


class _Walk:
    def __init__(self, addresses: Addresses) -> None:
        self.known: dict[HtmlElement, Box] = {}
        self.boxes: list[Box] = []
        self.links: list[Link] = []
        self.headings: list[Heading] = []
        self.texts: list[Text] = []
        self.addresses = addresses
        self.number = 0

    def box(self, element: HtmlElement) -> Box:
        known = self.known.get(element)
        if known is not None:
            return known
        chain = []
        above: HtmlElement | None = element
        parent: Box | None = None
        while above is not None:
            parent = self.known.get(above)
            if parent is not None:
                break
            chain.append(above)
            above = above.getparent()
        for new in reversed(chain):
            parent = self.known[new] = Box(new, parent, self.number)
            self.boxes.append(parent)
        assert parent is not None
        return parent

    def text(self, seen: Any) -> None:
        element = seen.getparent()
        if seen.is_tail:
            element = element.getparent()
        if element is None:
            return
        box = self.box(element)
        if box.unread:
            return
        box.end = self.number
        text = " ".join(seen.split())
        if box.heading is not None:
            box.heading.texts.append(text)
            box.heading.end = self.number
        if box.link is not None:
            box.linked += len(text)
            if len(box.link.texts) < 12:
                box.link.texts.append(text)
            box.link.end = self.number
            if box.heading is not None and box.heading.number > box.link.number:
                box.link.headed = f"{box.link.headed} {text}".strip()[:_MOST_TEXT]
        else:
            box.plain += len(text)
            if box.heading is None:
                self.texts.append(Text(self.number, box, text))

    def link(self, element: HtmlElement) -> None:
        box = self.box(element)
        if box.unread or len(self.links) >= MOST_LINKS:
            return
        link = Link(self.number, box, element.get("href") or "", end=self.number)
        box.link = link
        box.end = self.number
        self.links.append(link)

    def heading(self, element: HtmlElement, tag: str) -> None:
        box = self.box(element)
        if box.unread or box.heading is not None:
            return
        heading = Heading(self.number, box, _HEADINGS.get(tag, 4), end=self.number)
        box.heading = heading
        self.headings.append(heading)

    def spoken(self, element: HtmlElement, text: str) -> None:
        """A heading that is an image, or a box's own label."""
        found = lexicon.verdict(text)
        if found is None or found.family in ("weak", "advertisement"):
            return
        box = self.box(element)
        if box.unread or (box.link is not None and box.tag == "img"):
            return
        # A label is inside its box, so what it heads is in the box too.
        self.headings.append(Heading(self.number, box, STYLED_RANK, words=text, end=self.number, verdict=found))


def read(tree: HtmlElement, addresses: Addresses) -> Outline:
    """Walk ``tree``, which stays as it is."""
    walk = _Walk(addresses)
    for number, seen in enumerate(cast("list[Any]", _SEEN(tree))):
        walk.number = number
        if isinstance(seen, str):
            walk.text(seen)
            continue
        tag = seen.tag
        if tag == "a":
            walk.link(seen)
        elif tag == "img":
            box = walk.box(seen)
            alt = " ".join(seen.get("alt").split())
            if box.link is not None:
                box.link.alt = box.link.alt or alt
            elif box.heading is not None and not box.heading.texts:
                box.heading.texts.append(alt)
            else:
                walk.spoken(seen, alt)
        elif tag in _HEADINGS or seen.get("role") == "heading":
            walk.heading(seen, tag)
        else:
            walk.spoken(seen, " ".join((seen.get("aria-label") or "").split()))
    _resolve(walk)
    _sum_up(walk.boxes)
    return Outline(walk.boxes, walk.links, walk.headings, walk.texts, addresses, walk.number)


def _resolve(walk: _Walk) -> None:
    """Addresses of links; those that lead to no story are dropped, and the cards of each box are counted."""
    likeness = lru_cache(4_096)(walk.addresses.likeness)
    kept = []
    before = ""
    for link in walk.links:
        url = walk.addresses.absolute(link.href)
        if url is None:
            continue
        link.url, link.key = url, key(url)
        link.likeness = likeness(url)
        if link.likeness < STORY or link.key == walk.addresses.own_key:
            continue
        kept.append(link)
        if link.key != before:
            link.box.stories += 1
        before = link.key
        if link.box.heading is not None:
            link.box.heading.stories += 1
    walk.links = kept


def _sum_up(boxes: list[Box]) -> None:
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.end = max(parent.end, box.end)
            parent.plain += box.plain
            parent.linked += box.linked
            parent.stories += box.stories
