"""What an index reads of a store when a crawl begins: what it does not know, once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crawler.collection.index import Index
from crawler.collection.rebuild import catch_up
from crawler.storage import keys
from crawler.storage.local import LocalStore


@pytest.mark.parametrize("record", [b"\x00\x00", b"[]", b"{}", b'{"state": "running"}'])
def test_a_run_record_that_says_nothing_is_named_and_costs_one_reading_of_the_store(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, record: bytes
) -> None:
    store = LocalStore(tmp_path / "store")
    store.put(keys.run("stories", "broken"), record, content_type="application/json")
    with closing(Index()) as index:
        for _ in range(2):
            catch_up(store, "stories", index)
        assert index.runs() == {"broken"}, "or every start lists the store"
        assert [entry.getMessage() for entry in caplog.records if keys.run("stories", "broken") in entry.getMessage()]
        assert len(caplog.records) == 1
