"""The scheduler's clock, driven by hand: a month with a change of daylight saving, failures, sleep, reload."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler

from crawler.schedule.clockwork import Clockwork
from crawler.schedule.plan import Plan
from crawler.schedule.scrapyd import Credentials, Job
from tests.unit.schedule.conftest import SCHEDULE, RememberingNode

BERLIN = ZoneInfo("Europe/Berlin")
ONE, TWO = "http://one.example:6800", "http://two.example:6800"


class HandScheduler(BaseScheduler):
    """APScheduler without a thread: it looks at its jobs when told to."""

    def wakeup(self) -> None:
        """Nobody sleeps here."""

    def shutdown(self, wait: bool = True) -> None:
        """Nothing to end."""

    def look(self) -> float | None:
        """Run what is due; the seconds until the next is, or None."""
        wait: float | None = self._process_jobs()
        return wait


class Drive:
    """A clockwork and the hands that turn its clock."""

    def __init__(self, plan: Plan, clock: Any) -> None:
        self.clock = clock
        self.scheduler = HandScheduler(timezone=UTC, executors={"default": DebugExecutor()})
        self.clockwork = Clockwork(self.scheduler, Credentials())
        self.clockwork.load(plan)
        self.scheduler.start()

    def until(self, end: datetime) -> None:
        """Let every due job run at its time, up to ``end``."""
        for _ in range(100_000):
            wait = self.scheduler.look()
            if wait is None or datetime.now(UTC) + timedelta(seconds=wait) > end:
                break
            self.clock.shift(timedelta(seconds=wait))
        self.clock.move_to(end)


@pytest.fixture
def drive(plan: Callable[..., Plan], nodes: dict[str, RememberingNode]) -> Any:
    """Starts a clockwork at a moment; the clock stands still until it is driven."""
    travels = []

    def start(moment: datetime, text: str = SCHEDULE) -> Drive:
        travel = time_machine.travel(moment, tick=False)
        travels.append(travel)
        return Drive(plan(text), travel.start())

    yield start
    for travel in travels:
        travel.stop()


def runs(nodes: dict[str, RememberingNode], collection: str) -> list[datetime]:
    """When runs of the collection were taken, by any node, in local time."""
    taken = [entry for node in nodes.values() for entry in node.taken if entry[2]["collection"] == collection]
    return sorted(moment.astimezone(BERLIN) for moment, _, _ in taken)


@pytest.mark.parametrize(("year", "month", "jump"), [(2026, 3, 29), (2026, 10, 25)])
def test_a_month_with_a_clock_change_loses_and_doubles_nothing(
    drive: Callable[[datetime], Drive], nodes: dict[str, RememberingNode], year: int, month: int, jump: int
) -> None:
    """The hourly collection runs every real hour, the nightly one once each night, the night of the jump too."""
    start = datetime(year, month, 1, tzinfo=BERLIN)
    end = datetime(year, month + 1, 1, tzinfo=BERLIN)
    drive(start).until(end.astimezone(UTC))

    hours = round((end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1))
    hourly = [run.astimezone(UTC) for run in runs(nodes, "harbour")]
    assert len(hourly) == hours
    assert {later - earlier for earlier, later in pairwise(hourly)} == {timedelta(hours=1)}

    nightly = runs(nodes, "night")
    assert [run.day for run in nightly] == list(range(1, 32))
    assert {f"{run:%H:%M}" for run in nightly if run.day != jump} == {"02:30"}
    assert f"{nightly[jump - 1]:%H:%M}" == ("03:00" if month == 3 else "02:30")


def test_sunday_is_zero_as_in_crontab(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """`0 6 * * 0` is Sunday, whatever the clock's library thinks."""
    drive(datetime(2026, 11, 2, tzinfo=UTC), SCHEDULE.replace("30 2 * * *", "0 6 * * 0")).until(
        datetime(2026, 11, 30, tzinfo=UTC)
    )

    assert [run.strftime("%a") for run in runs(nodes, "night")] == ["Sun"] * 4


def test_what_was_missed_in_a_long_sleep_is_one_run(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """A machine that slept for a day catches up with one crawl, not with twenty-four."""
    driven = drive(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    driven.clock.shift(timedelta(days=1))
    driven.scheduler.look()

    assert len(runs(nodes, "harbour")) == 1
    assert len(runs(nodes, "night")) == 1


def test_no_second_run_while_one_runs(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """Seen at any node; another collection whose name begins alike does not count."""
    driven = drive(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    nodes[TWO].known = [
        Job("harbour-20261102T090700Z", "running", None),
        Job("night-watch-20261102T090700Z", "running", None),
    ]
    driven.until(datetime(2026, 11, 3, 2, 0, tzinfo=UTC))

    assert runs(nodes, "harbour") == []
    assert len(runs(nodes, "night")) == 1


def test_a_waiting_run_counts_as_running_however_it_came_there(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """Of a waiting job Scrapyd tells the arguments, so one sent by hand is known too."""
    driven = drive(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    nodes[ONE].known = [Job("9c0ffee", "pending", "harbour")]
    driven.until(datetime(2026, 11, 2, 13, 0, tzinfo=UTC))

    assert runs(nodes, "harbour") == []


def test_the_least_busy_node_gets_the_job(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """And the one that is left, where the other is down."""
    driven = drive(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    nodes[ONE].waiting, nodes[TWO].waiting = 3, 1
    driven.until(datetime(2026, 11, 2, 12, 30, tzinfo=UTC))
    nodes[TWO].down = True
    driven.until(datetime(2026, 11, 2, 13, 30, tzinfo=UTC))

    assert [len(nodes[url].taken) for url in (ONE, TWO)] == [1, 1]


def test_a_collection_may_belong_to_one_node(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """However busy it is, and nobody else gets it while that node is down."""
    driven = drive(
        datetime(2026, 11, 2, 12, 0, tzinfo=UTC), SCHEDULE.replace('cron = "7', f'node = "{ONE}"\ncron = "7')
    )
    nodes[ONE].waiting = 3
    driven.until(datetime(2026, 11, 2, 12, 30, tzinfo=UTC))
    nodes[ONE].down = True
    driven.until(datetime(2026, 11, 2, 13, 30, tzinfo=UTC))

    assert [len(nodes[url].taken) for url in (ONE, TWO)] == [1, 0]


def test_scrapyd_down_is_asked_ever_more_rarely_and_the_run_is_not_lost(
    drive: Any, nodes: dict[str, RememberingNode], caplog: pytest.LogCaptureFixture
) -> None:
    """Tries at 30, 90, 210, 450, 930 s and so on; the first answer gets one run, with the id of its due time."""
    driven = drive(datetime(2026, 11, 2, 12, 6, 0, tzinfo=UTC))
    for node in nodes.values():
        node.down = True
    driven.until(datetime(2026, 11, 2, 12, 36, tzinfo=UTC))
    tries = [record.args for record in caplog.records if "next try" in str(record.msg)]
    for node in nodes.values():
        node.down = False
    driven.until(datetime(2026, 11, 2, 13, 0, tzinfo=UTC))

    assert [args[1] for args in tries] == [30, 60, 120, 240, 480, 900]
    assert [job for node in nodes.values() for _, job, _ in node.taken] == ["harbour-20261102T120700Z"]


def test_a_change_of_the_schedule_touches_only_what_changed(
    drive: Any, nodes: dict[str, RememberingNode], plan: Callable[[str], Plan]
) -> None:
    """A new time counts at once, a collection that is switched off stops, the rest goes on."""
    driven = drive(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    driven.clockwork.load(plan(SCHEDULE.replace('"7 * * * *"', '"40 * * * *"').replace('"30 2', '"31 2')))
    driven.until(datetime(2026, 11, 2, 14, 0, tzinfo=UTC))
    driven.clockwork.load(plan(SCHEDULE.replace('cron = "7', 'enabled = false\ncron = "7')))
    driven.until(datetime(2026, 11, 3, 14, 0, tzinfo=UTC))

    assert [f"{run:%H:%M}" for run in runs(nodes, "harbour")] == ["13:40", "14:40"]
    assert [f"{run:%H:%M}" for run in runs(nodes, "night")] == ["02:30"]


def test_jitter_is_later_never_earlier(drive: Any, nodes: dict[str, RememberingNode]) -> None:
    """So that a hundred collections do not knock at the same second."""
    text = SCHEDULE.replace('cron = "7 * * * *"', 'cron = "0 * * * *"\njitter = 600')
    drive(datetime(2026, 11, 2, 12, 30, tzinfo=UTC), text).until(datetime(2026, 11, 3, 12, 30, tzinfo=UTC))

    delays = [run.minute * 60 + run.second for run in runs(nodes, "harbour")]
    assert len(delays) == 24
    assert max(delays) <= 600
    assert len(set(delays)) > 12


def test_a_jitter_longer_than_the_time_between_two_runs_skips_none(
    drive: Any, nodes: dict[str, RememberingNode]
) -> None:
    text = SCHEDULE.replace('cron = "7 * * * *"', 'cron = "*/10 * * * *"\njitter = 3600')
    drive(datetime(2026, 11, 2, 12, 30, tzinfo=UTC), text).until(datetime(2026, 11, 2, 14, 30, tzinfo=UTC))

    assert len(runs(nodes, "harbour")) in (11, 12)  # the last one may be late
