"""Where the pictures and films of a story stand: in its text, and around its headline above that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

_DEEPEST = 12  # ancestors of an element asked what they are


@dataclass(frozen=True, slots=True)
class Place:
    """``container`` holds the story's text, ``headline`` is the heading above it, and with ``following``, an element
    in the container, the next story begins; the last two are None where there is none."""

    container: HtmlElement
    headline: HtmlElement | None = None
    following: HtmlElement | None = None

    def around(self, *tags: str) -> Iterator[HtmlElement]:
        """The elements of ``tags`` that stand before and below the headline, and above the text."""
        return chain(self._above(tags), self._between(tags)) if self.headline is not None else self._before(tags)

    def within(self, find: Callable[[HtmlElement], list[HtmlElement]]) -> Iterator[HtmlElement]:
        """What ``find`` finds in the container, as far as the next story."""
        found = iter(find(self.container))
        if self.following is None:
            return found
        own = set(takewhile(lambda element: element is not self.following, self.container.iter("*")))
        return (element for element in found if element in own)

    def _before(self, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
        """Where no heading is known: those in figures before the container, in the article around it."""
        root = next(self.container.iterancestors("article"), None)
        for element in root.iter(*tags, self.container.tag) if root is not None else ():
            if element is self.container:
                return
            if element.tag in tags and _in_figure(element):
                yield element

    def _above(self, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
        """Those before the headline in the article that holds it and the text; of a main element only in figures.

        What stands above a headline in a main element may be a strip of other stories.
        """
        headline = self.headline
        if headline is None:
            return
        over = set(self.container.iterancestors("article", "main"))
        root = next((box for box in headline.iterancestors("article", "main") if box in over), None)
        if root is None:
            return
        for element in root.iter(*tags, headline.tag):
            if element is headline:
                return
            if element.tag in tags and (root.tag == "article" or _in_figure(element)):
                yield element

    def _between(self, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
        """Those after the headline and before the container: in many papers the lead picture."""
        if self.headline is None:
            return
        below = False
        for element in self.headline.getroottree().iter(*tags, self.headline.tag, self.container.tag):
            if element is self.container:
                return
            if below and element.tag in tags:
                yield element
            below = below or element is self.headline


def _in_figure(element: HtmlElement) -> bool:
    return any(box.tag == "figure" for box in islice(element.iterancestors(), _DEEPEST))
