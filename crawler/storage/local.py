"""A store in a directory of this machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from crawler.storage.base import ObjectMissing, StoreUnavailable


class LocalStore:
    """Objects as files: written beside their place, synced, then renamed, so that a file is whole or not there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.root = Path(url.removeprefix("file://")).absolute()

    def _path(self, key: str) -> Path:
        if not key or key.startswith("/") or "\x00" in key or ".." in key.split("/"):
            raise ValueError(f"{key!r} is no key")
        return self.root / key

    def put(
        self,
        key: str,
        data: bytes,
        *,
        content_type: str = "application/octet-stream",  # noqa: ARG002
        content_encoding: str | None = None,  # noqa: ARG002
        metadata: Mapping[str, str] | None = None,  # noqa: ARG002
        if_absent: bool = False,
    ) -> bool:
        path = self._path(key)
        if if_absent and path.exists():
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError as error:
            raise StoreUnavailable(f"{self.url}: {key} was not written: {error.strerror}") from error
        return True

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(f"{self.url}: there is no {key}") from None

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def keys(self, prefix: str = "") -> Iterator[str]:
        base = (self.root / prefix) if prefix.endswith("/") else (self.root / prefix).parent
        files = (path for path in base.rglob("*") if path.is_file() and not path.name.startswith("."))
        yield from sorted(
            key for key in (path.relative_to(self.root).as_posix() for path in files) if key.startswith(prefix)
        )

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open."""
