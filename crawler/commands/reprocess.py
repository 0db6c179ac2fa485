"""``scrapy reprocess``: read the stored pages of a collection anew, without network."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import escape
from crawler.exit_codes import ExitCode
from crawler.reprocess import Result, newest_keys, reprocess
from crawler.storage import StoreError, open_store

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


class Command(ScrapyCommand):
    """Writes a new version of each story that reads otherwise today, and says what changed."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "COLLECTION [--dry-run]"

    def short_desc(self) -> str:
        return "Read the stored pages of a collection with today's extraction, without network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 2 for a collection that is not there, 4 if the store fails, 1 if an object is damaged."""
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one collection")
        url = self.settings["STORE"]
        try:
            store = open_store(url, self.settings)
        except ValueError as error:
            self._fail(str(error), ExitCode.USAGE)
            return
        try:
            self._reprocess(store, args[0], dry_run=opts.dry_run)
        except ValueError as error:
            self._fail(str(error), ExitCode.USAGE)
        except StoreError as error:
            self._fail(str(error), ExitCode.STORE_UNAVAILABLE)
        finally:
            store.close()

    def _reprocess(self, store: Store, collection: str, *, dry_run: bool) -> None:
        if not newest_keys(store, collection):
            self._fail(f"{store.url} holds no stories of a collection {collection}", ExitCode.USAGE)
            return
        counts: Counter[str] = Counter()
        for result in reprocess(store, collection, dry_run=dry_run):
            counts[result.outcome] += 1
            line = _line(result)
            if line:
                print(escape.terminal(line))
        parts = [f"{counts[outcome]} {said}" for outcome, said in _SAID.items() if counts[outcome]]
        print(f"{counts.total()} stories: {', '.join(parts)}{'; nothing was written' if dry_run else ''}")
        if counts["damaged"]:
            self._fail(f"{counts['damaged']} stories could not be read; their lines say why", ExitCode.FAILED)

    def _fail(self, message: str, code: ExitCode) -> None:
        print(f"scrapy reprocess: {message}", file=sys.stderr)
        self.exitcode = code


def _line(result: Result) -> str | None:
    """One line for a story of which there is something to say."""
    if result.outcome == "same":
        return None
    what = ", ".join(result.changed) or f"{_SAID[result.outcome]} ({result.note})"
    words = result.story.changes if result.outcome == "changed" else None
    if words and "body" in result.changed:
        what += f" (+{words['words_added']} -{words['words_removed']} words)"
    return f"{result.story.id}  {result.story.url}: {what}"
