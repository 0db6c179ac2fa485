"""Bylines: who wrote a story. People apart from agencies, without roles, addresses and the word "By"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from crawler.extract import byline_names
from crawler.extract.byline_words import agency, calls_itself_agency, is_helper, is_organisation
from crawler.extract.text import fold, unmarked

MAX_NAME = 60  # characters; a longer "name" is a sentence about the author
MOST = 50  # bylines read of one place, and names kept of a kind: a story has fewer, a hostile page thousands
_MAX_WORDS = 6  # words of a name; Arabic, Spanish and Portuguese names reach it
# A name as some newsrooms' systems keep it, "ada quill"; a desk's sign ("amw") is shorter.
_SMALL_NAME = re.compile(r"[^\W\d_A-Z]{3,20}(?: [^\W\d_A-Z]{3,20}){1,2}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Byline:
    """What one place names as the author, as written; ``organisation`` if the place says that it is one."""

    text: str
    organisation: bool = False
    declared: bool = False  # JSON-LD and meta elements hold names where print may hold words
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


def read(bylines: Iterable[Byline], own_names: Iterable[str] = ()) -> Names:
    """The names in ``bylines``, each once. ``own_names`` are what the publication calls itself.

    No more than :data:`MOST` bylines are read, since each name is compared with those before it.
    """
    own = {fold(name) for name in own_names if name}
    names, helping = Names(), Names()
    for byline in islice(bylines, MOST):
        for credit in [byline.text] if byline.organisation else byline_names.parted(byline.text):
            sorted_into = helping if is_helper(credit) else names
            for part in _named(credit, byline):
                _sort_in(part, byline, own, sorted_into)
    names.helpers = helping.people
    if not (names.people or names.agencies or names.organisations):
        names.people, names.agencies, names.organisations = helping.people, helping.agencies, helping.organisations
    if names.agencies or names.organisations:
        # "Example News, Springfield": one word beside an organisation is a place.
        names.people = [name for name in names.people if " " in name or not name.isascii()]
    return names


def _named(credit: str, byline: Byline) -> list[str]:
    if byline.organisation:
        whole = unmarked(credit[: byline_names.LONGEST])
        return byline_names.agencies(whole) or ([whole] if whole else [])
    return byline_names.names(credit, surname_first=byline.surname_first)


def _sort_in(part: str, byline: Byline, own: set[str], names: Names) -> None:
    if agency(part) or calls_itself_agency(part):
        kept = names.agencies
    elif byline.organisation or fold(part) in own or is_organisation(part):
        kept = names.organisations
    elif _is_person(part) or (byline.declared and _SMALL_NAME.fullmatch(part)):
        kept = names.people
    else:
        return
    own_key = key(part)
    same = next((place for place, name in enumerate(kept) if key(name) == own_key), None)
    if same is None:
        if len(kept) < MOST:
            kept.append(part)
    elif _care(part) > _care(kept[same]):
        kept[same] = part


def key(name: str) -> str:
    """For comparing names: folded, without accents, which forms and feeds lose."""
    folded = fold(name)
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def best_spelled(names: Iterable[str], others: Iterable[Names]) -> list[str]:
    """``names`` as the most careful of ``others`` writes each: "Ada Quill" for "ada quill"."""
    known: dict[str, str] = {}
    for name in (name for place in others for name in place.people):
        known[key(name)] = max(known.get(key(name), name), name, key=_care)
    return [max(name, known.get(key(name), name), key=_care) for name in names]


def _care(name: str) -> int:
    """How carefully a name is written: accents and small letters are lost on the way, never won."""
    return 2 * (not (name.isupper() or name.islower())) + (not name.isascii())


def _is_person(name: str) -> bool:
    if not 2 <= len(name) <= MAX_NAME or _DIGIT.search(name) or len(name.split()) > _MAX_WORDS:
        return False
    if not any(character.isalpha() for character in name) or any(c in name for c in "{}<>=_?!%"):
        return False
    # Where a script has capitals, a name ends in a word with one: "amw" is how a desk signs, "This is" a sentence.
    return not any(c.islower() for c in name) or any(c.isupper() for c in name.rsplit(maxsplit=1)[-1])
