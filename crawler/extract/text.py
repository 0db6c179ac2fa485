"""Small cleaning that every field shares: entities, tags, white space, and comparing in spite of spelling."""

from __future__ import annotations

import html
import re
import unicodedata

# A tag as newsrooms' systems leave them in metadata: with an attribute, or of the elements that format a text. Others
# are words: "the <canvas> element", "p <a and b> q".
_TAG = re.compile(
    r"</?[a-zA-Z][\w:-]{0,40}\s[^<>=]{0,100}=[^<>]{0,400}>"
    r"|</?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|figcaption|figure|font|h[1-6]|hr|i|ins|li|mark|nobr|"
    r"ol|p|pre|q|s|script|section|small|span|strike|strong|style|su[bp]|t[dhr]|tbody|thead|table|tt|u|ul|wbr)\s{0,20}/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});", re.IGNORECASE)  # "?a=1&copy=2" has none
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Marks that no reader sees: soft hyphen, zero-width space, direction marks, byte order mark.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
# Halves of characters, which only JSON can name and nobody can write, become what stands for a broken character.
_CLEANED = _UNSEEN | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_QUOTES = {ord(c): '"' for c in "“”„‟«»″"} | {ord(c): "'" for c in "‘’‚‛`´′‹›"} | {ord(c): "-" for c in "–—‑‐−―"}
_FOLDED = _QUOTES | dict.fromkeys(_UNSEEN, "")
_WORD = re.compile(r"\w+")
# Scripts whose words are not set apart: Thai, Lao, Burmese, Khmer, kana, Han. (Korean has spaces.)
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")
COLONS = (":", "：")  # of Latin and of East Asian scripts


def unmarked(text: str) -> str:
    """One clean line of what metadata says: entities resolved (twice: it often holds ``&amp;quot;``), no tags."""
    if "&" in text:
        text = _resolved(_resolved(text))
    if "<" in text:
        if "<!--" in text:
            text = _without_comments(text)
        text = _TAG.sub(" ", text)
    return clean(text)


def _resolved(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def clean(text: str) -> str:
    """One line of text out of a page's tree, as a reader sees it: no unseen marks, single spaces.

    A parser has resolved its entities already, so what looks like a tag or an entity is what the author wrote.
    """
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
