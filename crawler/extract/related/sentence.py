"""Whether a link stands on words of a sentence, where a line of its own with something beside it is no sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extract.related.body_span import weight
from crawler.extract.related.parts import INLINE, NEAR, Box
from crawler.extract.text import COLONS

_BESIDE = 40  # characters beside a link, from which it stands on words of running text
_SHARE = 0.4  # of the length of a line's links, that must stand beside them
_OPENING = " –-—«»\"'“„‘’(…"  # what may stand before the first word of a title
_BEGINNING = 30  # characters of a title that tell its script
_COMMAS = ",，、،"
_PAUSES = _COMMAS + " ;；؛"
_AFTER_SPEECH = "」』》〉-–—―"
_STOPS = (".", "。", "।", "۔")
_ENDS = (*_STOPS, "!", "?", "…", "”", '"', "»")
QUOTES = " \"'“”„‟‘‚«‹»›「『《〈"  # around a title that a label points to


def around(box: Box, text: str, label: str) -> bool:
    """Whether the link in ``box`` has so many words beside it in its line that they are no teaser's.

    ``text`` is the link's, ``label`` what heads it in its own line, which is left out.
    """
    if label and _line_before(box).rstrip(QUOTES).endswith(label):
        return False
    block = box.block()
    beside = block.plain - len(label)
    return beside >= _least(text) and beside > _SHARE * block.linked and _amid_words(box, label)


def follows_words(box: Box) -> bool:
    """Whether words stand right before a link in its line, but for a label or a dateline."""
    before = _line_before(box).rstrip(QUOTES)
    return any(map(str.isalpha, before)) and before[-1] not in COLONS


def goes_on(box: Box, text: str) -> bool:
    """Whether a sentence that begins before a link goes on in it or behind it: "after <a>she won</a>, it was he"."""
    if not box.block().plain or not follows_words(box):
        return False
    before = _line_before(box).rstrip()
    if not (_is_of_a_word(before[-1]) or before[-1] in _COMMAS):
        return False
    return text[:1].islower() or goes_on_behind(box) or _line_after(box).lstrip(QUOTES)[:1] in _STOPS


def _is_of_a_word(sign: str) -> bool:
    """A letter, a figure, or a vowel sign or tone mark, of which Indic words have many."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def begins_a_sentence(box: Box) -> bool:
    """Whether a sentence goes on right behind a link to its stop: "<a>We won</a>", he said.

    With a small letter, where its script has such.
    """
    after = _line_after(box)
    rest = after.lstrip(_PAUSES + QUOTES + _AFTER_SPEECH)
    return rest[:1].isalpha() and not rest[0].isupper() and after.rstrip()[-1:] in _ENDS


def goes_on_behind(box: Box) -> bool:
    """Whether a sentence goes on right behind a link: with a small letter, where its script has such."""
    after = _line_after(box).lstrip(_PAUSES)
    return after[:1].isalpha() and not after[0].isupper()


def begins_low(text: str) -> bool:
    """Whether a text begins with a small letter: titles seldom do, parts of sentences often."""
    return text.lstrip(_OPENING)[:1].islower()


def _least(text: str) -> float:
    """Characters beside a link with this text, from which it stands on words of running text."""
    return _BESIDE / 3 if begins_low(text) else _BESIDE / weight(text.lstrip(_OPENING)[:_BEGINNING])


def _line_before(box: Box) -> str:
    return _nearest(box, Box.lead, HtmlElement.getprevious)


def _line_after(box: Box) -> str:
    return _nearest(box, Box.trail, HtmlElement.getnext)


def _nearest(box: Box, text: Callable[[Box], str], beside: Callable[[HtmlElement], HtmlElement | None]) -> str:
    """The text on one side of a box in its line, or of the box around it where nothing stands between."""
    while not (found := text(box)).strip():
        if beside(box.element) is not None or box.parent is None or box.parent.tag not in INLINE:
            return ""
        box = box.parent
    return found


def _amid_words(box: Box, label: str) -> bool:
    """Whether running text stands right before or after a link, in its own line, the label in that line left out."""
    if box.lead().rstrip().endswith("[") and box.trail().lstrip().startswith("]"):
        return False  # "[A title]" at the end of a paragraph points to a story as a line of its own would
    while True:
        element = box.element
        near = box.lead() + box.trail()
        for beside in (element.getprevious(), element.getnext()):
            if beside is not None and beside.tag in INLINE and beside.tag != "a" and not len(beside):
                near += (beside.text or "")[:NEAR]
        labelled = label in near if label else False
        if any(character.isalpha() for character in (near.replace(label, "") if labelled else near)):
            return True
        if labelled or box.parent is None or box.parent.tag not in INLINE:
            return False
        box = box.parent
