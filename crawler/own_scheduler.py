"""Tells a scheduler on a frontier from Scrapy's own, which ``scrapy fetch`` and ``scrapy shell`` use."""

from __future__ import annotations

from typing import TypeGuard

from crawler.scheduler import FrontierScheduler


def has_frontier(scheduler: object) -> TypeGuard[FrontierScheduler]:
    """Whether a scheduler, or its class, is the house's or made of it."""
    # By its ancestors: for Scrapy's isinstance and issubclass all that have a scheduler's methods are of one class.
    return FrontierScheduler in (scheduler if isinstance(scheduler, type) else type(scheduler)).__mro__
