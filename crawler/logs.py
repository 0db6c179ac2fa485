"""What may stand in a log, and logs for machines: with LOG_FORMAT=json every record is one JSON object on one line.

LOG_FORMAT is Scrapy's setting too, a format string, which "json" is not. So where it says json, Scrapy is told to
install no handler of its own, and this one takes its place.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter
from scrapy.settings import default_settings

from crawler import escape

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

JSON = "json"
_FIELDS = ("levelname", "name", "message")
_TALKATIVE = {
    # They tell each address that they ask, and at WARNING whose answer they cannot read: a webhook's is a secret.
    "urllib3": logging.WARNING,
    "urllib3.connection": logging.ERROR,
    # Says "discarding data: None" of every page in which it finds no text; what becomes of the page we say ourselves.
    "trafilatura": logging.CRITICAL,
}


class HarmlessRecord(logging.LogRecord):
    """A record without what a terminal acts upon, in its message and in its traceback; line breaks stay.

    Headers and addresses that strangers wrote stand in lines of Scrapy's too.
    """

    def getMessage(self) -> str:  # noqa: N802
        return escape.terminal(super().getMessage(), lines=True)

    @property  # where formatters keep a traceback's text
    def exc_text(self) -> str | None:
        text: str | None = self.__dict__["exc_text"]
        return text

    @exc_text.setter
    def exc_text(self, text: str | None) -> None:
        self.__dict__["exc_text"] = text and escape.terminal(text, lines=True)


def quieten(levels: Mapping[str, int]) -> None:
    """Loggers by name, each from now on silent below a level at least."""
    for name, level in levels.items():
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, level))


def make_harmless() -> None:
    """From now on no line of this process's log does anything in a terminal, or tells a webhook's address.

    JSON keeps all that was said, as escapes. Who has put in a record factory of their own keeps it.
    """
    quieten(_TALKATIVE)
    if not _installed and logging.getLogRecordFactory() is logging.LogRecord:
        logging.setLogRecordFactory(HarmlessRecord)


class _Formatter(JsonFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return escape.json_text(super().format(record))


class JsonLog:
    """The handler of a process and what each of its lines carries beside the message."""

    def __init__(self, handler: logging.Handler) -> None:
        self.formatter = _Formatter(
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
        make_harmless()
        return False
    settings.set("LOG_FORMAT", default_settings.LOG_FORMAT, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    log = JsonLog(_handler(settings))
    log.handler.setLevel(settings["LOG_LEVEL"])
    log.name(collection, run_id)
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(log.handler)
    _installed.append(log)
    make_harmless()
    return True


def _handler(settings: BaseSettings) -> logging.Handler:
    if settings["LOG_FILE"]:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        return logging.FileHandler(settings["LOG_FILE"], mode=mode, encoding=settings["LOG_ENCODING"])
    return logging.StreamHandler() if settings.getbool("LOG_ENABLED") else logging.NullHandler()
