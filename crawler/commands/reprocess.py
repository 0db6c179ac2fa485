"""``scrapy reprocess``: read the stored pages of a collection anew, without network."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler import escape
from crawler.collection.command import CollectionCommand, console
from crawler.exit_codes import ExitCode
from crawler.reprocess import Result, newest_keys, reprocess

if TYPE_CHECKING:
    import argparse

    from crawler.storage import Store

_SAID = {
    "changed": "changed",
    "same": "the same as before",
    "no_raw": "without raw HTML",
    "no_story": "no story by today's rules",
    "damaged": "damaged",
}


class Command(CollectionCommand):
    """Writes a new version of each story that reads otherwise today, and says what changed."""

    def short_desc(self) -> str:
        return "Read the stored pages of a collection with today's extraction, without network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")

    def work(self, store: Store, collection: str) -> None:
        """Raises ValueError for a collection without stories; exit code 1 if an object is damaged."""
        if not newest_keys(store, collection):
            raise ValueError(f"{store.url} holds no stories of a collection {collection}")
        counts: Counter[str] = Counter()
        out = console()
        for result in reprocess(store, collection, dry_run=self.opts.dry_run):
            counts[result.outcome] += 1
            line = _line(result)
            if line:
                out.print(escape.terminal(line))
        parts = [f"{counts[outcome]} {said}" for outcome, said in _SAID.items() if counts[outcome]]
        written = "; nothing was written" if self.opts.dry_run else ""
        out.print(f"{counts.total()} stories: {', '.join(parts)}{written}")
        if counts["damaged"]:
            self.fail(f"{counts['damaged']} stories could not be read; their lines say why", ExitCode.FAILED)


def _line(result: Result) -> str | None:
    """One line for a story of which there is something to say."""
    if result.outcome == "same":
        return None
    what = ", ".join(result.changed) or f"{_SAID[result.outcome]} ({result.note})"
    words = result.story.changes if result.outcome == "changed" else None
    if words and "body" in result.changed:
        what += f" (+{words['words_added']} -{words['words_removed']} words)"
    return f"{result.story.id}  {result.story.url}: {what}"
