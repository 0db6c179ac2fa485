"""What becomes of an address after an error: pure, from the exception to one of four words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from crawler import escape
from crawler.frontier.requests import VALIDATORS
from crawler.manners.retry_after import seconds_of
from crawler.storage import StoreUnavailable

if TYPE_CHECKING:
    from scrapy.http import Response

_GONE = frozenset({404, 410})
_NOT_MODIFIED = 304
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503
_MAY_PASS = frozenset({408, 421, 425})  # of the 4xx: those that a later request may not get (RFC 9110, 8470)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``retry`` counts against the address, ``postpone`` does not; ``delay`` in seconds, None for the default."""

    kind: Literal["unchanged", "gone", "aside", "retry", "postpone"]
    reason: str
    delay: float | None = None


def verdict(error: BaseException, longest: float = math.inf) -> Verdict:
    """What an error says: of the answer (HttpError), of us (IgnoreRequest and the like), of the store, of the page.

    ``longest`` is the most seconds that a Retry-After may ask for; one beyond it is cut.
    """
    if isinstance(error, HttpError):
        return _of_answer(error.response, longest)
    reason = escape.terminal(f"{type(error).__name__}: {error}"[:500])
    if isinstance(error, StoreUnavailable):
        return Verdict("postpone", reason)
    if isinstance(error, IgnoreRequest):
        # A host that wants to be left alone (crawler.manners.pause.HostPaused) says for how long.
        seconds = getattr(error, "seconds", None)
        return Verdict("aside", reason) if seconds is None else Verdict("postpone", reason, float(seconds))
    return Verdict("retry", reason)


def _of_answer(response: Response, longest: float) -> Verdict:
    status = response.status
    if status == _NOT_MODIFIED:
        asked = response.request is None or any(name in response.request.headers for name in VALIDATORS)
        return Verdict("unchanged", "304") if asked else Verdict("retry", "status 304, and nobody asked since when")
    if status in _GONE:
        return Verdict("gone", str(status))
    header = response.headers.get("Retry-After")
    delay = seconds_of(header.decode("latin-1") if header else None, datetime.now(UTC))
    if status == _TOO_MANY_REQUESTS or (status == _UNAVAILABLE and delay is not None):  # of the host, not of this page
        return Verdict("postpone", f"status {status}", delay if delay is None else min(delay, longest))
    if 400 <= status < 500 and status not in _MAY_PASS:
        return Verdict("aside", f"status {status}")
    return Verdict("retry", f"status {status}")
