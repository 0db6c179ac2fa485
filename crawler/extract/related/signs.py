"""The words of ``signs.toml``: what templates, addresses and widgets are called."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def words(family: str) -> frozenset[str]:
    """The words (for classes: regular expressions) of one family. Raises KeyError for an unknown one."""
    return frozenset(_read()[family])


def any_of(family: str) -> str:
    """The words of one family as a regular expression's alternatives. Raises KeyError for an unknown one."""
    return "|".join(sorted(words(family)))


@cache
def _read() -> dict[str, list[str]]:
    return tomllib.loads((files("crawler.extract.related") / "signs.toml").read_text("utf-8"))
