"""One history for each story, though several machines may write it at the same moment.

S3 has no lock. So whoever has written a version looks once more, at once or at the end of the run (see looks.py): if
others wrote beside it, versions that add nothing to the one before are taken back (it keeps their addresses), and the
rest are counted anew. Each does the same with what it sees, and the last one to look sees everything (reads after
writes are consistent: Amazon S3 User Guide, "data consistency model").
"""

from __future__ import annotations

from typing import Any

from crawler.collection.addresses import addresses, other_urls
from crawler.collection.changes import changes
from crawler.items import Story
from crawler.storage import ObjectMissing, Store, objects


def adds_nothing(text_sha256: str | None, before: str | None, changed: dict[str, object] | None) -> bool:
    """Whether a version is a repetition: the text of the one before, and not read anew on purpose."""
    return text_sha256 == before and (changed or {}).get("by") != "reprocess"


def _counted_anew(before: Story | None, story: Story) -> dict[str, Any] | None:
    """What changed since ``before``; a version that was read anew on purpose goes on saying so."""
    if before is None:
        return None
    by = (story.changes or {}).get("by")
    return changes(before, story) | ({"by": by} if by else {})


def settle(store: Store, names: list[str]) -> list[str]:
    """Put the versions at ``names`` (all of one story, oldest first) in order. Returns the keys that remain."""
    kept: list[str] = []
    before: Story | None = None
    whole = ""  # its key
    for key in names:
        try:
            story = objects.get_story(store, key)
        except ObjectMissing:
            continue  # another one has taken it back already
        except objects.ObjectDamaged:
            kept.append(key)  # for verify to name
            continue
        if before and adds_nothing(story.text_sha256, before.text_sha256, story.changes):
            others = other_urls(before, addresses(story))
            if others != before.other_urls:
                before.other_urls = others
                objects.put_story(store, whole, before)
            store.delete(key)
            continue
        version = before.version + 1 if before else 1
        if story.version != version:
            story.version = version
            story.changes = _counted_anew(before, story)
            objects.put_story(store, key, story)
        kept.append(key)
        before, whole = story, key
    return kept
