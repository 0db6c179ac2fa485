"""A story that was given another address: is what stands there now its next version, or another story?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler import urls
from crawler.collection.addresses import sites
from crawler.collection.near import Signature, shingles
from crawler.extract.text import fold
from crawler.items import Story

CONTAINED = 0.8  # of the shorter text's shingles stand in the longer one: a first report that has grown
FEWEST = 10  # shingles for that; the line below a live stream stands under every stream


def own_addresses(story: Story) -> Iterator[str]:
    """The story's addresses at its own site, as keys (story ids of addresses), each once, its page's first."""
    here = urls.site(story.url)
    found = (
        urls.story_id(url) for url in (story.url, story.canonical_url, *story.other_urls) if urls.site(url) == here
    )
    return iter(dict.fromkeys(found))


def is_next_version(before: Story, after: Story, threshold: float) -> bool:
    """Whether ``after``, which stands at an address that was one of ``before``, is the same story.

    It is if both are of one publisher and name one canonical address, or their texts are alike: ``threshold`` is the
    least likeness (:meth:`Signature.similarity`). Addresses are reused for other stories too (/live, /latest).
    """
    if urls.site(after.url) not in sites(before):
        return False
    return same_canonical(before, after) or before.text_sha256 == after.text_sha256 or _alike(before, after, threshold)


def same_canonical(before: Story, after: Story) -> bool:
    """Whether both name one canonical address."""
    return urls.identity(before.canonical_url) == urls.identity(after.canonical_url)


def _alike(before: Story, after: Story, threshold: float) -> bool:
    old, new = Signature.of(before.body or ""), Signature.of(after.body or "")
    if old and new:
        if old.similarity(new) >= threshold:
            return True
    elif before.headline and fold(before.headline) == fold(after.headline or ""):
        return True
    shorter, longer = sorted((shingles(before.body or ""), shingles(after.body or "")), key=len)
    return len(shorter) >= FEWEST and len(shorter & longer) >= CONTAINED * len(shorter)
