"""Known page layouts. A layout may overrule the general extraction for a site and a span of years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from crawler.extract.candidate import Candidate
from crawler.extract.layouts.bbc_classic import BbcClassic
from crawler.items import RelatedLink
from crawler.page import Page


class Layout(Protocol):
    """One class per page layout; stateless."""

    name: str  # stands in sources as "layout:<name>"
    mute: frozenset[str]  # fields of which the page's metadata says nothing true on this layout

    def matches(self, page: Page) -> bool:
        """True if the page is of this layout: by host and by the marks of its years."""
        ...

    def candidates(self, page: Page) -> Iterable[Candidate]:
        """What the layout knows better than the general extraction."""
        ...

    def related(self, page: Page) -> list[RelatedLink] | None:
        """Every story link of the page with its kind, or None to leave the verdict to the general finder."""
        ...


LAYOUTS: tuple[Layout, ...] = (BbcClassic(),)


def for_page(page: Page) -> Layout | None:
    """The first layout that knows the page."""
    return next((layout for layout in LAYOUTS if layout.matches(page)), None)
