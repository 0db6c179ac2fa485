"""What the headings over links say, in many languages: the phrases lie in ``headings/<language>.toml``.

The families: ``related`` (see also, more on this), ``weak`` (read more, analysis: related only where the place says
so too), ``recirculation`` (most read, latest, recommended, sponsored), ``veto`` (tags, companies, internet links: no
stories at all), ``topics`` (related topics: tags for some papers, stories for others), ``kicker`` (the kind of one
story), ``advertisement`` (the word over one) and ``control`` (a button's or a form's: share, follow, subscribe), which
head nothing else. A star stands for any words; a phrase between two stars is looked for anywhere, for scripts without
spaces; ``label: *`` holds only before a colon. ``stems`` are how words for "related" begin, ``things`` how those do
that name no stories ("related products"), ``here`` is what a link says that has no words of its own. One word each of
``more``, ``news`` and ``about`` with a subject behind them ("other articles about *") is related. All languages are
asked at once: papers mix them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal, NamedTuple

from crawler.remembered import remembered

Family = Literal["related", "weak", "recirculation", "veto", "topics", "advertisement", "control", "kicker"]

LONGEST = 70  # characters; what is longer is a headline or a sentence
_MOST_WORDS = 9  # of a phrase with a star, its star's words included
_CACHED = 32_768
# Asked in this order where two languages disagree about the same words.
_FAMILIES: tuple[Family, ...] = (
    "advertisement",
    "control",
    "related",
    "topics",
    "veto",
    "recirculation",
    "weak",
    "kicker",
)

LISTS = frozenset(("related", "recirculation"))  # the families that head stories by themselves
# Space and punctuation of all scripts, and the signs of icons' fonts; letters, digits and vowel signs stay.
_APART = re.compile(
    "[\\s!-/:-@\\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb\u00bf\u061b\u061f\u060c\u06d4\u0964\u0965"
    "\u061c\u180e\u2000-\u206f\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30fb\ue000-\uf8ff\ufe0f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff]+"
)
# What parts a label from a title where no colon does: "ALSO READ | …", "Lire aussi - …".
_BAR = re.compile(r"[|｜»>→]|[-–—](?=\s)")
# "【速報】首相が辞任", "[속보] 다리 폐쇄"
_BRACKETED = re.compile(r"\s{0,4}[\[【［(（〔「‹《〈]\s?([^\]】］)）〕」>》〉]{1,20})[\]】］)）〕」>》〉]\s{0,4}(\S.*)")
# Accents, the marks that Arabic and Hebrew may leave out, and those that nobody sees (soft hyphens).
# Indic vowel signs are letters and are kept.
_MARKS = re.compile("[\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200b\u2060\ufeff]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u1100-\u11ff\uac00-\ud7af]")
_COUNT = re.compile(r"(?<=\D)[(\[（]\s?\d{1,3}\s?[)\]）]\Z")  # "Related stories (5)"
_SITE_WORDS = 3  # of a heading that names the paper's site as its subject
_SITE = re.compile(r"\w\.(?:com|org|net|co\.\w\w|[a-z]{2})$", re.IGNORECASE)  # at a heading's end
_MOST_BEHIND = 4  # words behind a phrase of several words that is known
_STEM_WORDS = 3  # of a heading that one word for "related" decides; titles have more
_JOINED = 7  # letters, from which a phrase is known without its spaces
# Vowel signs of Indic scripts, of Burmese and Khmer are parts of words, though no letters.
_LONG_WORD = re.compile("(?:[^\\W_]|[\u0900-\u0963\u0966-\u0dff\u1000-\u1049\u1780-\u17d3]){3,}")
SOME_LETTERS = re.compile("(?:[^\\W\\d_]|[\u0900-\u0963\u0970-\u0dff\u1000-\u103f\u1780-\u17d3]){2,}")  # of a word
_ASCII_WORD = re.compile(r"[a-z0-9]{4,}|[0-9]{3}(?![a-z0-9])")  # of them those that count, in lower case
_UNSPACED_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2,}")
_SIGNS, _LETTERS = 2, 5  # that make a word there, of Chinese or Japanese and of Thai
_UNSPACED_SHARE = 0.3  # of a text in a script without spaces, that a phrase found inside it must fill
_UNSPACED_SHORT = 12  # characters, up to which any share will do


class Verdict(NamedTuple):
    """What a heading says: its family, and whether the whole text is a known phrase."""

    family: Family
    whole: bool


ON_A_SUBJECT = Verdict("related", False)


class _Lexicon(NamedTuple):
    whole: dict[str, Family]
    joined: dict[str, Family]  # the longer ones without spaces, for headings with their letters or syllables apart
    before_colon: dict[str, Family]
    opening: dict[str, list[tuple[str, Family]]]  # first words -> (last words or "", family)
    closing: dict[str, Family]
    inside: dict[str, list[tuple[str, Family]]]  # by their first two signs
    stems: tuple[str, ...]  # how words for "related" begin
    things: tuple[str, ...]  # how words for what is no story begin


# Capitals do not tell the Turkish letters i and ı apart ("YAZILAR" is "yazılar"), and papers write Hausa's hooked
# letters plain as often as not.
_OTHERWISE = (("ı", "i"), ("ɓ", "b"), ("ɗ", "d"), ("ƙ", "k"), ("ƴ", "y"))


@remembered(_CACHED)
def fold(text: str) -> str:
    """Lower case without accents and punctuation, words apart by one space."""
    return _APART.sub(" ", _plain(text)).strip()


def _plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    text = unicodedata.normalize("NFKC", text)
    for letter, plain in _OTHERWISE:  # five searches cost less than `translate`, which looks at every letter
        text = text.replace(letter, plain)
    return text


@remembered(_CACHED)
def verdict(text: str) -> Verdict | None:
    """The family of a heading, or None for words that are in no list (or too many)."""
    if len(text) > LONGEST:
        return None
    if text.endswith((")", "]", "）")) and (count := _COUNT.search(text)):
        text = text[: count.start()]
    lexicon = _load()
    folded = fold(text)
    found = lexicon.whole.get(folded) or lexicon.joined.get(folded.replace(" ", ""))
    if found:
        return Verdict(found, True)
    labelled = _labelled(text, lexicon)
    if labelled:
        return labelled
    if _has_stem(folded, lexicon):
        return Verdict("related", False)
    starred = _starred(folded, lexicon)
    if starred == ON_A_SUBJECT and text.count(" ") < _SITE_WORDS and _SITE.search(text):
        return Verdict("recirculation", False)  # "More on Lantern.com"
    return starred


def _labelled(text: str, lexicon: _Lexicon) -> Verdict | None:
    """What the words before a heading's colon say of it, or those behind it where only they say "related"."""
    label, colon, rest = text.replace("：", ":").partition(":")
    label = fold(label)
    if not colon or not label:
        return None
    found = lexicon.before_colon.get(label) or lexicon.whole.get(label)
    if found != "related" and lexicon.whole.get(fold(rest)) == "related":
        return Verdict("related", False)  # "Watch now: Related video"
    if found and (found != "topics" or not rest.strip()):
        return Verdict(found, not rest.strip())
    return None


@remembered(_CACHED)
def label(text: str) -> tuple[Family, str] | None:
    """The family of a label at the beginning of a link's text (before a colon, a bar, or in brackets), and the rest."""
    head, colon, rest = text[: LONGEST * 4].replace("：", ":").partition(":")
    lexicon = _load()
    if colon and len(head) <= LONGEST // 2 and rest.strip():
        folded = fold(head)
        found = lexicon.before_colon.get(folded) or lexicon.whole.get(folded)
        if not found and _UNSPACED.search(folded) and (inside := _inside(folded, lexicon)) and inside.whole:
            found = inside.family
        if found:
            return found, rest.strip()
    bar = _BAR.search(text, 1, LONGEST // 2)
    if bar and lexicon.whole.get(fold(text[: bar.start()])) == "related" and (rest := text[bar.end() :].lstrip(" >")):
        return "related", rest
    bracketed = _BRACKETED.match(text)
    said = verdict(bracketed[1]) if bracketed else None
    return (said.family, bracketed[2]) if bracketed and said and said.whole else None


@remembered(_CACHED)
def is_sponsored(text: str) -> bool:
    """Whether a text is the label of a paid card ("Sponsored")."""
    return len(text) <= LONGEST and fold(text) in _sponsored()


@remembered(_CACHED)
def is_pointing(text: str) -> bool:
    """Whether a link's text is no title of what it leads to, but "here"."""
    return len(text) <= LONGEST and fold(text) in _pointing()


@remembered(_CACHED)
def words(text: str) -> frozenset[str]:
    """What texts on one subject share: words of some length, numbers, and pairs of signs where words have no spaces."""
    return words_of_text(text)


def words_of_text(text: str) -> frozenset[str]:
    """As :func:`words`, for texts that are too long to be remembered."""
    plain = _plain(text)
    if plain.isascii():
        return frozenset(_ASCII_WORD.findall(plain))
    found = set(_LONG_WORD.findall(plain))
    found -= {word for word in found if len(word) < 4 and word.isascii() and not word.isdigit()}
    for run in _UNSPACED_RUN.findall(plain):
        size = _SIGNS if run[0] >= "\u3040" else _LETTERS
        found.update(run[i : i + size] for i in range(len(run) - size + 1))
    return frozenset(found)


def unspaced(text: str) -> int:
    """Signs of a text in scripts without spaces."""
    return sum(map(len, _UNSPACED_RUN.findall(text)))


def length(text: str) -> int:
    """Words of a text, three signs of a script without spaces for one."""
    return text.count(" ") + 1 + unspaced(text) // 3


def _has_stem(folded: str, lexicon: _Lexicon) -> bool:
    """Whether one of a few words is a form of "related", with whatever ending and noun but "products" and the like."""
    words = folded.split(" ", _STEM_WORDS)
    return (
        len(words) <= _STEM_WORDS
        and any(word.startswith(lexicon.stems) for word in words)
        and not any(word.startswith(lexicon.things) for word in words)
    )


def _starred(folded: str, lexicon: _Lexicon) -> Verdict | None:
    words = folded.split(" ")
    if len(words) <= _MOST_WORDS:
        open_tab = _open_tab(words, lexicon)
        ends = (lexicon.closing.get(" ".join(words[count:])) for count in range(1, min(len(words), 4)))
        if found := open_tab if open_tab == "related" else next((end for end in ends if end is not None), None):
            return Verdict(found, False)
        for count in range(min(len(words) - 1, 6), 0, -1):
            for ending, family in lexicon.opening.get(" ".join(words[:count]), ()):
                if not ending or folded.endswith(" " + ending):
                    return Verdict(family, False)
        if open_tab is not None:
            return Verdict(open_tab, False)
        for count in range(len(words) - 1, max(1, len(words) - _MOST_BEHIND - 1), -1):
            # "Verwandte Artikel weiterlesen"
            if lexicon.whole.get(" ".join(words[:count])) == "related":
                return Verdict("related", False)
    if not _UNSPACED.search(folded):
        return None
    return _inside(folded, lexicon) or (_inside(folded.replace(" ", ""), lexicon) if " " in folded else None)


def _open_tab(words: list[str], lexicon: _Lexicon) -> Family | None:
    """The family of the first of two tabs, whose names stand side by side."""
    for count in range(1, len(words)):
        found = lexicon.whole.get(" ".join(words[:count]))
        if found in LISTS and lexicon.whole.get(" ".join(words[count:])) in LISTS:
            return found
    return None


def _inside(folded: str, lexicon: _Lexicon) -> Verdict | None:
    """The family of the longest phrase that stands anywhere in a text of a script without spaces."""
    longest, found = "", None
    for place in range(len(folded) - 1):
        for phrase, family in lexicon.inside.get(folded[place : place + 2], ()):
            if len(phrase) > len(longest) and folded.startswith(phrase, place):
                longest, found = phrase, family
    if found is None or (len(folded) > _UNSPACED_SHORT and len(longest) < _UNSPACED_SHARE * len(folded)):
        return None
    return Verdict(found, longest == folded)


@cache
def _load() -> _Lexicon:
    lexicon = _Lexicon({}, {}, {}, {}, {}, {}, tuple(_folded("stems")), tuple(_folded("things")))
    for family, phrase in _phrases():
        if phrase.startswith("*") and phrase.endswith("*") and len(phrase) > 2:
            inside = fold(phrase.strip("*"))
            lexicon.inside.setdefault(inside[:2], []).append((inside, family))
        elif phrase.endswith(": *"):
            lexicon.before_colon.setdefault(fold(phrase[:-3]), family)
        elif phrase.startswith("*"):
            lexicon.closing.setdefault(fold(phrase[1:]), family)
        elif "*" in phrase:
            opening, _, ending = phrase.partition("*")
            lexicon.opening.setdefault(fold(opening), []).append((fold(ending), family))
        else:
            folded = fold(phrase)
            lexicon.whole.setdefault(folded, family)
            if len(joined := folded.replace(" ", "")) >= _JOINED or _UNSPACED.search(joined):
                lexicon.joined.setdefault(joined, family)
    for endings in lexicon.opening.values():
        endings.sort(key=lambda pair: -len(pair[0]))
    return lexicon


def _folded(name: str) -> frozenset[str]:
    """The words of one name in all files, for what is no family."""
    return frozenset(fold(phrase) for table in _tables() for phrase in table.get(name, ()))


@cache
def _sponsored() -> frozenset[str]:
    return _folded("sponsored")


@cache
def _pointing() -> frozenset[str]:
    return _folded("here")


def _phrases() -> Iterator[tuple[Family, str]]:
    for family in _FAMILIES:
        for table in _tables():
            for phrase in table.get(family, ()):
                yield family, phrase
    for table in _tables():
        for words in product(*(table.get(part, ()) for part in ("more", "news", "about"))):
            yield "related", f"{' '.join(words)} *"


@cache
def _tables() -> list[dict[str, list[str]]]:
    folder = files("crawler.extract.related") / "headings"
    languages = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return [tomllib.loads(entry.read_text("utf-8")) for entry in languages]
