"""``scrapy check``: Scrapy's own, kept away from every collection: what it fetches is looked at, not gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import check
from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    import argparse

# Above the project's settings, below the command line's, as Scrapy's command does it with pipelines and feeds.
_PRIORITY = (SETTINGS_PRIORITIES["spider"] + SETTINGS_PRIORITIES["cmdline"]) // 2


class Command(check.Command):
    """Takes what Scrapy's command takes; the contracts need the network."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        self.settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority=_PRIORITY)
        self.settings.set("EXTENSIONS", {}, priority=_PRIORITY)
        self.settings.set("SPIDER_MIDDLEWARES", {}, priority=_PRIORITY)
