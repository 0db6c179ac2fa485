"""One field that no test foresaw must not cost a story."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from crawler.page import Page

T = TypeVar("T")
logger = logging.getLogger(__name__)


def attempt(page: Page, what: str, read: Callable[[], T | None]) -> T | None:
    """What ``read`` gives; None, and a line in the log with the traceback, where it raises."""
    try:
        return read()
    except Exception:
        logger.exception("The %s of %s could not be read", what, page.url)
        return None
