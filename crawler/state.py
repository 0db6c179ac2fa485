"""Where what can be rebuilt from the store is kept: the frontier, indexes, run locks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.storage import keys

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def state_dir(settings: BaseSettings, collection: str) -> Path:
    """The folder of a collection's state; who writes into it makes it.

    A local store keeps it inside itself, beside ``stories`` and ``raw``; for any other store it is
    ``STATE_DIR/<bucket and prefix>/<collection>``. Raises ValueError for a bad collection name.
    """
    place = urlsplit(settings.get("STORE") or "")
    if place.scheme == "file":
        root = Path(unquote(place.netloc + place.path))
    else:
        root = Path(settings.get("STATE_DIR") or "state")
        root /= re.sub(r"[^A-Za-z0-9._-]+", "-", place.netloc.rpartition("@")[2] + place.path).strip("-.") or "store"
    return root / keys.collection(collection)
