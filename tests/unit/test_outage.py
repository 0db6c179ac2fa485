"""A store that fails and comes back, seen by those who wait for it."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler

from crawler.storage.aio import AsyncStore
from crawler.storage.base import Store, StoreError, StoreUnavailable


class _Engine:
    def __init__(self) -> None:
        self.paused = False
        self.was_paused = asyncio.Event()

    def pause(self) -> None:
        self.paused = True
        self.was_paused.set()

    def unpause(self) -> None:
        self.paused = False


def test_an_outage_is_over_when_the_store_answers_that_it_will_not_take_an_object() -> None:
    engine, down = _Engine(), threading.Event()
    down.set()
    crawler = SimpleNamespace(stats=None, engine=engine, crawling=True)
    store = cast("Store", SimpleNamespace(url="s3://b", close=lambda: None))

    def refused(_: Any) -> None:
        if down.is_set():
            raise StoreUnavailable("down")
        raise StoreError("this object is too large")

    def stored(_: Any) -> str:
        if down.is_set():
            raise StoreUnavailable("down")
        return "stored"

    async def both() -> str:
        shared = AsyncStore(store, 2, cast("Crawler", crawler), give_up=60)
        scout = asyncio.ensure_future(shared.run(refused))
        await asyncio.wait_for(engine.was_paused.wait(), 30)
        other = asyncio.ensure_future(shared.run(stored))
        down.clear()
        with pytest.raises(StoreError, match="too large"):
            await scout
        found = await asyncio.wait_for(other, 30)
        shared.close()
        return found

    assert asyncio.run(both()) == "stored"
    assert not engine.paused


def test_a_crawl_that_ends_for_another_reason_does_not_wait_for_its_store() -> None:
    engine = _Engine()
    crawler = SimpleNamespace(stats=None, engine=engine, crawling=True)
    store = cast("Store", SimpleNamespace(url="file:///full", close=lambda: None))

    def full(_: Any) -> None:
        raise StoreUnavailable("No space left on device")

    async def ended() -> None:
        shared = AsyncStore(store, 2, cast("Crawler", crawler), give_up=600)
        call = asyncio.ensure_future(shared.run(full))
        await asyncio.wait_for(engine.was_paused.wait(), 30)
        shared.wait_no_more()
        with pytest.raises(StoreUnavailable):
            await asyncio.wait_for(call, 30)
        shared.close()

    asyncio.run(ended())
