"""A page's text as blocks, in document order: what a reader would call a paragraph, however it is marked up."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.body import noise
from crawler.extract.body.block import CROSSHEAD_LENGTH, Block
from crawler.extract.text import clean, fold

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "ruby", "rb", "rt", "rp", "center",
))  # fmt: skip
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong"))
_DEEPEST = 200  # levels; browsers cut at 512, no paper's template reaches a tenth of it
_MOST_BLOCKS = 20_000
_MOST_QUOTES = 50  # blocks in figures that are looked for in the rest of the text
_NEAR = 8  # pieces of text before an inline element that are looked at
_RUNNING = 40  # characters around a name or a date, from which they stand in a sentence, not in the line of a byline
_MOST_INSIDE = 10  # elements inside a word or two
_INDENT = "\u3000"  # with which a paragraph begins in Chinese and Japanese
_NUMBER = re.compile(r"[\[(]?\s?(?:\d{1,3}|[*†‡§]{1,3})\s?[\])]?")
_NOTE = re.compile(r"\[\s?\d{1,3}\s?\]|[*†‡§]{1,3}|[↩⤴↑^⬆]\ufe0e?\s?\d{0,2}")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTE = 30  # characters, from which words that stand in the text twice are a pull quote


# Said of a link to who listens, without a class that says so.
_WINDOW = re.compile(
    r",? ?\(?(?:opens (?:in )?(?:a )?new (?:tab|window)|öffnet (?:in|im) (?:einem )?neue[mns]? (?:fenster|tab)|"
    r"s'ouvre dans une? nouve(?:lle fenêtre|l onglet)|se abre en una? (?:nueva )?(?:ventana|pestaña)(?: nueva)?|"
    r"abre em nova (?:janela|aba)|si apre in una nuova (?:finestra|scheda)|opent in een nieuw (?:venster|tabblad))\)?",
    re.IGNORECASE,
)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.in_figures: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._bold = 0
        self._home: HtmlElement | None = None
        self._noise = 0

    def read(self, element: HtmlElement, depth: int, noises: int, in_link: bool, in_bold: bool) -> None:
        """Take the text of ``element`` and of all below it."""
        if element.text:
            self._take(element.text, element, noises, in_link, in_bold)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._break(child)
            elif tag not in noise.UNREAD and depth < _DEEPEST and isinstance(tag, str):
                if tag == "a" and _is_note_mark(child):
                    pass
                elif tag in _INLINE:
                    said = (tag == "center" or (child.attrib and tag in ("span", "small"))) and noise.is_noise(child)
                    amid = said and self._amid_words(child)
                    if amid and noise.is_inset(child):
                        self._parts.append(" ")
                    elif said and not amid:
                        self._flush()
                        self.read(child, depth + 1, noises + 1, in_link, in_bold)
                        self._flush()
                    else:
                        self.read(child, depth + 1, noises, in_link or _leads_away(child), in_bold or tag in _BOLD)
                else:
                    self._flush()
                    noisy = tag not in _HEADINGS and noise.is_noise(child)
                    begun = len(self.blocks)
                    self.read(child, depth + 1, noises + noisy, in_link, in_bold)
                    self._flush()
                    if tag == "figure" and not noisy:
                        self.in_figures += self.blocks[begun : begun + _MOST_QUOTES]
            if child.tail:
                self._take(child.tail, element, noises, in_link, in_bold)

    def _take(self, text: str, home: HtmlElement, noises: int, in_link: bool, in_bold: bool) -> None:
        if self._home is None:
            if not text.strip():
                return
            self._home, self._noise = home, noises
        self._parts.append(text)
        if in_link or in_bold:
            size = len(text.strip())
            self._linked += size * in_link
            self._bold += size * in_bold

    def _amid_words(self, element: HtmlElement) -> bool:
        """True for a word or two in the midst of a sentence: a term that is explained, a company with its price."""
        before, after = "".join(self._parts[-_NEAR:]), element.tail or ""
        if self._home is None or not _LETTER.search(before) or not _LETTER.search(after):
            return False
        if len(before) + len(after) < _RUNNING and noise.says_who_or_when(element):
            return False
        inside = list(islice(element.iterdescendants("*"), _MOST_INSIDE + 1))
        return len(inside) <= _MOST_INSIDE and all(inner.tag in _INLINE for inner in inside)

    def _break(self, mark: HtmlElement) -> None:
        following = mark.getnext()
        alone = not (mark.tail or "").strip()
        twice = alone and following is not None and following.tag == "br"
        if twice or (not alone and (mark.tail or "").lstrip("\r\n\t ").startswith(_INDENT)):
            self._flush()
        else:
            self._parts.append(" ")

    def _flush(self) -> None:
        home = self._home
        if home is None:
            self._parts.clear()
            return
        text = clean("".join(self._parts))
        if self._linked:
            text = _WINDOW.sub("", text)
        if text and len(self.blocks) < _MOST_BLOCKS:
            while home.tag in _INLINE and home.getparent() is not None:
                home = home.getparent()
            bold = self._bold >= len(text) * 0.9 and len(text) <= CROSSHEAD_LENGTH and text[-1:] not in ".,;"
            heading = home.tag in _HEADINGS or bold
            self.blocks.append(Block(text, heading, home, self._linked, self._noise, len(self.blocks)))
        self._parts.clear()
        self._home, self._linked, self._bold, self._noise = None, 0, 0, 0


def _leads_away(element: HtmlElement) -> bool:
    """True for a link, but not for a heading's own mark, by which others point to it."""
    if element.tag != "a":
        return False
    mark = element.get("href", "#" if element.get("name") else "").startswith("#")
    return not (mark and any(around.tag in _HEADINGS for around in islice(element.iterancestors(), 3)))


def _is_note_mark(link: HtmlElement) -> bool:
    """True for a link to a footnote, or from one back: a number set high or in brackets, an arrow, a star."""
    if not link.get("href", "").startswith("#"):
        return False
    parent = link.getparent()
    high = (parent is not None and parent.tag == "sup") or any(child.tag == "sup" for child in link)
    return bool((_NUMBER if high else _NOTE).fullmatch(dom.text(link).strip()))


def read(tree: HtmlElement) -> list[Block]:
    """Every block of text of the page's body, in document order, those of unread elements left out."""
    body = tree.find("body")
    reader = _Reader()
    reader.read(tree if body is None else body, 0, 0, False, False)
    reader._flush()
    _set_apart_pull_quotes(reader.blocks, reader.in_figures[:_MOST_QUOTES])
    return reader.blocks


def _set_apart_pull_quotes(blocks: list[Block], in_figures: list[Block]) -> None:
    quotes = [block for block in in_figures if len(block.text) >= _QUOTE]
    if quotes:
        own = set(map(id, in_figures))
        rest = "\n".join(fold(block.text) for block in blocks if not block.noise and id(block) not in own)
        for quote in quotes:
            quote.noise += fold(quote.text).strip("\"'. ") in rest
