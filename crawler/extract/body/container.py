"""Which element of a page holds the story: the smallest one with most of its running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from crawler.extract.body.block import Block

# A child that holds this share of its parent's running text is where the story is; less, and the parent is.
_MOST_OF_IT = 0.75
_RUNNING = 40  # characters, from which a block without many links counts as running text
_DENSE = 2.5  # a character of Chinese, Japanese or Korean says as much as so many letters
_LINKED = 0.4  # share of link text above which a block is no running text
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


def find(blocks: Sequence[Block]) -> HtmlElement | None:
    """The element that holds the story told by ``blocks`` (weighed, those of noise boxes left out), else None."""
    totals: dict[HtmlElement, float] = {}
    top: HtmlElement | None = None
    for block in blocks:
        if block.weight and block.home is not None:
            for element in (block.home, *block.home.iterancestors()):
                totals[element] = totals.get(element, 0.0) + block.weight
                top = element
    while top is not None:
        best = max((child for child in top if child in totals), key=lambda child: totals[child], default=None)
        if best is None or totals[best] < totals[top] * _MOST_OF_IT or best.tag == "p":
            return top
        top = best
    return None


def within(blocks: Iterable[Block], element: HtmlElement) -> list[Block]:
    """Those of ``blocks`` that stand in ``element``."""
    inside = set(element.iter())
    return [block for block in blocks if block.home in inside]
