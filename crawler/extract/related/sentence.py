"""Whether a link stands on words of a sentence, where a line of its own with something beside it is no sentence."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.related.body_span import weight
from crawler.extract.related.parts import INLINE, Box

_BESIDE = 40  # characters beside a link, from which it stands on words of running text
_SHARE = 0.4  # of the length of a line's links, that must stand beside them
_OPENING = " –-—«»\"'“„‘’(…"  # what may stand before the first word of a title
_BEGINNING = 30  # characters of a title that tell its script
_NEAR = 200  # characters on each side of a link that are looked at


def around(box: Box, text: str, label: str) -> bool:
    """Whether the link in ``box`` has so many words beside it in its line that they are no teaser's.

    ``text`` is the link's, ``label`` what heads it in its own line, which is left out.
    """
    if label and _line_before(box.element).rstrip().endswith(label):
        return False
    block = box.block()
    beside = block.plain - len(label)
    return beside >= _least(text) and beside > _SHARE * block.linked and _amid_words(box.element, label)


def goes_on(box: Box, text: str) -> bool:
    """Whether a sentence that begins before a link goes on in it or behind it: "after <a>she won</a>, it was he"."""
    before = _line_before(box.element)[-_NEAR:].rstrip() if box.block().plain else ""
    if not before or not (before[-1].isalnum() or before[-1] == ","):
        return False
    after = _line_after(box.element)[:_NEAR].lstrip(" ,;")
    return text[:1].islower() or (after[:1].isalpha() and not after[0].isupper())


def begins_low(text: str) -> bool:
    """Whether a text begins with a small letter: titles seldom do, parts of sentences often."""
    return text.lstrip(_OPENING)[:1].islower()


def _least(text: str) -> float:
    """Characters beside a link with this text, from which it stands on words of running text."""
    return _BESIDE / 3 if begins_low(text) else _BESIDE / weight(text.lstrip(_OPENING)[:_BEGINNING])


def _line_before(element: HtmlElement) -> str:
    while not (text := dom.text_before(element)).strip():
        parent = element.getparent()
        if element.getprevious() is not None or parent is None or parent.tag not in INLINE:
            return ""
        element = parent
    return text


def _line_after(element: HtmlElement) -> str:
    while not (text := element.tail or "").strip():
        parent = element.getparent()
        if element.getnext() is not None or parent is None or parent.tag not in INLINE:
            return ""
        element = parent
    return text


def _amid_words(element: HtmlElement, label: str) -> bool:
    """Whether running text stands right before or after a link, in its own line, the label in that line left out."""
    if dom.text_before(element).rstrip().endswith("[") and (element.tail or "").lstrip().startswith("]"):
        return False  # "[A title]" at the end of a paragraph points to a story as a line of its own would
    while True:
        near = dom.text_before(element)[-_NEAR:] + (element.tail or "")[:_NEAR]
        for beside in (element.getprevious(), element.getnext()):
            if beside is not None and beside.tag in INLINE and beside.tag != "a" and not len(beside):
                near += (beside.text or "")[:_NEAR]
        labelled = label in near if label else False
        if any(character.isalpha() for character in (near.replace(label, "") if labelled else near)):
            return True
        if labelled:
            return False
        parent = element.getparent()
        if parent is None or parent.tag not in INLINE:
            return False
        element = parent
