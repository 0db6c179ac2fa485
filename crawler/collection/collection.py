"""A collection at work: its objects, its index, and the stories in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import signals

from crawler import urls
from crawler.collection.in_hand import InHand
from crawler.collection.index import Entry, Index
from crawler.items import Story
from crawler.state import state_dir
from crawler.storage import ObjectMissing, keys, objects
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OTHER_URLS = 100  # addresses kept for one story; a site that gives one text more of them is making them up


class Collection:
    """The collection ``name`` in ``store``, seen through ``index``."""

    def __init__(self, name: str, store: AsyncStore, index: Index) -> None:
        self.name = name
        self.store = store
        self.index = index
        self.in_hand = InHand()

    async def newest(self, story_id: str) -> Entry | None:
        """What the store has as the newest version of a story; the index saves reading it when it names the same."""
        names = await self.store.keys(keys.story_prefix(self.name, story_id))
        if not names:
            return None
        entry = self.index.entry(story_id)
        if entry is None or entry.key != names[-1]:
            entry = Entry.of(names[-1], await self.story(names[-1]))
            self.index.add(story_id, entry)
        return entry

    async def with_text(self, text_sha256: str) -> Entry | None:
        """The newest version of the story that has or once had this text; the store is asked before it is believed."""
        key = self.index.key_of_text(text_sha256)
        if key is None:
            return None
        try:
            confirmed = (await self.story(key)).text_sha256 == text_sha256
        except (ObjectMissing, objects.ObjectDamaged):
            confirmed = False
        if not confirmed:
            self.index.forget_text(text_sha256)
            return None
        return await self.newest(keys.story_id_of(key))

    async def story(self, key: str) -> Story:
        """The version at ``key``. Raises ObjectMissing, ObjectDamaged, StoreUnavailable."""
        return await self.store.run(objects.get_story, key)

    async def write(self, key: str, story: Story) -> None:
        """Store a version, then note it."""
        await self.store.run(objects.put_story, key, story)
        self.index.add(story.id, Entry.of(key, story))

    async def join(self, entry: Entry, addresses: Iterable[str]) -> bool:
        """Add addresses to the newest version of a story. Returns whether any was new to it."""
        new = {urls.identity(url): url for url in addresses if urls.identity(url) not in entry.identities}
        if not new:
            return False
        story = await self.story(entry.key)
        kept = [*story.other_urls, *new.values()][:OTHER_URLS]
        if kept == story.other_urls:
            return False
        await self.write(entry.key, replace(story, other_urls=kept))
        return True


class Collections:
    """The collections that a crawl writes to, opened as their first story arrives."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = AsyncStore.from_crawler(crawler)
        self._open: dict[str, Collection] = {}
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._left, signal)
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collections:
        """The one that all pipelines of a crawl share."""
        if crawler not in _shared:
            _shared[crawler] = cls(crawler)
        return _shared[crawler]

    def of(self, story: Story) -> Collection:
        """Raises ValueError for a name that no collection may have, OSError or sqlite3.Error for a bad state folder."""
        name = story.collection
        if name not in self._open:
            index = Index(state_dir(self.crawler.settings, name))
            self._open[name] = Collection(name, self.store, index)
        return self._open[name]

    def _left(self, item: object) -> None:
        if isinstance(item, Story) and item.collection in self._open:
            self._open[item.collection].in_hand.let_go(item)

    def close(self) -> None:
        """Let go of the indexes."""
        for collection in self._open.values():
            collection.index.close()
        self._open.clear()


_shared: WeakKeyDictionary[Crawler, Collections] = WeakKeyDictionary()
