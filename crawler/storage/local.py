"""Objects as files in a directory: the embedded default. The key is the path."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from crawler.storage.base import ObjectMissing, StoreRefused, StoreUnavailable, checked_key

_UNFINISHED = ".tmp"  # in the root, so that one look finds what a killed process left
_UNFINISHED_AGE = 3_600.0  # seconds; a write takes milliseconds, so nobody works on what is older
# What a person must mend; every other error (a full disk, an I/O error, a lost mount) may pass by itself.
_REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EXDEV)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class LocalStore:
    """A store in the folder ``root``, made when it is first written to.

    A file appears under its key only when its bytes are on the disk: temporary file, fsync, rename (or link, where
    it must not replace), fsync of the folder. Any number of threads and processes may share it.
    """

    keys_for_a_call = 1  # each story is a folder of its own to list

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.url = f"file://{self.root}"

    def __repr__(self) -> str:
        return f"<LocalStore {self.url}>"

    def put(
        self,
        key: str,
        data: bytes,
        *,
        content_type: str = "application/octet-stream",  # noqa: ARG002 - a file's name says it
        content_encoding: str | None = None,  # noqa: ARG002
        metadata: Mapping[str, str] | None = None,  # noqa: ARG002 - stories carry it themselves
        if_absent: bool = False,
    ) -> bool:
        """As :meth:`crawler.storage.base.Store.put`; a full disk is StoreUnavailable, a forbidden one StoreRefused."""
        path = self._path(key)
        try:
            if if_absent and path.exists():
                return False
            temporary = self._write(data)
            try:
                _make_folder(path.parent)
                wrote = _link(temporary, path) if if_absent else _replace(temporary, path)
                _sync(path.parent)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise self._failure(error, key) from error
        return wrote

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError) as error:
            raise ObjectMissing(f"{self.url} has no object {key}") from error
        except OSError as error:
            raise self._failure(error, key) from error

    def exists(self, key: str) -> bool:
        path = self._path(key)
        try:
            return path.is_file()
        except OSError as error:
            raise self._failure(error, key) from error

    def keys(self, prefix: str = "") -> Iterator[str]:
        folder, _, beginning = prefix.rpartition("/")
        if folder:
            checked_key(folder)
        try:
            yield from _walk(self.root / folder, f"{folder}/" if folder else "", beginning)
        except OSError as error:
            raise self._failure(error, prefix) from error

    def delete(self, key: str) -> None:
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                _sync(path.parent)
        except OSError as error:
            raise self._failure(error, key) from error

    def check(self) -> None:
        """Write, as a real object would be, and take it back; sweep up after killed processes.

        Raises StoreUnavailable or StoreRefused.
        """
        self.sweep()
        try:
            self._write(b"Is there room?\n").unlink(missing_ok=True)
        except OSError as error:
            raise self._failure(error, "any key") from error

    def sweep(self) -> int:
        """Remove what killed processes left unfinished, and return how many files that were."""
        removed = 0
        for path in self.root.joinpath(_UNFINISHED).glob("*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _UNFINISHED_AGE:
                    path.unlink()
                    removed += 1
        return removed

    def close(self) -> None:
        """Nothing is held open."""

    def _path(self, key: str) -> Path:
        return self.root / checked_key(key)

    def _write(self, data: bytes) -> Path:
        folder = self.root / _UNFINISHED
        _make_folder(folder)
        path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    def _failure(self, error: OSError, key: str) -> StoreUnavailable:
        kind = StoreRefused if error.errno in _REFUSALS else StoreUnavailable
        return kind(f"{self.url} does not take or give {key}: {error.strerror or error}")


def _replace(temporary: Path, path: Path) -> bool:
    temporary.replace(path)
    return True


def _link(temporary: Path, path: Path) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without hard links: between this look and the rename another process may write the same
        # key, and the same key with if_absent means the same bytes.
        return not path.exists() and _replace(temporary, path)
    return True


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _walk(folder: Path, prefix: str, beginning: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            # A folder sorts as its keys do: with the slash that follows its name.
            found = sorted(
                (entry.name + "/", True) if entry.is_dir() else (entry.name, False)
                for entry in entries
                if entry.name.startswith(beginning) and not entry.name.startswith(".")
            )
    except (FileNotFoundError, NotADirectoryError):
        return
    for name, is_folder in found:
        if is_folder:
            yield from _walk(folder / name, prefix + name, "")
        else:
            yield prefix + name
