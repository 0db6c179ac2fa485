"""Where on the page the story's own text lies, seen from the outline alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from crawler.extract.related.parts import Box, Outline

_KNOWN = 30  # characters of a text that are looked for in the story's known text
_MOST_KNOWN = 100_000  # characters of the known text that are searched: each text of the page is looked for in them
_ENOUGH = 3  # texts found there, below which the known text is not trusted,
_MOST_OF_IT = 0.6  # unless they are so much of it: a story of two paragraphs
PARAGRAPH = 80  # characters outside links, from which a block is running text and no teaser line
_DENSE = 2  # Latin letters that a letter is worth in scripts whose letters say more
_SHARES = (1.0, 0.8, 0.55)  # of a paragraph's length that speaks for the boxes above it; some wrap each paragraph twice
_TITLE = 20  # characters of a linked title, from which it is known as a line of the text
_LIST = 3  # such lines, from which they are a list with teasers
_OWN_TEXT = 400  # characters of text that stand in one box with line breaks only, as on old pages


@dataclass(slots=True)
class Body:
    """The box that holds the paragraphs, the numbers where they begin, and the first and last of them."""

    box: Box | None
    breaks: list[int]
    start: int
    end: int

    def broken(self, first: int, last: int) -> bool:
        """Whether a paragraph of the story begins after ``first`` and before ``last``."""
        place = bisect_right(self.breaks, first)
        return place < len(self.breaks) and self.breaks[place] < last


def find(outline: Outline, body: str | None = None) -> Body:
    """The body of the page; an empty one before the page's beginning where no box holds running text.

    ``body`` is the story's text where it is known: then what stands in it is what counts.
    """
    known = " ".join((body or "").split())[:_MOST_KNOWN]
    own = {text.number for text in outline.texts if len(text.text) >= _KNOWN and text.text[:_KNOWN] in known}
    held = sum(len(text.text) for text in outline.texts if text.number in own)
    if len(own) < _ENOUGH and held < _MOST_OF_IT * len(known):
        own = set()
    blocks: dict[Box, int] = {}
    counts: dict[Box, int] = {}
    seen = [
        (text.number, text.box.block(), len(text.text) * weight(text.text))
        for text in outline.texts
        if not own or text.number in own
    ]
    for _, block, length in seen:
        blocks[block] = blocks.get(block, 0) + length
        counts[block] = counts.get(block, 0) + 1
    scores: dict[Box, float] = {}
    for block, length in blocks.items():
        if block.parent is None or (not own and (length < PARAGRAPH or block.marks().navigation)):
            continue
        if length >= _OWN_TEXT and counts[block] >= 3:
            scores[block] = scores.get(block, 0) + 0.9 * length
        above: Box | None = block.parent
        for share in _SHARES:
            if above is not None:
                scores[above] = scores.get(above, 0) + length * share
                above = above.parent
    ranked = sorted(scores, key=lambda box: -scores[box])[:5]
    holder = ranked[0] if own else next((box for box in ranked if not _is_foreign(box)), ranked[0] if ranked else None)
    if holder is None:
        return Body(None, [], -1, -1)
    near = {b for b in blocks if own or (b.depth <= holder.depth + len(_SHARES) and _within(b, holder))}
    telling: set[Box] = set()
    breaks = [
        number
        for number, block, length in seen
        if length >= PARAGRAPH / 2
        and block in near
        and (own or blocks[block] >= PARAGRAPH)
        and not _is_teaser(number, block, telling, outline)
    ]
    return Body(holder, breaks, breaks[0] if breaks else holder.start, breaks[-1] if breaks else holder.end)


def _is_teaser(number: int, item: Box, telling: set[Box], outline: Outline) -> bool:
    """Whether running text in a list's item follows the title that the item begins with, a link to a story; items
    where running text came before the link are ``telling``.
    """
    if item.tag != "li" or item.stories != 1 or item in telling:
        return False
    title = bisect_left(outline.links, item.start, key=lambda link: link.number)
    if outline.links[title].number < number:
        return True
    telling.add(item)
    return False


def told(outline: Outline, body: str) -> str:
    """What the story's text tells itself: where a list of stories was taken for a part of it, without the list.

    Else the list would lie in the text and be known from it.
    """
    titles = {link.text for link in outline.links if len(link.text) >= _TITLE}
    lines = [line for line in body.split("\n") if line]
    listed = {place for place, line in enumerate(lines) if line in titles}
    if len(listed) >= _LIST:
        listed |= {place + 1 for place in listed}  # the teasers
    teasers = _teasers(outline)
    kept = [line for place, line in enumerate(lines) if place not in listed and line[:_KNOWN] not in teasers]
    return "\n\n".join(kept) if kept and len(kept) < len(lines) else body


def _teasers(outline: Outline) -> frozenset[str]:
    """The beginnings of the texts in cards with a heading and one story each, where several stand side by side."""
    headings = [heading.number for heading in outline.headings]
    found: dict[Box, dict[Box, list[str]]] = {}
    for text in outline.texts:
        if len(text.text) < _KNOWN:
            continue
        box = text.box.block()
        while box.parent is not None and (not box.stories or box.parent.is_card()):
            box = box.parent
        place = bisect_left(headings, box.start)
        if box.parent is not None and box.is_card() and place < len(headings) and headings[place] <= box.end:
            found.setdefault(box.parent, {}).setdefault(box, []).append(text.text[:_KNOWN])
    lists = (cards for cards in found.values() if len(cards) >= _LIST)
    return frozenset(text for cards in lists for texts in cards.values() for text in texts)


def _within(box: Box, holder: Box) -> bool:
    return holder.start <= box.start and box.end <= holder.end


def weight(text: str) -> int:
    """How many Latin letters one letter is worth: two where words have no spaces between them."""
    return 1 if text.isascii() or " " in text[:40] else _DENSE


def _is_foreign(box: Box | None) -> bool:
    while box is not None:
        marks = box.marks()
        if marks.navigation or marks.recirculation:
            return box.tag not in ("body", "html", "main", "article")
        box = box.parent
    return False
