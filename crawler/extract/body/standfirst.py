"""The standfirst: the lines between the headline and the text that sum the story up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.body.block import Block
from crawler.extract.text import fold

_MOST = 3  # lines; some papers print their summary as a short list
_FARTHEST = 40  # blocks before the text: above, it is the page's head
_SHORTEST = 30  # characters
_PARAGRAPH = 100  # characters: a shorter line may be anything
_SENTENCE = 50  # characters of a heading that is no crosshead, where it stands first and says that it sums up
_CROSSHEAD = re.compile(r"^\d{1,2}[.):]\s|[?？؟]$")  # of the first of many questions, or of a numbered list
_HEADINGS = ("h2", "h3", "h4")
_NAMES = ("data-testid", "data-component", "data-gu-name", "data-qa", "data-type", "data-name", "itemprop")
_HEAD = 30  # letters and digits by which a line and the page's description are taken for the same
_SAYS_SO = re.compile(
    r"(?:^|[\W_])(?:stand-?first|deck|dek|sub-?titles?|sub-?head(?:line|ing)?s?|sub-?title|intro|intro-?text|introduction|lead|lede|lead-?in|"
    r"summary|(?<!site[-_])(?<!blog[-_])description|excerpt|chapo|chapeau|epigraph|entradilla|bajada|sumario|copete|occhiello|sommario|ingress|preamble|"
    r"vorspann|teaser-?text|article[-_]{0,2}(?:teaser|desc\w*|summary|lead|intro)|strap-?line|abstract|synopsis|kicker-?text|"
    r"manchet|perex|zajawka|lid|resumo|linha-?fina|subtitulo|sottotitolo|spot|bigode)(?:$|[\W_])",
    re.IGNORECASE,
)


def find(blocks: Sequence[Block], told: Sequence[Block], descriptions: Sequence[str], quiet: int) -> list[Block]:
    """Those of the page's ``blocks`` before the told text that are its standfirst; none if the text begins with it.

    They stand below the headline. A line is one if the page's description begins alike, if its class says so, or if
    it is a whole paragraph. In a box more noisy than ``quiet`` only the description counts.
    """
    described = [head for description in descriptions if (head := _head(description))]
    first = told[0].place
    before = blocks[max(0, first - _FARTHEST) : first]
    headlines = [n for n, block in enumerate(before) if block.home is not None and block.home.tag == "h1"]
    below = [
        b
        for b in before[headlines[-1] + 1 if headlines else 0 :]
        if len(b.text) >= _SHORTEST and b.linked < len(b.text) / 2
    ]
    begins = any(_alike(block, described) for block in told[:3])
    calm = [b for b in below if b.noise <= quiet]
    found = [b for b in calm if _says_so(b) or b.weight >= _PARAGRAPH or _is_second(b, blocks)] if headlines else []
    if not begins:
        found = found or [b for b in calm if _alike(b, described)] or [b for b in below if _alike(b, described)]
    return _plain(found[:_MOST])


def leading(told: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """The first lines of the text that say by their class or their place that they sum it up, where more follows.

    ``blocks`` are all of the page's.
    """
    first = [
        b
        for b in told[:_MOST]
        if (_says_so(b) and (not b.heading or len(b.text) >= _SENTENCE)) or _is_second(b, blocks)
    ]
    if len(told) <= len(first) or told[: len(first)] != first:
        return []
    whole = len(first) == _MOST and _says_so(told[_MOST])  # the box of the whole text is called so
    return [] if whole else _plain(first)


def _is_second(block: Block, blocks: Sequence[Block]) -> bool:
    """True for a long heading right below that of the first rank, which neither repeats it nor asks or counts."""
    if not block.heading or block.home is None or block.home.tag not in _HEADINGS or block.linked:
        return False
    above = blocks[block.place - 1] if block.place else None
    if above is None or above.home is None or above.home.tag != "h1" or len(block.text) < _SENTENCE:
        return False
    if _CROSSHEAD.search(block.text):
        return False
    return _key(above.text) not in _key(block.text) and _key(block.text) not in _key(above.text)


def _plain(found: list[Block]) -> list[Block]:
    for block in found:
        block.heading = False
    return found


def _says_so(block: Block) -> bool:
    home = block.home
    around = home.getparent() if home is not None else None
    return any(element is not None and bool(_SAYS_SO.search(_marks(element))) for element in (home, around))


def _marks(element: HtmlElement) -> str:
    if element.find(".//h1") is not None:
        return dom.marks(element)  # by its data it may be the head of the whole story
    named = [value[:_SHORTEST] for name in _NAMES if (value := element.get(name))]
    return " ".join((dom.marks(element), *named))


def _alike(block: Block, described: Sequence[str]) -> bool:
    key = _key(block.text)
    return any(head in key[: len(head) + 25] for head in described)


def _head(text: str) -> str:
    key = _key(text)
    return key[:_HEAD] if len(key) >= _HEAD * 0.8 else ""


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text[:200]))
