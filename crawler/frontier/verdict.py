"""What becomes of an address after an error: pure, from the exception to one of four words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.storage import StoreUnavailable

_GONE = frozenset({404, 410})
_NOT_MODIFIED = 304
_MAY_PASS = frozenset({408, 421, 425, 429})  # of the 4xx: those that a later request may not get (RFC 9110, 6585, 8470)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``retry`` counts against the address, ``postpone`` does not; ``delay`` in seconds, None for the default."""

    kind: Literal["unchanged", "gone", "aside", "retry", "postpone"]
    reason: str
    delay: float | None = None


def verdict(error: BaseException) -> Verdict:
    """What an error says: of the answer (HttpError), of us (IgnoreRequest and the like), of the store, of the page."""
    if isinstance(error, HttpError):
        return _of_status(error.response.status)
    reason = f"{type(error).__name__}: {error}"[:500].replace("\n", " ")
    if isinstance(error, StoreUnavailable):
        return Verdict("postpone", reason)
    if isinstance(error, IgnoreRequest):
        # A host that wants to be left alone (crawler.manners.pause.HostPaused) says for how long.
        seconds = getattr(error, "seconds", None)
        return Verdict("aside", reason) if seconds is None else Verdict("postpone", reason, float(seconds))
    return Verdict("retry", reason)


def _of_status(status: int) -> Verdict:
    if status == _NOT_MODIFIED:
        return Verdict("unchanged", "304")
    if status in _GONE:
        return Verdict("gone", str(status))
    if 400 <= status < 500 and status not in _MAY_PASS:
        return Verdict("aside", f"status {status}")
    return Verdict("retry", f"status {status}")
