"""Where a collection's state lies: one folder for each store."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.frontier import frontier_path
from crawler.state import state_dir
from crawler.storage import open_store

SERVER = "AWS_ENDPOINT_URL_S3"


def folder(store: str) -> str:
    return str(state_dir(Settings({"STORE": store, "STATE_DIR": "/state"}), "news"))


def test_a_local_store_keeps_its_state_inside_itself() -> None:
    assert folder("file:///archive") == "/archive/news"


@pytest.mark.parametrize("store", ["file://~/news", "file://~", "file://localhost/archive", "file://./~/data"])
def test_the_state_is_where_the_store_is_whatever_way_that_is_written(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert Path(folder(store)).absolute() == Path(folder(open_store(store).url))


def test_buckets_and_prefixes_that_are_spelled_alike_have_folders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SERVER, raising=False)
    stores = ("s3://news/archive", "s3://news-archive", "s3://news/archive/2026", "s3://news")
    assert len({folder(store) for store in stores}) == len(stores)
    assert folder("s3://news/archive") == folder("s3://news/archive/")
    assert folder("s3://news/archive").startswith("/state/news-archive-")


def test_buckets_of_one_name_at_two_servers_have_folders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for server in ("", "http://staging.example:9000", "https://live.example"):
        monkeypatch.setenv(SERVER, server)
        found.add(folder("s3://news"))
    assert len(found) == 3


def test_state_and_frontier_may_be_named_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings({"STORE": "s3://news", "STATE_DIR": "~/state"})
    assert state_dir(settings, "news").is_relative_to(tmp_path / "state")
    settings.set("FRONTIER", "sqlite:///~/{collection}.db")
    assert frontier_path(settings, "news") == tmp_path / "news.db"
