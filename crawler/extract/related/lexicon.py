"""What the headings over links say, in many languages: the phrases lie in ``headings/<language>.toml``.

Five families: ``related`` (see also, more on this), ``weak`` (read more, analysis: related only where the place says
so too), ``recirculation`` (most read, latest, recommended, sponsored), ``veto`` (tags, companies, internet links: no
stories at all), and ``advertisement`` (the word over one, which heads nothing else). A star stands for any words; a
phrase between two stars is looked for anywhere, for scripts without spaces; ``label: *`` holds only before a colon.
All languages are asked at once: papers mix them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

Family = Literal["related", "weak", "recirculation", "veto", "advertisement"]

LONGEST = 70  # characters; what is longer is a headline or a sentence
_MOST_WORDS = 9  # of a phrase with a star, its star's words included
_CACHED = 32_768
# Asked in this order where two languages disagree about the same words.
_FAMILIES: tuple[Family, ...] = ("advertisement", "related", "veto", "recirculation", "weak")

# Space and punctuation of all scripts; letters, digits and vowel signs stay.
_APART = re.compile(
    "[\\s!-/:-@\\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb\u00bf\u061b\u061f\u060c\u06d4\u0964\u0965"
    "\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe0f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65]+"
)
# Accents, and the marks that Arabic and Hebrew may leave out. Indic vowel signs are letters and are kept.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u1100-\u11ff\uac00-\ud7af]")
_LONG_WORD = re.compile(r"[^\W_]{3,}")
_UNSPACED_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2,}")
_UNSPACED_SHARE = 0.3  # of a text in a script without spaces, that a phrase found inside it must fill
_UNSPACED_SHORT = 12  # characters, up to which any share will do


class Verdict(NamedTuple):
    """What a heading says: its family, and whether the whole text is a known phrase."""

    family: Family
    whole: bool


class _Lexicon(NamedTuple):
    whole: dict[str, Family]
    before_colon: dict[str, Family]
    opening: dict[str, list[tuple[str, Family]]]  # first words -> (last words or "", family)
    closing: dict[str, Family]
    inside: list[tuple[str, Family]]  # longest first


@lru_cache(_CACHED)
def fold(text: str) -> str:
    """Lower case without accents and punctuation, words apart by one space."""
    if text.isascii():
        return _APART.sub(" ", text.lower()).strip()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _APART.sub(" ", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(_CACHED)
def verdict(text: str) -> Verdict | None:
    """The family of a heading, or None for words that are in no list (or too many)."""
    if len(text) > LONGEST:
        return None
    lexicon = _load()
    label, colon, rest = text.replace("：", ":").partition(":")
    folded = fold(text)
    found = lexicon.whole.get(folded)
    if found:
        return Verdict(found, True)
    if colon and (label_folded := fold(label)):
        found = lexicon.whole.get(label_folded) or lexicon.before_colon.get(label_folded)
        if found:
            return Verdict(found, not rest.strip())
    return _starred(folded, lexicon)


@lru_cache(_CACHED)
def label(text: str) -> tuple[Family, str] | None:
    """The family of a label that stands before a colon at the beginning of a link's text, and what follows it."""
    head, colon, rest = text[: LONGEST * 4].replace("：", ":").partition(":")
    if not colon or len(head) > LONGEST // 2 or not rest.strip():
        return None
    folded = fold(head)
    lexicon = _load()
    found = lexicon.whole.get(folded) or lexicon.before_colon.get(folded)
    return (found, rest.strip()) if found else None


@lru_cache(_CACHED)
def words(text: str) -> frozenset[str]:
    """What texts on one subject share: words of some length, numbers, and pairs of signs where words have no spaces."""
    folded = fold(text)
    found = {word for word in _LONG_WORD.findall(folded) if len(word) >= 4 or word.isdigit() or not word.isascii()}
    for run in _UNSPACED_RUN.findall(folded):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


def _starred(folded: str, lexicon: _Lexicon) -> Verdict | None:
    words = folded.split(" ")
    if len(words) <= _MOST_WORDS:
        for count in range(min(len(words) - 1, 6), 0, -1):
            for ending, family in lexicon.opening.get(" ".join(words[:count]), ()):
                if not ending or folded.endswith(" " + ending):
                    return Verdict(family, False)
        for count in range(1, min(len(words), 4)):
            found = lexicon.closing.get(" ".join(words[count:]))
            if found:
                return Verdict(found, False)
    if _UNSPACED.search(folded):
        for phrase, family in lexicon.inside:
            if phrase in folded and (len(folded) <= _UNSPACED_SHORT or len(phrase) >= _UNSPACED_SHARE * len(folded)):
                return Verdict(family, phrase == folded)
    return None


@cache
def _load() -> _Lexicon:
    lexicon = _Lexicon({}, {}, {}, {}, [])
    for family, phrase in _phrases():
        if phrase.startswith("*") and phrase.endswith("*") and len(phrase) > 2:
            lexicon.inside.append((fold(phrase.strip("*")), family))
        elif phrase.endswith(": *"):
            lexicon.before_colon.setdefault(fold(phrase[:-3]), family)
        elif phrase.startswith("*"):
            lexicon.closing.setdefault(fold(phrase[1:]), family)
        elif "*" in phrase:
            opening, _, ending = phrase.partition("*")
            lexicon.opening.setdefault(fold(opening), []).append((fold(ending), family))
        else:
            lexicon.whole.setdefault(fold(phrase), family)
    lexicon.inside.sort(key=lambda pair: -len(pair[0]))
    for endings in lexicon.opening.values():
        endings.sort(key=lambda pair: -len(pair[0]))
    return lexicon


def _phrases() -> Iterator[tuple[Family, str]]:
    folder = files("crawler.extract.related") / "headings"
    languages = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    tables = [tomllib.loads(entry.read_text("utf-8")) for entry in languages]
    for family in _FAMILIES:
        for table in tables:
            for phrase in table.get(family, ()):
                yield family, phrase
