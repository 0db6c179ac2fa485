"""Where objects are kept: one protocol, several stores."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.storage.base import ObjectMissing, Store, StoreError, StoreRefused, StoreUnavailable
from crawler.storage.local import LocalStore

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["ObjectMissing", "Store", "StoreError", "StoreRefused", "StoreUnavailable", "open_store"]


def open_store(url: str, settings: BaseSettings | None = None) -> Store:  # noqa: ARG001
    """The store at ``url``. Raises ValueError for an address that names no store, in one line."""
    if urlsplit(url).scheme == "file":
        return LocalStore(url)
    raise ValueError(f"STORE={url!r} names no store: write file://PATH")
