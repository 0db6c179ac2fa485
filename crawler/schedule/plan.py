"""The schedule file: read, checked, and refused with the line and the reason where it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler import setting_rules
from crawler.arguments import RelatedArguments, complaint
from crawler.schedule.locate import line_of
from crawler.storage import keys, open_store

SECRET = re.compile(r"(secret|password|passwd|token|credential|access_key|api_?key)", re.IGNORECASE)
Scalar = bool | int | float | str
OWNED = (
    *("collection", "seeds", "exclusive", "job", "_job"),  # the spider's
    *("project", "spider", "jobid", "setting", "priority", "_version"),  # Scrapyd's
)


class ScheduleError(ValueError):
    """The schedule cannot be used; the message is ``FILE:LINE: what is wrong and how to mend it``."""


def _http_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{address!r} is no http(s) address")
    return address


def _node_address(address: str) -> str:
    if "@" in urlsplit(_http_address(address)).netloc:
        raise ValueError("a password does not belong in this file: set SCRAPYD_USERNAME and SCRAPYD_PASSWORD")
    return address.rstrip("/")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, or a long one
        raise ValueError(f"{name!r} is no time zone: write one like 'Europe/Berlin' or 'UTC'") from None
    return name


def _cron(expression: str) -> str:
    if len(expression.split()) != 5:
        raise ValueError(f"{expression!r} needs five fields: minute, hour, day of month, month, day of week")
    try:  # only the expression counts here, so any moment does
        CronSim(expression, datetime(2000, 1, 1))
    except CronSimError as error:
        raise ValueError(f"{expression!r} is no cron expression: {error}") from None
    return expression


def _no_secret(values: dict[str, Any]) -> dict[str, Any]:
    for name in values:
        if SECRET.search(name):
            raise ValueError(f"{name} would stand in the list of processes: give it to Scrapyd's environment instead")
    return values


def _spider_arguments(arguments: dict[str, Any]) -> dict[str, Any]:
    for name in OWNED:
        if name in arguments:
            raise ValueError(f"{name!r} is filled in by the scheduler and cannot stand here")
    try:
        RelatedArguments.model_validate({**as_text(arguments), "seeds": "https://news.example/"})
    except ValidationError as error:
        raise ValueError(complaint(error)) from None
    return arguments


def _scrapy_settings(values: dict[str, Any]) -> dict[str, Any]:
    for name, value in as_text(values).items():
        # Monitors of a user's own are in the egg, and need not be where the scheduler runs.
        wrong = setting_rules.unknown(name) or (setting_rules.wrong(name, value) if name != "MONITORS" else None)
        if wrong:
            raise ValueError(wrong)
        if name == "STORE":
            open_store(value)
    return values


def as_text(values: Mapping[str, Scalar]) -> dict[str, str]:
    """Arguments and settings as Scrapyd sends them and Scrapy reads them."""
    return {name: str(value) for name, value in values.items()}


Address = Annotated[str, AfterValidator(_http_address)]
NodeAddress = Annotated[str, AfterValidator(_node_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Values = Annotated[dict[str, Scalar], AfterValidator(_no_secret)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Daemons(_Table):
    """Where the jobs go: the Scrapyd nodes, and what the project is called there."""

    nodes: list[NodeAddress] = Field(min_length=1)
    project: str = "backstory"
    spider: str = "related"


class Collection(_Table):
    """One collection: what is crawled, when, and with which arguments."""

    name: Annotated[str, AfterValidator(keys.collection)]
    seeds: list[Address] = Field(min_length=1)
    cron: Annotated[str, AfterValidator(_cron)]
    time_zone: Zone = "UTC"
    jitter: int = Field(default=0, ge=0, le=3600)  # seconds; a run starts up to so much later
    enabled: bool = True
    node: NodeAddress | None = None  # the only one that may run it: where its frontier lies on that machine's disk
    arguments: Annotated[Values, AfterValidator(_spider_arguments)] = {}
    settings: Annotated[Values, AfterValidator(_scrapy_settings)] = {}

    def runs_after(self, moment: datetime) -> CronSim:
        """The run times after ``moment`` (aware), one by one, in the collection's own time zone and without jitter.

        Daylight saving as Debian's cron has it: a time that the clock skips runs right after the jump, a time
        that comes twice runs once, and an expression with ``*`` in its hours keeps its pace through both.
        """
        return CronSim(self.cron, moment.astimezone(ZoneInfo(self.time_zone)))


class Plan(_Table):
    """The whole schedule file."""

    scrapyd: Daemons
    collection: list[Collection] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_and_nodes(self) -> Plan:
        seen: set[str] = set()
        for collection in self.collection:
            if collection.node and collection.node not in self.scrapyd.nodes:
                raise ValueError(
                    f"collection {collection.name!r}: {collection.node} is not among the nodes of [scrapyd]"
                )
            if collection.name in seen:
                raise ValueError(f"collection {collection.name!r} stands here twice: give each its own name")
            seen.add(collection.name)
        return self


def read(path: Path) -> Plan:
    """The schedule in the TOML file at ``path``.

    Raises ScheduleError: one line that names the file, the line and the reason.
    """
    try:
        text = path.read_text("utf-8-sig")
        return Plan.model_validate(tomllib.loads(text))
    except OSError as error:
        raise ScheduleError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ScheduleError(f"{path}: is not UTF-8: {error.reason} at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        line = int(found[2]) if found and found[2] else len(text.splitlines())
        raise ScheduleError(f"{path}:{line}: {found[1] if found else error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(part for part in first["loc"] if isinstance(part, int | str))
        raise ScheduleError(f"{path}:{line_of(text, location, first['msg'])}: {_reason(location, first)}") from None


def _reason(location: tuple[int | str, ...], error: Any) -> str:
    names = [str(part) for part in location if isinstance(part, str) and part not in ("collection", "bool", "int")]
    what = {
        "extra_forbidden": "no such key: mend its spelling or take it out",
        "missing": "is missing",
        "bool_type": "must be text, a number, true or false",
    }.get(error["type"], str(error["msg"]).removeprefix("Value error, "))
    return f"{'.'.join(names)}: {what}" if names else what
