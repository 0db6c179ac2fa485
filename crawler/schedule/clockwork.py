"""The clock: when which collection is due, again after a failure, and one run for all that were missed."""

from __future__ import annotations

import logging
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.jobstores.base import JobLookupError
from apscheduler.triggers.base import BaseTrigger

from crawler.schedule.dispatch import NoNodeAnswers, dispatch
from crawler.schedule.plan import Collection, Plan
from crawler.schedule.scrapyd import Credentials, Node

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

logger = logging.getLogger(__name__)

FIRST_RETRY, LAST_RETRY = 30, 900  # seconds; doubled from one to the other while no node answers


class CronTrigger(BaseTrigger):  # type: ignore[misc]
    """The run times of a collection for APScheduler.

    Its own reads 0 as Monday where crontab(5) has Sunday, so the expression is read by cronsim.
    """

    def __init__(self, collection: Collection) -> None:
        self.collection = collection

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first run after the last one, as APScheduler asks: past ones too, which it then joins into one.

        It is late by the collection's jitter at most, and never so late that it would pass the run after it.
        """
        runs = self.collection.runs_after(previous_fire_time or now)
        following, after = (next(runs).astimezone(UTC) for _ in range(2))  # sums in local time lose the fold
        latest = min(self.collection.jitter, (after - following).total_seconds() - 1)
        return following + timedelta(seconds=random.uniform(0, max(0, latest)))  # noqa: S311 (no secret)


class Clockwork:
    """Keeps the jobs of an APScheduler in step with the plan in force; the scheduler's clock is the one that counts."""

    def __init__(self, scheduler: BaseScheduler, credentials: Credentials) -> None:
        self.scheduler = scheduler
        self._credentials = credentials
        self._plan: Plan | None = None
        self._nodes: list[Node] = []

    def load(self, plan: Plan) -> None:
        """Put ``plan`` in force. Collections that stay as they are keep their next run, and its jitter."""
        before = {} if self._plan is None else {c.name: c for c in self._plan.collection if c.enabled}
        after = {c.name: c for c in plan.collection if c.enabled}
        self._plan = plan
        self._nodes = [Node(url, self._credentials) for url in plan.scrapyd.nodes]
        for name, collection in before.items():
            if after.get(name) != collection:
                self._remove(name)
        for name, collection in after.items():
            if before.get(name) != collection:
                self._add(collection)
        logger.info("Schedule in force: %d collections, %d nodes", len(after), len(self._nodes))

    def _add(self, collection: Collection) -> None:
        self.scheduler.add_job(
            self.run,
            CronTrigger(collection),
            args=[collection],
            id=collection.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # however late: one crawl after a long sleep is better than none
        )

    def run(self, collection: Collection, due: datetime | None = None, wait: int = FIRST_RETRY) -> None:
        """Send one run; where no node answers, again after ``wait`` seconds, twice as many the time after."""
        assert self._plan is not None
        if due is None:
            due = datetime.now(UTC)
            self._forget_tries(collection.name)  # their run is this one now
        try:
            dispatch(collection, self._plan.scrapyd, self._nodes, due)
        except NoNodeAnswers as error:
            if collection not in self._plan.collection:  # the schedule changed meanwhile
                return
            logger.error("%s: not started, next try in %d s: %s", collection.name, wait, error)
            again = datetime.now(UTC) + timedelta(seconds=wait)
            self.scheduler.add_job(
                self.run,
                "date",
                run_date=again,
                args=[collection, due, min(wait * 2, LAST_RETRY)],
                id=f"{_try_of(collection.name)}{again.isoformat()}",
                misfire_grace_time=None,
            )

    def _remove(self, collection: str) -> None:
        self._forget_tries(collection)
        self.scheduler.remove_job(collection)

    def _forget_tries(self, collection: str) -> None:
        for job in self.scheduler.get_jobs():
            if job.id.startswith(_try_of(collection)):
                with suppress(JobLookupError):  # it was due this very moment
                    job.remove()


def _try_of(collection: str) -> str:
    return f"{collection} again at "
