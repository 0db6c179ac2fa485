"""Says at the start of a run that its arguments are wider than the last run's: what is done stays as it was left."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError
from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler import urls
from crawler.arguments import RelatedArguments
from crawler.frontier import FrontierError, frontier_path
from crawler.monitors.history import last_record
from crawler.storage import StoreError
from crawler.storage.aio import AsyncStore

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class WiderArguments:
    """One line in the log where this run would follow links that the collection's last run left aside.

    Switched off for a collection whose frontier is not there yet: there nothing is done.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._store = AsyncStore.from_crawler(crawler)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        collection = getattr(crawler.spider, "collection", None)
        if not collection or not isinstance(getattr(crawler.spider, "args", None), RelatedArguments):
            raise NotConfigured  # a spider of someone else's
        try:
            known = frontier_path(crawler.settings, collection).exists()
        except FrontierError:
            known = False  # the scheduler says what is wrong with it
        if not known:
            raise NotConfigured
        return cls(crawler)

    async def spider_opened(self, spider: Spider) -> None:
        """Read the last run's record, while the crawl has not begun."""
        now, collection, run_id = spider.args, spider.collection, spider.run_id  # type: ignore[attr-defined]
        try:
            record = await self._store.once(last_record, collection, run_id) if await self._store.checked() else None
        except StoreError:
            return  # a hint is not worth a line about a store of which others tell
        then = _arguments(record) if record else None
        found = wider(now, then, record.get("seeds") or []) if record and then else []
        if found:
            logger.warning(
                "Collection %s: wider than in its last run are %s. The links of a page that is done are not looked at "
                "again until its server sends it anew; to follow them all, begin another collection (-a collection=…)",
                collection,
                ", ".join(found),
            )


def wider(now: RelatedArguments, then: RelatedArguments, seeds: list[str]) -> list[str]:
    """The arguments by which ``now`` lets links through that ``then`` left aside: ``["depth=2 (was 1)"]``.

    ``seeds`` are those of ``then``; they may be a million, and are looked at only where it takes them.
    """
    is_wider = {
        "depth": bool(then.depth) and (not now.depth or now.depth > then.depth),
        "follow": not set(now.follow) <= set(then.follow),
        "sites": _more_sites(now, then, seeds),
        "since": then.since is not None and (now.since is None or now.since < then.since),
        "until": then.until is not None and (now.until is None or now.until > then.until),
    }
    return [
        f"{name}={_shown(getattr(now, name))} (was {_shown(getattr(then, name))})"
        for name, more in is_wider.items()
        if more
    ]


def _more_sites(now: RelatedArguments, then: RelatedArguments, seeds: list[str]) -> bool:
    if then.sites in ("any", now.sites):
        return False
    if now.sites == "any":
        return True
    before = _domains(then, seeds)
    # Without seeds of its own a run goes on from those of the runs before.
    return any(
        not any(domain == known or domain.endswith(f".{known}") for known in before)
        for domain in _domains(now, now.seeds or seeds)
    )


def _domains(arguments: RelatedArguments, seeds: list[str]) -> set[str]:
    return {urls.site(seed) for seed in seeds} if isinstance(arguments.sites, str) else set(arguments.sites)


def _arguments(record: dict[str, Any]) -> RelatedArguments | None:
    """Those of a run record, without seeds; None where it says none that this version knows."""
    said = record.get("arguments")
    try:
        return RelatedArguments(**said) if isinstance(said, dict) else None
    except (TypeError, ValidationError):
        return None


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    return ",".join(value) if isinstance(value, tuple) else str(value)
