"""Where what can be rebuilt from the store is kept: the frontier, indexes, run locks."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.storage import keys, local_folder

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def state_dir(settings: BaseSettings, collection: str) -> Path:
    """The folder of a collection's state; who writes into it makes it.

    A local store keeps it inside itself, beside ``stories`` and ``raw``; for any other store it is
    ``STATE_DIR/<bucket and prefix>-<hash>/<collection>``, the hash telling apart what is spelled alike so, and buckets
    of one name at two servers (``AWS_ENDPOINT_URL_S3``, ``AWS_ENDPOINT_URL``). Raises ValueError for a bad collection
    name.
    """
    place = urlsplit(settings.get("STORE") or "")
    if place.scheme == "file":
        root = local_folder(settings["STORE"])
    else:
        where = place.netloc.rpartition("@")[2] + place.path.rstrip("/")
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", where).strip("-.") or "store"
        root = from_home(settings.get("STATE_DIR") or "state") / f"{name}-{_mark(where)}"
    return root / keys.collection(collection)


def from_home(path: str) -> Path:
    """``~/…`` is below the home folder, also where no shell reads it; what is nobody's home stays as it was written."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - which raises for it


def _mark(where: str) -> str:
    server = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    return hashlib.sha256(f"{server.rstrip('/')} {where}".encode()).hexdigest()[:8]
