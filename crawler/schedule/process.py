"""The process ``backstory-scheduler``: minds the clock and the schedule file, and sends each run to Scrapyd."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from crawler.schedule.clockwork import Clockwork
from crawler.schedule.dispatch import NoNodeAnswers, dispatch
from crawler.schedule.plan import Plan, ScheduleError, read
from crawler.schedule.scrapyd import Credentials, Node

logger = logging.getLogger(__name__)

PREVIEW = 10  # runs of each collection that --dry-run prints
WATCH_SECONDS = 5.0  # between two looks at the schedule file; a mounted ConfigMap changes without a signal
EXIT_WRONG, EXIT_NOT_STARTED = 2, 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run the scheduler; returns the exit code: 0, 1 where ``--once`` could not start all, 2 for a wrong file."""
    options = _options(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s [%(name)s] %(levelname)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    credentials = Credentials(os.environ.get("SCRAPYD_USERNAME", ""), os.environ.get("SCRAPYD_PASSWORD", ""))
    try:
        plan = read(options.schedule)
    except ScheduleError as error:
        sys.stderr.write(f"backstory-scheduler: {error}\n")
        return EXIT_WRONG
    if options.dry_run:
        sys.stdout.write(preview(plan, datetime.now(UTC)))
        return 0
    if options.once:
        return once(plan, credentials, datetime.now(UTC))
    return serve(options.schedule, plan, credentials, options.heartbeat)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="backstory-scheduler",
        description="Starts the runs of schedule.toml on Scrapyd. Its password comes from the environment: "
        "SCRAPYD_USERNAME and SCRAPYD_PASSWORD. SIGHUP, or a change of the file, loads the schedule again.",
    )
    parser.add_argument("schedule", type=Path, help="the schedule file, such as deploy/schedule.toml")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true", help="start every enabled collection now, then end")
    what.add_argument("--dry-run", action="store_true", help=f"print the next {PREVIEW} runs of each collection")
    parser.add_argument("--heartbeat", type=Path, help="a file to touch every few seconds, for health checks")
    return parser.parse_args(argv)


def preview(plan: Plan, now: datetime) -> str:
    """The next runs of each collection after ``now`` (aware), one a line, in its own time zone and in UTC."""
    lines: list[str] = []
    for collection in plan.collection:
        late = f", up to {collection.jitter} s later" if collection.jitter else ""
        state = f"{collection.cron} {collection.time_zone}{late}" if collection.enabled else "switched off"
        lines.append(f"{collection.name}  ({state})")
        if collection.enabled:
            runs = islice(collection.runs_after(now), PREVIEW)
            lines += [f"  {run:%a %Y-%m-%d %H:%M %Z}  {run.astimezone(UTC):%H:%M} UTC" for run in runs]
    return "\n".join(lines) + "\n"


def once(plan: Plan, credentials: Credentials, now: datetime) -> int:
    """Start every enabled collection now; 0 where each was started or is running already, else 1."""
    nodes = [Node(url, credentials) for url in plan.scrapyd.nodes]
    code = 0
    for collection in plan.collection:
        if collection.enabled:
            try:
                dispatch(collection, plan.scrapyd, nodes, now)
            except NoNodeAnswers as error:
                logger.error("%s: not started: %s", collection.name, error)
                code = EXIT_NOT_STARTED
    return code


def serve(path: Path, plan: Plan, credentials: Credentials, heartbeat: Path | None = None) -> int:
    """Mind the clock until SIGTERM or SIGINT; loads ``path`` again on SIGHUP and when its text changes."""
    told = _Signals()
    clockwork = Clockwork(BackgroundScheduler(timezone=UTC), credentials)
    clockwork.load(plan)
    clockwork.scheduler.start()
    seen = _text(path)
    while not told.stop:
        if heartbeat:
            heartbeat.touch()
        told.wait(WATCH_SECONDS)
        text = _text(path)
        if told.reload or text != seen:
            seen, told.reload = text, False
            _load_again(clockwork, path)
    clockwork.scheduler.shutdown()
    logger.info("Stopped; jobs that were sent go on at their nodes")
    return 0


class _Signals:
    """What the process was told since it was last asked."""

    def __init__(self) -> None:
        self.stop = self.reload = False
        self._wake = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)

    def wait(self, seconds: float) -> None:
        """Until a signal comes, ``seconds`` at most."""
        self._wake.wait(seconds)
        self._wake.clear()

    def _note(self, number: int, _frame: object) -> None:
        if number == signal.SIGHUP:
            self.reload = True
        else:
            self.stop = True
        self._wake.set()


def _load_again(clockwork: Clockwork, path: Path) -> None:
    try:
        clockwork.load(read(path))
    except ScheduleError as error:
        logger.error("%s; the schedule from before stays in force", error)


def _text(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
