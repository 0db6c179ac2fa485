"""What a page says of its story in microdata. Terms: https://schema.org/NewsArticle, in ``itemprop`` attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract import authors, dom
from crawler.extract.authors import Byline
from crawler.extract.candidate import Candidate
from crawler.extract.text import clean

SOURCE = "microdata"
_LONGEST = 160  # characters; what is longer is a text about the author
_MOST_NODES = 300  # elements of one author that are looked at: authors nest, and each would read all the names below it
# Endings of the types of what a story holds besides itself: ImageObject, Comment, WPSideBar.
_PARTS = ("object", "comment", "answer", "offer", "list", "sidebar", "adblock", "header", "footer", "navigationelement")

_AUTHOR = ("person", "organization")  # a name within them is still the story's author's

_FIELDS_OF_ITEMPROPS = {
    "datepublished": "published",
    "datemodified": "modified",
    "headline": "headline",
    "articlesection": "section",
    "keywords": "tags",
}


def candidates(itemprops: Iterable[HtmlElement]) -> Iterator[Candidate]:
    """What the elements with ``itemprop`` say of the story; those of its pictures, comments and boxes are left out."""
    for element in itemprops:
        if dom.foreign(element) or _of_a_part(element):
            continue
        for name in dict.fromkeys((element.get("itemprop") or "").lower().split()):
            if name in _FIELDS_OF_ITEMPROPS:
                value = element.get("content") or element.get("datetime") or clean(dom.text(element))
                yield Candidate(_FIELDS_OF_ITEMPROPS[name], value, SOURCE)
            elif name == "author":
                inner = [named.get("content") or dom.text(named) for named in _names(element)]
                names = map(clean, inner or [element.get("content") or dom.text(element)])
                yield Candidate("authors", [Byline(n) for n in names if 0 < len(n) <= _LONGEST], SOURCE)


def _names(author: HtmlElement) -> Iterator[HtmlElement]:
    below = islice(author.iterdescendants("*"), _MOST_NODES)
    return islice((element for element in below if element.get("itemprop") == "name"), authors.MOST)


def _of_a_part(element: HtmlElement) -> bool:
    """True for the author or date of a picture, a film or a comment within the story: an item of its own."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("figure", "figcaption"):
            return True
        if kind := (ancestor.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower():
            if kind.endswith(_PARTS):
                return True
            if kind not in _AUTHOR:
                return False
    return False
