"""The one exception for what the guard does not let through."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request or an answer that is not let through; no retry would make it better.

    ``reason`` is one word for the counts (``private_address``, ``scheme``, ``headers_too_large``, ...).
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
