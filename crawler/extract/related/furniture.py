"""Menus, heads and feet of a site, which the walk over a page leaves out: a third of a page's elements stand there."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract.related import lexicon, marks
from crawler.extract.related.parts import MOST_TEXT

TAGS = frozenset(("nav", "header", "footer"))
_STORY = frozenset(("article", "main"))
_STORYS_OWN = re.compile(r"article|entry|post|story", re.IGNORECASE)


def is_the_sites(element: HtmlElement, tag: str) -> bool:
    """Whether an element of :data:`TAGS` is the site's and not its story's, and says nothing of related stories."""
    if _STORYS_OWN.search(f"{element.get('class')} {element.get('id')}") or marks.of(element, tag).related:
        return False
    if _says_related(element.get("aria-label") or ""):
        return False
    if any(above.tag in _STORY for above in element.iterancestors()):
        return False
    for heading in element.iterdescendants("h1", "h2", "h3", "h4", "h5", "h6"):
        if (heading.tag == "h1" and tag != "nav") or _says_related(" ".join(heading.itertext())):
            return False
    return True


def _says_related(text: str) -> bool:
    found = lexicon.verdict(text[:MOST_TEXT])
    return found is not None and found.family == "related"
