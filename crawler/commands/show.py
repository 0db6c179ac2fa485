"""``scrapy show``: one story, or the page that it was read from."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crawler import escape
from crawler.collection.command import CollectionCommand
from crawler.collection.lookup import find_versions
from crawler.exit_codes import ExitCode
from crawler.items import story_to_json
from crawler.state import state_dir
from crawler.storage import keys
from crawler.storage.objects import get_raw, get_story

if TYPE_CHECKING:
    import argparse

    from crawler.storage import Store


class Command(CollectionCommand):
    """Prints JSON, or with ``--raw`` the bytes as received."""

    more = ("STORY",)

    def short_desc(self) -> str:
        return "Print one story of a collection, or its raw HTML"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--raw", action="store_true", help="the page as received, its hash checked")
        parser.add_argument("--version", type=int, metavar="N", help="an older version (default: the newest)")

    def work(self, store: Store, collection: str) -> None:
        """Exit code 1 where the raw page is not kept."""
        assert self.settings is not None
        found = find_versions(store, collection, self.rest[0], state_dir(self.settings, collection))
        number = len(found) if self.opts.version is None else self.opts.version
        if not 1 <= number <= len(found):
            raise ValueError(f"{keys.story_id_of(found[0])} has the versions 1 to {len(found)}")
        story = get_story(store, found[number - 1])
        if not self.opts.raw:
            sys.stdout.buffer.write(escape.json_text(story_to_json(story).decode()).encode())
        elif story.raw_key is None:
            self.fail(f"the page of {story.id} was not kept ({story.archived})", ExitCode.FAILED)
        else:
            sys.stdout.buffer.write(get_raw(store, story.raw_key))
        sys.stdout.flush()
