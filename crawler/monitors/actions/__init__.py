"""Ways to tell somebody that monitors failed; spidermon's own actions can stand beside these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.misc import load_object

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def complaint(settings: BaseSettings) -> str | None:
    """What MONITOR_ACTIONS lacks to be of use, in one line, or None: better said before the crawl than after."""
    for path in settings.getlist("MONITOR_ACTIONS"):
        try:
            action = load_object(path)
        except (ImportError, NameError, ValueError) as error:
            return f"MONITOR_ACTIONS names {path!r}, which is not there ({error})"
        missing = action.missing(settings) if hasattr(action, "missing") else None
        if missing:
            return f"MONITOR_ACTIONS names {action.__name__}: {missing}"
    return None
