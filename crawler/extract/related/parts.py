"""What the walk over a page finds: boxes, links, headings and texts, numbered in document order.

Every box knows its first and last number, so that "after", "inside" and "the nearest box that holds both" are
comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.related import lexicon, marks, signs
from crawler.extract.related.address import Addresses

STYLED_RANK = 7  # of a heading that only its class or its words show
INLINE = signs.words("inline")
NEAR = 200  # characters before and behind an element that are looked at
CARD = 400  # characters of the text of a card, teaser and all
MOST_TEXT = 600  # characters kept of a link's or a heading's text

# Numbers given, characters outside and inside links, and story cards, up to a place in the document.
Count = tuple[int, int, int, int]


class Box:
    """An element that holds something, with what its subtree holds."""

    __slots__ = (
        "begun", "depth", "element", "end", "led", "linked", "marked", "menu", "parent", "plain", "start", "stories",
        "tag", "trailed",
    )  # fmt: skip

    plain: int
    linked: int
    stories: int
    end: int

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, depth: int, begun: Count) -> None:
        self.element, self.tag, self.parent, self.depth = element, tag, parent, depth
        self.menu: Box | None = self if tag == "nav" else parent.menu if parent else None  # the innermost around it
        self.begun = begun
        self.start = begun[0] + 1
        self.marked: marks.Marks | None = None
        self.led: str | None = None
        self.trailed: str | None = None

    def close(self, count: Count) -> None:
        """Its element ends, with so much counted: from now on it knows what it holds."""
        self.end, plain, linked, stories = count
        _, plain_before, linked_before, stories_before = self.begun
        self.plain, self.linked, self.stories = plain - plain_before, linked - linked_before, stories - stories_before

    def is_card(self) -> bool:
        """Whether it leads to one story and holds no long text."""
        return self.stories == 1 and self.plain <= CARD

    def marks(self) -> marks.Marks:
        """What its class, id and data attributes say of it and of the boxes around it."""
        if self.marked is None:
            self.marked = marks.of(self.element, self.tag)
        return self.marked

    def lead(self) -> str:
        """The end of the text that stands right before its element, in its parent; read once, however long it is."""
        if self.led is None:
            self.led = dom.text_before(self.element)[-NEAR:]
        return self.led

    def trail(self) -> str:
        """The beginning of the text that stands right behind its element; read once, however long it is."""
        if self.trailed is None:
            self.trailed = (self.element.tail or "")[:NEAR]
        return self.trailed

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
    href: str = ""  # as written
    headed: str = ""  # text inside a heading element within the link
    alt: str = ""
    end: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.texts)[:MOST_TEXT]

    @property
    def path(self) -> str:
        """Its address without the query."""
        return self.key.partition("?")[0]


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
    link: Link | None = None  # that it stands in

    @classmethod
    def of_words(cls, number: int, box: Box, words: str, verdict: lexicon.Verdict | None = None) -> Heading:
        """One that only its words or its class show, at the place ``number``."""
        return cls(number, box, STYLED_RANK, words=words, end=number, verdict=verdict)

    @property
    def text(self) -> str:
        return (self.words or " ".join(self.texts))[:MOST_TEXT]

    @property
    def look(self) -> tuple[str, str | None]:
        """How it is written: items' titles are all written in one way, and where no rank is said looks tell it."""
        return self.box.tag, self.box.element.get("class")


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
    furniture: set[str]  # where links of the site's head and foot lead, as written
    addresses: Addresses
    last: int
