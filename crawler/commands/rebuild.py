"""``scrapy rebuild``: make everything anew that is not the truth, from the store alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import Progress

from crawler.collection.command import CollectionCommand, console, require
from crawler.collection.index import Index
from crawler.collection.rebuild import rebuild
from crawler.frontier.rebuild import rebuild_from_store
from crawler.state import state_dir

if TYPE_CHECKING:
    from crawler.storage import Store


class Command(CollectionCommand):
    """Runs while crawls run; they notice nothing."""

    def short_desc(self) -> str:
        return "Make a collection's index and frontier anew from the store alone"

    def work(self, store: Store, collection: str) -> None:
        """Raises ValueError where there is no such collection, before anything is forgotten or made."""
        assert self.settings is not None
        require(store, collection)
        index = Index(state_dir(self.settings, collection))
        err = console(stderr=True)
        with Progress(console=err, transient=True, disable=not err.is_terminal) as bars:
            task = bars.add_task("stories", total=None)
            stories = rebuild(
                store, collection, index, lambda done, total: bars.update(task, completed=done, total=total)
            )
        index.close()
        console().print(f"{collection}: the index has {stories} stories ({index.path})")
        known, path = rebuild_from_store(store, collection, self.settings)
        console().print(f"{collection}: the frontier knows the addresses of {known} stories ({path})")
