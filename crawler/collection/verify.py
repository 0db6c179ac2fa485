"""Is the collection whole? Every object is read, every hash computed, every reference followed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, groupby
from typing import Any

from crawler import urls
from crawler.collection import fingerprint
from crawler.collection.reading import each, is_version
from crawler.collection.settle import adds_nothing
from crawler.items import Story, story_from_json
from crawler.storage import ObjectMissing, Store, keys, objects

_STATE = ("index.sqlite", "frontier.sqlite")  # and what SQLite puts beside them

Progress = Callable[[str, int], None]  # what is read ("stories", "raw", "runs"), and how many of them there are


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: the key of an object, and what is the matter with it, in one line."""

    key: str
    problem: str


@dataclass(slots=True)
class Report:
    """What was read. ``orphans`` are raw objects that no story names: interrupted runs leave them."""

    stories: int = 0
    versions: int = 0
    raw: int = 0
    runs: int = 0
    orphans: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Version:
    """What of a version must fit to other objects."""

    key: str
    number: int
    text_sha256: str | None
    named: list[str]  # raw objects
    near_duplicate_of: str | None
    changes: dict[str, Any] | None


def verify(store: Store, collection: str, report: Report, progress: Progress) -> Iterator[Finding | None]:
    """Each finding as it is made, and None for each object that is in order; the counts stand in ``report``.

    A crawl may go on meanwhile: stories are listed before the raw objects, which are written first, and what is taken
    back between the list and the reading is nothing wrong. Raises StoreUnavailable and StoreRefused.
    """
    names = sorted(store.keys(keys.stories_prefix(collection)))
    raw = list(store.keys(keys.raw_prefix(collection)))
    for finding in chain(
        _stories(store, names, set(raw), report, progress),
        _raw(store, raw, report, progress),
        _runs(store, collection, report, progress),
        _strangers(store, collection),
    ):
        if finding:
            report.findings.append(finding)
        yield finding


def _stories(
    store: Store, names: list[str], raw: set[str], report: Report, progress: Progress
) -> Iterator[Finding | None]:
    progress("stories", len(names))
    ids = {keys.story_id_of(name) for name in names if is_version(name)}
    used: set[str] = set()
    read = each(partial(_story, store), names)
    for _, group in groupby(read, key=lambda found: found[0].rpartition("/")[0]):
        found = list(group)
        count = sum(is_version(key) for key, _, _ in found)
        report.stories += count > 0
        report.versions += count
        before: _Version | None = None
        for key, version, alone in found:
            if version is None:
                yield Finding(key, alone) if alone else None
                continue
            used.update(version.named)
            original = version.near_duplicate_of
            if original and original not in ids and _stored_since(store, key, original):
                ids.add(original)
            problem = alone or _misfit(version, before, raw, ids)
            yield Finding(key, problem) if problem else None
            before = version
    report.orphans = sum(_is_raw(key) for key in raw - used)


def _story(store: Store, key: str) -> tuple[str, _Version | None, str]:
    """The version at ``key``, and what is wrong with it alone ("" if nothing)."""
    if not is_version(key):
        return key, None, "is no key of a story"
    try:
        story = story_from_json(store.get(key), strict=True)
    except ObjectMissing:
        return key, None, _lost(store, key)
    except ValueError as error:
        return key, None, f"is no story: {error}"
    named = [name for name in (story.raw_key, story.rendered_key) if name]
    version = _Version(key, story.version, story.text_sha256, named, story.near_duplicate_of, story.changes)
    return key, version, _problem(key, story)


def _lost(store: Store, key: str) -> str:
    """A key that the store goes on naming without an object is wrong; one that it no longer names was taken back."""
    return "is listed and cannot be read" if key in store.keys(key) else ""


def _stored_since(store: Store, key: str, original: str) -> bool:
    """An original may be stored a moment after its copy, and so after the list was made."""
    try:
        return next(store.keys(keys.story_prefix(key.partition("/")[0], original)), None) is not None
    except ValueError:
        return False


def _problem(key: str, story: Story) -> str:
    if story.id != keys.story_id_of(key):
        return f"holds the story {story.id!r}"
    if story.collection != key.partition("/")[0]:
        return f"says that it belongs to the collection {story.collection!r}"
    try:
        if datetime.fromisoformat(story.fetched_at or "") > keys.moment_of(key):
            return f"was fetched at {story.fetched_at}, later than its key says"
    except (ValueError, TypeError):
        return f"has no time of fetching with a zone: {story.fetched_at!r}"
    return _of_values(story) or _of_hashes(story)


def _of_values(story: Story) -> str:
    if not urls.clean(story.url):
        return f"names no address of its page: {story.url!r}"
    if story.similarity is not None and not 0 <= story.similarity <= 1:
        return f"has a similarity that is no share: {story.similarity}"
    for name in ("published", "modified", "gone_at"):
        try:
            datetime.fromisoformat(getattr(story, name) or "2000-01-01")
        except ValueError:
            return f"has no date in {name}: {getattr(story, name)!r}"
    return ""


def _of_hashes(story: Story) -> str:
    if story.text_sha256 != fingerprint.text_sha256(story):
        return "has another text than its text_sha256 says"
    if story.raw_key is None:
        return "" if story.archived else "names no raw object and does not say why"
    try:
        return "" if keys.sha256_of(story.raw_key) == story.raw_sha256 else "names a raw object of another hash"
    except ValueError as error:
        return str(error)


def _misfit(version: _Version, before: _Version | None, raw: set[str], ids: set[str]) -> str:
    for name in version.named:
        if name not in raw:
            return f"names a raw object that is not there: {name}"
    if version.near_duplicate_of and version.near_duplicate_of not in ids:
        return f"is a near-duplicate of a story that is not there: {version.near_duplicate_of}"
    if version.number != (before.number + 1 if before else 1):
        return f"is version {version.number}, and the one before is {before.number if before else 'not there'}"
    if before and adds_nothing(version.text_sha256, before.text_sha256, version.changes):
        return "is a version with the same text as the one before"
    return ""


def _raw(store: Store, names: list[str], report: Report, progress: Progress) -> Iterator[Finding | None]:
    progress("raw", len(names))
    for finding in each(partial(_damage, store), names):
        report.raw += 1
        yield finding


def _damage(store: Store, key: str) -> Finding | None:
    if not _is_raw(key):
        return Finding(key, "is no key of a raw object")
    try:
        objects.get_raw(store, key)
    except ObjectMissing:
        lost = _lost(store, key)
        return Finding(key, lost) if lost else None
    except objects.ObjectDamaged as error:
        return Finding(key, str(error).removeprefix(f"{key} "))
    return None


def _is_raw(key: str) -> bool:
    try:
        return key == keys.raw(key.partition("/")[0], keys.sha256_of(key))
    except ValueError:
        return False


def _runs(store: Store, collection: str, report: Report, progress: Progress) -> Iterator[Finding | None]:
    names = list(store.keys(keys.runs_prefix(collection)))
    progress("runs", len(names))
    for key in names:
        report.runs += 1
        try:
            record = json.loads(store.get(key))
        except (ObjectMissing, ValueError):
            yield Finding(key, "is no JSON")
            continue
        whole = isinstance(record, dict) and record.get("run_id") == key.split("/")[2]
        yield None if whole else Finding(key, "is no record of this run")


def _strangers(store: Store, collection: str) -> Iterator[Finding]:
    """What lies beside the folders of a collection and is neither ours nor, in a local store, its state."""
    prefix = f"{collection}/"
    folders = tuple(of(collection) for of in (keys.stories_prefix, keys.raw_prefix, keys.runs_prefix))
    for key in store.keys(prefix):
        ours = key.startswith((*folders, *(prefix + name for name in _STATE))) or key == keys.rendering(collection)
        if not ours:
            yield Finding(key, "is no object of a collection")
