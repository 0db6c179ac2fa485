"""The article text: which blocks of a page are the story, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.extract.body import fallback
from crawler.page import Page


@dataclass(slots=True)
class Article:
    """``text`` is the story's blocks, blank lines between; ``crossheads`` those of its blocks that are headings.

    ``source`` names the extractor that found it.
    """

    text: str
    crossheads: list[str] = field(default_factory=list)
    source: str = "article-text"


def extract(page: Page) -> Article | None:
    """The page's article, or None where it has no running text."""
    blocks = fallback.blocks(page.tree)
    if not blocks:
        return None
    return Article("\n\n".join(b.text for b in blocks), [b.text for b in blocks if b.heading])
