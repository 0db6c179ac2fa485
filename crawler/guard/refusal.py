"""The one exception for what the guard does not let through."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Refused(IgnoreRequest):
    """A request or an answer that is not let through; no retry would make it better.

    ``reason`` is one word for the counts (``private_address``, ``scheme``, ``headers_too_large``, ...).
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def refuse(crawler: Crawler, reason: str, message: str) -> Refused:
    """A refusal to raise, counted as ``backstory/refused/<reason>`` and logged."""
    assert crawler.stats is not None
    crawler.stats.inc_value(f"backstory/refused/{reason}")
    logger.warning("Refused (%s): %s", reason, message)
    return Refused(reason, message)
