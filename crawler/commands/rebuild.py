"""``scrapy rebuild``: make the index anew from the store, and give the frontier all that the store says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from rich.progress import Progress

from crawler import escape
from crawler.collection.command import CollectionCommand, console, require
from crawler.collection.index import Index
from crawler.collection.rebuild import rebuild
from crawler.exit_codes import ExitCode
from crawler.frontier.rebuild import rebuild_from_store
from crawler.state import state_dir
from crawler.storage import StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.storage import Store


class Command(CollectionCommand):
    """Runs while crawls run; they notice nothing."""

    def short_desc(self) -> str:
        return "Make a collection's index anew from the store, and the frontier too if it is gone"

    def work(self, store: Store, collection: str) -> None:
        """Raises ValueError where there is no such collection, before anything is forgotten or made.

        Raises StoreUnavailable where the index or the frontier cannot be written. Stories that cannot be read are
        named on standard error, and the exit code is 1.
        """
        assert self.settings is not None
        require(store, collection)
        out = console()
        folder = state_dir(self.settings, collection)
        damaged: set[str] = set()
        try:
            self._rebuild_index(store, collection, folder, damaged)
        except (sqlite3.Error, OSError) as error:
            mend = "is there room on its disk and on that of TMPDIR, and may this user write?"
            raise StoreUnavailable(f"no index can be made in {folder} ({error}): {mend}") from error
        frontier = rebuild_from_store(store, collection, self.settings)
        out.print(f"{collection}: the frontier knows the addresses of {frontier.stories} stories ({frontier.path})")
        if frontier.before:
            had = ", ".join(f"{state.value} {count}" for state, count in frontier.before.items())
            out.print(
                f"{collection}: the addresses that the frontier had stay as they were ({had}); "
                "to make it from the store alone, end all crawls and take that file away first"
            )
        for named in sorted(damaged):
            self.fail(escape.terminal(named), ExitCode.FAILED)

    def _rebuild_index(self, store: Store, collection: str, folder: Path, damaged: set[str]) -> None:
        err = console(stderr=True)
        with (
            closing(Index(folder)) as index,
            Progress(console=err, transient=True, disable=not err.is_terminal) as bars,
        ):
            task = bars.add_task("stories", total=None)
            stories = rebuild(
                *(store, collection, index),
                lambda done, total: bars.update(task, completed=done, total=total),
                damaged,
            )
        console().print(f"{collection}: the index has {stories} stories ({index.path})")
