"""Language tags as BCP 47 writes them, and what language a text is in."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

# Characters that make the detector sure: a headline and a paragraph. Shorter texts are names and quotes.
ENOUGH = 300
_READ = 500  # characters read by the detector, which gains nothing from more
_SURE = 0.9  # probability below which it does not speak

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE)


@cache
def _lexicon() -> dict[str, Any]:
    """``names``: what pages write instead of a tag; ``replaced``: country codes and withdrawn codes for languages;

    ``three_letters``: the codes of that length in use; ``same``: languages that a detector cannot tell apart.
    """
    data: dict[str, Any] = json.loads((files("crawler.extract") / "data" / "languages.json").read_text("utf-8"))
    return data


def tag(declared: str) -> str | None:
    """A declared language (``de_DE``, ``English``, ``en-us``) as a BCP 47 tag (RFC 5646), else None."""
    name = declared.strip().split(",")[0].strip()
    if name.lower() in _lexicon()["names"]:
        return str(_lexicon()["names"][name.lower()])
    match = _TAG.match(name)
    if not match:
        return None
    language, script, region = match.groups()
    language = _lexicon()["replaced"].get(language.lower(), language.lower())
    if len(language) == 3 and language not in _lexicon()["three_letters"]:
        return None
    parts = [language, *((script.title(),) if script else ()), *((region.upper(),) if region else ())]
    return "-".join(parts)


def primary(tag: str | None) -> str:
    """The primary subtag of a tag (RFC 5646, 2.2.1), in lower case; empty where there is no tag."""
    return (tag or "").split("-")[0].lower()


def same(one: str, other: str) -> bool:
    """True if two tags name one language, or two that texts do not tell apart (Bokmål, Norwegian)."""
    alike = _lexicon()["same"]
    first, second = primary(one), primary(other)
    return bool(alike.get(first, first) == alike.get(second, second))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # takes most of a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """The language that ``text`` is written in, as a tag, or None where it is short or could be several."""
    if len(text) < ENOUGH and text.isascii():
        return None
    found, probability = _identifier().classify(text[:_READ])
    return tag(str(found)) if probability >= _SURE else None
