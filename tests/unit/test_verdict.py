"""What becomes of an address after an error."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.frontier.verdict import verdict
from crawler.manners.pause import HostPaused
from crawler.storage import StoreUnavailable


def answered(status: int, **headers: str) -> HttpError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpError(Response("https://news.example.com/", status=status, headers=named))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered(304), "unchanged"),
        (answered(404), "gone"),
        (answered(410), "gone"),
        (answered(403), "aside"),
        (answered(429), "postpone"),
        (answered(503, Retry_After="60"), "postpone"),
        (answered(503), "retry"),
        (IgnoreRequest("Forbidden by robots.txt"), "aside"),
        (HostPaused("news.example.com", 90, "busy"), "postpone"),
        (StoreUnavailable("the store is away"), "postpone"),
        (DownloadTimeoutError("60 seconds"), "retry"),
        (ZeroDivisionError(), "retry"),
    ],
)
def test_errors_of_the_page_count_and_others_do_not(error: Exception, kind: str) -> None:
    assert verdict(error).kind == kind


def test_a_paused_host_says_for_how_long_and_the_reason_is_one_line() -> None:
    assert verdict(HostPaused("news.example.com", 90, "busy")).delay == 90
    assert verdict(answered(429, Retry_After="90")).delay == 90
    assert verdict(answered(503, Retry_After="864000"), longest=3_600).delay == 3_600
    assert verdict(answered(429)).delay is None
    assert verdict(ValueError("two\nlines")).reason == "ValueError: two lines"


@pytest.mark.parametrize(("validator", "kind"), [("If-None-Match", "unchanged"), (None, "retry")])
def test_not_modified_says_nothing_to_who_did_not_ask(validator: str | None, kind: str) -> None:
    error = answered(304)
    error.response.request = Request(error.response.url, headers={validator: '"1"'} if validator else None)
    assert verdict(error).kind == kind


def test_a_reason_can_be_kept_whatever_the_page_said() -> None:
    assert verdict(ValueError("half a sign: \ud83d")).reason.encode() == "ValueError: half a sign: \ufffd".encode()
