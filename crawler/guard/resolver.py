"""Names are resolved here and nowhere else: an answer inside is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.error import DNSLookupError

from crawler.guard.address import is_public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

# Names whose answer was refused, and the answer: Twisted's endpoint swallows the resolver's own words.
refused: LocalCache[str, str] = LocalCache(1_000)


class PrivateAnswer(DNSLookupError):
    """The name leads inside."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver (``DNS_RESOLVER``), with answers that are not public refused.

    The endpoint connects to exactly the address that was answered, so there is no second look-up that a rebinding
    name server could answer otherwise. ``ALLOW_PRIVATE_ADDRESSES`` lets everything through.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, allow_private: bool = False) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Fires with a public IPv4 address; fails with DNSLookupError for any other answer."""
        found = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, answer: Any, name: str) -> str:
        if not self.allow_private and not is_public(answer):
            refused[name] = str(answer)
            raise PrivateAnswer(f"{name} leads to {answer}, which is not public")
        return str(answer)
