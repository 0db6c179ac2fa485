"""A store for coroutines: every call runs in a thread, so that the crawl goes on while a store answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.exceptions import CloseSpider

from crawler.storage import open_store
from crawler.storage.base import Store, StoreRefused, StoreUnavailable, StoreUnreachable
from crawler.storage.outage import REASON, Outage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FIRST_CONTACT = 5.0  # seconds for a server that is being started at the same time

P = ParamSpec("P")
T = TypeVar("T")


class AsyncStore:
    """Calls on ``store`` from a pool of its own, so that neither DNS nor anybody's threads wait for the store."""

    def __init__(self, store: Store, threads: int, crawler: Crawler | None = None, give_up: float = 0.0) -> None:
        """With a ``crawler``, a failing store pauses it for up to ``give_up`` seconds, and its calls are counted."""
        self.store = store
        self.url = store.url
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._stats = crawler.stats if crawler else None
        self._outage = Outage(crawler, give_up) if crawler else None
        self._checked = asyncio.Event()
        self.refused = False  # by the check before the first page

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AsyncStore:
        """The one that all components of a crawl share; closed when its engine has stopped."""
        if crawler not in _shared:
            settings = crawler.settings
            store = open_store(settings["STORE"], settings)
            threads, give_up = settings.getint("STORE_THREADS", 16), settings.getfloat("STORE_GIVE_UP", 600)
            shared = _shared[crawler] = cls(store, threads, crawler, give_up)
            crawler.signals.connect(shared.check, signals.spider_opened)
            crawler.signals.connect(shared.close, signals.engine_stopped)
        return _shared[crawler]

    async def check(self) -> None:
        """Before the first page: is the store there? A store that is down is waited for, one that refuses is not.

        Nor, for more than :data:`FIRST_CONTACT`, is one at whose address nobody answers: it may be mistyped.

        Raises CloseSpider if there is no use in fetching anything.
        """
        assert self._outage
        try:
            await self._first_contact()
        except (StoreRefused, StoreUnreachable) as error:
            self.refused = True
            self._outage.refuse_at_start(error)
            raise CloseSpider(REASON) from None
        except StoreUnavailable:
            await self._wait_for_it()
        finally:
            self._checked.set()
        self._outage.crawling = True

    async def _first_contact(self) -> None:
        end = time.monotonic() + FIRST_CONTACT
        while True:
            try:
                await self._attempt(_check)
            except StoreUnreachable:
                if time.monotonic() >= end:
                    raise
                await asyncio.sleep(FIRST_CONTACT / 10)
            else:
                return

    async def _wait_for_it(self) -> None:
        try:
            await self.run(_check)
        except StoreUnavailable:
            self.refused = True
            raise CloseSpider(REASON) from None  # the outage has said so

    async def checked(self) -> bool:
        """Return when :meth:`check` is over: whether the store lets us in.

        Who uses the store before the first page waits here: some servers (SeaweedFS) make a bucket that is not there
        when it is written to, and a mistyped name must be refused; and one line about it is enough.
        """
        await self._checked.wait()
        return not self.refused

    async def run(self, call: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``call(store, *args, **kwargs)`` in a thread. Raises what it raises.

        In a crawl, StoreUnavailable comes only after the crawl has waited for the store and given up.
        """
        bound: Callable[[Store], T] = lambda store: call(store, *args, **kwargs)  # noqa: E731
        if self._outage is None:
            return await self._attempt(bound)
        while True:
            await self._outage.enter()
            try:
                result = await self._attempt(bound)
            except StoreUnavailable as error:
                await self._outage.failed(error)
            except Exception:  # "there is no such object": an answer, so the store is there
                self._outage.works()
                raise
            else:
                self._outage.works()
                return result

    async def once(self, call: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As :meth:`run`, but a store that fails is not waited for: it would hold up the end of a crawl.

        Raises StoreUnavailable without a call while the store is known to be down.
        """
        if self._outage and self._outage.error:
            raise self._outage.error
        return await self._attempt(lambda store: call(store, *args, **kwargs))

    async def put(self, key: str, data: bytes, **options: Any) -> bool:
        """As :meth:`crawler.storage.base.Store.put`."""
        return await self.run(lambda store: store.put(key, data, **options))

    async def get(self, key: str) -> bytes:
        """As :meth:`crawler.storage.base.Store.get`."""
        return await self.run(lambda store: store.get(key))

    async def keys(self, prefix: str = "") -> list[str]:
        """As :meth:`crawler.storage.base.Store.keys`, all at once: for prefixes with few keys."""
        return await self.run(lambda store: list(store.keys(prefix)))

    async def _attempt(self, call: Callable[[Store], T]) -> T:
        begun = time.perf_counter()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, partial(call, self.store))
        except StoreUnavailable:
            self._count("errors", 1)
            raise
        finally:
            self._count("calls", 1)
            self._count("seconds", time.perf_counter() - begun)

    def _count(self, name: str, by: float) -> None:
        if self._stats:
            self._stats.inc_value(f"backstory/store/{name}", by)  # type: ignore[arg-type] # seconds are fine too

    def wait_no_more(self) -> None:
        """A call that fails raises at once from now on, and those that wait give up."""
        if self._outage:
            self._outage.hopeless = True

    def close(self) -> None:
        """Let running calls end, then let go of threads and connections."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.store.close()


def wait_no_more(crawler: Crawler) -> None:
    """From now on no call of this crawl waits for a store that fails: the crawl ends for another reason."""
    if crawler in _shared:
        _shared[crawler].wait_no_more()


def _check(store: Store) -> None:
    store.check()


_shared: WeakKeyDictionary[Crawler, AsyncStore] = WeakKeyDictionary()
