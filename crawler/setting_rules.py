"""What each of Backstory's settings may be, and the line that says what is wrong with one.

The defaults, with their units and reasons, stand in settings/backstory.py. Of Scrapy's settings those have a rule that
people change most.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from crawler import frontier

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True)
class Rule:
    """``holds`` tells of a value as text or as Python has it; ValueError and TypeError mean no. ``must`` says it."""

    must: str
    holds: Callable[[Any], bool]


def _number(least: float, most: float | None = None) -> Rule:
    bounds = f"{least:g} to {most:g}" if most is not None else f"{least:g} or more"
    return Rule(f"a number, {bounds}", lambda value: least <= float(value) <= (float("inf") if most is None else most))


def _whole(least: int) -> Rule:
    return Rule(f"a whole number, {least} or more", lambda value: int(value) >= least)


def _word(*words: str) -> Rule:
    shown = [word or "empty" for word in words]
    return Rule(f"{', '.join(shown[:-1])} or {shown[-1]}", lambda value: (value or "") in words)


def _words(*words: str) -> Rule:
    return Rule(
        f"some of {', '.join(words)}, separated by commas; or empty",
        lambda value: {word.strip().lower() for word in listed(value)} <= set(words),
    )


def listed(value: Any) -> list[Any]:
    """A setting's value as Scrapy's ``getlist`` reads it; a number alone is a list of one."""
    return Settings({"VALUE": str(value) if isinstance(value, int) else value}).getlist("VALUE")


def _switch(value: Any) -> bool:
    Settings({"VALUE": value}).getbool("VALUE")
    return True


def _ports(value: Any) -> bool:
    ports = [int(port) for port in listed(value)]
    return len(ports) <= 2 and ports == sorted(ports) and all(0 <= port < 65_536 for port in ports)


def _monitors(value: Any) -> bool:
    try:
        return all(load_object(path) for path in listed(value))
    except (ImportError, NameError):
        return False


def _log_file(value: Any) -> bool:
    if not value:
        return True
    path = Path(value)
    try:
        if path.exists():
            return not path.is_dir() and os.access(path, os.W_OK)
        return path.parent.is_dir() and os.access(path.parent, os.W_OK | os.X_OK)
    except OSError:  # a name that is too long, a folder that may not be searched
        return False


def _log_format(value: Any) -> bool:
    return value == "json" or bool(logging.Formatter(value))


def _log_level(value: Any) -> bool:
    return str(value).isdigit() or isinstance(logging.getLevelName(str(value).upper()), int)


_MISTYPED = 0.85  # the likeness of two names above which one is taken for a slip
_ANY = Rule("text", lambda _: True)
_FLAG = Rule("True or False", _switch)
_SHARE = _number(0, 1)
_SECONDS = _number(0)
_DAY = 86_400

OWN: Mapping[str, Rule] = {
    "STORE": _ANY,  # crawler.storage says what is wrong with it
    "STATE_DIR": _ANY,
    "STORE_THREADS": _whole(1),
    "STORE_GIVE_UP": _SECONDS,
    "STORE_TIMEOUT": _number(0.001),
    "STORE_ATTEMPTS": _whole(1),
    "NEAR_DUPLICATES": _word("mark", "drop", "off"),
    "NEAR_DUPLICATE_THRESHOLD": _SHARE,
    "S3_ADDRESSING": _word("auto", "path", "virtual"),
    "S3_ENCRYPTION": _ANY,
    "S3_KMS_KEY": _ANY,
    "S3_STORAGE_CLASS": _ANY,
    "S3_ACL": _ANY,
    "FRONTIER": Rule("sqlite:///PATH, or empty", lambda value: not value or frontier.is_place(value)),
    "FRONTIER_TRIES": _whole(1),
    "FRONTIER_RETRY_DELAY": _SECONDS,
    "FRONTIER_PATIENCE": _SECONDS,
    "REVISIT_UNTIL": _number(0),
    "PROGRESS_INTERVAL": _SECONDS,
    "SITE_SHARE": _SHARE,
    "RUN_RECORD_ENABLED": _FLAG,
    "MARK_GONE_ENABLED": _FLAG,
    "CONTACT": _ANY,
    "HOST_MANNERS_ENABLED": _FLAG,
    "HOST_PAUSE_WAIT": _SECONDS,
    "HOST_PAUSE_MAX": _SECONDS,
    "HOST_CIRCUIT_FAILURES": _whole(1),
    "HOST_CIRCUIT_SECONDS": _SECONDS,
    "CRAWL_DELAY_MAX": _SECONDS,
    "ROBOTSTXT_EXPIRES": _SECONDS,
    "ROBOTSTXT_WAIT": _SECONDS,
    "ROBOTS_TAGS": _words("nofollow", "noarchive", "noindex"),
    "ALLOW_PRIVATE_ADDRESSES": _FLAG,
    "PAGE_MAX_ELEMENTS": _whole(1),
    "PAGE_MAX_ATTRIBUTES": _whole(1),
    "TRAP_WINDOW": _whole(0),
    "TRAP_LINKS_PER_PAGE": _whole(0),
    "TRAP_SHARE": _SHARE,
    "DOWNLOAD_FIRST_BYTE_TIMEOUT": _SECONDS,
    "DOWNLOAD_MAX_HEADER_SIZE": _whole(1),
    "RENDER": _word("auto", "always", "never"),
    "RENDER_BROWSER": _ANY,
    "RENDER_PAGES": _whole(1),
    "RENDER_TIMEOUT": _number(0.001),
    "RENDER_MEMORY": _whole(0),
    "RENDER_RECYCLE": _whole(1),
    "RENDER_SCROLLS": _whole(0),
    "RENDER_MAXSIZE": _whole(1),
    "RENDER_CONNECTION_MAXSIZE": _whole(1),
    "RENDER_BLOCKED_KINDS": _ANY,
    "RENDER_TRACKERS": _ANY,
    "RENDER_CONSENT": _FLAG,
    "RENDER_CONSENT_RULES": _ANY,
    "SITE_COUNTS_ENABLED": _FLAG,
    "MONITORS": Rule("paths of classes that are there, separated by commas; or empty", _monitors),
    "MONITOR_ACTIONS": _ANY,  # crawler.monitors.actions says what is wrong with them
    "MONITOR_HISTORY_RUNS": _whole(0),
    "MONITOR_HISTORY_MIN": _whole(1),
    "MONITOR_STORIES_SHARE": _SHARE,
    "MONITOR_STORIES_MIN": _whole(0),
    "MONITOR_REQUESTS_MIN": _whole(0),
    "MONITOR_ERROR_SHARE": _SHARE,
    "MONITOR_STORE_ERRORS": _whole(0),
    "MONITOR_SITE_STORIES_MIN": _whole(0),
    "MONITOR_MISSING_SHARE": _SHARE,
    "MONITOR_RELATED_SHARE": _SHARE,
    "MONITOR_REFUSED_SHARE": _SHARE,
    "MONITOR_DURATION_FACTOR": _number(0),
    "MONITOR_DURATION_MAX": _SECONDS,
    "MONITOR_MAIL_TO": _ANY,
    "MONITOR_MAIL_FROM": _ANY,
    "MONITOR_MAIL_HOST": _ANY,
    "MONITOR_MAIL_PORT": Rule("a port, 1 to 65535", lambda value: 0 < int(value) < 65_536),
    "MONITOR_MAIL_SECURITY": _word("", "starttls", "ssl"),
    "MONITOR_MAIL_USER": _ANY,
    "METRICS_PORT": Rule("a port, or the first and the last of a range with a comma between them", _ports),
    "METRICS_HOST": _ANY,
    "METRICS_TEXTFILE": _ANY,
    "METRICS_SECONDS": _number(0.001),
}
SCRAPYS: Mapping[str, Rule] = {
    "CONCURRENT_REQUESTS": _whole(1),
    "CONCURRENT_REQUESTS_PER_DOMAIN": _whole(1),
    "CONCURRENT_REQUESTS_PER_IP": _whole(0),  # deprecated, and no longer among Scrapy's defaults
    "DOWNLOAD_DELAY": _number(0, _DAY),  # a request that waits holds up the end of its crawl
    "DOWNLOAD_DELAY_JITTER": _ANY,
    "DOWNLOAD_MAXSIZE": _whole(0),
    "DOWNLOAD_TIMEOUT": _SECONDS,
    "LOG_FILE": Rule("a file that this user may write, in a folder that is there", _log_file),
    "LOG_FORMAT": Rule("json, or a format of Python's logging such as %(levelname)s: %(message)s", _log_format),
    "LOG_LEVEL": Rule("DEBUG, INFO, WARNING or ERROR", _log_level),
    "REDIRECT_MAX_TIMES": _whole(0),
    "RETRY_TIMES": _whole(0),
    "ROBOTSTXT_OBEY": _FLAG,
}
_RULES = {**OWN, **SCRAPYS}


def complaint(settings: BaseSettings) -> str | None:
    """One line on the first setting that is not what it must be, or None."""
    found = (wrong(name, settings.get(name)) for name in _RULES if name in settings)
    return next((line for line in found if line), None)


def wrong(name: str, value: Any) -> str | None:
    """One line where ``value`` is none for the setting ``name``, or None. A setting without a rule may be anything."""
    rule = _RULES.get(name, _ANY)
    try:
        if value is None or rule.holds(value):
            return None
    except (TypeError, ValueError):
        pass
    return f"{name}={value!r:.80}: it must be {rule.must}"


def unknown(name: str) -> str | None:
    """One line, with the nearest name, where neither Scrapy nor Backstory has the setting ``name``, or None."""
    known = _known()
    if name in known:
        return None
    near = get_close_matches(name.upper(), known, n=1)
    return f"there is no setting {name}{f'; {near[0]} is near' if near else ''}"


def mistyped(name: str) -> str | None:
    """One line where ``name`` is nearly, but not quite, a setting of Scrapy's or Backstory's, or None.

    Others pass: they may be those of somebody's own component.
    """
    return unknown(name) if get_close_matches(name.upper(), _known(), n=1, cutoff=_MISTYPED) else None


def _known() -> list[str]:
    return sorted({*_RULES, *(known for known in dir(default_settings) if known.isupper())})
