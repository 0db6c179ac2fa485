"""The words around names in bylines, in many languages; they stand in ``data/bylines.json`` and ``agencies.json``."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Literal

from crawler.extract.text import fold

Kind = Literal[
    "prefixes", "roles", "organisation_words", "places", "joiners", "ignored", "no_names", "helpers", "cities", "citing"
]
MARKS = " \t,;:.|·•・/–—-*\"'“”„«»©=<>＝"
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}$", re.IGNORECASE)
_LONGEST_AGENCY = 60  # characters; a longer text is a sentence about one
_AGENCY = re.compile(
    r"\bnews agency\b|nachrichtenagentur|\bagence de presse\b|\bagencia de noticias\b|\bagência de notícias\b|"
    r"\bagenzia (?:di )?stampa\b|\bagencja (?:prasowa|informacyjna)\b|\bhaber ajansı|\bkantor berita\b|"
    r"\bthông tấn xã\b|новинарска агенција|информационное агентство|інформаційне агентство|информационна агенция|"
    r"πρακτορείο ειδήσεων|通[讯訊]社|通信社|통신사|وكالة (?:ال)?[أا]نباء|خبرگزاری|סוכנות הידיעות|समाचार एजेंसी|สำนักข่าว"
)
_BY = "by|von|av|af|par|por|door"  # before who did a work that the words before it name
_BY_HELPER = re.compile(
    r"^\W{0,3}(?:photos?|photographs?|edited|curated|reviewed|checked|fact[- ]checked|updated|produced|video|graphics?|"
    r"illustrations?|medically reviewed)\s(?:by|av|af)\b",
    re.IGNORECASE,
)


@cache
def _written(name: str) -> dict[str, list[str]]:
    data: dict[str, list[str]] = json.loads((files("crawler.extract") / "data" / name).read_text(encoding="utf-8"))
    return data


@cache
def _lexicon(name: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(fold(entry) for entry in entries) for key, entries in _written(name).items()}


def words(kind: Kind) -> frozenset[str]:
    """The folded entries of one list: ``ignored`` are buttons, ``places`` what leads to a place ("in", "for")."""
    return _lexicon("bylines.json")[kind]


@cache
def _agencies() -> dict[str, str]:
    return {alias: agency for agency, aliases in _lexicon("agencies.json").items() for alias in aliases}


@cache
def _no_first_names() -> frozenset[str]:
    """The short names of agencies that the list spells with one capital, as these do: "Lusa"."""
    return frozenset(alias for aliases in _written("agencies.json").values() for alias in aliases if alias.istitle())


@cache
def joiner() -> re.Pattern[str]:
    """What stands between two names: "and", in the languages known."""
    known = sorted(map(re.escape, words("joiners")))
    longer = "|".join(word for word in known if len(word) > 1)
    # A single capital is an initial ("Jane E Example"), but for a Y among capitals that stands between whole names.
    single = "|".join(word for word in known if len(word) == 1)
    # Nor is "Dan" in "Dan Example" the Indonesian "dan": joiners are written small, or all in capitals.
    return re.compile(
        rf"(?:^|(?<!\s)\s+)(?:{longer}|{longer.upper()}|And|Und|With|Avec|Mit|(?:{single})|Y(?=\s+[A-ZÀ-Þ]{{2,30}}\s+[A-ZÀ-Þ]{{2}}))\s+"
    )


@cache
def prefix() -> re.Pattern[str]:
    """What stands before a name: "By", "Text:", "Ein Artikel von"."""
    known = sorted(map(re.escape, words("prefixes")), key=len, reverse=True)
    return re.compile(r"^(?:" + "|".join(known) + r")(?:\s*[:：/]\s*|\s+)", re.IGNORECASE)


@cache
def _helper() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words("helpers")), key=len, reverse=True))
    return re.compile(rf"^\W{{0,3}}(?:{known})(?:\s?/\s?\w{{3,20}})?\s?[:：]", re.IGNORECASE)


@cache
def _helped_by() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words("helpers")), key=len, reverse=True))
    return re.compile(rf"\s{{0,3}}[,;|/]\s{{0,3}}(?=(?:{known}) (?:{_BY})\b)", re.IGNORECASE)


@cache
def _written_by() -> re.Pattern[str]:
    led = sorted(word for word in words("prefixes") if re.search(rf" (?:{_BY})$", word))
    return re.compile(
        rf"\s{{0,3}}[,;|/]\s{{0,3}}(?:additional\s)?(?=(?:by|von|{'|'.join(map(re.escape, led))})\s)", re.IGNORECASE
    )


def by_others(text: str) -> list[str]:
    """``text`` cut behind a comma or a bar where it goes on with whom it owes other work: "…, photos by …".

    And again where it comes back to who wrote: "…, photos by …, reporting by …".
    """
    first, *others = _helped_by().split(text)
    return [first, *(part for other in others for part in _written_by().split(other))] if others else [text]


def is_helper(text: str) -> bool:
    """True if a credit names people by another work than writing: "Editor: …", "Photos by …"."""
    return bool(_helper().match(fold(text)) or _BY_HELPER.match(text) or _helped_by().match(f",{text}"))


def agency(name: str) -> str | None:
    """The news agency that ``name`` is a name of, in its usual spelling, else None."""
    bare = name.strip(MARKS)
    folded = fold(bare)
    found = _agencies().get(folded)
    # Short names are also first names ("Ana", "Sid"): agencies write theirs all small or all capital.
    if found and len(folded) <= 4 and bare.istitle() and bare not in _no_first_names():
        return None
    return found


def calls_itself_agency(name: str) -> bool:
    """True for a name with the words "news agency", in the languages known: no list has them all."""
    return len(name) <= _LONGEST_AGENCY and bool(_AGENCY.search(fold(name)))


def cited(text: str) -> str:
    """The agency that ``text`` names as its source ("Theo Reuters", "avec AFP"), else nothing."""
    found = _citing().match(text)
    return text[found.end() :] if found and agency(text[found.end() :]) else ""


@cache
def _citing() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words("citing")), key=len, reverse=True))
    return re.compile(rf"^(?:{known})\s?[:：]?\s?", re.IGNORECASE)


def is_role(name: str) -> bool:
    """True for what someone does, and for a button, rather than who it is."""
    parts = fold(name).split()
    return any(word in words("roles") for word in parts) or all(word in words("ignored") for word in parts)


def is_organisation(name: str) -> bool:
    """True for a name with a word that newsrooms and companies have in theirs, one with "The", and an address."""
    if _DOMAIN.match(name) or fold(name).startswith("the "):
        return True
    known = words("organisation_words")
    folded = fold(name)
    return any(word in known for word in re.split(r"[\s\-.]+", folded)) or (
        not folded.isascii() and any(folded.endswith(word) for word in known if not word.isascii() and len(word) > 1)
    )
