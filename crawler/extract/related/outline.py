"""One walk over the tree: the links, the short texts that may head them, and the boxes that hold both.

Everything is numbered in document order, and every box knows its first and last number, so that "after", "inside" and
"the nearest box that holds both" are comparisons. Each element is entered and left once, so the work grows with the
page and not faster; what cannot be a story's address is known by its first look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.related import lexicon, marks, signs
from crawler.extract.related.address import Addresses

MOST_LINKS = 20_000  # links read of one page; a page with more is a list, not a story
_UNREAD = frozenset(
    (
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "svg",
        "select",
        "textarea",
        "iframe",
        "object",
        "math",
        "button",
    )
)
_LABELLED = frozenset(("section", "aside", "nav", "div", "ul"))  # whose aria-label may be a heading
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)} | {"summary": 4, "legend": 4, "caption": 5, "dt": 6, "th": 6}
_MAY_HEAD = _LABELLED | frozenset(_HEADINGS) | {"img"}
STYLED_RANK = 7  # of a heading that only its class or its words show
INLINE = signs.words("inline")
_MOST_TEXTS = 12  # pieces kept of a link's text
_MOST_TEXT = 600  # characters kept of a link's or a heading's text


class Box:
    """An element that holds something, with what its subtree holds."""

    __slots__ = (
        "depth", "element", "end", "heading", "link", "linked", "marked", "parent", "plain", "start", "stories", "tag",
    )  # fmt: skip

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, number: int) -> None:
        self.element, self.tag, self.parent = element, tag, parent
        self.start, self.end = number, number - 1  # nothing yet
        self.plain = self.linked = self.stories = 0  # characters outside and inside links; story cards
        self.marked: marks.Marks | None = None
        self.depth: int
        self.link: Link | None
        self.heading: Heading | None
        if parent is None:
            self.depth, self.link, self.heading = 0, None, None
        else:
            self.depth, self.link, self.heading = parent.depth + 1, parent.link, parent.heading

    def marks(self) -> marks.Marks:
        """What its class, id and data attributes say of it and of the boxes around it."""
        if self.marked is None:
            self.marked = marks.of(self.element, self.tag)
        return self.marked

    def block(self) -> Box:
        """The nearest box that begins a line."""
        box = self
        while box.tag in INLINE and box.parent is not None:
            box = box.parent
        return box


@dataclass(slots=True)
class Link:
    """One ``a`` element that may lead to a story."""

    number: int
    box: Box
    url: str = ""  # empty where it leads to no story
    key: str = ""
    likeness: float = -1.0
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
    topical: int = 0  # words shared with the story's headline
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

    links: list[Link]
    headings: list[Heading]
    texts: list[Text]
    addresses: Addresses
    last: int


class _Walk:
    """What is gathered on the way."""

    def __init__(self, addresses: Addresses) -> None:
        self.links: list[Link] = []
        self.headings: list[Heading] = []
        self.texts: list[Text] = []
        self.addresses = addresses
        self.number = 0
        self.before = ""  # the address of the last story link

    def text(self, box: Box, raw: str) -> None:
        self.number = number = self.number + 1
        box.end = number
        text = " ".join(raw.split())
        heading, link = box.heading, box.link
        if heading is not None:
            heading.texts.append(text)
            heading.end = number
        if link is None:
            box.plain += len(text)
            if heading is None:
                self.texts.append(Text(number, box, text))
            return
        box.linked += len(text)
        if link.url:
            if len(link.texts) < _MOST_TEXTS:
                link.texts.append(text)
            link.end = number
            if heading is not None and heading.number > link.number:
                link.headed = f"{link.headed} {text}".strip()[:_MOST_TEXT]

    def link(self, box: Box, href: str) -> None:
        if not href:
            return
        self.number += 1
        box.end = self.number
        target = self.addresses.story(href)
        if target is None or len(self.links) >= MOST_LINKS:
            box.link = Link(self.number, box)
            return
        link = box.link = Link(self.number, box, *target, end=self.number)
        self.links.append(link)
        if link.key != self.before:
            box.stories += 1
        self.before = link.key
        if box.heading is not None:
            box.heading.stories += 1

    def begin(self, box: Box) -> None:
        """A heading element, or a box whose label or picture may say what a heading says."""
        if box.tag in _HEADINGS:
            if box.heading is None:
                self.number += 1
                box.heading = Heading(self.number, box, _HEADINGS[box.tag], end=self.number)
                self.headings.append(box.heading)
            return
        if box.tag == "img":
            self.picture(box, box.element.get("alt") or "")
            return
        said = box.element.get("aria-label")
        if said:
            self.spoken(box, " ".join(said[:_MOST_TEXT].split()))

    def picture(self, box: Box, alt: str) -> None:
        """What a picture says to who cannot see it: a link's words, a heading's, or a heading of its own."""
        said = " ".join(alt[:_MOST_TEXT].split())
        if box.link is not None:
            box.link.alt = box.link.alt or said
        elif box.heading is not None:
            box.heading.texts.append(said)
        elif said:
            self.spoken(box, said)

    def spoken(self, box: Box, said: str) -> None:
        """A heading that nobody sees as text."""
        if len(said) <= lexicon.LONGEST:
            found = lexicon.verdict(said)
            if found is not None and found.family not in ("weak", "advertisement"):
                self.number += 1
                heading = Heading(self.number, box, STYLED_RANK, words=said, end=self.number, verdict=found)
                self.headings.append(heading)


def read(tree: HtmlElement, addresses: Addresses) -> Outline:
    """Walk ``tree``, which stays as it is."""
    walk = _Walk(addresses)
    walker = etree.iterwalk(tree, events=("start", "end"))
    box: Box | None = None
    for event, element in walker:
        if event == "start":
            tag = cast("str", element.tag)
            box = Box(element, tag, box, walk.number + 1)
            if tag in _UNREAD:
                walker.skip_subtree()
                continue
            if tag == "a":
                walk.link(box, element.get("href") or "")
            elif tag in _MAY_HEAD:
                walk.begin(box)
            text = element.text
        else:
            assert box is not None
            text, left, box = element.tail, box, box.parent
            if box is None:
                break
            box.end = max(box.end, left.end)
            box.plain += left.plain
            box.linked += left.linked
            box.stories += left.stories
        if text and not text.isspace():
            walk.text(box, text)
    return Outline(walk.links, walk.headings, walk.texts, addresses, walk.number)
