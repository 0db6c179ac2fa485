"""Settings: what users may write, and the one line they get for what they may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.setting_rules import OWN, complaint, mistyped, unknown
from settings import backstory, ci, local, production


@pytest.mark.parametrize("project", [local, ci, production], ids=lambda module: module.__name__)
def test_the_projects_own_values_are_right(project: object) -> None:
    settings = Settings()
    settings.setmodule(project)
    assert complaint(settings) is None


def test_every_setting_of_ours_has_its_rule() -> None:
    assert set(OWN) == {name for name in dir(backstory) if name.isupper()}


def test_every_setting_that_the_code_asks_for_has_its_rule(project: Path) -> None:
    asked: set[str] = set()
    for room in ("crawler", "pipelines"):
        for file in (project / room).rglob("*.py"):
            asked |= set(re.findall(r'settings(?:\.get\w*\(|\[)"([A-Z0-9_]+)"', file.read_text("utf-8")))
    assert {name for name in asked if unknown(name)} == set()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NEAR_DUPLICATES", "foo", "it must be mark, drop or off"),
        ("NEAR_DUPLICATE_THRESHOLD", "7", "it must be a number, 0 to 1"),
        ("REVISIT_UNTIL", "abc", "it must be a number, 0 or more"),
        ("REVISIT_UNTIL", "nan", "it must be a number, 0 or more"),
        ("STORE_GIVE_UP", "abc", "it must be a number, 0 or more"),
        ("STORE_THREADS", "0", "it must be a whole number, 1 or more"),
        ("STORE_THREADS", "1.5", "it must be a whole number, 1 or more"),
        ("METRICS_PORT", "abc", "it must be a port"),
        ("METRICS_PORT", "9429,9410", "it must be a port"),
        ("MONITORS", "foo.Bar", "it must be paths of classes that are there"),
        ("MONITORS", "crawler.monitors.errors.NotThere", "it must be paths of classes that are there"),
        ("MONITOR_ERROR_SHARE", "abc", "it must be a number, 0 to 1"),
        ("DOWNLOAD_DELAY", "abc", "it must be a number, 0 to 86400"),
        ("DOWNLOAD_DELAY", "inf", "it must be a number, 0 to 86400"),
        ("LOG_FILE", "/no/such/folder/crawl.log", "it must be a file that this user may write"),
        ("LOG_FILE", "/", "it must be a file that this user may write"),
        ("LOG_FILE", f"{__file__}/crawl.log", "it must be a file that this user may write"),
        ("LOG_FORMAT", "yaml", "it must be json, or a format"),
        ("LOG_LEVEL", "LOUD", "it must be DEBUG, INFO, WARNING or ERROR"),
        ("FRONTIER", "foo", "it must be sqlite:///PATH, or empty"),
        ("FRONTIER_TRIES", "0", "it must be a whole number, 1 or more"),
        ("RENDER", "foo", "it must be auto, always or never"),
        ("SITE_SHARE", "5", "it must be a number, 0 to 1"),
        ("ROBOTS_TAGS", "foo", "it must be some of nofollow, noarchive, noindex"),
        ("HOST_MANNERS_ENABLED", "yes", "it must be True or False"),
        ("MONITOR_MAIL_SECURITY", "tls", "it must be empty, starttls or ssl"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(name: str, value: str, said: str) -> None:
    line = complaint(Settings({name: value}))
    assert line is not None
    assert line.startswith(f"{name}={value!r}: {said}")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTS_TAGS", "nofollow, noarchive"),
        ("ROBOTS_TAGS", ""),
        ("METRICS_PORT", "9410,9429"),
        ("METRICS_PORT", 9410),
        ("METRICS_PORT", "0"),  # one that the kernel chooses
        ("MONITORS", ""),
        ("DOWNLOAD_DELAY", "0.5"),
        ("FRONTIER", "sqlite:////var/lib/{collection}.sqlite"),
        ("LOG_FORMAT", "%(message)s"),
        ("LOG_FORMAT", "json"),
        ("LOG_FILE", "crawl.log"),
        ("LOG_FILE", ""),
        ("LOG_LEVEL", "10"),
        ("MY_OWN", "anything"),
    ],
)
def test_what_is_right_is_not_complained_of(name: str, value: object) -> None:
    assert complaint(Settings({name: value})) is None


def test_a_setting_that_nobody_knows_is_named_with_the_nearest() -> None:
    assert unknown("NEAR_DUPLICATEZ") == "there is no setting NEAR_DUPLICATEZ; NEAR_DUPLICATES is near"
    assert unknown("DOWNLOAD_DELAY") is None
    assert unknown("JOBDIR") is None


def test_a_setting_that_scrapy_still_reads_is_no_slip() -> None:
    assert mistyped("CONCURRENT_REQUESTS_PER_IP") is None
