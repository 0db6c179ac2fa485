"""Bylines: who wrote a story. People apart from agencies, without roles, addresses and the word "By"."""

from __future__ import annotations

import json
import re
import unicodedata
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
# "Name, Jr.": the comma parts no two people.
_SUFFIX = re.compile(r"\s?,\s?((?:Jr|Sr)\b|I{2,3}\b)")
# Where the next credit begins, "… Photo: …", and a credit's label that no list of ours knows.
_LABEL = re.compile(r"[\s,;|/]{1,4}(?=[^\W\d_]{3,20}\s?:\s|[^\W\d_]{2,8}：)")
_ONE_LABEL = re.compile(r"^[^\W\d_]{3,20}\s?[:：]\s?(?=\S)")
# Credits of those who did not write.
_HELPER = re.compile(
    r"^\W{0,3}(?:(?:editor|editora|edited|redaktur|penyunting|redaktör|redaktør|redakteur|redaktor|редактор|편집|编辑|責任編輯|"
    r"责任编辑|編集|foto|fotos|photo|photos|photographer|fotograf|fotografin|bild|bilder|fotó|zdjęcia|фото|写真|撮影|사진|video|"
    r"graphics?|illustration|illustrations)"
    r"(?:\s?/\s?\w{3,20})?\s?[:：]|(?:photos?|photographs?|edited|video|graphics?|illustrations?) by\s)",
    re.IGNORECASE,
)
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
    """Who signed: ``people`` and ``agencies`` in order, and the other ``organisations`` (newsrooms, companies).

    ``helpers`` are those whom the place names by another work than writing: "Editor: …", "Photo: …". Where it names
    nobody else, they are ``people`` too.
    """

    people: list[str] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
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
    known = sorted(map(re.escape, _lexicon("bylines.json")["joiners"]))
    longer = "|".join(word for word in known if len(word) > 1)
    # A single capital is an initial ("Jane E Example"), but for a Y among capitals that stands between whole names.
    single = "|".join(word for word in known if len(word) == 1)
    # Nor is "Dan" in "Dan Example" the Indonesian "dan": joiners are written small, or all in capitals.
    return re.compile(
        rf"(?:^|(?<!\s)\s+)(?:{longer}|{longer.upper()}|And|Und|With|Avec|Mit|(?:{single})|Y(?=\s+[A-ZÀ-Þ]{{2,30}}\s+[A-ZÀ-Þ]{{2}}))\s+"
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
    names, helping = Names(), Names()
    for byline in bylines:
        for credit in _credits(byline):
            sorted_into = helping if is_helper(credit.text) else names
            for part in _parts(credit):
                _sort_in(part, byline.organisation, own, sorted_into)
    names.helpers = helping.people
    if not (names.people or names.agencies or names.organisations):
        names.people, names.agencies, names.organisations = helping.people, helping.agencies, helping.organisations
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
    same = next((place for place, name in enumerate(kept) if key(name) == key(part)), None)
    if same is None:
        kept.append(part)
    elif _care(part) > _care(kept[same]):
        kept[same] = part


def key(name: str) -> str:
    """For comparing names: folded, without accents, which forms and feeds lose."""
    folded = fold(name)
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def _care(name: str) -> int:
    """How carefully a name is written: accents and small letters are lost on the way, never won."""
    return 2 * (not name.isupper()) + (not name.isascii())


def is_helper(text: str) -> bool:
    """True if a credit names people by another work than writing: "Editor: …", "Photos by …"."""
    return bool(_HELPER.match(text))


def _credits(byline: Byline) -> list[Byline]:
    """``byline`` cut where another label begins: "Text: Ann Example Photo: Bo Sample" is two."""
    if byline.organisation or not (":" in byline.text or "：" in byline.text):
        return [byline]
    found = _LABEL.split(clean(byline.text[:_MAX_BYLINE]))
    return [Byline(text, surname_first=byline.surname_first) for text in found if text.strip()]


def _parts(byline: Byline) -> list[str]:
    text = _SUFFIX.sub(r" \1", clean(byline.text[:_MAX_BYLINE]))
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
        piece = _ONE_LABEL.sub("", piece)
    piece = _CJK_ROLE.sub("", piece)
    kept = _TRAILING_DIGIT.sub("", piece).split()
    lexicon = _lexicon("bylines.json")
    if len(kept) == 2 and fold(kept[1]) in lexicon["roles"] and agency(kept[0]):  # "Reuters Staff"
        return kept[0]
    for position, word in enumerate(kept):
        if position >= 2 and fold(word) in lexicon["roles"]:  # "Jen Mills Travel News Reporter" ends before her work
            return _before_role(kept[:position])
        if position >= 2 and (word in lexicon["places"] or (word == kept[-1] and fold(word) in lexicon["ignored"])):
            return " ".join(kept[:position])
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
