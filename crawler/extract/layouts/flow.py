"""Text of old pages, whose paragraphs are begun by ``<P>`` and ended by nothing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "table",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "center",
        "hr",
        "h1",
        "h2",
        "h3",
    )
)
_BOLD = frozenset(("b", "strong"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``bold`` is True where every word of ``text`` is."""

    text: str
    bold: bool


def text_of(element: HtmlElement) -> str:
    """All text below ``element``, white space as one space."""
    return " ".join(element.text_content().split())


def without(element: HtmlElement, condition: str) -> HtmlElement:
    """A copy of ``element`` without the descendants that meet the XPath ``condition``; the text after them stays."""
    copy = deepcopy(element)
    for unwanted in copy.xpath(f".//*[{condition}]"):
        if unwanted.getparent() is not None:
            unwanted.drop_tree()
    return copy


def paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    """The text below ``element``, broken where a block begins or ends and where two line breaks follow each other."""
    pieces: list[tuple[str, bool]] = []
    for text, bold in _pieces(element, bold=False):
        if text is not None:
            pieces.append((text, bold))
            continue
        yield from _joined(pieces)
        pieces = []
    yield from _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> Iterator[Paragraph]:
    text = " ".join("".join(piece for piece, _ in pieces).split())
    if text:
        yield Paragraph(text, all(bold for piece, bold in pieces if piece.strip()))


def _pieces(element: HtmlElement, *, bold: bool) -> Iterator[tuple[str | None, bool]]:
    """Text in document order; None stands for the end of a paragraph."""
    if element.text:
        yield element.text, bold
    after_break = False
    for child in element:
        if not isinstance(child.tag, str):
            yield child.tail or "", bold
            continue
        tag = child.tag.lower()
        breaks = tag in _BLOCKS or (tag == "br" and after_break)
        if breaks:
            yield None, bold
        if tag == "br" and not breaks:
            yield " ", bold
        yield from _pieces(child, bold=bold or tag in _BOLD)
        if tag in _BLOCKS:
            yield None, bold
        if child.tail:
            yield child.tail, bold
        after_break = tag == "br" and not (child.tail or "").strip()
