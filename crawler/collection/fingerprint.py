"""What makes two texts the same: only what an editor writes, in spite of spelling."""

from __future__ import annotations

import hashlib

from crawler.extract.text import fold
from crawler.items import Story

# Fewer characters than this (a caption, a line of a ticker) may well stand word for word on two pages.
ENOUGH_TEXT = 200


def text_sha256(story: Story) -> str:
    """The hash of headline and body, folded: case, white space, kinds of quotes and dashes make no other text.

    Boxes, dates, pictures, links and counters around the text are not in it, so they make no version either.
    """
    text = f"{fold(story.headline or '')}\n{fold(story.body or '')}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def tells_apart(story: Story) -> bool:
    """Whether the text is long enough that the same text under another address must be the same story."""
    return len(story.body or "") >= ENOUGH_TEXT
