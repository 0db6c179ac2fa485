"""Other stories that a page gives in full below its own, as endless pages do: what they point to is theirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from crawler.extract.related import lexicon
from crawler.extract.related.body_span import PARAGRAPH, Body, weight
from crawler.extract.related.parts import Box, Heading, Outline, Text

_RANK = 2  # of a story's title in an element of its own; elsewhere it has the first
_PARAGRAPHS = 3  # in a row, from which a story is given in full; teasers have fewer


def find(outline: Outline, body: Body, headline: str) -> list[tuple[int, int]]:
    """The numbers where they begin and end, in document order; ``headline`` is this story's own, folded."""
    found: list[tuple[int, int]] = []
    titles = [h for h in outline.headings if h.rank <= _RANK and h.number > body.start] if body.box is not None else []
    first = bisect_left(outline.texts, body.start, key=lambda text: text.number)
    own = _article(outline.texts[first].box) if first < len(outline.texts) else None
    apart = [(title, box) for title in titles if (box := _apart(title, own, body)) is not None]
    long = [text for text in outline.texts if text.number >= body.start and _is_long(text)] if apart else []
    numbers = [text.number for text in long]
    for title, box in apart:
        first = bisect_right(numbers, title.end)
        paragraphs = long[first : first + _PARAGRAPHS]
        if len(paragraphs) < _PARAGRAPHS or paragraphs[-1].number > box.end or (found and title.number <= found[-1][1]):
            continue
        known = lexicon.verdict(title.text) is not None or lexicon.fold(title.text) == headline
        if not known and _is_running(paragraphs, outline):
            found.append((box.start if box.tag == "article" else title.number, box.end))
    return found


def _is_long(text: Text) -> bool:
    return len(text.text) * weight(text.text) >= PARAGRAPH


def _article(box: Box | None) -> Box | None:
    """The innermost ``article`` around a box; None where there is none."""
    while box is not None and box.tag != "article":
        box = box.parent
    return box


def _apart(heading: Heading, own: Box | None, body: Body) -> Box | None:
    """The box of a title that stands outside this story's text; None where there is none.

    ``own`` is the ``article`` with this story's text. What stands in another with a title of the first rank is none of
    it, though it was taken for a part.
    """
    article = _article(heading.box)
    if article is not None and article is not own and article.start > body.start:
        apart = heading.number > body.end or (heading.rank == 1 and own is not None and article.start > own.end)
        return article if apart else None
    if heading.rank > 1 or heading.number <= body.end:
        return None
    box = heading.box
    while box.parent is not None and box.parent.start > body.end:
        box = box.parent
    return box


def _is_running(paragraphs: list[Text], outline: Outline) -> bool:
    """Whether no links stand between some paragraphs, as they do between teasers."""
    blocks = {text.box.block() for text in paragraphs}
    place = bisect_left(outline.links, paragraphs[0].number, key=lambda link: link.number)
    while place < len(outline.links) and (link := outline.links[place]).number < paragraphs[-1].number:
        if link.box.block() not in blocks:
            return False
        place += 1
    return True
