"""Where objects are kept: one protocol, several stores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.storage.base import ObjectMissing, Store, StoreError, StoreRefused, StoreUnavailable
from crawler.storage.local import LocalStore
from crawler.storage.redact import redacted

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = [
    "ObjectMissing",
    "Store",
    "StoreError",
    "StoreRefused",
    "StoreUnavailable",
    "open_store",
]


def open_store(url: str, settings: BaseSettings | None = None) -> Store:  # noqa: ARG001
    """The store at ``url``: ``file://PATH`` (relative to the working directory with ``file://./PATH``).

    Nothing is asked of it yet. Raises ValueError for an address that names no store, StoreError where a local
    folder cannot be made.
    """
    place = urlsplit(url)
    if place.scheme == "file" and (path := unquote(place.netloc + place.path)):
        return LocalStore(Path(path))
    raise ValueError(f"STORE={redacted(url)} names no store: write file://PATH or s3://BUCKET/PREFIX")
