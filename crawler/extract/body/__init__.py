"""The article text: which blocks of a page are the story, in order.

Our own reading costs a fifth of trafilatura's time and errs less; where it finds next to nothing, trafilatura is
asked too, and the JSON-LD's text is the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.extract import images, json_ld, videos
from crawler.extract.around import Place
from crawler.extract.body import fallback, own
from crawler.extract.body.block import Block
from crawler.extract.text import fold
from crawler.items import Image, Video
from crawler.page import Page

# Characters under which our reading is doubted: shorter stories exist, but so do pages that it does not understand.
DOUBTFUL = 200
LONGEST_STANDFIRST = 500  # characters
# How much longer trafilatura's text must be to win over a doubtful one: a little more is a caption or a button.
_CLEARLY_LONGER = 3
_A_BEGINNING = 40  # characters of a first line that is no label


@dataclass(slots=True)
class Article:
    """``text`` is the story's blocks, blank lines between; ``crossheads`` those of its blocks that are headings.

    ``standfirst`` is the part of the text that sums it up, where the page sets it apart; ``byline`` a line of names
    that stood above the text and is no part of it; ``cut`` is True if a wall follows the text; ``title`` is
    the heading above it, whatever its rank; ``source`` names the extractor that found it all.
    """

    text: str
    crossheads: list[str] = field(default_factory=list)
    standfirst: str | None = None
    byline: str | None = None
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    cut: bool = False
    title: str | None = None
    source: str = "article-text"


def extract(page: Page, headlines: Sequence[str] = (), descriptions: Sequence[str] = ()) -> Article | None:
    """The page's article, or None where it has no running text.

    ``headlines`` and ``descriptions`` are what the page's metadata says of the story, in any order.
    """
    found = own.read(page, headlines, descriptions)
    article = _article([*found.standfirst, *found.told], "article-text")
    article.byline, article.cut, article.title = found.byline, found.cut, found.title
    if found.container is not None:
        place = Place(found.container, found.headline, found.following)
        article.images = images.of_article(place)
        article.videos = videos.of_article(place)
    summary = " ".join(block.text for block in found.standfirst)
    if len(summary) <= LONGEST_STANDFIRST:  # a longer one is the story's first paragraph, set apart
        article.standfirst = summary or None
    if len(article.text) < DOUBTFUL:
        second = _article(fallback.blocks(page.tree), "trafilatura")
        third = Article(_paragraphs(json_ld.article_body(page)), source=json_ld.SOURCE)
        for other in (second, third):
            if len(other.text) > max(_CLEARLY_LONGER * len(article.text), 1) and _goes_on(article.text, other.text):
                article = other
    only_headline = fold(article.text) in {fold(headline) for headline in headlines}
    return article if article.text and not only_headline else None


def _goes_on(beginning: str, text: str) -> bool:
    """True unless ``text`` lacks what the page begins with: then it is what stands around a stub, the other stories."""
    return len(beginning) < _A_BEGINNING or fold(beginning[:_A_BEGINNING]) in fold(text)


def _article(blocks: Sequence[Block], source: str) -> Article:
    return Article("\n\n".join(b.text for b in blocks), [b.text for b in blocks if b.heading], source=source)


def _paragraphs(text: str) -> str:
    return re.sub(r"\s*\n\s*", "\n\n", text.strip())
