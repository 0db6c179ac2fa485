"""A wrong schedule is refused with the line and the reason; a right one gives its runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.schedule.plan import Plan, ScheduleError, read
from tests.unit.schedule.conftest import SCHEDULE


def test_a_right_schedule_is_read(plan: Callable[..., Plan]) -> None:
    """What stands in the file is what is in force."""
    harbour, night = plan().collection

    assert harbour.arguments == {"depth": 2, "max_minutes": 45}
    assert night.settings == {"DOWNLOAD_DELAY": 3.0}
    assert harbour.enabled


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ('"7 * * * *"', '"7 * * *"', 7, "needs five fields"),
        ('"30 2 * * *"', '"30 25 * * *"', 14, "Bad hour"),
        ("Europe/Berlin", "Berlin", 8, "no time zone"),
        ("Europe/Berlin", "Europe", 8, "'Europe' is no time zone"),
        ("Europe/Berlin", "a" * 300, 8, "no time zone"),
        ('"night"', '"harbour"', 12, "stands here twice"),
        ('name = "night"', 'name = "night"\nnode = "http://three.example:6800"', 12, "not among the nodes"),
        ('"night"', '"The Night"', 12, "no collection name"),
        ("time_zone", "timezone", 8, "no such key"),
        ('name = "night"\n', "", 11, "name: is missing"),
        ("[scrapyd]", "[scrapy]", 1, "scrapyd: is missing"),
        ("nodes = [", 'nodes = "', 2, "Expected newline"),
        ("http://one", "http://user:secret@one", 2, "SCRAPYD_PASSWORD"),
        ("https://news.example/night", "ftp://news.example/night", 13, "no http(s) address"),
        ("depth = 2", "depht = 2", 9, "no argument depht"),
        ("depth = 2", "depth = -2", 9, "depth"),
        ("depth = 2", 'collection = "other"', 9, "filled in by the scheduler"),
        ("depth = 2", '_job = "other"', 9, "'_job' is filled in by the scheduler"),
        ("depth = 2", 'job = "other"', 9, "'job' is filled in by the scheduler"),
        ("DOWNLOAD_DELAY = 3.0", 'AWS_SECRET_ACCESS_KEY = "k"', 16, "environment"),
        ("DOWNLOAD_DELAY = 3.0", "DOWNLOAD_DELAY = [3.0]", 17, "must be text"),
        ("DOWNLOAD_DELAY = 3.0", 'DOWNLOAD_DELAY = "abc"', 16, "DOWNLOAD_DELAY='abc': it must be a number"),
        ("DOWNLOAD_DELAY = 3.0", 'NEAR_DUPLICATES = "foo"', 16, "it must be mark, drop or off"),
        ("DOWNLOAD_DELAY = 3.0", 'NEAR_DUPLICATEZ = "off"', 16, "no setting NEAR_DUPLICATEZ; NEAR_DUPLICATES is near"),
        ("DOWNLOAD_DELAY = 3.0", 'STORE = "data"', 16, "STORE=data names no store"),
    ],
)  # fmt: skip
def test_a_wrong_schedule_is_refused_with_line_and_reason(
    plan: Callable[[str], Plan], right: str, wrong: str, line: int, reason: str
) -> None:
    """The one line that a person reads names file, line and mend."""
    assert right in SCHEDULE

    with pytest.raises(ScheduleError) as refused:
        plan(SCHEDULE.replace(right, wrong, 1))

    message = str(refused.value)
    assert f"schedule.toml:{line}: " in message
    assert reason in message
    assert "\n" not in message
    assert "secret@" not in message


def test_settings_of_scrapy_and_of_ours_are_read_as_toml_has_them(plan: Callable[[str], Plan]) -> None:
    """Numbers and truth need no quotes; a monitor of a user's own is known where the run is."""
    right = 'ROBOTSTXT_OBEY = true\nRETRY_TIMES = 3\nCLOSESPIDER_ERRORCOUNT = 9\nMONITORS = "ours.Busy"'
    assert len(plan(SCHEDULE.replace("DOWNLOAD_DELAY = 3.0", right)).collection[1].settings) == 4


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Nothing but the path can be said of it."""
    with pytest.raises(ScheduleError, match=r"nothing\.toml: cannot be read: No such file"):
        read(tmp_path / "nothing.toml")
