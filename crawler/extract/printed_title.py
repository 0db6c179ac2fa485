"""The headline of a page that has it in no heading: the part of its title that it prints."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract import dom, headline
from crawler.extract.text import UNSPACED_SIGN, fold, unmarked
from crawler.page import Page

_LONG = 30  # characters, from which a part of a title is no section's and no paper's name
_FEW_WORDS = 3  # of a title's part: fewer may be a section's or the paper's name
_BOLD = frozenset(("h2", "h3", "h4", "h5", "h6", "b", "strong", "font", "big"))
_BOXES = frozenset(("div", "span", "p", "td"))
_TITLED = re.compile(
    r"(?:^|[\W_])(?<!site[-_])(?<!blog[-_])(?<!page[-_])(?:art|article|news|main|story)?(?:title|headline|heading|titre|titel|titulo|titolo)",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("a", "nav", "aside", "footer"))
_MOST_AROUND = 6  # elements around what is printed that are asked what they are


def find(page: Page) -> tuple[HtmlElement, str] | None:
    """The element that prints the longest part of the page's title, and that part; None where there is none.

    Old papers set it in bold, in a larger font or in a box that is named for it. What is a link is the paper's name.
    """
    part = headline.longest_part(unmarked(page.title))
    if len(part) < _LONG and not UNSPACED_SIGN.search(part) and len(part.split()) < _FEW_WORDS:
        return None
    folded = fold(part)
    for element in page.elements:
        if (
            element.text
            and len(element) == 0
            and (element.tag in _BOLD or (element.tag in _BOXES and _TITLED.search(dom.marks(element))))
            and fold(element.text) == folded
        ):
            around = [box.tag for box in islice(element.iterancestors(), _MOST_AROUND)]
            return (element, part) if _ELSEWHERE.isdisjoint(around) else None
    return None
