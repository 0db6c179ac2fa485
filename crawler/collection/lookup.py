"""Which story of a collection somebody means: by its id, the first characters of it, or an address that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import urls
from crawler.collection.addresses import addresses
from crawler.collection.command import require
from crawler.collection.reading import each, is_version, readable, versions, versions_of
from crawler.storage import keys

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.storage import Store


def find_versions(store: Store, collection: str, story: str, folder: Path) -> list[str]:
    """The keys of a story's versions, oldest first; ``story`` is its id, the first characters of it, or an address.

    ``folder`` is where the collection's index lies, if it has one (:func:`crawler.state.state_dir`). Raises ValueError
    where there is no such story or collection, or more than one story.
    """
    wanted = story.strip().lower()
    prefix = keys.stories_prefix(collection)
    if "://" in wanted:
        return _versions_at(store, collection, story.strip(), folder)
    if not (wanted.isascii() and wanted.isalnum()):
        raise ValueError(f"{story!r} is no story id and no address; scrapy stories {collection} lists them")
    found = [key for key in store.keys(prefix + wanted) if is_version(key)]
    ids = sorted({keys.story_id_of(key) for key in found})
    if not ids:
        require(store, collection)
        raise ValueError(f"there is no story {story} in {collection}; scrapy stories {collection} lists them")
    if len(ids) > 1:
        raise ValueError(f"{story} begins the ids of {len(ids)} stories: {', '.join(ids[:3])}, …")
    return sorted(found)


def _versions_at(store: Store, collection: str, url: str, folder: Path) -> list[str]:
    """The same for any address of a story. Every story is read where none is named after it and the index of the
    collection does not know it: other_urls may have it.
    """
    # Takes half a second to import, which nobody who has an id should wait for.
    from crawler.collection.index import story_at  # noqa: PLC0415

    address = urls.clean(url)
    if address is None:
        raise ValueError(f"{url!r:.80} is no http(s) address; scrapy stories {collection} lists the stories")
    named = urls.story_id(address)
    if found := versions_of(store, collection, named):
        return found
    wanted = urls.identity(address)

    def at(names: list[str]) -> list[str] | None:
        story = readable(store, names[-1])
        return names if story and wanted in map(urls.identity, addresses(story)) else None

    if (known_as := story_at(folder, named)) != named:
        found = versions_of(store, collection, known_as)
        if found and at(found):
            return found
    known = list(filter(None, each(at, (names for _, names in versions(store, collection)))))
    if not known:
        require(store, collection)
        raise ValueError(f"no story of {collection} has the address {address}; scrapy stories {collection} lists them")
    if len(known) > 1:
        ids = ", ".join(keys.story_id_of(names[0]) for names in known[:3])
        raise ValueError(f"{address} was an address of {len(known)} stories: {ids}, …")
    return known[0]
