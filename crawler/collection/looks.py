"""The looks that are due: what other machines stored beside the new stories of a run, seen for all of them together.

A new story is stored without asking for others beside it, which would be a third of its calls. Its look is noted as due
in the same transaction that notes the story, and made up for at the end of the run, or by the next one that opens the
index (:func:`crawler.collection.rebuild.catch_up`) if that end never came.

However machines and processes interleave, one story stays one. Every write of a version is followed by a look of its
own, since a look goes off the list only if it was on it before the store was asked; so of all looks at a story the last
one comes after all writes and sees what they left, and :func:`settle` keeps the oldest of those with one text whoever
calls it, how often, and beside whom. Two processes that share one index have a line each on that list, by the key that
each wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from crawler.collection.index import Entry, Index
from crawler.collection.reading import each, versions, versions_of
from crawler.collection.settle import settle
from crawler.storage import ObjectMissing, Store, keys, objects


def make_up(store: Store, collection: str, index: Index, due: list[str]) -> int:
    """Look beside the objects ``due``, as the index names them, put in order what is not, and note it.

    Returns how many of them were taken back, because other machines had stored the same before. Raises
    StoreUnavailable, StoreRefused and sqlite3.Error; then all of the looks stay due.
    """
    waiting: dict[str, list[str]] = {}
    for key in due:
        waiting.setdefault(keys.story_id_of(key), []).append(key)
    taken_back = 0
    for story_id, names in _seen(store, collection, index, list(waiting)):
        entry = index.entry(story_id)
        as_noted = entry is not None and entry.is_last_of(names)
        kept = names if as_noted else _noted(store, index, put_in_order(store, collection, story_id))
        if kept:
            taken_back += sum(key not in kept for key in waiting[story_id])
    index.looked(due)
    return taken_back


def _noted(store: Store, index: Index, names: list[str]) -> list[str]:
    with suppress(ObjectMissing, objects.ObjectDamaged):  # whoever meets the story next reads it again
        for key in names[-1:]:
            index.add(keys.story_id_of(key), Entry.of(key, objects.get_story(store, key)))
    return names


def put_in_order(store: Store, collection: str, story_id: str) -> list[str]:
    """Settle the versions of a story that are there now: a list made earlier may lack some. Returns the keys kept."""
    return settle(store, versions_of(store, collection, story_id))


def _seen(store: Store, collection: str, index: Index, ids: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each story with its keys in the store; what costs less: all stories listed, or each of these asked for."""
    if len(ids) * store.keys_for_a_call < index.versions():
        yield from zip(ids, each(partial(versions_of, store, collection), ids), strict=True)
        return
    wanted = set(ids)
    yield from (found for found in versions(store, collection) if found[0] in wanted)
