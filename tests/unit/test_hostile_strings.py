"""No regular expression of the house can be made to run for long."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import crawler

LENGTH = 2_500  # characters; a pattern of quadratic cost takes a tenth of a second on so many, a linear one nothing
LONGEST = 0.05  # seconds of CPU
_UNITS = (
    *(
        "a",
        " ",
        "0",
        "-",
        ".",
        "/",
        "<",
        ">",
        "=",
        "%",
        "\n",
        "|",
        ",",
        ":",
        "(",
        "{",
        '"',
        "\xa0",
        ";",
        "\\",
        "日",
        "é",
    ),
    *("<a ", "<p>", "</", "<script ", "<meta ", "<!--", "a ", "0 ", "0.", "1,", "- ", "A. ", "a-", "a/", "&#", "://"),
    *("<script type=application/ld+json>", "window.x={", "x=", "?a=", ";sid=", "21 March ", "10:14 ", "By ", " and "),
)


def _patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, (tuple, list, set, frozenset)):
        for entry in value:
            yield from _patterns(entry, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for entry in value.values():
            yield from _patterns(entry, depth + 1)


def _made(value: Any) -> Any:
    """What a cached function without arguments makes (lexicons are read and compiled that way), else the value."""
    if hasattr(value, "cache_info") and not inspect.signature(value).parameters:
        return value()
    return value


def _all_patterns() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(crawler.__path__, "crawler."):
        for name, value in vars(importlib.import_module(info.name)).items():
            for number, pattern in enumerate(_patterns(_made(value))):
                found.setdefault(f"{info.name}.{name}[{number}]", pattern)
    return {name: pattern for pattern, name in {pattern: name for name, pattern in found.items()}.items()}


PATTERNS = _all_patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_quick_on_every_hostile_string(name: str) -> None:
    pattern = PATTERNS[name]
    slow: list[str] = []
    for unit in _UNITS:
        text: Any = (unit * (LENGTH // len(unit)))[:LENGTH] + "\x00!"
        if isinstance(pattern.pattern, bytes):
            text = text.encode()
        for method in (pattern.search, pattern.fullmatch):
            if _seconds(method, text) > LONGEST and _seconds(method, text) > LONGEST:
                slow.append(f"{method.__name__} on {unit!r} repeated")
    assert slow == []


def _seconds(method: Any, text: Any) -> float:
    begun = time.process_time()
    method(text)
    return time.process_time() - begun
