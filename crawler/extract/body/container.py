"""Which element of a page holds the story: the smallest one with most of its running text.

Where templates cut a text in two, for an advertisement or a wall, the lesser part is found beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.extract.body.block import Block

# A child that holds this share of its parent's running text is where the story is; less, and the parent is.
_MOST_OF_IT = 0.75
_RUNNING = 40  # characters, from which a block without many links counts as running text
_DENSE = 2.5  # a character of Chinese, Japanese or Korean says as much as so many letters
_LINKED = 0.4  # share of link text above which a block is no running text
_PROSE = 0.2  # share of link text up to which a box beside the story's may be more of it
_PARTS = frozenset(("div", "section"))  # an article, an entry, a cell beside the story's is another one
_A_PART = 4  # paragraphs from which a box of another class is more of the story
_LINES = 2  # paragraphs without a box, from which they are more of the story: one is a note, or sums it up
_CAP = 1_000  # characters of one block that count: a page's terms in one block must not outweigh its story


def weigh(blocks: Iterable[Block]) -> None:
    """Set each block's weight: the characters of running text in it."""
    for block in blocks:
        size = len(block.text)
        if size >= _RUNNING / _DENSE and not block.heading:
            wide = sum(1 for character in block.text[:200] if "\u2e80" <= character <= "\ud7ff") > min(size, 200) / 2
            amount = size * _DENSE if wide else size
            block.weight = min(amount, _CAP) if amount >= _RUNNING and block.linked < size * _LINKED else 0.0


def quiet_level(blocks: Sequence[Block]) -> int:
    """The number of noise boxes around the story itself: 0, unless a template wraps everything in such words.

    It is the lowest level that holds at least a third as much running text as the richest one.
    """
    levels: Counter[int] = Counter()
    for block in blocks:
        levels[block.noise] += int(block.weight)
    richest = max(levels.values(), default=0)
    return next((level for level in sorted(levels) if levels[level] * 3 >= richest > 0), 0)


@dataclass(slots=True)
class _Text:
    """What stands in an element: ``weighed`` of its blocks are running text, ``tops`` headings of the first rank.

    ``first`` and ``last`` are the first and the last of its blocks that may be a paragraph.
    """

    weight: float = 0.0
    size: int = 0
    linked: int = 0
    weighed: int = 0
    tops: int = 0
    first: Block | None = None
    last: Block | None = None

    def add(self, block: Block, home: HtmlElement) -> None:
        self.weight += block.weight
        self.size += len(block.text)
        self.linked += block.linked
        self.tops += home.tag == "h1"
        self.weighed += block.weight > 0
        if block.weight or home.tag == "p":
            self.first, self.last = self.first or block, block

    def take_in(self, inner: _Text) -> None:
        self.weight += inner.weight
        self.size += inner.size
        self.linked += inner.linked
        self.tops += inner.tops
        self.weighed += inner.weighed
        if inner.first and (self.first is None or inner.first.place < self.first.place):
            self.first = inner.first
        if inner.last and (self.last is None or inner.last.place > self.last.place):
            self.last = inner.last

    def is_prose(self) -> bool:
        return self.linked <= self.size * _PROSE


@dataclass(slots=True)
class Place:
    """Where the story stands: ``parts`` are the elements that hold its text, ``whole`` the one around all of them."""

    whole: HtmlElement
    parts: frozenset[HtmlElement]

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """Those of ``blocks`` that stand in one of the parts."""
        inside = {element for part in self.parts for element in part.iter()}
        return [block for block in blocks if block.home in inside]


def find(blocks: Sequence[Block]) -> Place | None:
    """Where the story told by ``blocks`` (weighed, those of noise boxes left out) stands, else None."""
    texts = _texts(blocks)
    top = next(iter(texts), None)
    if top is None or not texts[top].weight:
        return None
    whole: HtmlElement | None = None
    parts: list[HtmlElement] = []
    while True:
        running = [child for child in top if child in texts and texts[child].first is not None]
        best = max(running, key=lambda child: texts[child].weight, default=None)
        if (
            best is None
            or not texts[best].weight
            or texts[best].weight < texts[top].weight * _MOST_OF_IT
            or best.tag == "p"
        ):
            return Place(top if whole is None else whole, frozenset((top, *parts)))
        at = running.index(best)
        more = _more(running[:at], best, texts) + _more(running[at + 1 :], best, texts)
        if more and whole is None:
            whole = top
        parts += more
        top = best


def _texts(blocks: Iterable[Block]) -> dict[HtmlElement, _Text]:
    """What stands in each element that holds one of ``blocks``, the outermost first.

    Each element hands on to the one around it what it holds: a block that spoke for itself to every box around it would
    cost as many steps as there are boxes.
    """
    texts: dict[HtmlElement, _Text] = {}
    for block in blocks:
        if block.home is not None:
            if block.home not in texts:
                new = [block.home, *takewhile(lambda around: around not in texts, block.home.iterancestors())]
                texts.update((element, _Text()) for element in reversed(new))
            texts[block.home].add(block, block.home)
    for element in reversed(texts):
        around = element.getparent()
        if around is not None:
            texts[around].take_in(texts[element])
    return texts


def _more(beside: list[HtmlElement], story: HtmlElement, texts: dict[HtmlElement, _Text]) -> list[HtmlElement]:
    """Those of the elements on one side of the story's that go on with it: boxes like it, paragraphs without a box."""
    paragraphs = [child for child in beside if child.tag == "p" and texts[child].is_prose()]
    found = [child for child in beside if child.tag != "p" and _goes_on(child, story, texts)]
    return found + (paragraphs if sum(texts[child].weighed for child in paragraphs) >= _LINES else [])


def _goes_on(other: HtmlElement, story: HtmlElement, texts: dict[HtmlElement, _Text]) -> bool:
    text = texts[other]
    if other.tag not in _PARTS or text.tops or not text.is_prose() or other.tag != story.tag:
        return False
    alike = story.get("class") == other.get("class") and (bool(story.get("class")) or text.weighed >= 2)
    if not alike and text.weighed < _A_PART:
        return False
    path = _path(text.first, other)
    return path[-1:] == ["p"] and (path == _path(texts[story].first, story) or path == _path(texts[story].last, story))


def _path(block: Block | None, box: HtmlElement) -> list[str]:
    """The tags from below ``box`` down to the element whose text ``block`` is."""
    path: list[str] = []
    home = block.home if block is not None else None
    while home is not None and home is not box:
        path.append(home.tag)
        home = home.getparent()
    return path[::-1]
