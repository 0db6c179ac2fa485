"""The index, made from the store: all of it, or what other machines and killed runs have added."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, islice

from crawler.collection.index import Entry, Index
from crawler.collection.looks import put_in_order
from crawler.collection.near import Signature
from crawler.collection.reading import each, run_ids, versions
from crawler.items import Story
from crawler.storage import ObjectMissing, Store, StoreRefused, keys, objects

logger = logging.getLogger(__name__)

_BATCH = 500  # stories in one transaction: a crawl beside us waits for less than a second

_LONGEST_RUN = timedelta(days=7)  # one that still says "running" after that was killed

Progress = Callable[[int, int], None]  # done so far, of how many


def rebuild(
    store: Store, collection: str, index: Index, progress: Progress | None = None, damaged: set[str] | None = None
) -> int:
    """Forget all, and read every version in the store. Returns the number of stories; ``damaged`` is filled.

    The index knows what it knew until all is read: a crawl beside us would take what it forgets for new.
    """
    with closing(Index()) as anew:
        catch_up(store, collection, anew, progress, damaged)
        catch_up(store, collection, anew, None, damaged)  # what crawls have stored meanwhile, in hours it may be
        index.take_over(anew)
    catch_up(store, collection, index, None, damaged)  # and since
    return len(index)


def is_behind(store: Store, collection: str, index: Index, run_id: str | None = None) -> bool:
    """Whether the store names runs that this index does not know whole, the index is empty, or looks are due.

    ``run_id`` is the run that asks: its record is in the store before its first story is.
    """
    known = index.runs() | {run_id}
    if len(index) == 0 or index.looks_due():
        return True
    return any(run_id not in known for run_id in run_ids(store, collection))


def catch_up(
    store: Store, collection: str, index: Index, progress: Progress | None = None, damaged: set[str] | None = None
) -> int:
    """Read every version that the index does not know. Returns the number of stories that had one.

    Stories are numbered by when they were first fetched, whatever order the store lists them in. What cannot be
    read is left out, and ``damaged`` gets a line that names it. Stories that several machines stored at the same
    moment, none of which lived to look, are put in order: this is the look that was due, whoever's it was.
    """
    damaged = set() if damaged is None else damaged
    due = index.looks_due()
    unknown = set(run_ids(store, collection)) - index.runs()
    over = [run_id for run_id in unknown if _is_over(store, keys.run(collection, run_id))]
    missing = [
        names
        for story_id, names in versions(store, collection)
        if (entry := index.entry(story_id)) is None or not entry.is_last_of(names)
    ]
    missing.sort(key=lambda names: keys.moment_of(names[0]))
    total = sum(map(len, missing))
    done = stories = 0
    read = each(partial(_read, store, collection, damaged), missing)
    for start in range(0, len(missing), _BATCH):
        batch = list(islice(read, _BATCH))
        stories += sum(map(bool, batch))
        # Before the transaction, since signatures take the most time.
        noted = [(key, story, Signature.of(story.body or "")) for key, story in chain.from_iterable(batch)]
        with index.transaction():
            for key, story, signature in noted:
                index.add(keys.story_id_of(key), Entry.of(key, story), signature)
        done += sum(map(len, missing[start : start + _BATCH]))
        if progress:
            progress(done, total)
    index.add_runs(over)
    index.looked(due)
    return stories


def _read(store: Store, collection: str, damaged: set[str], names: list[str]) -> list[tuple[str, Story]]:
    """The versions of one story; two with one number, as two machines leave them, are put in order first."""
    found = _stories(store, names, damaged)
    if len({story.version for _, story in found}) < len(found):
        with suppress(StoreRefused):  # who may not delete makes an index too, and tries again when it is next behind
            return _stories(store, put_in_order(store, collection, keys.story_id_of(names[0])), damaged)
    return found


def _stories(store: Store, names: list[str], damaged: set[str]) -> list[tuple[str, Story]]:
    found: list[tuple[str, Story]] = []
    for key in names:
        try:
            found.append((key, objects.get_story(store, key)))
        except ObjectMissing:
            continue  # taken back since the list was made
        except objects.ObjectDamaged as error:
            damaged.add(str(error))
    return found


def _is_over(store: Store, key: str) -> bool:
    """Whether a run stores no more. One whose record says nothing counts as over, or every start would read all."""
    try:
        record = json.loads(store.get(key))
        if record["state"] != "running":
            return True
        return datetime.now(UTC) - datetime.fromisoformat(record["started_at"]) > _LONGEST_RUN
    except ObjectMissing:
        return False
    except (ValueError, KeyError, TypeError):
        logger.warning("%s is no run record: what its run stored is taken in now, and not looked for again", key)
        return True
