"""Today's extraction over the bytes that are kept: what would each stored story say now?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from crawler.collection.changes import changes
from crawler.collection.fingerprint import text_sha256
from crawler.collection.looks import put_in_order
from crawler.collection.reading import versions, versions_of
from crawler.extract.kind import not_a_story
from crawler.items import Story
from crawler.loaders import load_story
from crawler.page import Page
from crawler.storage import keys, objects
from crawler.storage.base import ObjectMissing, Store

# What the page says; the other fields are the crawl's, or follow from these.
EXTRACTED = (
    "headline", "standfirst", "body", "crossheads", "authors", "agencies", "published", "modified", "section", "tags",
    "language", "site_name", "images", "videos", "related", "access", "encoding",
)  # fmt: skip

Outcome = Literal["changed", "same", "no_raw", "no_story", "damaged"]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one story: ``changed`` names the fields that read otherwise now, ``note`` says why nothing was
    done."""

    story: Story
    outcome: Outcome
    changed: tuple[str, ...] = ()
    note: str = ""


def newest_keys(store: Store, collection: str) -> dict[str, str]:
    """The key of the newest version of every story of a collection, by story id. Raises StoreUnavailable."""
    return {story_id: names[-1] for story_id, names in versions(store, collection)}


def reprocess(store: Store, collection: str, *, dry_run: bool = False) -> Iterator[Result]:
    """Read every story of a collection anew, and write a version where a field changed (unless ``dry_run``).

    Raises StoreUnavailable, StoreRefused; a damaged object is a result of its own and ends nothing.
    """
    for key in newest_keys(store, collection).values():
        yield _one(store, key, dry_run)


def _one(store: Store, key: str, dry_run: bool) -> Result:
    story = Story(id=keys.story_id_of(key))
    try:
        story = objects.get_story(store, key)
        raw_key = story.rendered_key or story.raw_key
        if raw_key is None:
            return Result(story, "no_raw", note=story.archived or "")
        body = objects.get_raw(store, raw_key)
    except (ObjectMissing, objects.ObjectDamaged) as error:
        return Result(story, "damaged", note=str(error))
    page = _page(story, body)
    read = load_story(page)
    reason = not_a_story(page, read)
    if reason:
        return Result(story, "no_story", note=reason)
    changed = tuple(name for name in EXTRACTED if getattr(read, name) != getattr(story, name))
    if not changed:
        return Result(story, "same")
    after = _version_after(story, read, changed)
    if not dry_run:
        names = versions_of(store, story.collection, story.id)
        if names and names[-1] != key:  # a crawl has stored another version meanwhile
            return _one(store, names[-1], dry_run)
        written = objects.story_key(after, key)
        objects.put_story(store, written, after)
        if versions_of(store, story.collection, story.id) != [*names, written]:
            put_in_order(store, story.collection, story.id)
    return Result(after, "changed", changed)


def _page(story: Story, body: bytes) -> Page:
    headers = dict(story.headers)
    if story.rendered_key:
        headers["content-type"] = "text/html; charset=utf-8"  # what a browser drew is stored in UTF-8
    fetched_at = datetime.fromisoformat(story.fetched_at) if story.fetched_at else None
    return Page.from_bytes(story.url, body, headers=headers, fetched_at=fetched_at, status=story.status or 200)


def _version_after(story: Story, read: Story, changed: tuple[str, ...]) -> Story:
    """The version that follows ``story``: what is read now, in a story that keeps its id and the crawl's facts."""
    after = replace(story, **{name: getattr(read, name) for name in (*EXTRACTED, "sources")})
    if read.id == story.id:
        after.canonical_url = read.canonical_url
    after.version = story.version + 1
    after.text_sha256 = text_sha256(after)
    after.changes = {**changes(story, after), "fields": list(changed), "by": "reprocess"}
    return after
