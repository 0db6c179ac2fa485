"""What a store has of a collection, and reading many objects of it: several at a time, never more than a few in
memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby, islice
from typing import TypeVar

from crawler.items import Story
from crawler.storage import ObjectMissing, Store, keys
from crawler.storage.objects import ObjectDamaged, get_story

S = TypeVar("S")
T = TypeVar("T")
THREADS = 8


def each(call: Callable[[S], T], names: Iterable[S], threads: int = THREADS) -> Iterator[T]:
    """``call(name)`` for every name, in order, ``threads`` at a time. Raises what it raises."""
    waiting: deque[Future[T]] = deque()
    source = iter(names)
    with ThreadPoolExecutor(threads, thread_name_prefix="reading") as pool:
        try:
            waiting.extend(pool.submit(call, name) for name in islice(source, threads * 2))
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(call, name) for name in islice(source, 1))
                yield result
        finally:
            for future in waiting:
                future.cancel()


def versions(store: Store, collection: str) -> Iterator[tuple[str, list[str]]]:
    """Every story id with the keys of its versions, oldest first; keys that are no story's are left out."""
    found = (key for key in store.keys(keys.stories_prefix(collection)) if is_version(key))
    for story_id, group in groupby(found, key=keys.story_id_of):
        yield story_id, sorted(group)


def versions_of(store: Store, collection: str, story_id: str) -> list[str]:
    """The keys of a story's versions, oldest first, without what somebody else left among them."""
    return sorted(filter(is_version, store.keys(keys.story_prefix(collection, story_id))))


def readable(store: Store, key: str) -> Story | None:
    """The version at ``key``; None for an object that cannot be read: ``scrapy verify`` names those."""
    try:
        return get_story(store, key)
    except (ObjectMissing, ObjectDamaged):
        return None


def run_ids(store: Store, collection: str) -> Iterator[str]:
    """The id of every run that left a record; keys that are no record's are left out."""
    for key in store.keys(keys.runs_prefix(collection)):
        with suppress(ValueError):
            yield keys.run_id_of(key)


def is_version(key: str) -> bool:
    """Whether the key has the form of a story's version."""
    try:
        keys.story_id_of(key)
        keys.moment_of(key)
    except ValueError:
        return False
    return True
