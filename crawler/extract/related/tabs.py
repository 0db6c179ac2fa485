"""Tabs: names that stand together, each for a box that it names by its id, or for one of those that follow in order."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.related import lexicon
from crawler.extract.related.linked_heading import words

NAMES = frozenset(("a", "b", "div", "dt", "em", "label", "li", "span", "strong"))  # elements whose text may be a tab
BOXES = frozenset(("article", "aside", "div", "nav", "ol", "section", "ul"))  # and those that they open
LISTS = lexicon.LISTS | {"topics"}  # the families of words that are names of lists
_NAMED = 2  # names of lists among the tabs of a row: "Related stories", "See all" is no row of tabs
MOST = 6  # tabs of one row
_DEEPEST = 4  # elements around a tab's name, and around the boxes, that hold nothing else
_INSIDE = 200  # elements looked at of one box
_PIECES = 20  # and of one name, for the id of its box
_BETWEEN = frozenset(("br", "hr", "link", "noscript", "script", "style"))  # elements that part nothing


class Tabs:
    """The tabs met so far, and what they say of their boxes."""

    def __init__(self) -> None:
        self._by_id: dict[str, str] = {}
        self._by_place: dict[HtmlElement, str] = {}

    def tell(self, name: HtmlElement, said: str, target: str | None = None) -> bool:
        """Take what may be a tab: its element and words, and the id of its box where it names one.

        True where it is one and its box is known: then it heads that box, and not what follows it.
        """
        verdict = lexicon.verdict(said)
        if verdict is None:
            return False
        if target:
            self._by_id[target] = said
            return True
        box = _box(name) if verdict.family in LISTS else None
        if box is not None:
            self._by_place[box] = said
        return box is not None

    def over(self, box: HtmlElement) -> str:
        """What the tab of a box says; empty where it has none."""
        if not (self._by_id or self._by_place):
            return ""
        return self._by_id.get(box.get("id") or "") or self._by_place.get(box) or ""


def _box(name: HtmlElement) -> HtmlElement | None:
    """The box that a tab opens by its place, ``name`` being the element with its words; None where none fits."""
    row, names = name.getparent(), [name]
    for _ in range(_DEEPEST):
        if row is None or len(names := children(row)) > 1:
            break
        name, row = row, row.getparent()
    if row is None or not 1 < len(names) <= MOST or any(other.tag != name.tag for other in names):
        return None
    verdicts = [lexicon.verdict(words(other)) for other in names]
    if sum(verdict is not None and verdict.family in LISTS for verdict in verdicts) < _NAMED:
        return None
    boxes = _boxes(row, len(names))
    if not boxes:
        return None
    box = next((box for box in boxes if _name_it(names, box) == [name]), boxes[names.index(name)])
    return box if _is_list(box) else None


def _name_it(names: list[HtmlElement], box: HtmlElement) -> list[HtmlElement]:
    """Which of some tabs name the id of a box in any attribute."""
    ids = {box.get("id"), f"#{box.get('id')}"} if box.get("id") else set()
    return [
        name
        for name in names
        if any(not ids.isdisjoint(part.attrib.values()) for part in islice(name.iter("*"), _PIECES))
    ]


def _boxes(row: HtmlElement, count: int) -> list[HtmlElement] | None:
    """The ``count`` elements that follow a row: beside it, or all that stands in the one beside it."""
    while row.getnext() is None and (around := row.getparent()) is not None and len(children(around)) == 1:
        row = around
    after = [box for box in islice(row.itersiblings(), 2 * MOST) if box.tag not in _BETWEEN and _is_there(box)]
    told_apart = len(after) == count
    for _ in range(_DEEPEST):
        if len(after) != 1:
            break
        after = children(after[0])
    if len(after) != count or after[0].tag not in BOXES or any(box.tag != after[0].tag for box in after):
        return None
    # The rows of one list are all written alike; of boxes behind tabs one is open.
    told_apart = told_apart or len({(box.get("class"), box.get("id"), box.get("style")) for box in after}) > 1
    return after if told_apart else None


def below(row: HtmlElement, count: int) -> list[HtmlElement]:
    """The ``count`` boxes that stand below a row of as many names: as tabs open them, or in the next row."""
    if boxes := _boxes(row, count):
        return boxes
    after = next((box for box in islice(row.itersiblings(), MOST) if box.tag not in _BETWEEN and _is_there(box)), None)
    cells = children(after) if after is not None and after.tag == row.tag else []
    return cells if len(cells) == count and len({cell.tag for cell in cells}) == 1 else []


def children(element: HtmlElement) -> list[HtmlElement]:
    """Its first children: no more are looked at, since each of many may ask."""
    return list(islice(element, MOST + 1))


def _is_there(box: HtmlElement) -> bool:
    return bool(children(box)) or bool(box.text and box.text.strip())


def _is_list(box: HtmlElement) -> bool:
    """Whether a box leads to several places: a card leads to one, however many links it has."""
    return len({element.get("href") for element in islice(box.iter(), _INSIDE) if element.tag == "a"}) > 1
