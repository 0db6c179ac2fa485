"""Language tags as BCP 47 writes them, and the script of a text."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE)


@cache
def _lexicon(kind: str) -> dict[str, str]:
    """``names``: what pages write instead of a tag; ``replaced``: country codes and withdrawn codes for languages."""
    data = json.loads((files("crawler.extract") / "data" / "languages.json").read_text(encoding="utf-8"))
    found: dict[str, str] = data[kind]
    return found


def tag(declared: str) -> str | None:
    """A declared language (``de_DE``, ``English``, ``en-us``) as a BCP 47 tag (RFC 5646), else None."""
    name = declared.strip().split(",")[0].strip()
    if name.lower() in _lexicon("names"):
        return _lexicon("names")[name.lower()]
    match = _TAG.match(name)
    if not match:
        return None
    language, script, region = match.groups()
    language = _lexicon("replaced").get(language.lower(), language.lower())
    parts = [language, *((script.title(),) if script else ()), *((region.upper(),) if region else ())]
    return "-".join(parts)
