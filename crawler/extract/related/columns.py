"""Headings side by side in one row, each over what stands at its place in the row below."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extract.related import lexicon, linked_heading, tabs
from crawler.extract.related.parts import Box, Heading, Outline

_CELLS = frozenset(("div", "td", "th"))  # of a row in which one name alone is known; others may be second lines
_DEEPEST = 4  # boxes around a heading that hold nothing else
_SEVERAL = 2  # stories of a list, and names of lists from which a row of them is known


class Columns:
    """The rows of one page."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._boxes: dict[HtmlElement, Box] = {}

    def below(self, heading: Heading) -> Box | None:
        """The box that a heading is for by its place in a row of headings; None where it stands in no such row."""
        if heading.verdict is None or heading.verdict.family not in tabs.LISTS or heading.link is not None:
            return None
        name, names = _row(heading)
        said = [linked_heading.words(other) for other in names]
        verdicts = [lexicon.verdict(words) for words in said]
        named = sum(verdict is not None and verdict.family in tabs.LISTS for verdict in verdicts)
        if named < len(names) - verdicts.count(None) or not all(any(map(str.isalpha, words)) for words in said):
            return None
        if name.parent is None or not named or (named < _SEVERAL and (name.tag not in _CELLS or _has_link(names))):
            return None
        lists = [self._box(element) for element in tabs.below(name.parent.element, len(names))]
        fewest = 1 if named >= _SEVERAL else _SEVERAL
        if any(column is None or column.stories < fewest for column in lists):
            return None
        return lists[names.index(name.element)] if lists else None

    def _box(self, element: HtmlElement) -> Box | None:
        """The box of an element that holds stories."""
        if not self._boxes:
            for link in self._outline.links:
                box: Box | None = link.box
                while box is not None and box.element not in self._boxes:
                    self._boxes[box.element] = box
                    box = box.parent
        return self._boxes.get(element)


def _has_link(names: list[HtmlElement]) -> bool:
    """Whether one is a link to all of the list, beside its name."""
    return any(next(name.iter("a", "button"), None) is not None for name in names)


def _row(heading: Heading) -> tuple[Box, list[HtmlElement]]:
    """The box that holds only a heading, and those that stand in one row with it; none where there is no row."""
    box = heading.box.block()
    for _ in range(_DEEPEST):
        if box.parent is None or box.parent.stories:
            break
        names = tabs.children(box.parent.element)
        if len(names) > 1:
            same = len(names) <= tabs.MOST and box.tag != "li" and all(other.tag == box.tag for other in names)
            return box, names if same else []
        box = box.parent
    return box, []
