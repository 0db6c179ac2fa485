"""From what happened to a page to what the frontier is told, and when to come again."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Self

from crawler import urls
from crawler.collection.addresses import addresses
from crawler.frontier.base import Address, Frontier, State, Visit
from crawler.frontier.clock import unix_seconds
from crawler.frontier.requests import INCOMPLETE
from crawler.frontier.revisit import MOST_DOUBLINGS, next_visit
from crawler.frontier.verdict import Verdict

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector

    from crawler.items import Story
    from crawler.ledger import InHand

logger = logging.getLogger(__name__)

_NOT_MODIFIED = 304


class Settlement:
    """Tells the frontier what became of each address. Times in seconds, except ``until`` in days."""

    def __init__(self, stats: StatsCollector, *, tries: int, delay: float, until: float) -> None:
        self.frontier: Frontier
        self._stats = stats
        self._tries = tries
        self._delay = delay
        self._until = until
        self._put_off: Counter[str] = Counter()  # answers of this run that said no more than "later", by key

    @classmethod
    def from_settings(cls, settings: BaseSettings, stats: StatsCollector) -> Self:
        return cls(
            stats,
            tries=settings.getint("FRONTIER_TRIES"),
            delay=settings.getfloat("FRONTIER_RETRY_DELAY"),
            until=settings.getfloat("REVISIT_UNTIL"),
        )

    def settle(self, entry: InHand, said: Verdict | None) -> None:
        """Make what became of ``entry`` durable; ``said`` is the verdict on its error, None for a page without one."""
        if said is None:
            self._finished(entry)
        elif said.kind == "unchanged":
            self._count("not_modified")
            if entry.address.stored:
                self._stats.inc_value("backstory/stories/unchanged")
            self._done(entry, changed=False)
        elif said.kind == "gone":
            self._count("gone")
            due_at = self.asked_in_vain(entry.address) if entry.address.stored else None
            self.frontier.done(entry.address.key, Visit(gone=True, due_at=due_at))
        elif said.kind == "aside":
            self._count("aside")
            self.frontier.set_aside(entry.address.key, said.reason, due_at=self.asked_in_vain(entry.address))
        else:
            self._try_again(entry, said)

    def led_nowhere(self, entry: InHand, said: Verdict | None) -> list[Address]:
        """The addresses of stored stories that led to ``entry`` and did not find a story: it is theirs as well."""
        has_story = entry.address.stored if said and said.kind == "unchanged" else said is None and entry.has_story
        return [] if has_story else self.frontier.part(entry.address.key)

    def asked_in_vain(self, address: Address) -> float | None:
        """When to ask an address again that gave nothing for now: as seldom as a story that never changes."""
        now = self.frontier.now()
        return next_visit(
            now,
            published_at=address.published_at,
            found_at=address.found_at or now,
            unchanged=address.unchanged + 1,
            changed=False,
            until_days=self._until,
        )

    def _finished(self, entry: InHand) -> None:
        if entry.story is None:
            self._count("no_story")
        changed = entry.scraped and entry.story is not None
        # A page that says with status 200 that there is nothing does not bring a story back.
        self._done(entry, changed=changed, gone=entry.address.gone_at is not None and not entry.has_story)

    def _done(self, entry: InHand, *, changed: bool, gone: bool = False) -> None:
        address, story, now = entry.address, entry.story, self.frontier.now()
        published_at = unix_seconds(story.published) if story else address.published_at
        stored = address.stored or entry.has_story
        due_at = None
        if stored:
            due_at = next_visit(
                now,
                published_at=published_at,
                found_at=address.found_at or now,
                unchanged=0 if changed else address.unchanged + 1,
                changed=changed and address.visited_at is not None,
                until_days=self._until,
            )
        self._count("done")
        self.frontier.done(
            address.key,
            Visit(
                url=_same_address(entry),
                etag=_validator(entry, "ETag", address.etag),
                last_modified=_validator(entry, "Last-Modified", address.last_modified),
                stored=stored,
                changed=changed,
                published_at=published_at,
                gone=gone,
                due_at=due_at,
                aliases=_aliases(story, address) if story else (),
                named=tuple(urls.story_id(url) for url in addresses(story)) if story else (),
                depth=entry.response.meta.get("depth", address.depth) if entry.response else address.depth,
            ),
        )

    def _try_again(self, entry: InHand, said: Verdict) -> None:
        address, counted, delay = entry.address, said.kind == "retry", said.delay or 0.0
        if said.delay is None or entry.response is not None:
            # However soon its host says: a page that never has another answer is asked for more and more seldom.
            doublings = address.tries + min(self._put_off[address.key], MOST_DOUBLINGS)
            delay = max(delay, self._delay * 2**doublings)
            self._put_off[address.key] += not counted
        state = self.frontier.retry(
            address.key,
            said.reason,
            delay=delay,
            tries=self._tries if counted else None,
            due_at=self.asked_in_vain(address) if address.stored else None,
        )
        self._count("failed" if state is State.FAILED else "retried" if counted else "postponed")
        if state is State.FAILED:
            logger.warning("Given up after %d tries: %s (%s)", self._tries, address.url, said.reason)

    def _count(self, name: str) -> None:
        self._stats.inc_value(f"backstory/frontier/{name}")


def _validator(entry: InHand, name: str, known: str | None) -> str | None:
    """What the next visit may ask "changed since?" with: the answer's where it gave a story, or what an earlier story's
    answer said. A page without a story is asked for whole: a browser or a newer version may find one in it.

    None for a drawn story, and for one that no browser was there for: the server's word is for the page that was sent,
    and not for what scripts fill it with.
    """
    response = entry.response
    if not entry.has_story:
        unchanged = response is not None and response.status == _NOT_MODIFIED
        return (_header(entry, name) if unchanged else None) or (known if entry.address.stored else None)
    if (entry.story is not None and entry.story.rendered) or (response is not None and INCOMPLETE in response.meta):
        return None
    return _header(entry, name)


def known_verdict(target: Address | None) -> Verdict | None:
    """What is known of an address that gives no story, for what leads to it; None for a page without one."""
    if target is not None and target.gone_at is not None:
        return Verdict("gone", "leads to what is gone")
    if target is not None and target.state is State.ASIDE:
        return Verdict("aside", f"leads to {target.url}: {target.error}")
    return None


def _header(entry: InHand, name: str) -> str | None:
    value = entry.response.headers.get(name) if entry.response is not None else None
    return value.decode("latin-1") if value else None


def _same_address(entry: InHand) -> str | None:
    """Where a redirect under the same key (http to https, say) led: the next visit goes there at once."""
    url = entry.response.url if entry.response is not None else None
    return url if url and urls.story_id(url) == entry.address.key else None


def _aliases(story: Story, address: Address) -> tuple[Address, ...]:
    """Addresses of the story at its own publisher that gave the same text.

    Not its canonical address, which may have another one (a print view and its page), nor copies at other papers,
    which are corrected by others.
    """
    own, sites = {address.key, urls.story_id(story.canonical_url)}, {urls.site(story.url), urls.site(address.url)}
    others = {urls.story_id(url): url for url in story.other_urls if urls.site(url) in sites}
    return tuple(
        Address(key, url, urls.host(url), urls.site(url), depth=address.depth, seed=address.seed)
        for key, url in others.items()
        if key not in own
    )
