"""What an editor changed between two versions of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, Literal

from crawler.items import Story

# The fields that an editor writes. The rest is where and when the page was fetched, or furniture around the text.
EDITED = ("headline", "standfirst", "body", "authors", "published", "modified", "section", "tags")
EXCERPTS = 5  # passages shown of what was added, and of what was removed
EXCERPT = 200  # characters of each
WORD_BY_WORD = 4_000  # words; longer passages are compared as wholes, since the time grows as the square

Kind = Literal["same", "added", "removed"]
_WORD = re.compile(r"\S+")


def changes(before: Story, after: Story) -> dict[str, Any]:
    """Which fields changed, and of the body how many words came and went, with the first passages of each."""
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
            summary[kind].append(" ".join(passage)[:EXCERPT])
    return summary


def passages(before: str, after: str) -> Iterator[tuple[Kind, list[str]]]:
    """The way from one text to the other as runs of words: the same, removed, added.

    Whole paragraphs are matched first, so that long texts cost little and a moved comma is not lost in noise.
    """
    old, new = before.split("\n\n"), after.split("\n\n")
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        old_words, new_words = _words(old[i1:i2]), _words(new[j1:j2])
        if tag == "equal":
            yield "same", old_words
        else:
            yield from _word_by_word(old_words, new_words)


def _word_by_word(old: list[str], new: list[str]) -> Iterator[tuple[Kind, list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    long = max(len(old), len(new)) > WORD_BY_WORD
    for tag, i1, i2, j1, j2 in [("replace", 0, len(old), 0, len(new))] if long else matcher.get_opcodes():
        if tag == "equal":
            yield "same", old[i1:i2]
            continue
        if i2 > i1:
            yield "removed", old[i1:i2]
        if j2 > j1:
            yield "added", new[j1:j2]


def _words(paragraphs: list[str]) -> list[str]:
    return _WORD.findall("\n\n".join(paragraphs))
