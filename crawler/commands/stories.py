"""``scrapy stories``: what a collection holds."""

from __future__ import annotations

import argparse
import json
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from crawler import escape
from crawler.collection.command import CollectionCommand, console, require
from crawler.collection.reading import each, versions
from crawler.exit_codes import ExitCode
from crawler.extract.text import fold
from crawler.items import story_to_dict
from crawler.storage import ObjectMissing, StoreError
from crawler.storage.objects import ObjectDamaged, get_story

if TYPE_CHECKING:
    from crawler.items import Story
    from crawler.storage import Store


class Command(CollectionCommand):
    """One line a story, its newest version: id, date, version, headline."""

    def short_desc(self) -> str:
        return "List the stories of a collection"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--headline", metavar="TEXT", help="only stories with TEXT in the headline")
        parser.add_argument("--section", metavar="TEXT", help="only stories with TEXT in the section")
        dated = "only stories published on DATE (YYYY-MM-DD) or"
        parser.add_argument("--since", metavar="DATE", type=day, help=f"{dated} later")
        parser.add_argument("--until", metavar="DATE", type=day, help=f"{dated} earlier")
        parser.add_argument("--near-duplicates", action="store_true", help="only near-duplicates, with their original")
        parser.add_argument("--gone", action="store_true", help="only stories whose page has gone, with the day")
        parser.add_argument("--json", action="store_true", help="whole stories, one JSON object a line")

    def work(self, store: Store, collection: str) -> None:
        """Lines in the order of the ids, as they are read. Raises ValueError where there is no such collection.

        A story that cannot be read is named on standard error, and the exit code is 1.
        """
        out = console()
        newest = (names[-1] for _, names in versions(store, collection))
        count = 0
        for story in each(partial(_read, store), newest):
            if isinstance(story, StoreError):
                self.fail(escape.terminal(story), ExitCode.FAILED)
                continue
            if not wanted(story, self.opts):
                continue
            count += 1
            shown = json.dumps(story_to_dict(story), ensure_ascii=False)
            out.print(escape.json_text(shown) if self.opts.json else escape.terminal(line(story)))
        if not count:
            require(store, collection)
        if not self.opts.json:
            console(stderr=True).print(f"{count} stories")


def day(text: str) -> date:
    """Raises ArgumentTypeError for what is no day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, written YYYY-MM-DD") from None


def _read(store: Store, key: str) -> Story | StoreError:
    try:
        return get_story(store, key)
    except (ObjectMissing, ObjectDamaged) as error:
        return error


def wanted(story: Story, opts: argparse.Namespace) -> bool:
    """Whether a story passes all the filters; one without a date passes none by date."""
    day = (story.published or story.modified or "")[:10]
    return (
        (not opts.headline or fold(opts.headline) in fold(story.headline or ""))
        and (not opts.section or fold(opts.section) in fold(story.section or ""))
        and (not opts.since or str(opts.since) <= day)
        and (not opts.until or (bool(day) and day <= str(opts.until)))
        and (not opts.near_duplicates or story.near_duplicate_of is not None)
        and (not opts.gone or story.gone_at is not None)
    )


def line(story: Story) -> str:
    """A story in one line."""
    day = (story.published or story.modified or "-")[:10]
    near = f"  ~ {story.near_duplicate_of} ({story.similarity:.2f})" if story.near_duplicate_of else ""
    gone = f"  gone {story.gone_at[:10]}" if story.gone_at else ""
    return f"{story.id}  {day:<10}  v{story.version}  {story.headline or story.url}{near}{gone}"
