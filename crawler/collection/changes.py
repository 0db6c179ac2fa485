"""What an editor changed between two versions of a story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import Any, Literal

from crawler.extract.text import UNSPACED
from crawler.items import Story

# The fields that an editor writes. The rest is where and when the page was fetched, or furniture around the text.
EDITED = ("headline", "standfirst", "body", "authors", "published", "modified", "section", "tags")
EXCERPTS = 5  # passages shown of what was added, and of what was removed
EXCERPT = 200  # characters of each
# Pairs of equal words or paragraphs that are looked at for two texts: a second's work. Two texts of 4,000 words that
# share no sentence need a million; where one word repeats, the time would grow as the cube.
STEPS = 3_000_000
_LOOKUP = 5  # steps that finding a word's pairs counts for

Kind = Literal["same", "added", "removed"]
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
# Between a character of such a script, or a mark of its punctuation, and what stands beside it there is no space.
_NO_SPACE = re.compile(rf"(?<=[{UNSPACED}\u3000-\u303f\uff00-\uffef]) | (?=[{UNSPACED}\u3000-\u303f\uff00-\uffef])")


def changes(before: Story, after: Story) -> dict[str, Any]:
    """Which fields changed, and of the body how many words came and went, with the first passages of each.

    In scripts that set no words apart characters are counted.
    """
    summary: dict[str, Any] = {
        "fields": [name for name in EDITED if getattr(before, name) != getattr(after, name)],
        "words_added": 0,
        "words_removed": 0,
        "added": [],
        "removed": [],
    }
    for kind, passage in passages(before.body or "", after.body or ""):
        if kind == "same":
            continue
        summary[f"words_{kind}"] += len(passage)
        if len(summary[kind]) < EXCERPTS:
            summary[kind].append(joined(passage[:EXCERPT])[:EXCERPT])
    return summary


def joined(words: Sequence[str]) -> str:
    """A run of words as a text, without spaces where its script writes none."""
    return _NO_SPACE.sub("", " ".join(words))


def passages(before: str, after: str) -> Iterator[tuple[Kind, list[str]]]:
    """The way from one text to the other as runs of words: the same, removed, added. Where a script sets no words
    apart each character is one.

    Whole paragraphs are matched first, so that long texts cost little and a moved comma is not lost in noise. After
    :data:`STEPS` only what passages begin and end with counts as the same.
    """
    old, new = before.split("\n\n"), after.split("\n\n")
    budget = [STEPS]
    for tag, i1, i2, j1, j2 in _Matcher(old, new, budget).get_opcodes():
        old_words, new_words = _words(old[i1:i2]), _words(new[j1:j2])
        if tag == "equal":
            yield "same", old_words
        else:
            yield from _word_by_word(old_words, new_words, budget)


class _Matcher(SequenceMatcher[str]):
    """Python's, within a ``budget`` of steps that several comparisons share."""

    def __init__(self, old: list[str], new: list[str], budget: list[int]) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._old, self._new, self._budget = old, new, budget
        self._times = Counter(new)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        old = self._old[alo:ahi]
        self._budget[0] -= len(old) * _LOOKUP + sum(self._times[entry] for entry in old)
        if self._budget[0] >= 0:
            return super().find_longest_match(alo, ahi, blo, bhi)
        new = self._new[blo:bhi]
        head = _alike(old, new)
        tail = 0 if head else _alike(old[::-1], new[::-1])
        return Match(alo, blo, head) if head else Match(alo + len(old) - tail, blo + len(new) - tail, tail)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many entries two passages begin with are the same."""
    return next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _word_by_word(old: list[str], new: list[str], budget: list[int]) -> Iterator[tuple[Kind, list[str]]]:
    for tag, i1, i2, j1, j2 in _Matcher(old, new, budget).get_opcodes():
        if tag == "equal":
            yield "same", old[i1:i2]
            continue
        if i2 > i1:
            yield "removed", old[i1:i2]
        if j2 > j1:
            yield "added", new[j1:j2]


def _words(paragraphs: list[str]) -> list[str]:
    return _WORD.findall("\n\n".join(paragraphs))
