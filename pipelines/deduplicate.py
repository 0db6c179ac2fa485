"""Second stage: what is this story to its collection? The same, a new version, a duplicate, or new."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NoReturn, Self

from crawler.collection import AlreadyStored, fingerprint
from crawler.collection.addresses import addresses, other_urls
from crawler.collection.changes import changes
from crawler.collection.moved import is_next_version, own_addresses, same_canonical
from crawler.collection.shared import Collections
from crawler.items import Story
from crawler.storage import keys
from crawler.storage.objects import ObjectDamaged

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.collection.collection import Collection
    from crawler.collection.index import Entry
    from crawler.collection.outcome import Outcome


class DeduplicatePipeline:
    """Ends stories that add nothing, as :class:`AlreadyStored`; gives the others their hashes and their version."""

    def __init__(self, crawler: Crawler, near_duplicates: str, threshold: float) -> None:
        """Raises ValueError for another word than those of ``NEAR_DUPLICATES``."""
        if near_duplicates not in ("mark", "drop", "off"):
            raise ValueError(f"NEAR_DUPLICATES={near_duplicates!r}: it must be mark, drop or off")
        self.collections = Collections.from_crawler(crawler)
        self.stats = crawler.stats
        self.near_duplicates = near_duplicates
        self.threshold = threshold

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        return cls(
            crawler, settings.get("NEAR_DUPLICATES", "mark"), settings.getfloat("NEAR_DUPLICATE_THRESHOLD", 0.45)
        )

    async def process_item(self, item: object) -> object:
        """Items that are no Story pass untouched. Raises AlreadyStored, StoreUnavailable."""
        if not isinstance(item, Story):
            return item
        item.text_sha256 = fingerprint.text_sha256(item)
        item.raw_sha256 = hashlib.sha256(item.raw).hexdigest()
        collection = await self.collections.of(item)
        await collection.in_hand.hold(item, item.id, item.text_sha256)
        while not await self._place(collection, item):
            pass  # it had to wait for another story, and meanwhile it may have become another thing
        return item

    async def _place(self, collection: Collection, story: Story) -> bool:
        """Whether it has its place; it has not where it had to let go of its names on the way."""
        try:
            return await self._find_place(collection, story)
        except ObjectDamaged:  # the index knew a version that the store can no longer give; now it is passed over
            return await self._find_place(collection, story)

    async def _find_place(self, collection: Collection, story: Story) -> bool:
        known = await collection.known(story.id)
        if known is not None:
            await self._as_known(collection, story, known)
            return True
        for address in own_addresses(story):
            moved = await collection.known_at(address)
            if moved is None:
                continue
            if not await collection.in_hand.hold(story, moved):
                return False
            known = await collection.newest(moved)
            if known is not None and await self._as_moved(collection, story, known):
                return True
        return await self._as_new(collection, story)

    async def _as_known(self, collection: Collection, story: Story, known: Entry) -> None:
        if known.text_sha256 == story.text_sha256:
            await collection.join(known, addresses(story))
            self._end_known(story, known)
        await self._as_version(collection, story, await collection.story(known.key))

    async def _as_version(self, collection: Collection, story: Story, before: Story) -> None:
        as_before = await collection.gave_last(story, before)
        if as_before:
            self._end_known(story, as_before)
        story.version = before.version + 1
        story.changes = changes(before, story)
        story.near_duplicate_of, story.similarity = before.near_duplicate_of, before.similarity
        story.other_urls = other_urls(story, addresses(before))

    async def _as_moved(self, collection: Collection, story: Story, known: Entry) -> bool:
        """Whether a story under another id than its address's is this one, as it was before."""
        before = await collection.story(known.key)
        if not is_next_version(before, story, self.threshold):
            return False
        collection.rename(story, before.id)
        if known.text_sha256 == story.text_sha256:
            await collection.join(known, addresses(story))
            if same_canonical(before, story):
                self._end_known(story, known)
            self._end(story, "duplicates", known)
        await self._as_version(collection, story, before)
        return True

    async def _as_new(self, collection: Collection, story: Story) -> bool:
        assert story.text_sha256
        twin = await collection.with_text(story.text_sha256) if fingerprint.tells_apart(story) else None
        if twin:
            if not await collection.in_hand.hold(story, keys.story_id_of(twin.key)):  # its own page may be in hand too
                return False
            await collection.join(twin, (story.url, story.canonical_url))
            self._end(story, "duplicates", twin)
        return self.near_duplicates == "off" or await self._compare(collection, story)

    async def _compare(self, collection: Collection, story: Story) -> bool:
        found = await collection.like(story, self.threshold)
        if found is None or not await collection.has(found[0]):
            return True
        original, similarity = found
        if self.near_duplicates == "drop":
            if not await collection.in_hand.hold(story, original):
                return False
            stored = await collection.newest(original)
            if stored:
                self._end(story, "near_duplicates", stored)
            return True
        story.near_duplicate_of, story.similarity = original, round(similarity, 2)
        if self.stats:
            self.stats.inc_value("backstory/stories/near_duplicates")
        return True

    def _end_known(self, story: Story, entry: Entry) -> NoReturn:
        self._end(story, "duplicates" if entry.run_id == story.run_id else "unchanged", entry)

    def _end(self, story: Story, outcome: Outcome, entry: Entry) -> NoReturn:
        if self.stats:
            self.stats.inc_value(f"backstory/stories/{outcome}")
        raise AlreadyStored(story.url, outcome, entry.key)
