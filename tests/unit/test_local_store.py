"""The local store keeps its promises: whole objects, safe keys, several writers, a full disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from crawler.storage import ObjectMissing, StoreRefused, StoreUnavailable
from crawler.storage.local import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


def test_what_was_put_is_there(store: LocalStore) -> None:
    assert store.put("news/raw/aa/one.html.gz", b"one")
    assert store.get("news/raw/aa/one.html.gz") == b"one"
    assert store.exists("news/raw/aa/one.html.gz")
    store.delete("news/raw/aa/one.html.gz")
    store.delete("news/raw/aa/one.html.gz")
    with pytest.raises(ObjectMissing, match="has no object news/raw/aa/one"):
        store.get("news/raw/aa/one.html.gz")


def test_an_object_that_is_there_stays_if_the_caller_says_so(store: LocalStore) -> None:
    assert store.put("a/b", b"first", if_absent=True)
    assert not store.put("a/b", b"second", if_absent=True)
    assert store.get("a/b") == b"first"
    assert store.put("a/b", b"third")
    assert store.get("a/b") == b"third"


def test_keys_come_in_the_order_of_their_bytes(store: LocalStore) -> None:
    names = ["a/b/1", "a/b-c/1", "a/b.json", "a/c", "b/a"]
    for name in names:
        store.put(name, b"")
    assert list(store.keys()) == sorted(names)
    assert list(store.keys("a/b")) == sorted(n for n in names if n.startswith("a/b"))
    assert list(store.keys("a/b/")) == ["a/b/1"]
    assert list(store.keys("nothing/here")) == []


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/.b", "a\\b", "a\n", "ä", "x" * 1000]
)
def test_no_key_leaves_the_store(store: LocalStore, key: str) -> None:
    with pytest.raises(ValueError, match="cannot be the key"):
        store.put(key, b"out")
    with pytest.raises(ValueError, match="cannot be the key"):
        store.get(key)


def test_a_write_that_fails_leaves_the_old_object_and_no_rest(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("a/b", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="a/b: No space left on device"):
        store.put("a/b", b"new")
    assert store.get("a/b") == b"old"
    assert not list((store.root / ".tmp").iterdir())


def test_a_folder_that_may_not_be_written_is_for_a_person_to_mend(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(StoreRefused, match="Permission denied"):
        store.put("a/b", b"new")


def test_a_disk_that_fails_at_a_look_is_waited_for(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(path: Path, **_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(Path, "stat", lost)
    with pytest.raises(StoreUnavailable, match="a/b: Input/output error"):
        store.put("a/b", b"new", if_absent=True)
    with pytest.raises(StoreUnavailable, match="a/b: Input/output error"):
        store.exists("a/b")


def test_what_killed_processes_left_is_swept_after_an_hour(store: LocalStore) -> None:
    store.put("a/b", b"whole")
    old, young = store.root / ".tmp" / "1-old", store.root / ".tmp" / "1-young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.sweep() == 1
    assert young.exists()
    assert list(store.keys()) == ["a/b"]


def test_a_file_system_without_links_writes_once_too(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    assert store.put("a/b", b"first", if_absent=True)
    assert not store.put("a/b", b"second", if_absent=True)
    assert store.get("a/b") == b"first"
