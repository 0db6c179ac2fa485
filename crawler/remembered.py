"""Answers to questions about texts of strangers, remembered within bounds."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

LONGEST = 1_024  # characters of a text whose answer is kept; addresses and headings have some hundred

_More = ParamSpec("_More")
_Answer = TypeVar("_Answer")
_Question = Callable[Concatenate[str, _More], _Answer]


def remembered(most: int) -> Callable[[_Question[_More, _Answer]], _Question[_More, _Answer]]:
    """``lru_cache(most)`` for a function of a text (and of more) that a page may make as long as it likes.

    The cache holds its keys: 16,384 texts of a megabyte each would be more than the machine has. A text longer than
    :data:`LONGEST` is asked about anew each time.
    """

    def decorate(function: _Question[_More, _Answer]) -> _Question[_More, _Answer]:
        cached = lru_cache(maxsize=most)(function)

        @wraps(function)
        def ask(text: str, /, *more: _More.args, **named: _More.kwargs) -> _Answer:
            if len(text) > LONGEST:
                return function(text, *more, **named)
            return cached(text, *more, **named)  # type: ignore[arg-type]  # what is not hashable is no text

        return ask

    return decorate
