"""What every store can do. Objects in, objects out: a store knows keys and bytes, nothing of stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

# A key is a relative path of plain names: no name begins with a dot (that covers . and ..), none is empty.
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
MAX_KEY = 900  # bytes; S3 allows 1,024 with the prefix of the store


class StoreError(Exception):
    """A store did not do what it was asked; the message is one line and names the store and the key."""


class ObjectMissing(StoreError):
    """There is no object at this key."""


class StoreUnavailable(StoreError):
    """The store cannot be reached or refuses to serve now; the same call may succeed later."""


class StoreUnreachable(StoreUnavailable):
    """Nobody answers at the store's address: there is no such name, or no connection is accepted."""


class StoreRefused(StoreUnavailable):
    """The store answers and refuses us (wrong key, no permission, no such bucket): a person must mend it."""


def checked_key(key: str) -> str:
    """``key`` itself. Raises ValueError for one that is no ASCII path of plain names and so could leave the store."""
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"{key[:100]!r} cannot be the key of an object")
    return key


class Store(Protocol):
    """A flat space of keys (``a/b/c``, ASCII) and bytes. Safe for several threads and several processes."""

    url: str  # as given in the setting STORE, without credentials
    keys_for_a_call: int  # how many keys, listed with thousands of others, cost as much as one call for one key

    def put(
        self,
        key: str,
        data: bytes,
        *,
        content_type: str = "application/octet-stream",
        content_encoding: str | None = None,
        metadata: Mapping[str, str] | None = None,
        if_absent: bool = False,
    ) -> bool:
        """Keep ``data`` at ``key``, whole or not at all; durable when this returns.

        With ``if_absent`` an object that is there already stays as it is. Returns True if this call wrote.
        Raises StoreUnavailable or StoreRefused; ValueError for a key that could leave the store.
        """
        ...

    def get(self, key: str) -> bytes:
        """The bytes at ``key``. Raises ObjectMissing, StoreUnavailable, StoreRefused."""
        ...

    def exists(self, key: str) -> bool:
        """Raises StoreUnavailable, StoreRefused."""
        ...

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that starts with ``prefix``, without reading the objects.

        Keys of one folder come together, and those in it in ascending order; where a name is the beginning of
        another's, folders come in the order of the store (SeaweedFS and Amazon differ).
        """
        ...

    def delete(self, key: str) -> None:
        """No error where there is no such object."""
        ...

    def check(self) -> None:
        """Whether the store would take an object now. Raises StoreUnavailable, StoreRefused."""
        ...

    def close(self) -> None:
        """Let go of connections and threads."""
        ...
