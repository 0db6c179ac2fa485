"""A store for coroutines: every call runs in a thread, so that the crawl goes on while a store answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from scrapy import signals

from crawler.storage import open_store
from crawler.storage.base import Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

P = ParamSpec("P")
T = TypeVar("T")


class AsyncStore:
    """Calls on ``store`` from a pool of its own, so that neither DNS nor anybody's threads wait for the store."""

    def __init__(self, store: Store, threads: int) -> None:
        self.store = store
        self.url = store.url
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AsyncStore:
        """The one that all components of a crawl share; closed when its engine has stopped."""
        if crawler not in _shared:
            store = open_store(crawler.settings["STORE"], crawler.settings)
            shared = _shared[crawler] = cls(store, crawler.settings.getint("STORE_THREADS"))
            crawler.signals.connect(shared.close, signals.engine_stopped)
        return _shared[crawler]

    async def run(self, call: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``call(store, *args, **kwargs)`` in a thread. Raises what it raises."""
        bound: Callable[[], T] = partial(call, self.store, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, bound)

    async def put(self, key: str, data: bytes, **options: Any) -> bool:
        """As :meth:`crawler.storage.base.Store.put`."""
        return await self.run(lambda store: store.put(key, data, **options))

    async def get(self, key: str) -> bytes:
        """As :meth:`crawler.storage.base.Store.get`."""
        return await self.run(lambda store: store.get(key))

    async def keys(self, prefix: str = "") -> list[str]:
        """As :meth:`crawler.storage.base.Store.keys`, all at once: for prefixes with few keys."""
        return await self.run(lambda store: list(store.keys(prefix)))

    def close(self) -> None:
        """Let running calls end, then let go of threads and connections."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.store.close()


_shared: WeakKeyDictionary[Crawler, AsyncStore] = WeakKeyDictionary()
