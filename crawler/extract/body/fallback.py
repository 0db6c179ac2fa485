"""Trafilatura, for the pages on which our own reading is in doubt."""

from __future__ import annotations

import trafilatura
from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.body.block import Block
from crawler.extract.text import clean

_MAX_ELEMENTS = 30_000  # trafilatura's cost grows faster than the page; a larger page is no article
_UNREAD = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "form",
    "nav",
    "footer",
    "aside",
    "figcaption",
    "button",
    "select",
)


def blocks(tree: HtmlElement) -> list[Block]:
    """The blocks of text that trafilatura (fast, balanced) finds; none for a page it refuses or one too large.

    ``tree`` stays as it is: trafilatura works on a copy without the parts that never hold a story's text.
    """
    pruned = dom.copied(tree)
    for element in list(pruned.iter(*_UNREAD)):
        if element.getparent() is not None:
            element.drop_tree()
    if sum(1 for _ in pruned.iter()) > _MAX_ELEMENTS:
        return []
    document = trafilatura.bare_extraction(pruned, fast=True, include_comments=False)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    found = []
    for element in document.body.iterchildren():
        heading = element.tag == "head"
        parts = (
            element.iterchildren("item")
            if element.tag == "list"
            else element.iterchildren("row")
            if element.tag == "table"
            else (element,)
        )
        for part in parts:
            text = clean(" ".join(str(piece) for piece in part.itertext()))
            if text:
                found.append(Block(text, heading))
    return found
