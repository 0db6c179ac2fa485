"""A collection at work: its objects, its index, and the stories in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler import urls
from crawler.collection.in_hand import InHand
from crawler.collection.index import Entry, Index
from crawler.collection.near import Signature
from crawler.items import Story
from crawler.storage import ObjectMissing, keys, objects
from crawler.storage.aio import AsyncStore

OTHER_URLS = 100  # addresses kept for one story; a site that gives one text more of them is making them up


class Collection:
    """The collection ``name`` in ``store``, seen through ``index``."""

    def __init__(self, name: str, store: AsyncStore, index: Index) -> None:
        self.name = name
        self.store = store
        self.index = index
        self.in_hand = InHand()
        self._signatures: dict[str, Signature] = {}  # of new stories in hand

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
        self.index.add(story.id, Entry.of(key, story), self._signatures.get(story.id))

    def like(self, story: Story, threshold: float) -> tuple[str, float] | None:
        """The story seen first that is at least as alike as ``threshold``, and how alike, stored or in hand.

        A new story is in hand from now on, for those that come after it.
        """
        signature = Signature.of(story.body or "")
        if signature is None:
            return None
        found = self.index.like(signature, threshold, without=story.id)
        if found is None:
            alike = ((other, signature.similarity(known)) for other, known in self._signatures.items())
            found = next((pair for pair in alike if pair[1] >= threshold and pair[0] != story.id), None)
        self._signatures[story.id] = signature
        return found

    async def has(self, story_id: str) -> bool:
        """Whether a story is in the store, or on its way there."""
        return story_id in self._signatures or await self.newest(story_id) is not None

    def let_go(self, story: Story) -> None:
        """The story has left the pipelines, whatever became of it."""
        self.in_hand.let_go(story)
        self._signatures.pop(story.id, None)

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
