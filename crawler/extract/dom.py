"""Small questions to the parsed tree that several extractors ask."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

_UNREAD = frozenset(("script", "style", "svg", "noscript", "template"))
_MOST_NODES = 300  # read for the text of one mark: a byline has ten, a page that is one element has all
PICTURES = ("img", "amp-img")  # the tags of what shows one
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DEEPEST = 30  # ancestors asked for their kind; the boxes that matter stand nearer

# Class and id words of boxes that are about other things than this story, in the words that publishers' templates use.
# Word boundaries matter: "hot" is in "photo", "ad" in "header".
_FOREIGN = re.compile(
    r"(?:^|[\W_])(?:related|recommend\w*|teasers?|sidebar|aside|comments?|most\w*|popular|trending|footer|nav\w*|menu|"
    r"promo\w*|cards?|more|newsletter|widget|carousel|latest|recirc\w*|bio|about|swiper|slider|ticker)(?:$|[\W_])",
    re.IGNORECASE,
)


def finder(expression: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A compiled XPath expression that selects elements."""
    compiled = etree.XPath(expression)
    return lambda element: cast("list[HtmlElement]", compiled(element))


_with_comment_marks = finder(".//*[@*[contains(., '<!--')]]")


def copied(tree: HtmlElement) -> HtmlElement:
    """A copy of a page's tree for libraries that change it and write it down.

    libxml2 writes comments within attributes as they are, and looks for the end of each to the end of the value: for
    60,000 beginnings, 400 KB, that takes a minute. The copy has none.
    """
    whole = copy.deepcopy(tree)
    for element in _with_comment_marks(whole):
        for name, value in element.items():
            element.set(name, value.replace("<!--", " "))
    return whole


def text_before(element: HtmlElement) -> str:
    """The text that stands right before ``element``, in its own parent."""
    before, parent = element.getprevious(), element.getparent()
    return (before.tail if before is not None else parent.text if parent is not None else "") or ""


def text(element: HtmlElement) -> str:
    """What a reader sees in ``element``, uncleaned; bounded for an element that holds a whole page."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for count, (event, node) in enumerate(walk):
        if event == "start" and node.tag in _UNREAD:
            walk.skip_subtree()
        elif event == "start" and node.text:
            parts.append(node.text)
        elif event == "end" and node is not element and node.tail:
            parts.append(node.tail)
        if count > _MOST_NODES:
            break
    return " ".join(parts)


def marks(element: HtmlElement) -> str:
    """The class and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def parted(marks: str) -> str:
    """``marks`` with a hyphen between words that only a capital parts: "photoCredit" is "photo-Credit"."""
    return _CAMEL.sub("-", marks)


def foreign(element: HtmlElement) -> bool:
    """True inside a box about something else than the page's own story."""
    for depth, ancestor in enumerate(element.iterancestors()):
        if depth > _DEEPEST or ancestor.tag in ("body", "main"):
            return False
        if ancestor.tag in ("aside", "footer", "nav") or _FOREIGN.search(marks(ancestor)):
            return True
    return False
