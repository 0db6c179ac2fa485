"""Scrapy's scheduler on a frontier: it replaces the queues in memory and on disk, and the dupefilter."""

from __future__ import annotations

import logging
from collections import deque
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.core.scheduler import BaseScheduler, Scheduler
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro

from crawler.claims import Claims
from crawler.frontier import Frontier, FrontierError, open_frontier
from crawler.frontier.base import AlreadyRunning, State
from crawler.frontier.budget import Budget
from crawler.frontier.requests import FOUND_ON, KEY, led_here_for_now, set_validators, to_address, to_request
from crawler.frontier.verdict import Verdict, verdict
from crawler.ledger import InHand, Ledger
from crawler.manners.pause import is_stopped
from crawler.news import News
from crawler.pacing import Pacing
from crawler.settlement import Settlement, known_verdict
from crawler.storage import StoreUnavailable, aio

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from crawler.follow import FollowPolicy
    from crawler.frontier.base import Address, Revisit

logger = logging.getLogger(__name__)

BEAT = 2.0  # seconds between heartbeats, and so the longest that a retry that is due waits
ACKNOWLEDGE = "crawler.middlewares.acknowledge.AcknowledgeMiddleware"
UNFINISHED = frozenset({"shutdown", "store_unavailable", "frontier_unavailable", "already_running"})


class FrontierScheduler(BaseScheduler):
    """Hands out what the frontier has queued, spread over hosts, and tells it what became of each page.

    Stats: ``backstory/frontier/`` ``added``, ``known``, ``handed_out``, ``joined`` (redirects to what was known),
    ``queued_there`` (redirects to hosts whose turn it was not), ``done``, ``no_story``, ``not_modified`` (304),
    ``gone``, ``aside``, ``retried``, ``postponed``, ``failed``; ``left/<state>`` at the end: the frontier's addresses.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.settings = crawler.settings
        self.stats = crawler.stats
        self.ledger = Ledger(crawler, self._settle)
        self.frontier: Frontier
        self.budget: Budget
        self._settlement = Settlement.from_settings(crawler.settings, crawler.stats)
        self._patience = crawler.settings.getfloat("FRONTIER_PATIENCE")
        self._host_pause = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._longest_pause = crawler.settings.getfloat("HOST_PAUSE_MAX")
        self._loose: deque[Request] = deque()  # what no address can be made of, as in Scrapy's queue in memory
        self._again: deque[tuple[InHand, Request]] = deque()  # redirects and Scrapy's own retries of what is in hand
        self._claimed = Claims(crawler.settings.getint("CONCURRENT_REQUESTS"))
        self._pacing = Pacing(crawler, self.ledger.busy_in, self._give_up)
        self._news = News(crawler, self._tell)
        self._last_progress = monotonic()
        self._beating = create_looping_call(self._beat)
        self._open = False
        self._refusal = ""  # the reason to close the spider with, where the frontier could not be entered

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """A spider without a collection (``scrapy fetch``, ``scrapy shell``) gets Scrapy's own scheduler."""
        if not hasattr(crawler.spider, "collection"):
            return Scheduler.from_crawler(crawler)  # type: ignore[return-value]
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Enter the frontier of the spider's collection.

        Where that cannot be, a line in the log says why, and the spider is closed before it asks for anything.
        """
        if not any("AcknowledgeMiddleware" in str(name) for name in self.settings.getwithbase("SPIDER_MIDDLEWARES")):
            raise ValueError(f"{ACKNOWLEDGE} is missing in SPIDER_MIDDLEWARES: without it no page would ever be done")
        collection: str = spider.collection  # type: ignore[attr-defined]
        args = getattr(spider, "args", None)
        self.spider = spider
        self.revisit: Revisit = getattr(args, "revisit", "auto")
        self.budget = Budget.from_arguments(args, self.settings.getfloat("SITE_SHARE"))
        try:
            self._enter(open_frontier(self.settings, collection), args)
        except AlreadyRunning as error:
            logger.error("Collection %s: %s. Wait for it, or start both without exclusive=1", collection, error)
            self._refuse("already_running")
        except FrontierError as error:
            logger.error("%s", error)
            aio.wait_no_more(self.crawler)
            self._refuse("frontier_unavailable")
        else:
            self._open = True
            self._beating.start(BEAT, now=False)

    def _enter(self, frontier: Frontier, args: Any) -> None:
        try:
            frontier.enter(
                getattr(self.spider, "run_id", None) or self.spider.collection,  # type: ignore[attr-defined]
                exclusive=getattr(args, "exclusive", False),
                revisit=self.revisit,
                reach=getattr(args, "depth", 0),
            )
        except FrontierError:
            frontier.close()
            raise
        self.frontier = self._settlement.frontier = self._news.frontier = frontier
        self._claimed.frontier = self._pacing.frontier = frontier

    def _refuse(self, reason: str) -> None:
        # Raised here, CloseSpider would leave a scraper that was never opened; of a handler it is honoured afterwards.
        self._refusal = reason
        self.crawler.signals.connect(self._close_at_once, signals.spider_opened)

    def _close_at_once(self) -> None:
        raise CloseSpider(self._refusal)

    def close(self, reason: str) -> None:
        """Give back what is in hand, and say in the stats what is left."""
        if self._beating.running:
            self._beating.stop()
        if not self._open:
            return
        self._open = False
        try:
            self._pacing.end()
            self.frontier.leave(complete=reason not in UNFINISHED)
            for state, count in self.frontier.counts().items():
                self.stats.set_value(f"backstory/frontier/left/{state.value.replace(' ', '_')}", count)
            self.frontier.close()
        except FrontierError as error:
            logger.error("%s", error)

    def _beat(self) -> None:
        try:
            self._pacing.let_go_if_closing()
            self._pacing.tell(BEAT)
            if self.frontier.beat(self._host_pause, self.ledger.led_to()):
                logger.warning("This run stood still, and others have taken over what it had claimed")
                self._claimed.give_back(self._claimed.hosts())
        except FrontierError as error:
            self._give_up(error)

    def _give_up(self, error: FrontierError) -> None:
        if self._open:
            logger.error("%s", error)
            aio.wait_no_more(self.crawler)  # a local store is often on the same disk
            self._close_spider("frontier_unavailable")
        self._open = False

    def _close_spider(self, reason: str) -> None:
        assert self.crawler.engine is not None
        deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))

    # --- requests come in --------------------------------------------------------------------------------------

    def enqueue_request(self, request: Request) -> bool:
        """Queue a new address, or go on with one in hand (a redirect, a retry of Scrapy's own). False if known."""
        try:
            entry = self.ledger.of(request)
            return self._add(request) if entry is None else self._go_on(entry, request)
        except FrontierError as error:
            self._give_up(error)
            raise

    def _add(self, request: Request) -> bool:
        page = self.ledger.by_key(request.meta.pop(FOUND_ON, ""))
        try:
            address = to_address(request)
        except ValueError as error:
            logger.debug("Kept in memory only: %s", error)
            self._loose.append(request)
            added = True
        else:
            asked = request.dont_filter or request.meta.get("is_start_request", False)
            again = asked and self.revisit != "none"
            if again and self._claimed.remove(address.key):
                self.frontier.give_back([address.key])  # what is asked for now is more than what was known of it
            added = self.frontier.add(address, again=again)
        self.stats.inc_value(f"backstory/frontier/{'added' if added else 'known'}")
        self.ledger.handled(page)
        return added

    def _go_on(self, entry: InHand, request: Request) -> bool:
        entry.slot = None
        target = to_address(request, kept=bool(request.meta.get("redirect_urls")))  # a retry stays in hand
        if target.key != entry.address.key:
            policy: FollowPolicy | None = getattr(self.spider, "policy", None)
            if policy and entry.address.depth and not policy.allows_site(request.url, target.seed or request.url):
                self._drop(entry)
                self._finish(entry, Verdict("aside", f"leads to another site: {request.url}"))
                return False
            due_at = self._settlement.asked_in_vain(entry.address) if led_here_for_now(request) else None
            wanted = self.frontier.join(entry.address.key, target, again=entry.again, due_at=due_at)
            if not wanted or self.ledger.by_key(target.key):  # in hand already: both are finished with its page
                self.stats.inc_value("backstory/frontier/joined")
                self._drop(entry)
                if not wanted:
                    self._part(target.key, known_verdict(self.frontier.get(target.key)))
                return False
            self._claimed.remove(target.key)  # a redirect is quicker than its turn
            known = self.frontier.get(target.key) or target
            full = known.site != entry.address.site and known.site in self.budget.closed_sites()
            if full or self._closed_for(entry, target):
                if not full:
                    self.stats.inc_value("backstory/frontier/queued_there")
                self._drop(entry)
                self._part(known.key, None)
                self.frontier.give_back([known.key])
                return False
            self.budget.moved(entry.address.site, known.site)
            self.ledger.move(entry, known)
            request.meta[KEY] = known.key
            set_validators(request, known)
        elif closed_for := self._closed_for(entry, target):
            self._put_off(entry, target.host, closed_for)
            return False
        self._again.append((entry, request))
        return True

    def _closed_for(self, entry: InHand, target: Address) -> float:
        """How many seconds this run may not ask the host that ``entry`` leads to; with 0 its turn is taken."""
        if target.host == (entry.led_to or entry.address.host):
            return 0.0
        closed_for = self.frontier.take_host(target.host, target.site)
        if not closed_for:
            entry.led_to = target.host
        return closed_for

    def _put_off(self, entry: InHand, host: str, seconds: float) -> None:
        """It is at home on a host whose turn it is not (http led to www, say): asked again when it is."""
        self.budget.finished(entry.address.site, stored=False)
        self.ledger.drop(entry)
        said = f"leads to {host}, which " + ("another run asks" if seconds == inf else "wants to be left alone")
        self._finish(entry, Verdict("postpone", said, None if seconds == inf else seconds))

    def _part(self, key: str, said: Verdict | None) -> None:
        """Stories of their own led to ``key``, which gives none."""
        for address in self.frontier.part(key):
            self._news.tell(InHand(address, again=True), said)

    def _drop(self, entry: InHand) -> None:
        """What is in hand leads to what is not fetched now."""
        self._last_progress = monotonic()
        self.budget.finished(entry.address.site, stored=False)
        self.ledger.drop(entry)

    # --- requests go out ---------------------------------------------------------------------------------------

    def next_request(self) -> Request | None:
        """The next request of a host that has room in the downloader, or None if there is none now."""
        if not self._open:
            return None
        try:
            return self._next_again() or self._next_loose() or self._next_claimed()
        except FrontierError as error:
            self._give_up(error)
            return None

    def _next_again(self) -> Request | None:
        for position, (entry, request) in enumerate(self._again):
            if self._pacing.has_room(request):
                del self._again[position]
                return self._hand_out(entry, request)
        return None

    def _next_loose(self) -> Request | None:
        return self._loose.popleft() if self._loose and self._pacing.has_room(self._loose[0]) else None

    def _next_claimed(self) -> Request | None:
        if self.budget.spent(len(self.ledger)):
            return None
        full, closed = self.budget.full_sites(), self.budget.closed_sites()
        request = self._take_turn(full) or (self._take_turn(full) if self._claim(full) else None)
        if request is None and full != closed and not len(self.ledger):
            # A share holds only as long as another site has something to fetch.
            request = self._take_turn(closed) or (self._take_turn(closed) if self._claim(closed) else None)
        return request

    def _take_turn(self, without_sites: set[str]) -> Request | None:
        for address in self._claimed.first(without_sites):
            request = self._request(address)
            if request is not None and not self._pacing.has_room(request):
                continue
            self._claimed.take(address)
            if request is not None:
                self.budget.handed_out(address.site)
                # One that led elsewhere for now is asked where it leads, and not for what is there.
                again = address.visited_at is not None and address.alias_of is None
                return self._hand_out(self.ledger.take(address, again=again), request)
        return None

    def _request(self, address: Address) -> Request | None:
        try:
            return to_request(address, self.spider)
        except (AttributeError, ValueError) as error:
            self.frontier.set_aside(address.key, f"no request can be made of it: {error}")
            return None

    def _claim(self, without_sites: set[str]) -> bool:
        return self._claimed.more(self._pacing.paused(), without_sites)

    def _hand_out(self, entry: InHand, request: Request) -> Request:
        entry.slot = self._pacing.slot_of(request)
        request.errback = self.ledger.request_failed
        self.stats.inc_value("backstory/frontier/handed_out")
        return request

    # --- pages are finished ------------------------------------------------------------------------------------

    def _settle(self, entry: InHand) -> None:
        self.budget.finished(entry.address.site, stored=entry.scraped)
        if is_stopped(entry.error):
            return  # it is in hand until the frontier is left, and queued then
        said = verdict(entry.error, self._longest_pause) if entry.error else None
        if said is None or said.kind != "postpone":  # or a host that says "later" for ever would keep the run for ever
            self._last_progress = monotonic()
        self._finish(entry, said)

    def _finish(self, entry: InHand, said: Verdict | None) -> None:
        if not self._open:
            return
        try:
            sources = self._settlement.led_nowhere(entry, said)
        except FrontierError as error:
            self._give_up(error)
            return
        for address in sources:
            self._news.tell(InHand(address, again=True, error=entry.error), said)
        self._news.tell(entry, said)

    def _tell(self, entry: InHand, said: Verdict | None) -> None:
        if not self._open:
            return  # what is not said now is in hand still, and fetched again by the next run
        try:
            self._settlement.settle(entry, said)
        except FrontierError as error:
            self._give_up(error)
            return
        # What led to another address may be on a host that answers.
        if said and said.kind == "postpone" and entry.exhausted:
            self._postponed(entry, said)

    def _postponed(self, entry: InHand, said: Verdict) -> None:
        if isinstance(entry.error, StoreUnavailable):
            logger.debug("The store is unavailable: %s", entry.error)  # crawler.storage.outage has said it once
            self._close_spider("store_unavailable")
        elif said.delay is not None:
            host = entry.address.host
            self._pacing.pause(host, said.delay)
            self._claimed.give_back([host])

    # --- is there more? ----------------------------------------------------------------------------------------

    def failed(self) -> int:
        """How many addresses have failed, in this run or an earlier one."""
        return self.frontier.counts().get(State.FAILED, 0) if self._open else 0

    def __len__(self) -> int:
        """How many addresses are queued or claimed."""
        counts = self.frontier.counts() if self._open else {}
        return counts.get(State.QUEUED, 0) + len(self._claimed) + len(self._again)

    def has_pending_requests(self) -> bool:
        """Whether this run should stay: something is queued, due within ``FRONTIER_PATIENCE``, or in other hands.

        Where nothing at all has moved for ``FRONTIER_PATIENCE`` seconds the answer is False: what is left is left
        to the next run.
        """
        if not self._open:
            return False
        if self._again or self._loose or self._news.pending:
            return True
        if self.budget.spent(len(self.ledger)) or monotonic() - self._last_progress > self._patience:
            return False
        closed = self.budget.closed_sites()
        if any(self._claimed.first(closed)):
            return True
        try:
            due_at, by = self.frontier.next_due(), self.frontier.now() + self._patience
            return (
                self.frontier.has_queued(sites=closed, by=by)
                or (due_at is not None and due_at <= by)
                or any(owner.in_hand for owner in self.frontier.owners())
            )
        except FrontierError as error:
            self._give_up(error)
            return False
