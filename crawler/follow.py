"""Which of a story's links the crawl follows, and why it leaves the others aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler import urls

if TYPE_CHECKING:
    from crawler.arguments import RelatedArguments
    from crawler.items import RelatedLink, Story


@dataclass(frozen=True)
class FollowPolicy:
    """The user's wishes as one decision per link: pure, so that it can be read and tested alone."""

    kinds: frozenset[str]
    depth: int  # links away from a seed; 0 means no limit
    sites: str | tuple[str, ...]
    since: date | None = None
    until: date | None = None

    @classmethod
    def from_arguments(cls, args: RelatedArguments) -> FollowPolicy:
        return cls(frozenset(args.follow), args.depth, args.sites, args.since, args.until)

    def reason_to_leave(self, link: RelatedLink, story: Story) -> str | None:
        """Why ``link`` of ``story`` is not followed, one word for the counts, or None to follow it.

        ``story`` needs its ``url``, ``seed``, ``depth`` and ``published``.
        """
        if link.kind not in self.kinds:
            return link.kind
        if self.depth and story.depth >= self.depth:
            return "depth"
        if not self.allows_site(link.url, story.seed or story.url):
            return "other_site"
        if not self._in_window(link.published) or (story.depth and not self._in_window(story.published)):
            return "outside_window"  # a seed was chosen: what came before it may be asked for by `until`
        return None

    def allows_site(self, url: str, seed: str) -> bool:
        """Whether pages of the site of ``url`` are wanted in a crawl from ``seed``."""
        if self.sites == "any":
            return True
        if self.sites == "same":
            return urls.site(url) == urls.site(seed)
        host = urls.host(url)
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return any(domain in (host, name) or name.endswith("." + domain) for domain in self.sites)

    def _in_window(self, published: str | None) -> bool:
        """An unknown date is inside: the window leaves out what is known to lie outside."""
        if not published:
            return True
        try:
            day = date.fromisoformat(published[:10])
        except ValueError:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def priority(score: float, depth: int) -> int:
    """Best links first: two steps away from the seed weigh as much as the whole span of scores."""
    return round(100 * score) - 50 * depth
