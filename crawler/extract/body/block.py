"""A block of text: one paragraph, one crosshead, one list entry, or words that stand loose between such."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

CROSSHEAD_LENGTH = 120  # characters; a longer bold line is a paragraph


@dataclass(slots=True)
class Block:
    """``text`` is one cleaned line; ``heading`` is True for a crosshead.

    ``home`` is the element whose text it is, ``linked`` how many of its characters are link text, ``noise`` how many
    of the boxes around it say that they are no part of the story, and ``place`` its number in document order.
    """

    text: str
    heading: bool = False
    home: HtmlElement | None = None
    linked: int = 0
    noise: int = 0
    place: int = 0
    weight: float = 0.0  # characters of running text that it counts for, 0 for what is none
