"""Names every key of the store, and nothing else does: the layout is the contract with ten years from now.

``<collection>/raw/<2 hex>/<sha256>.html.gz``, ``<collection>/stories/<story id>/<time>.json`` and
``<collection>/runs/<run id>/run.json``. Keys are ASCII and safe as file names on every common file system.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

TICK = timedelta(microseconds=1)  # the smallest step between two keys of one story
_TIME = "%Y%m%dT%H%M%S.%fZ"


class _Form(NamedTuple):
    """``must`` says the pattern in words, without braces: what Scrapyd logs goes through str.format."""

    what: str
    pattern: re.Pattern[str]
    must: str


_BEGINS = "beginning with a letter or a digit and without two dots together"
_COLLECTION = _Form("collection name", re.compile(r"[a-z0-9][a-z0-9._-]{0,62}"), f"1 to 63 of a-z 0-9 . _ -, {_BEGINS}")
_STORY_ID = _Form(
    "story id", re.compile(r"[a-z0-9][a-z0-9-]{7,63}"), "8 to 64 of a-z 0-9 -, beginning with a letter or a digit"
)
_RUN_ID = _Form("run id", re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), f"1 to 100 of A-Z a-z 0-9 . _ -, {_BEGINS}")
_SHA256 = _Form("SHA-256 in hex", re.compile(r"[0-9a-f]{64}"), "64 of 0-9 a-f")


def _checked(form: _Form, value: str) -> str:
    if not form.pattern.fullmatch(value) or ".." in value:
        raise ValueError(f"{value!r} is no {form.what}: it must be {form.must}")
    return value


def collection(name: str) -> str:
    """Raises ValueError for a name that is not 1 to 63 of a-z, 0-9, dot, dash, underscore (not ``..``)."""
    return _checked(_COLLECTION, name)


def timestamp(moment: datetime) -> str:
    """A UTC instant as it stands in keys: ``20050321T101400.000000Z``. It sorts as time does."""
    return moment.astimezone(UTC).strftime(_TIME)


def run_id(value: str) -> str:
    """Raises ValueError for what cannot stand in the key of a run record."""
    return _checked(_RUN_ID, value)


def raw(name: str, sha256: str) -> str:
    """The key of a body as received, by the SHA-256 (hex) of its uncompressed bytes."""
    _checked(_SHA256, sha256)
    return f"{collection(name)}/raw/{sha256[:2]}/{sha256}.html.gz"


def story(name: str, story_id: str, fetched_at: datetime) -> str:
    """The key of one version of a story."""
    return f"{story_prefix(name, story_id)}{timestamp(fetched_at)}.json"


def moment_of(story_key: str) -> datetime:
    """The UTC instant in the key of a story's version. Raises ValueError for another key."""
    name = story_key.rpartition("/")[2].removesuffix(".json")
    return datetime.strptime(name, _TIME).replace(tzinfo=UTC)


def story_id_of(story_key: str) -> str:
    """The story id in the key of a story's version. Raises ValueError for another key."""
    parts = story_key.split("/")
    if len(parts) != 4 or parts[1] != "stories":
        raise ValueError(f"{story_key!r} is no key of a story")
    return parts[2]


def sha256_of(raw_key: str) -> str:
    """The hash in the key of a raw object. Raises ValueError for another key."""
    name, _, rest = raw_key.rpartition("/")[2].partition(".")
    return _checked(_SHA256, name if rest == "html.gz" else raw_key)


def raw_prefix(name: str) -> str:
    """The prefix of all raw objects of a collection."""
    return f"{collection(name)}/raw/"


def story_prefix(name: str, story_id: str) -> str:
    """The prefix of all versions of a story; the last key below it is the newest."""
    return f"{stories_prefix(name)}{_checked(_STORY_ID, story_id)}/"


def stories_prefix(name: str) -> str:
    """The prefix of all stories of a collection."""
    return f"{collection(name)}/stories/"


def run(name: str, value: str) -> str:
    """The key of the record of the run with this id."""
    return f"{runs_prefix(name)}{run_id(value)}/run.json"


def run_id_of(run_key: str) -> str:
    """The run id in the key of a run's record. Raises ValueError for another key."""
    parts = run_key.split("/")
    if len(parts) != 4 or parts[1] != "runs" or parts[3] != "run.json":
        raise ValueError(f"{run_key!r} is no key of a run record")
    return run_id(parts[2])


def runs_prefix(name: str) -> str:
    """The prefix of all run records of a collection."""
    return f"{collection(name)}/runs/"


def rendering(name: str) -> str:
    """The key of what a collection's crawls have learned about pages that need a browser."""
    return f"{collection(name)}/rendering.json"
