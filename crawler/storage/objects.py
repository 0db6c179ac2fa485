"""What is kept in a store: bodies as received, and stories; how each is written and read back."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from datetime import datetime

from crawler.items import Story, story_from_json, story_to_json
from crawler.storage import keys
from crawler.storage.base import Store, StoreError

GZIP_LEVEL = 6  # level 9 costs two thirds more time and saves under 1 %


class ObjectDamaged(StoreError):
    """What is stored is not what was written, or no object of its kind."""


def put_raw(store: Store, collection: str, body: bytes, sha256: str | None = None) -> tuple[str, bool]:
    """Keep a body under the hash of its bytes, once. Returns its key, and whether this call wrote it.

    The same bytes give the same object on every machine: no name and no time stands in the gzip header.
    """
    digest = sha256 or hashlib.sha256(body).hexdigest()
    key = keys.raw(collection, digest)
    wrote = store.put(
        key,
        gzip.compress(body, GZIP_LEVEL, mtime=0),
        content_type="text/html",
        content_encoding="gzip",
        metadata={"sha256": digest, "length": str(len(body))},
        if_absent=True,
    )
    return key, wrote


def get_raw(store: Store, key: str) -> bytes:
    """The body as received. Raises ObjectDamaged where its hash is not the one in its key, and all of Store.get."""
    try:
        body = gzip.decompress(store.get(key))
    except (OSError, EOFError, zlib.error) as error:
        raise ObjectDamaged(f"{key} is no whole gzip file: {error}") from error
    if hashlib.sha256(body).hexdigest() != keys.sha256_of(key):
        raise ObjectDamaged(f"{key} holds other bytes than its name says")
    return body


def put_story(store: Store, key: str, story: Story) -> None:
    """Write a version of a story; the raw object that it names must be there already."""
    metadata = {"story": story.id, "version": str(story.version), "text-sha256": story.text_sha256 or ""}
    store.put(key, story_to_json(story), content_type="application/json; charset=utf-8", metadata=metadata)


def get_story(store: Store, key: str) -> Story:
    """Read a version of a story. Raises ObjectDamaged for what is no story, and all of Store.get."""
    try:
        return story_from_json(store.get(key))
    except ValueError as error:
        raise ObjectDamaged(f"{key} is no story: {error}") from error


def story_key(story: Story, after: str | None = None) -> str:
    """The key of this version: by when it was fetched, and always behind ``after``, its predecessor's key.

    Raises ValueError where the story has no id, collection or time of fetching.
    """
    moment = datetime.fromisoformat(story.fetched_at or "")
    if after is not None:
        moment = max(moment, keys.moment_of(after) + keys.TICK)  # a clock that was set back
    return keys.story(story.collection, story.id, moment)
