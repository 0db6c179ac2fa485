"""What the class, id and data attributes of a box say, in the words that publishers' templates and widgets use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extract.related import signs

_EDGE = r"(?:^|(?<=[^a-z]))(?:{})(?=$|[^a-z])"


def _tokens(family: str) -> re.Pattern[str]:
    return re.compile(_EDGE.format(signs.any_of(family)))


# Humps become words first ("RelatedStories" -> "related stories"); boundaries matter: "hot" is in "photo".
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_RELATED = _tokens("class_related")
_RECIRCULATION = _tokens("class_recirculation")
_ADVERTISEMENT = _tokens("class_advertisement")
_NAVIGATION = _tokens("class_navigation")
_SIDE = _tokens("class_side")
_HEADING = re.compile(
    r"(?:(?:head(?:er|ing|line)?(?:-?bar)?|title)|(?:^|[^a-z])(?:titel|titre|titulo|titolo|rubrik|label|kicker|caption|hdr|ttl|"
    r"heading\w*|tit|subhead|eyebrow|epigraph))(?=$|[^a-z])"
)


class Marks(NamedTuple):
    """True for each family of words that an element's own attributes name."""

    related: bool = False
    recirculation: bool = False
    advertisement: bool = False
    navigation: bool = False
    side: bool = False
    heading: bool = False


NONE = Marks()


def of(element: HtmlElement, tag: str) -> Marks:
    """The verdict over one element's own attributes, each spelling judged once."""
    said = element.get
    css, own_id, role = said("class"), said("id"), said("role")
    other = said("data-component") or said("data-testid") or said("data-module")
    if not (css or own_id or other or role):
        found = NONE
    else:
        found = _judge(f"{css or ''} {own_id or ''} {other or ''} {role or ''}"[:400])
    if tag in ("nav", "footer", "header"):
        return found._replace(navigation=True) if tag != "header" else found
    if tag == "aside":
        return found._replace(side=True)
    return found


@lru_cache(1_024)
def both(one: Marks, other: Marks) -> Marks:
    """What either of two says."""
    return Marks(*(a or b for a, b in zip(one, other, strict=True)))


@lru_cache(32_768)
def _judge(written: str) -> Marks:
    text = _HUMP.sub("-", written).lower().replace("_", "-")
    return Marks(
        bool(_RELATED.search(text)),
        bool(_RECIRCULATION.search(text)),
        bool(_ADVERTISEMENT.search(text)),
        bool(_NAVIGATION.search(text)),
        bool(_SIDE.search(text)),
        bool(_HEADING.search(text)),
    )
