"""Where the story ends on an endless page: at the heading under which the next one begins.

A heading of the first rank within the text is as often a crosshead, the title of a film or of a chart, or the headline
again, on a bar that stays in sight. So it ends the story only with marks of another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.body import byline, ends
from crawler.extract.body.block import Block
from crawler.extract.text import fold

_A_STORY = 300  # characters of running text, after which another story may begin
_HEAD = 5  # blocks below a headline among which its date and the names of its authors stand
_LINKS = 3  # looked at in a heading
_MOSTLY = 0.5  # share of link text from which a heading is a link


def without(told: list[Block], found: Sequence[Block], quiet: int) -> tuple[list[Block], HtmlElement | None]:
    """``told`` as far as the next story, and the box or heading with which that one begins, None where there is none.

    ``found`` are all blocks of the page, and ``quiet`` is the number of noise boxes around the story's text: for a
    heading in more of them only its place in the page speaks.
    """
    above = [block for block in found[: told[0].place] if _is_top(block)] if told else []
    own, known = (above[-1].home, {fold(block.text) for block in above}) if above else (None, set())
    read = 0.0
    for number, block in enumerate(told):
        if number and read >= _A_STORY:
            last = told[number - 1]
            for other in found[last.place + 1 : block.place]:
                if not _is_top(other) or fold(other.text) in known:
                    continue
                head = found[other.place + 1 : min(other.place + _HEAD, block.place) + 1]
                says_so = other.noise <= quiet and (_links_away(other) or _is_signed(head))
                if says_so or _has_its_own_box(other, last, block, own):
                    return told[:number], _beginning(other, last)
        read += block.weight
    return told, None


def _beginning(heading: Block, last: Block) -> HtmlElement | None:
    """The largest box around ``heading`` that does not hold ``last``, the end of the story above; else the heading."""
    above = set(last.home.iterancestors()) if last.home is not None else set()
    begins = heading.home
    for box in heading.home.iterancestors() if heading.home is not None else ():
        if box in above:
            break
        begins = box
    return begins


def _is_top(block: Block) -> bool:
    return block.home is not None and block.home.tag == "h1"


def _links_away(heading: Block) -> bool:
    if heading.home is None or heading.linked < len(heading.text) * _MOSTLY:
        return False
    around = heading.home.getparent()
    links = [*([around] if around is not None and around.tag == "a" else []), *islice(heading.home.iter("a"), _LINKS)]
    return any(not link.get("href", "#").startswith("#") for link in links)


def _is_signed(head: Sequence[Block]) -> bool:
    return any(ends.is_date_line(block.text) for block in head) or byline.find(head) is not None


def _has_its_own_box(heading: Block, last: Block, following: Block, own: HtmlElement | None) -> bool:
    """True if heading and text stand in an article of their own, or in a box like the one of the story above."""
    if heading.home is None or last.home is None or following.home is None:
        return False
    above = [last.home, *last.home.iterancestors()]
    known, below = set(above), {following.home, *following.home.iterancestors()}
    boxes = [box for box in heading.home.iterancestors() if box not in known and box in below]
    if not boxes:
        return False
    box, parent = boxes[-1], boxes[-1].getparent()
    if any(b.tag == "article" for b in boxes) and not any(a.tag == "article" and a in below for a in above):
        return True
    beside = next((a for a in above if a.getparent() is parent), None)
    return (
        beside is not None
        and own is not None
        and (beside.tag, beside.get("class")) == (box.tag, box.get("class"))
        and any(ancestor is beside for ancestor in own.iterancestors())
    )
