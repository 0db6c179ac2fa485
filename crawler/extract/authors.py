"""Bylines: who wrote a story. People apart from agencies, without roles, addresses and the word "By"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from crawler.extract.text import clean, fold

MAX_NAME = 60  # characters; a longer "name" is a sentence about the author
_MAX_BYLINE = 400  # characters read of one byline: names stand at its beginning
_MAX_WORDS = 6  # words of a name; Arabic, Spanish and Portuguese names reach it

_ADDRESS = re.compile(r"\S*@\S+|https?://\S*|\bwww\.\S+|\b\S+/\S+/\S+")
_ASIDE = re.compile(r"[(\[（【<《][^)\]）】>》]{0,200}[)\]）】>》]?")
_MARKS = " \t,;:.|·•/–—-*\"'“”„«»©"
# (?<!\s) before \s*: a run of spaces is tried once, not from each of its spaces.
_SEPARATOR = re.compile(r"(?<!\s)\s*(?:[;,|/&+·•、，；\n]|\s[–—-]\s|\s-$|：)\s*")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_TRAILING_DIGIT = re.compile(r"(?<=[^\W\d])\d{1,2}$")
_SIGNATURE = re.compile(r"^[a-z]{2,4}$")  # (szf), "dan": how German papers sign short pieces
_CJK_ROLE = re.compile(
    r"(?:^(?:記者|记者|作者|编辑|編輯|文|責任編輯|责任编辑)\s*[:：/]?\s*|(?<!\s)\s*(?:記者|记者|기자|특파원|編集委員|論説委員|通讯员)$)"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What one place names as the author, as written; ``organisation`` if the place says that it is one."""

    text: str
    organisation: bool = False
    surname_first: bool = False  # Dublin Core writes "Surname, First name" (DCMI, "dc:creator")


@dataclass(slots=True)
class Names:
    """Who signed: ``people`` and ``agencies`` in order, and the other ``organisations`` (newsrooms, companies)."""

    people: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)


@cache
def _lexicon(name: str) -> dict[str, frozenset[str]]:
    data = json.loads((files("crawler.extract") / "data" / name).read_text(encoding="utf-8"))
    return {key: frozenset(fold(entry) for entry in entries) for key, entries in data.items()}


@cache
def _agencies() -> dict[str, str]:
    return {alias: agency for agency, aliases in _lexicon("agencies.json").items() for alias in aliases}


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\s)\s+(?:" + "|".join(sorted(map(re.escape, _lexicon("bylines.json")["joiners"]))) + r")\s+",
        re.IGNORECASE,
    )


@cache
def _prefix() -> re.Pattern[str]:
    known = sorted(map(re.escape, _lexicon("bylines.json")["prefixes"]), key=len, reverse=True)
    return re.compile(r"^(?:" + "|".join(known) + r")(?:\s*[:：]\s*|\s+)", re.IGNORECASE)


def agency(name: str) -> str | None:
    """The news agency that ``name`` is a name of, in its usual spelling, else None."""
    folded = fold(name).strip(_MARKS)
    found = _agencies().get(folded)
    # Short names are also first names ("Ana", "Sid"): agencies write theirs all small or all capital.
    if found and len(folded) <= 4 and name.strip(_MARKS).istitle():
        return None
    return found


def read(bylines: Iterable[Byline], own_names: Iterable[str] = ()) -> Names:
    """The names in ``bylines``, each once. ``own_names`` are what the publication calls itself."""
    own = {fold(name) for name in own_names if name}
    names = Names()
    for byline in bylines:
        for part in _parts(byline):
            _sort_in(part, byline.organisation, own, names)
    if names.agencies or names.organisations:
        # "Example News, Springfield": one word beside an organisation is a place.
        names.people = [name for name in names.people if " " in name or not name.isascii()]
    return names


def _sort_in(part: str, organisation: bool, own: set[str], names: Names) -> None:
    found = agency(part)
    if found:
        kept = names.agencies
    elif organisation or fold(part) in own or _is_organisation(part):
        kept = names.organisations
    elif _is_person(part):
        kept = names.people
    else:
        return
    if fold(part) not in {fold(name) for name in kept}:
        kept.append(part)


def _parts(byline: Byline) -> list[str]:
    text = clean(byline.text[:_MAX_BYLINE])
    if byline.organisation:
        return [text] if text else []
    if byline.surname_first and re.fullmatch(r"[^,]+,[^,]+", text):
        last, _, first = text.partition(",")
        text = f"{first.strip()} {last.strip()}"
    text = _ASIDE.sub(" ", _ADDRESS.sub(" ", text))
    parts: list[str] = []
    for chunk in _SEPARATOR.split(text):
        parts += [name for piece in _joiner().split(chunk) if (name := _name(piece)) and not _is_role(name)]
    return _without_places(parts)


def _name(piece: str) -> str:
    piece = piece.strip(_MARKS)
    for _ in range(2):
        piece = _prefix().sub("", piece + " ").strip(_MARKS) if not agency(piece) else piece
    piece = _CJK_ROLE.sub("", piece)
    kept = _TRAILING_DIGIT.sub("", piece).split()
    roles = _lexicon("bylines.json")["roles"]
    for position, word in enumerate(kept):
        if position >= 2 and fold(word) in roles:  # "Jen Mills Travel News Reporter" ends before what she does
            return _before_role(kept[:position])
    return " ".join(kept)


def _before_role(kept: list[str]) -> str:
    return " ".join(kept[:2]) if len(kept) > 2 and kept[-1][:1].isupper() else " ".join(kept)


def _without_places(parts: list[str]) -> list[str]:
    # "Ann Example, Lille": a lone word after a full name is where she wrote from.
    spaced = any(" " in part for part in parts)
    return [
        p
        for n, p in enumerate(parts)
        if n == 0 or not spaced or " " in p or agency(p) or (not p.isascii() and len(p) < 5)
    ]


def _is_role(name: str) -> bool:
    lexicon = _lexicon("bylines.json")
    words = fold(name).split()
    return any(word in lexicon["roles"] for word in words) or all(word in lexicon["ignored"] for word in words)


def _is_organisation(name: str) -> bool:
    if _DOMAIN.match(name):
        return True
    known = _lexicon("bylines.json")["organisation_words"]
    folded = fold(name)
    return any(word in known for word in re.split(r"[\s\-.]+", folded)) or (
        not folded.isascii() and any(folded.endswith(word) for word in known if not word.isascii() and len(word) > 1)
    )


def _is_person(name: str) -> bool:
    if not 2 <= len(name) <= MAX_NAME or _DIGIT.search(name) or len(name.split()) > _MAX_WORDS:
        return False
    if not any(character.isalpha() for character in name) or any(c in name for c in "{}<>=_?!%"):
        return False
    # Where a script has capitals, a name ends in a word with one: "amw" is how a desk signs, "This is" a sentence.
    return not any(c.islower() for c in name) or any(c.isupper() for c in name.rsplit(maxsplit=1)[-1])
