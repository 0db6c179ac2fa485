"""What the store says put into a frontier: what is stored is known, and what its stories link to is queued."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from crawler import traps, urls
from crawler.arguments import RelatedArguments
from crawler.collection.addresses import sites
from crawler.collection.reading import each, readable, run_ids, versions
from crawler.follow import FollowPolicy, priority
from crawler.frontier import frontier_path, open_frontier
from crawler.frontier.base import Address, Frontier, FrontierError, State
from crawler.frontier.clock import unix_seconds
from crawler.frontier.revisit import next_visit
from crawler.storage import ObjectMissing, Store, keys

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.items import RelatedLink, Story


_IN_MEMORY = 16 * 1024 * 1024  # bytes of links; some 100,000


def rebuild_frontier(
    frontier: Frontier,
    stories: Iterable[Story],
    policy: FollowPolicy | None,
    until_days: float,
    most_links: int | None = None,
) -> int:
    """Make the address of every story known as done; returns the number of stories.

    ``stories`` are the newest versions of all, read once. ``policy`` is the one of the last run: the links that it
    follows and that the store has no story of are queued; without one none is queued. What the frontier knows already
    stays as it is, except where it believes in a story that the store has not: that address is queued. ``until_days``
    is the setting REVISIT_UNTIL, ``most_links`` is TRAP_LINKS_PER_PAGE, or None where the
    rules against traps are off. Raises FrontierError.
    """
    count = 0
    frontier.note_stored()
    stored: set[str] = set()
    others: list[Address] = []
    with closing(_Links()) as links:
        for story in stories:
            for address in _known(story, until_days):
                stored.add(address.key)
                if address.alias_of:
                    others.append(address)
                else:
                    frontier.add(address)
            if policy:
                links.keep(story, _followed(story, policy, most_links))
            count += 1
        for address in others:  # after all stories: what one names as its own may have another one
            frontier.add(address)
        for link in links:  # and now: one is new only if no story at all has its address
            frontier.add(link)
    frontier.flush()
    frontier.queue_lost(stored)
    return count


class _Links:
    """Links that wait until all stories are known: in memory while they are few, else in a file without a name."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+", encoding="utf-8")  # noqa: SIM115 - no name

    def keep(self, story: Story, links: Iterable[RelatedLink]) -> None:
        """Those of a story. Raises FrontierError."""
        with self._room():
            for link in links:
                said = (link.url, link.score, story.url, story.seed, story.depth + 1)
                self._file.write(json.dumps(said) + "\n")

    def __iter__(self) -> Iterator[Address]:
        with self._room():
            self._file.seek(0)
            for line in self._file:
                yield _queued(*json.loads(line))

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FrontierError(
                f"the links of the stories cannot be kept ({error}): is there room in TMPDIR?"
            ) from error


def _followed(story: Story, policy: FollowPolicy, most_links: int | None) -> Iterator[RelatedLink]:
    if story.nofollow:
        return iter(())
    links = (link for link in story.related if policy.reason_to_leave(link, story) is None)
    if most_links is not None:
        links = (link for link in links if traps.reason(link.url) is None)
    return islice(links, most_links)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A frontier that has all that the store says: its file, and the addresses by state that it had before."""

    stories: int
    path: Path
    before: dict[State, int]


def rebuild_from_store(store: Store, collection: str, settings: BaseSettings) -> Rebuilt:
    """:func:`rebuild_frontier` of a collection's store and run records.

    Nothing is taken out of a frontier that is there: what is queued or in the hands of a run stands nowhere else.
    Objects that cannot be read are left out: ``scrapy verify`` names them. Raises FrontierError, StoreUnavailable.
    """
    frontier = open_frontier(settings, collection)
    before = {state: count for state, count in frontier.counts().items() if count}
    names = [keys.run(collection, run_id) for run_id in run_ids(store, collection)]
    policy = last_policy(filter(None, (_record(store, name) for name in names)))
    most_links = settings.getint("TRAP_LINKS_PER_PAGE") if settings.getint("TRAP_WINDOW") else None
    count = rebuild_frontier(
        frontier, _newest(store, collection), policy, settings.getfloat("REVISIT_UNTIL"), most_links
    )
    frontier.close()
    return Rebuilt(count, frontier_path(settings, collection), before)


def _newest(store: Store, collection: str) -> Iterator[Story]:
    newest = (names[-1] for _, names in versions(store, collection))
    yield from filter(None, each(partial(readable, store), newest))


def _record(store: Store, key: str) -> dict[str, Any] | None:
    try:
        record = json.loads(store.get(key))
    except (ObjectMissing, ValueError):
        return None
    return record if isinstance(record, dict) else None


def last_policy(runs: Iterable[Mapping[str, Any]]) -> FollowPolicy | None:
    """The follow policy of the run that started last, by the run records; None if none can be read."""
    for record in sorted(runs, key=lambda run: str(run.get("started_at")), reverse=True):
        try:
            # A run without seeds goes on with what is queued; its policy is its own all the same.
            seeds = {"seeds": record["seeds"]} if record["seeds"] else {}
            arguments = RelatedArguments(**seeds, **record["arguments"])
        except (KeyError, TypeError, ValidationError):
            continue
        return FollowPolicy.from_arguments(arguments)
    return None


def _known(story: Story, until_days: float) -> Iterator[Address]:
    # No validators for a drawn story: crawler.settlement says why.
    fetched_at = unix_seconds(story.fetched_at) or 0.0
    published_at = unix_seconds(story.published)
    due_at = next_visit(
        fetched_at,
        published_at=published_at,
        found_at=fetched_at,
        unchanged=0,
        changed=story.version > 1,
        until_days=until_days,
    )
    main = urls.story_id(story.url)
    own_sites = sites(story)
    addresses = {urls.story_id(url): url for url in (*story.other_urls, story.canonical_url, story.url) if url}
    for key, url in addresses.items():
        alias = key != main and urls.site(url) in own_sites  # a copy at another paper is corrected by that one
        own = key == main
        yield Address(
            key=key,
            url=url,
            host=urls.host(url),
            site=urls.site(url),
            depth=story.depth,
            seed=story.seed,
            discovered_from=story.discovered_from,
            state=State.DONE,
            rank=float(priority(1.0, story.depth)),
            etag=story.headers.get("etag") if own and not story.rendered else None,
            last_modified=story.headers.get("last-modified") if own and not story.rendered else None,
            found_at=fetched_at,
            visited_at=fetched_at,
            published_at=published_at,
            stored=not alias,
            gone_at=unix_seconds(story.gone_at) if own or alias else None,
            due_at=None if alias else due_at,
            alias_of=main if alias else None,
        )


def _queued(url: str, score: float, found_on: str, seed: str | None, depth: int) -> Address:
    return Address(
        key=urls.story_id(url),
        url=url,
        host=urls.host(url),
        site=urls.site(url),
        depth=depth,
        rank=float(priority(score, depth)),
        seed=seed,
        discovered_from=found_on,
        meta={"link_score": score},
    )
