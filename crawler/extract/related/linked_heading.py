"""Headings over lists that are links ("Most popular", to the whole list) or buttons, in no heading element."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.related import lexicon, marks
from crawler.extract.related.address import Addresses
from crawler.extract.related.parts import INLINE

_ITEMS = frozenset(("body", "li", "nav", "ol", "td", "ul"))  # whose links are items of a menu, and head nothing
_WITHIN = INLINE | {"button"}  # elements that may be only a part of their line
_UNREAD = frozenset(("desc", "style", "title"))  # pieces that nobody sees: those of a drawn arrow
_SHORT = 60  # characters of a subject
_PIECES = 6  # elements looked at in a heading's block
_OUTWARDS = 3  # boxes around it that may hold nothing else
_INSIDE = 400  # elements looked at of what follows
_FEWEST = 2  # stories that it must lead to


def is_one(text: str, around: HtmlElement, addresses: Addresses, *, drawn: bool = False) -> bool:
    """Whether ``text``, in a link to no story or a button, is all of its line and names the list that follows.

    ``around`` is the element that it stands in; ``drawn``: a picture says it, and beside that there are no words.
    """
    if len(text) > lexicon.LONGEST:
        return False
    verdict = lexicon.verdict(text)
    if verdict is None or verdict.family not in lexicon.LISTS:
        return False
    block = around
    while block.tag in _WITHIN and not _is_line(block) and (outer := block.getparent()) is not None:
        block = outer
    if block.tag in _ITEMS or lexicon.fold(words(block)) != ("" if drawn else lexicon.fold(text)):
        return False
    for _ in range(_OUTWARDS):
        if block.getnext() is not None or (outer := block.getparent()) is None:
            break
        block = outer
    after = block.getnext()
    return after is not None and _leads_to_several(after, addresses)


def _is_line(element: HtmlElement) -> bool:
    """Whether an inline element or a button is a line of its own, between blocks in a box that holds the list too."""
    before, after, around = element.getprevious(), element.getnext(), element.getparent()
    return (
        after is not None
        and isinstance(after.tag, str)
        and after.tag not in _WITHIN
        and (before is None or before.tag not in _WITHIN)
        and around is not None
        and around.tag not in _ITEMS
        and not (element.tail and element.tail.strip())
        and not dom.text_before(element).strip()
    )


def is_written_as_one(text: str, around: HtmlElement) -> bool:
    """Whether the class of a link to no story, or of the element that it fills, says that it is a heading, as of a
    subject's own page ("The old railway"); its words say nothing.
    """
    if len(text) > _SHORT or lexicon.verdict(text) is not None:
        return False
    link = around
    while link.tag != "a" and link.tag in INLINE and (outer := link.getparent()) is not None:
        link = outer
    block = link.getparent()
    if link.tag != "a" or block is None:
        return False
    if marks.of(link, "a").heading:
        return block.tag not in _ITEMS
    return block.tag not in _ITEMS and marks.of(block, block.tag).heading and words(block) == text


def words(block: HtmlElement) -> str:
    """The words of what may be a heading: its first few elements' own."""
    pieces = [block.text or ""]
    for element in islice(block.iterdescendants("*"), _PIECES):
        pieces += ["" if element.tag in _UNREAD else element.text or "", element.tail or ""]
    return " ".join(" ".join(pieces).split())


def _leads_to_several(box: HtmlElement, addresses: Addresses) -> bool:
    found: set[str] = set()
    for element in islice(box.iter("*"), _INSIDE):
        story = addresses.story(element.get("href") or "#") if element.tag == "a" else None
        if story is not None:
            found.add(story[1])
            if len(found) == _FEWEST:
                return True
    return False
