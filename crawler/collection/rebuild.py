"""The index, made from the store: all of it, or what other machines and killed runs have added."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from crawler.collection.index import Entry, Index
from crawler.collection.near import Signature
from crawler.collection.reading import each, versions
from crawler.items import Story
from crawler.storage import ObjectMissing, Store, keys, objects

_BATCH = 500  # stories in one transaction: a crawl beside us waits for less than a second

_LONGEST_RUN = timedelta(days=7)  # one that still says "running" after that was killed

Progress = Callable[[int, int], None]  # done so far, of how many


def rebuild(store: Store, collection: str, index: Index, progress: Progress | None = None) -> int:
    """Forget all, and read every version in the store. Returns the number of stories."""
    index.clear()
    return catch_up(store, collection, index, progress)


def is_behind(store: Store, collection: str, index: Index) -> bool:
    """Whether the store names runs that this index does not know whole, or the index is empty."""
    known = index.runs()
    if len(index) == 0:
        return True
    return any(run_id not in known for run_id in _run_ids(store, collection))


def catch_up(store: Store, collection: str, index: Index, progress: Progress | None = None) -> int:
    """Read every version that the index does not know. Returns the number of stories that had one.

    Stories are numbered by when they were first fetched, whatever order the store lists them in. What cannot be
    read is left out: ``scrapy verify`` names it.
    """
    over = [run_id for run_id in _run_ids(store, collection) if _is_over(store, keys.run(collection, run_id))]
    missing = [
        names
        for story_id, names in versions(store, collection)
        if (entry := index.entry(story_id)) is None or entry.key != names[-1]
    ]
    missing.sort(key=lambda names: keys.moment_of(names[0]))
    total = sum(map(len, missing))
    done = 0
    read = each(partial(_read, store), (key for names in missing for key in names))
    for start in range(0, len(missing), _BATCH):
        batch = [next(read) for names in missing[start : start + _BATCH] for _ in names]
        with index.transaction():
            for key, story in batch:
                if story is not None:
                    index.add(keys.story_id_of(key), Entry.of(key, story), Signature.of(story.body or ""))
        done += len(batch)
        if progress:
            progress(done, total)
    index.add_runs(over)
    return len(missing)


def _read(store: Store, key: str) -> tuple[str, Story | None]:
    try:
        return key, objects.get_story(store, key)
    except (ObjectMissing, objects.ObjectDamaged):
        return key, None


def _run_ids(store: Store, collection: str) -> list[str]:
    prefix = keys.runs_prefix(collection)
    return [key[len(prefix) :].partition("/")[0] for key in store.keys(prefix)]


def _is_over(store: Store, key: str) -> bool:
    try:
        record = json.loads(store.get(key))
        if record["state"] != "running":
            return True
        return datetime.now(UTC) - datetime.fromisoformat(record["started_at"]) > _LONGEST_RUN
    except (ObjectMissing, ValueError, KeyError, TypeError):
        return False
