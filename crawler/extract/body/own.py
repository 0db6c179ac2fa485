"""Our own reading of an article: the story's container, less what stands in it that is no story."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extract import json_ld
from crawler.extract.body import amid, byline, container, ends, next_story, notices, standfirst
from crawler.extract.body import blocks as page_blocks
from crawler.extract.body.block import Block
from crawler.extract.phrases import covers, says
from crawler.extract.related import lexicon
from crawler.extract.text import fold
from crawler.page import Page

_RUNNING_TAGS = frozenset(("p", "li", "blockquote", "dd", "dt", "pre", "td", "th"))
_ALL_LINK = 0.9  # share of link text from which a block is a link, not a sentence with one
_ALL_LINK_SHORT = 0.5  # the same for list entries and headings, which say less beside their link
_LONGEST_OFFER = 300  # characters; a longer block that speaks of subscribers may be a story about them
_MOSTLY_OFFER = 0.5  # share of a block that an offer's phrase has, from which it is one in the midst of a text too
_WALL = 2  # blocks below the text among which one stands
_BESIDE = 3  # blocks above the headline among which a line of names may stand; below it may be five times as many
_SHORT_HEADLINE = 15  # characters; a shorter one may be repeated as a crosshead
_CARD = 4  # blocks in a box with a linked title, up to which it is a teaser for another story
_NO_WORDS = re.compile(r"^[\W_]*$")
# A line that only announces what stands beside it: "WATCH | The speech in full", "Video:".
_ANNOUNCES = re.compile(
    r"^(?:watch|listen|read|see|video|videos|photos|gallery|mira|vea|escucha|lea|regardez|écoutez|lire|voir|guarda|leggi|"
    r"se også|les også|läs också|läs mer|les mer|lesen sie|sehen sie|mehr zum thema|lees ook|czytaj|zobacz|смотрите|"
    r"читайте)"
    r"\b[^.!?]{0,40}(?:[|:]|$)",
    re.IGNORECASE,
)


_QUOTES = re.compile('["“”„«»「]')  # in such a line they are what somebody said, who asks to watch or to read


@dataclass(slots=True)
class Reading:
    """The blocks of the story in order: those that sum it up, and those that tell it; the line that
    signs it, the element that holds the text, and the heading above it.
    ``cut`` is True if a wall follows the text: an offer to read on for money or for an account. ``title`` is the
    nearest heading of any rank above the text, for pages that name their headline nowhere else; ``following`` is where
    in the container the next story begins."""

    standfirst: list[Block] = field(default_factory=list)
    told: list[Block] = field(default_factory=list)
    byline: str | None = None
    container: HtmlElement | None = None
    headline: HtmlElement | None = None
    cut: bool = False
    title: str | None = None
    following: HtmlElement | None = None


def read(page: Page, headlines: Sequence[str] = (), descriptions: Sequence[str] = ()) -> Reading:
    """The story's blocks; none where the page has no running text.

    ``headlines`` and ``descriptions`` are what the page says elsewhere: the first are no part of the body, the second
    show which line is the standfirst.
    """
    found = page_blocks.read(page.tree)
    container.weigh(found)
    quiet = container.quiet_level(found)
    calm = [block for block in found if block.noise <= quiet]
    place = container.find(calm)
    if place is None:
        return Reading()
    inside = place.blocks(calm)
    walls = _walls(inside)
    walled = {block.place for block in walls}
    inside = [block for block in inside if block.place not in walled]
    beside = amid.places(inside)
    told = [
        b
        for b in inside
        if _belongs(b, b.place in beside) and not _in_card(b, found, place.parts) and not _announces(b, found)
    ]
    told = _below_headline(told, [fold(h) for h in headlines if len(h) > _SHORT_HEADLINE], found)
    signature = byline.take(told)
    told, following = next_story.without(ends.trimmed(told), found, quiet)
    told = ends.without_last_lines(notices.without(told))
    if not told:
        return Reading()
    title: str | None
    if told[0].heading and not headlines and len(told) > 1:
        title, told = told[0].text, told[1:]  # it is the headline, and the page names it nowhere else
    else:
        title = _title(found[max(0, told[0].place - _BESIDE * 5) : told[0].place], quiet)
    tops = [b for b in found[: told[0].place] if b.home is not None and b.home.tag == "h1"]
    around = found[max(0, tops[-1].place - _BESIDE) : told[0].place] if tops else []
    between = found[told[0].place + 1 : told[1].place if len(told) > 1 else 0]  # a standfirst and the text
    around = around[: _BESIDE * 5] + [block for block in between if block.noise <= quiet]
    signature = signature or byline.find(around)
    summary = [b for b in standfirst.find(found, told, descriptions, quiet) if not notices.is_notice(b.text)]
    if not summary:
        summary = standfirst.leading(told, found)
        told = told[len(summary) :]
    return Reading(
        summary,
        told,
        signature,
        place.whole,
        tops[-1].home if tops else None,
        cut=(bool(walls) and walls[-1].place > told[-1].place)
        or (_is_cut(told[-1], found, quiet) and not json_ld.says_free(page)),
        title=title,
        following=following,
    )


def _walls(inside: Sequence[Block]) -> list[Block]:
    """The offers to read on for money: those that no running text follows, links, and lines that say little else.

    Within a text such words may be the story's: "the channel shows sports for subscribers of the cable company".
    """
    walls: list[Block] = []
    ended = True
    for block in reversed(inside):
        offer = len(block.text) <= _LONGEST_OFFER and says(block.text, "offer")
        if offer and (ended or _is_link(block, _ALL_LINK_SHORT) or covers(block.text, "offer") >= _MOSTLY_OFFER):
            walls.append(block)
        elif block.weight:
            ended = False
    return walls[::-1]


def _is_cut(last: Block, found: Sequence[Block], quiet: int) -> bool:
    """True if an offer to read on stands right below the text, outside its box; one in a noise box is of the house."""
    below = found[last.place + 1 : last.place + 1 + _WALL]
    return any(
        b.noise <= quiet and not b.linked and len(b.text) <= _LONGEST_OFFER and says(b.text, "offer") for b in below
    )


def _title(above: Sequence[Block], quiet: int) -> str | None:
    headings = [
        b.text for b in above if b.heading and b.noise <= quiet and not b.linked and len(b.text) > _SHORT_HEADLINE
    ]
    return headings[-1] if headings else None


def _belongs(block: Block, beside_text: bool) -> bool:
    if block.home is None or block.home.tag == "h1" or _NO_WORDS.match(block.text) or notices.interrupts(block.text):
        return False
    short = block.heading or block.home.tag == "li"
    if block.linked >= len(block.text) * (_ALL_LINK_SHORT if short else _ALL_LINK):
        return False
    return bool(block.weight) or block.heading or beside_text or block.home.tag in _RUNNING_TAGS


def _is_link(block: Block, share: float = _ALL_LINK) -> bool:
    return block.linked >= len(block.text) * share


def _in_card(block: Block, found: Sequence[Block], parts: Set[HtmlElement]) -> bool:
    """True for the words under a linked title in a small box of their own: a teaser."""
    if block.place == 0 or block.heading:
        return False
    title = found[block.place - 1]
    if not _is_link(title) or len(title.text) < 15 or title.home is None or block.home is None:
        return False
    around = set(_nearest(title.home, parts))
    box = next((ancestor for ancestor in _nearest(block.home, parts) if ancestor in around), None)
    if box is None:
        return False
    near = found[max(0, block.place - _CARD - 1) : block.place + _CARD + 2]
    return sum(1 for other in near if _stands_in(other, box)) <= _CARD


def _stands_in(block: Block, box: HtmlElement) -> bool:
    # Asked upwards, since a box may be the whole page, and be asked about for each of its blocks.
    home = block.home
    return home is not None and (home is box or any(ancestor is box for ancestor in home.iterancestors()))


def _nearest(home: HtmlElement, parts: Set[HtmlElement]) -> list[HtmlElement]:
    """``home`` and the three boxes around it, those that stand inside the story's parts."""
    near: list[HtmlElement] = []
    for ancestor in (home, *home.iterancestors()):
        if ancestor in parts or len(near) == 4:
            break
        near.append(ancestor)
    return near


def _announces(block: Block, found: Sequence[Block]) -> bool:
    """True for a heading of a box that is left out, and for a line that announces a link or a film."""
    following = found[block.place + 1] if block.place + 1 < len(found) else None
    if block.heading and following is not None and _is_link(following):
        return True
    if block.linked and _labels_a_link(block):
        return True
    said = _ANNOUNCES.match(block.text) if len(block.text) < 100 and not block.text.endswith(".") else None
    return said is not None and (bool(block.linked) or not _QUOTES.search(block.text, said.end()))


def _labels_a_link(block: Block) -> bool:
    """True for a line that is a known label of related stories and the title of one, in the languages known."""
    labelled = lexicon.label(block.text) if len(block.text) <= _LONGEST_OFFER else None
    # A paper's sections head mixes elsewhere; in a text "Sport: …" is a line of its survey.
    return labelled is not None and labelled[0] == "related" and block.linked >= len(labelled[1]) * _ALL_LINK


def _below_headline(told: list[Block], headlines: Sequence[str], found: Sequence[Block]) -> list[Block]:
    """Without the headline, wherever it is repeated, and what stands above it."""
    top = next((b.place for b in found if b.home is not None and b.home.tag == "h1" and fold(b.text) in headlines), -1)
    return [block for block in told if block.place > top and not _repeats(block, headlines)]


def _repeats(block: Block, headlines: Sequence[str]) -> bool:
    if not block.heading and len(block.text) > 200:
        return False
    folded = fold(block.text)
    return any(folded == h or (block.heading and folded.endswith(h)) for h in headlines)
