"""Logs for machines: with LOG_FORMAT=json every record is one JSON object on one line.

LOG_FORMAT is Scrapy's setting too, a format string, which "json" is not. So where it says json, Scrapy is told to
install no handler of its own, and this one takes its place.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter
from scrapy.settings import default_settings

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

JSON = "json"
_FIELDS = ("levelname", "name", "message")


class JsonLog:
    """The handler of a process and what each of its lines carries beside the message."""

    def __init__(self, handler: logging.Handler) -> None:
        self.formatter = JsonFormatter(
            _FIELDS,
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, "spider", "crawler"],  # Scrapy's objects, of no use as text
            timestamp="time",
            json_ensure_ascii=False,
        )
        self.handler = handler
        handler.setFormatter(self.formatter)

    def name(self, collection: str | None, run_id: str | None) -> None:
        """From now on every line carries these."""
        self.formatter.static_fields = {"collection": collection, "run_id": run_id}


_installed: list[JsonLog] = []


def installed() -> JsonLog | None:
    """The JSON log of this process, if it writes one."""
    return _installed[-1] if _installed else None


def install(settings: BaseSettings, collection: str | None = None, run_id: str | None = None) -> bool:
    """Log as JSON if the setting or the environment variable LOG_FORMAT says ``json``; returns whether it does.

    To be called before Scrapy sets up its logging. Where the lines go and which (LOG_FILE, LOG_FILE_APPEND,
    LOG_ENABLED, LOG_LEVEL) is as Scrapy has it.
    """
    if JSON not in (settings["LOG_FORMAT"], os.environ.get("LOG_FORMAT")):
        return False
    settings.set("LOG_FORMAT", default_settings.LOG_FORMAT, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    log = JsonLog(_handler(settings))
    log.handler.setLevel(settings["LOG_LEVEL"])
    log.name(collection, run_id)
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(log.handler)
    _installed.append(log)
    return True


def _handler(settings: BaseSettings) -> logging.Handler:
    if settings["LOG_FILE"]:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        return logging.FileHandler(settings["LOG_FILE"], mode=mode, encoding=settings["LOG_ENCODING"])
    return logging.StreamHandler() if settings.getbool("LOG_ENABLED") else logging.NullHandler()
