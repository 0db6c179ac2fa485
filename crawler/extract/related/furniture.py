"""Heads and feet of a site, which the walk over a page leaves out: a fourth of a page's elements stand there.

Its menus, where they stand elsewhere, are read: some papers put the parts of a running story into a ``nav``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.related import lexicon, marks
from crawler.extract.related.parts import MOST_TEXT
from crawler.extract.text import COLONS

TAGS = frozenset(("header", "footer"))
_STORY = frozenset(("article", "main"))
_FEWEST_LINKS = 4  # of a site's head or foot; those of a box hold its title and perhaps a link to more
_MOST_LINES = 400  # elements of a head or foot whose words are looked at
_STORYS_OWN = re.compile(r"article|entry|post|story", re.IGNORECASE)


def is_the_sites(element: HtmlElement, tag: str) -> bool:
    """Whether an element of :data:`TAGS` is the site's, not a box's or its story's, and names no related stories."""
    if _STORYS_OWN.search(f"{element.get('class')} {element.get('id')}") or marks.of(element, tag).related:
        return False
    if _says_related(element.get("aria-label") or ""):
        return False
    if sum(1 for _ in islice(element.iter("a"), _FEWEST_LINKS)) < _FEWEST_LINKS:
        return False
    if any(above.tag in _STORY for above in element.iterancestors()):
        return False
    for heading in element.iterdescendants("h1", "h2", "h3", "h4", "h5", "h6"):
        if heading.tag == "h1" or _says_related(" ".join(heading.itertext())):
            return False
    return not any(_says_related(said, whole=True) for said in _lines(element))


def _lines(element: HtmlElement) -> Iterator[str]:
    """The beginnings of lines outside links, which may head a list as well as a heading element."""
    for inner in islice(element.iter("p", "div", "span", "strong", "b", "dt"), _MOST_LINES):
        said = (inner.text or "").strip()
        if said and len(said) <= lexicon.LONGEST and not any(above.tag == "a" for above in inner.iterancestors()):
            yield said


def _says_related(text: str, *, whole: bool = False) -> bool:
    found = lexicon.verdict(text[:MOST_TEXT])
    if found is None or found.family != "related":
        return False
    return not whole or found.whole or text.endswith(COLONS)
