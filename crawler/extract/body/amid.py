"""Short blocks that are text for what stands around them: "He left at noon." where paragraphs are no ``<p>``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extract.body import ends
from crawler.extract.body.block import Block


def places(inside: Sequence[Block]) -> set[int]:
    """The places of those short blocks among ``inside`` that have running text of their own kind beside them.

    ``inside`` are the blocks of the story's container, weighed and in order; a kind is a box, an element and a class in
    it. A sentence needs it on one side, what may be a label or a button on both.
    """
    kinds: dict[tuple[object, ...], list[int]] = {}
    for block in inside:
        if block.home is not None and block.weight:
            for kind in _kinds(block.home):
                kinds.setdefault(kind, [block.place, block.place])[1] = block.place
    found: set[int] = set()
    for block in inside:
        if block.home is not None and not block.weight and not block.linked:
            spans = [kinds[kind] for kind in _kinds(block.home) if kind in kinds]
            if (spans and ends.is_sentence(block.text)) or any(first < block.place < last for first, last in spans):
                found.add(block.place)
    return found


def _kinds(home: HtmlElement) -> Iterator[tuple[object, ...]]:
    yield (home,)
    parent = home.getparent()
    if parent is not None:
        yield (parent, home.tag, home.get("class"))
        around = parent.getparent()
        if around is not None:
            yield (around, parent.tag, parent.get("class"), home.tag, home.get("class"))
