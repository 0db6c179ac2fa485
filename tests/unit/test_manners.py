"""What a host's answers do to its delay, its pause and its circuit; Retry-After in both forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.manners.host import LEAST_DELAY, Host, Rules
from crawler.manners.retry_after import seconds_of

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
