"""``scrapy diff``: how a story was edited, from version to version."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from crawler import escape
from crawler.collection.changes import EDITED, joined, passages
from crawler.collection.command import CollectionCommand, console
from crawler.collection.lookup import find_versions
from crawler.state import state_dir
from crawler.storage.objects import get_story

if TYPE_CHECKING:
    from crawler.items import Story
    from crawler.storage import Store

CONTEXT = 12  # words of unchanged text shown on each side of a change
_MARKS = {"added": ("{+", "+}", "green"), "removed": ("[-", "-]", "red"), "same": ("", "", "")}


class Command(CollectionCommand):
    """Words that went stand in ``[- -]``, words that came in ``{+ +}``, as in wdiff; coloured on a terminal."""

    more = ("STORY",)

    def short_desc(self) -> str:
        return "Show the edit history of a story"

    def work(self, store: Store, collection: str) -> None:
        """Prints a part for each version after the first."""
        assert self.settings is not None
        names = find_versions(store, collection, self.rest[0], state_dir(self.settings, collection))
        found = [get_story(store, key) for key in names]
        out = console()
        out.print(f"{found[0].headline or found[0].url}\n{found[0].url}")
        out.print(f"version 1, fetched {found[0].fetched_at}")
        for before, after in pairwise(found):
            out.print(f"\nversion {after.version}, fetched {after.fetched_at}")
            for name in EDITED:
                if getattr(before, name) != getattr(after, name):
                    out.print(Text.assemble((f"{name}: ", "bold"), difference(before, after, name)))


def difference(before: Story, after: Story, name: str) -> Text:
    """One field's change, word by word, long unchanged runs shortened."""
    text = Text()
    for kind, words in passages(_text(before, name), _text(after, name)):
        opening, closing, style = _MARKS[kind]
        shown = words
        if kind == "same" and len(words) > 2 * CONTEXT + 1:
            shown = [*words[:CONTEXT], "…", *words[-CONTEXT:]]
        text.append(f"{' ' if text else ''}{opening}{joined(shown)}{closing}", style)
    return text


def _text(story: Story, name: str) -> str:
    value = getattr(story, name)
    return escape.terminal(", ".join(value) if isinstance(value, list) else value or "")
