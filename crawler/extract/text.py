"""Small cleaning that every field shares: entities, white space, and comparing in spite of spelling."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Marks that no reader sees: soft hyphen, zero-width space, direction marks, byte order mark.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
# Halves of characters, which only JSON can name and nobody can write, become what stands for a broken character.
_CLEANED = _UNSEEN | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_QUOTES = {ord(c): '"' for c in "“”„‟«»″"} | {ord(c): "'" for c in "‘’‚‛`´′‹›"} | {ord(c): "-" for c in "–—‑‐−―"}
_FOLDED = _QUOTES | dict.fromkeys(_UNSEEN, "")
_WORD = re.compile(r"\w+")
COLONS = (":", "：")  # of Latin and of East Asian scripts


def clean(text: str) -> str:
    """One line as a reader sees it: entities resolved (twice: metadata often holds ``&amp;quot;``), no tags, no unseen
    marks, single spaces."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        if "<!--" in text:
            text = _without_comments(text)
        text = _TAG.sub(" ", text)
    if not text.isascii():
        text = text.translate(_CLEANED)
    return " ".join(text.split())


def _without_comments(text: str) -> str:
    # Behind the last end no comment ends; there the pattern would read all the rest from every beginning.
    closed, end, rest = text.rpartition("-->")
    return _COMMENT.sub(" ", closed + end) + rest


def fold(text: str) -> str:
    """For comparing: compatible forms, one kind of quote and dash, lower case, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return " ".join(text.split()).casefold()


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order; in scripts without spaces a run of characters is one word."""
    return _WORD.findall(fold(text))
