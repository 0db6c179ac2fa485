"""What a host's answers do to its delay, its pause and its circuit; Retry-After in both forms."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from crawler.manners.host import LEAST_DELAY, Host, Rules
from crawler.manners.retry_after import seconds_of
from crawler.middlewares.manners import MannersMiddleware
from settings import base

NOW = datetime(2005, 3, 21, 10, 0, tzinfo=UTC)


def test_a_busy_host_is_asked_half_as_often_and_comes_back_by_steps() -> None:
    host = Host(Rules(steady=2), base_delay=2.0)
    host.busy(now=0.0, retry_after=None)
    host.busy(now=0.0, retry_after=None)
    assert host.delay() == 8.0
    assert [host.good() for _ in range(4)] == [False, True, False, True]
    assert host.delay() == 2.0


def test_slow_down_is_bounded() -> None:
    host = Host(Rules(max_factor=8), base_delay=1.0)
    for _ in range(50):
        host.busy(now=0.0, retry_after=0.0)
    assert host.delay() == 8.0


def test_retry_after_pauses_the_whole_host_up_to_the_bound() -> None:
    host = Host(Rules(max_pause=100), base_delay=1.0)
    host.busy(now=10.0, retry_after=30.0)
    assert host.remaining(now=15.0) == 25.0
    host.busy(now=15.0, retry_after=1.0)
    assert host.remaining(now=15.0) == 25.0, "a shorter one never shortens a pause"
    host.busy(now=15.0, retry_after=1e9)
    assert host.remaining(now=15.0) == 100.0


def test_failures_in_a_row_open_the_circuit_and_a_failed_probe_doubles_it() -> None:
    host = Host(Rules(failures=3, open_for=60), base_delay=1.0)
    assert [host.failed(now=0.0) for _ in range(3)] == [False, False, True]
    assert host.remaining(now=0.0) == 60.0
    assert host.failed(now=61.0)
    assert host.remaining(now=61.0) == 120.0
    host.good()
    assert not host.failed(now=200.0)


def test_one_good_answer_between_failures_keeps_the_circuit_closed() -> None:
    host = Host(Rules(failures=2), base_delay=1.0)
    for _ in range(10):
        assert not host.failed(now=0.0)
        host.good()


def test_crawl_delay_holds_and_no_delay_is_never_none_at_all() -> None:
    assert Host(Rules(), base_delay=0.0).delay() == LEAST_DELAY
    assert Host(Rules(), base_delay=2.0, crawl_delay=10.0).delay() == 10.0


@pytest.mark.parametrize(
    ("delay", "asked", "slowed"),
    [(0.5, 0.35, None), (2.0, 10.0, None), (2.0, 2.0, 2.0), (4.0, 3.0, 4.0), (2.0, 10.0, 10.6), (2.0, 0.5, 30.0)],
)
def test_no_jitter_goes_below_the_crawl_delay(delay: float, asked: float, slowed: float | None) -> None:
    """With AutoThrottle (``slowed``) and without it."""
    ours = {name: getattr(base, name) for name in dir(base) if name.startswith(("HOST_", "CRAWL_", "ROBOTSTXT_"))}
    crawler = get_crawler(settings_dict={**ours, "DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_ENABLED": slowed is not None})
    slot = Slot(1, delay, 0.5)
    crawler.engine = SimpleNamespace(downloader=SimpleNamespace(slots={"news.example": slot}))  # type: ignore[assignment]
    manners = MannersMiddleware.from_crawler(crawler)
    request = Request("http://news.example/")
    rules = ProtegoRobotParser.from_crawler(crawler, f"User-agent: *\nCrawl-delay: {asked}".encode())
    manners.robots_parsed(rules, request)
    slot.delay = slowed if slowed is not None else slot.delay
    manners.request_reached_downloader(request)
    assert slot.delay * (1 - slot.jitter) > asked - 1e-9, "the shortest pause that the slot may make"
    assert 0 <= slot.jitter <= 0.5


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("Mon, 21 Mar 2005 10:00:30 GMT", 30.0),
        ("Mon, 21 Mar 2005 09:00:00 GMT", 0.0),
        ("Monday, 21-Mar-05 10:01:00 GMT", 60.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("¹²", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


@pytest.mark.fuzz
@given(st.text(max_size=60) | st.integers().map(str))
def test_retry_after_never_raises(header: str) -> None:
    result = seconds_of(header, NOW)
    assert result is None or result >= 0
