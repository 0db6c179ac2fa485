"""A collection at work: its objects, its index, and the stories in hand."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from crawler import sqlite_file, urls
from crawler.collection.addresses import other_urls, sites
from crawler.collection.in_hand import InHand
from crawler.collection.index import Entry, Index
from crawler.collection.looks import make_up
from crawler.collection.near import Signature
from crawler.collection.reading import versions_of
from crawler.collection.rebuild import catch_up
from crawler.collection.settle import settle
from crawler.items import Story
from crawler.storage import ObjectMissing, Store, StoreUnavailable, keys, objects
from crawler.storage.aio import AsyncStore

T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOKS = 10  # at a story that several machines write and settle at this moment, until it stands still


class Collection:
    """The collection ``name`` in ``store``, seen through ``index``."""

    def __init__(self, name: str, store: AsyncStore, index: Index) -> None:
        self.name = name
        self.store = store
        self.index = index
        self.in_hand = InHand()
        self.index_is_whole = True  # until a note could not be written
        self._asking = asyncio.Lock()  # held for long only while the index is made anew
        self._notes: list[tuple[str, Entry, Signature | None]] = []  # for the index that is being made
        self._damage: sqlite3.Error | None = None  # of the index, seen where nobody could wait for another one
        self._made_anew = False
        self._signatures: dict[str, Signature] = {}  # of new stories in hand
        self._damaged: set[str] = set()  # keys of versions that were found to be no stories

    async def _ask(self, question: Callable[[], T]) -> T:
        """What the index answers. If it turns out to be damaged it is made anew first, and everybody waits for it."""
        async with self._asking:
            try:
                if self._damage:
                    raise self._damage
                return question()
            except sqlite3.Error as error:
                await self.make_index_anew(error)
                return question()

    async def make_index_anew(self, error: sqlite3.Error) -> None:
        """Read the store again for an index that ``error`` calls damaged, once in a crawl.

        Raises ``error`` where it says something else, or a second time; StoreError, OSError.
        """
        if self._made_anew or not sqlite_file.is_damaged(error):
            raise error
        self._made_anew, self._damage, self.index_is_whole = True, None, False
        logger.warning("The index %s is damaged (%s): it is made anew from the store", self.index.path, error)
        self.index.begin_anew()
        stories = await self.store.run(catch_up, self.name, self.index)
        for note in self._notes:
            self.index.add(*note)
        self._notes.clear()
        self.index_is_whole = True
        logger.info("The index %s is whole again, with %d stories", self.index.path, stories)

    async def known(self, story_id: str) -> Entry | None:
        """The newest version of a story that is about to be stored, None for a new one.

        A whole index is believed when it does not know a story, which saves a call for each new one: if it is wrong,
        :meth:`add` sees so.
        """
        entry = await self._ask(lambda: self.index.entry(story_id))
        if self.index_is_whole and entry is None:
            return None
        return await self.newest(story_id)

    async def newest(self, story_id: str) -> Entry | None:
        """What the store has as the newest version of a story; the index saves reading it when it names the same.

        Versions that are damaged are passed over, once that is known. Raises ObjectMissing if others take back one
        version after another while we look.
        """
        for _ in range(LOOKS):
            names = await self._versions(story_id)
            if not names:
                return None
            entry = await self._ask(lambda: self.index.entry(story_id))
            if entry and entry.key not in self._damaged and entry.is_last_of(names):
                return entry
            with suppress(ObjectMissing):
                entry = await self._last_whole(await self.store.run(settle, names) or names)
                if entry:
                    self._note(story_id, entry)
                return entry
        raise ObjectMissing(f"the versions of {story_id} change while they are read")

    async def _versions(self, story_id: str) -> list[str]:
        return await self.store.run(versions_of, self.name, story_id)

    async def read_newest(self, address_key: str) -> tuple[str, Story] | None:
        """The newest version of the story that an address leads to, and its key; None where there is none.

        ``address_key`` is the story id of the address, which may be another than the story's. Raises as :meth:`newest`.
        """
        story_id = await self._ask(lambda: self.index.story_at(address_key))
        while entry := await self.newest(story_id):
            with suppress(objects.ObjectDamaged):  # the next look passes it over
                return entry.key, await self.story(entry.key)
        return None

    async def known_at(self, address_key: str) -> str | None:
        """The id of the known story that an address leads to, None where none is; ``address_key`` as above.

        As :meth:`known`, it believes a whole index that knows none.
        """
        story_id = await self._ask(lambda: self.index.story_at(address_key))
        if self.index_is_whole and await self._ask(lambda: self.index.entry(story_id)) is None:
            return None
        return story_id

    async def _last_whole(self, names: list[str]) -> Entry | None:
        for key in reversed(names):
            with suppress(objects.ObjectDamaged):
                return Entry.of(key, await self.story(key))
        return None

    async def with_text(self, text_sha256: str) -> Entry | None:
        """The newest version of the story that has or once had this text; the store is asked before it is believed."""
        key = await self._ask(lambda: self.index.key_of_text(text_sha256))
        if key is None:
            return None
        try:
            confirmed = (await self.story(key)).text_sha256 == text_sha256
        except (ObjectMissing, objects.ObjectDamaged):
            confirmed = False
        if not confirmed:
            with suppress(sqlite3.Error):
                self.index.forget_text(text_sha256)
        newest = await self.newest(keys.story_id_of(key))
        if confirmed or newest is None:
            return newest
        if newest.text_sha256 != text_sha256:
            return None
        self._note(keys.story_id_of(key), newest)  # another machine's object has taken the place of that one
        return newest

    async def gave_last(self, story: Story, newest: Story) -> Entry | None:
        """What the address of ``story`` gave last, if it is this same text and ``newest`` came from another address.

        Two addresses of one story (its page and a print view) may differ by a line for ever: they make no versions by
        turns. An edit that is taken back at one address is another matter.
        """
        here = urls.identity(story.url)
        if urls.identity(newest.url) == here:
            return None
        first = await self._ask(lambda: self.index.key_of_text(story.text_sha256 or ""))
        if self.index_is_whole and first is None:
            return None  # no version at all has this text, and none needs to be read
        for key in reversed(await self._versions(story.id)):
            with suppress(ObjectMissing, objects.ObjectDamaged):
                version = await self.story(key)
                if urls.identity(version.url) == here:
                    return Entry.of(key, version) if version.text_sha256 == story.text_sha256 else None
        return None

    async def story(self, key: str) -> Story:
        """The version at ``key``. Raises ObjectMissing, ObjectDamaged (and remembers it), StoreUnavailable."""
        try:
            return await self.store.run(objects.get_story, key)
        except objects.ObjectDamaged as error:
            if key not in self._damaged:
                logger.error("%s: what comes after it is stored behind it, as if it were not there", error)
            self._damaged.add(key)
            raise

    async def add(self, story: Story) -> bool:
        """Store a version. Returns False if another process stored the same text at the same moment, and that stays.

        Nobody looks so soon beside a story's first version: :meth:`look_again` does, for all of them together.
        """
        before = await self._ask(lambda: self.index.entry(story.id))
        known = [key for key in self._damaged if keys.story_id_of(key) == story.id] + ([before.key] if before else [])
        key = objects.story_key(story, max(known, default=None))
        look_later = not known and story.version == 1 and self.index_is_whole
        names = await self.store.run(objects.put_story if look_later else _put_and_look, key, story)
        noted = self._note(story.id, Entry.of(key, story), self._signatures.get(story.id), look_due=look_later)
        if look_later and noted:
            return True
        if names is None:
            names = await self._versions(story.id)
        if len(names) == story.version:
            return True
        kept = await self.store.run(settle, names)
        with suppress(ObjectMissing):  # others settle too, and the next look at this story reads what they left
            if kept:
                self._note(story.id, Entry.of(kept[-1], await self.story(kept[-1])))
        return key in kept

    async def look_again(self) -> int:
        """Make up for the looks that are due since this collection was opened here, at the end of a crawl.

        Returns how many of the stories that :meth:`add` has called stored were taken back, since another machine had
        stored the same before. Raises StoreError and sqlite3.Error, at once if the store is down; then they stay due.
        """
        due = self.index.looks_due(self.index.opening)
        return await self.store.once(make_up, self.name, self.index, due) if due else 0

    async def write(self, key: str, story: Story) -> None:
        """Store what is at ``key`` from now on, then note it."""
        await self.store.run(objects.put_story, key, story)
        self._note(story.id, Entry.of(key, story), self._signatures.get(story.id))

    def _note(self, story_id: str, entry: Entry, signature: Signature | None = None, *, look_due: bool = False) -> bool:
        """Returns False for a note that failed: what is stored is stored, and the next run makes up for the note."""
        if self._asking.locked():  # the index is being made anew
            self._notes.append((story_id, entry, signature))
            return False
        try:
            self.index.add(story_id, entry, signature, look_due=look_due)
        except sqlite3.Error as error:
            if sqlite_file.is_damaged(error) and not self._made_anew:
                self._notes.append((story_id, entry, signature))
                self._damage = error
            elif self.index_is_whole:
                logger.warning("The index %s cannot be written (%s); the stories are stored", self.index.path, error)
            self.index_is_whole = False
            return False
        return True

    async def like(self, story: Story, threshold: float) -> tuple[str, float] | None:
        """The story seen first that is at least as alike as ``threshold``, and how alike, stored or in hand.

        A new story is in hand from now on, for those that come after it.
        """
        signature = Signature.of(story.body or "")
        if signature is None:
            return None
        found = await self._ask(lambda: self.index.like(signature, threshold, without=story.id))
        if found is None:
            alike = ((other, signature.similarity(known)) for other, known in self._signatures.items())
            found = next((pair for pair in alike if pair[1] >= threshold and pair[0] != story.id), None)
        self._signatures[story.id] = signature
        return found

    async def has(self, story_id: str) -> bool:
        """Whether a story is in the store, or on its way there; a whole index is believed."""
        if story_id in self._signatures:
            return True
        if await self._ask(lambda: self.index.entry(story_id)) and self.index_is_whole:
            return True
        return await self.newest(story_id) is not None

    def rename(self, story: Story, story_id: str) -> None:
        """A story in hand turns out to be another one's next version."""
        self._signatures.pop(story.id, None)
        story.id = story_id

    def let_go(self, story: Story) -> None:
        """The story has left the pipelines, whatever became of it."""
        self.in_hand.let_go(story)
        self._signatures.pop(story.id, None)

    async def join(self, entry: Entry, addresses: Iterable[str]) -> bool:
        """Add addresses to the newest version of a story. Returns whether any was new to it.

        A story that was taken away is back if its publisher gives it at another address.
        """
        new = [url for url in addresses if urls.identity(url) not in entry.identities]
        if not new:
            return False
        story = await self.story(entry.key)
        kept = other_urls(story, new)
        if kept == story.other_urls:
            return False
        own = sites(story)
        gone_at = None if any(urls.site(url) in own for url in new) else story.gone_at
        await self.write(entry.key, replace(story, other_urls=kept, gone_at=gone_at))
        return True


def _put_and_look(store: Store, key: str, story: Story) -> list[str] | None:
    """Store a version, and return the keys of all that the store has; None where only the look has failed.

    Both in one call, since each way into a thread and back costs as much as a local write.
    """
    objects.put_story(store, key, story)
    with suppress(StoreUnavailable):
        return versions_of(store, story.collection, story.id)
    return None
