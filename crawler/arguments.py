"""The arguments of the spider ``related``: what they may be, and the line that says what is wrong with one."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from crawler import urls
from crawler.items import LinkKind
from crawler.state import from_home
from crawler.storage import keys

# A comma may stand inside an address; one that parts two addresses is followed by a scheme.
_BETWEEN_SEEDS = re.compile(r"\s*,\s*(?=[A-Za-z][A-Za-z0-9+.-]*://)|,?\s+|,$")
# In a file a line is one address, whatever stands in it, unless another begins on it.
_BETWEEN_SEEDS_OF_A_LINE = re.compile(r"(?<![\s,])[\s,]++(?=[A-Za-z][A-Za-z0-9+.-]{0,20}://)|,$")
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*(?::\d{1,5})?|\[[0-9a-f:]+\]")
_QUOTED = 80  # characters of a wrong address that are shown
MAX_SEEDS_FILE = 64 * 1024 * 1024  # bytes; about a million addresses


def _words(value: Any) -> Any:
    return [word for word in re.split(r"[\s,]+", value.strip()) if word] if isinstance(value, str) else value


def _read_seeds(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if "://" in text.split("\n", 1)[0]:
        return [seed for seed in _BETWEEN_SEEDS.split(text) if seed]
    path = from_home(text)
    try:
        if path.stat().st_size > MAX_SEEDS_FILE:
            raise ValueError(f"the seeds file {text} is larger than {MAX_SEEDS_FILE} bytes: split it")
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise ValueError(f"{text!r} is no address (https://…) and no readable file ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"the seeds file {text} is not UTF-8 text") from None
    return [seed for number, line in enumerate(lines, 1) for seed in _seeds_of_line(line, f"{text}:{number}")]


def _seeds_of_line(line: str, place: str) -> list[str]:
    if line.lstrip().startswith("#"):
        return []
    seeds = [seed for seed in _BETWEEN_SEEDS_OF_A_LINE.split(line.partition(" #")[0].strip()) if seed]
    for seed in seeds:
        if urls.clean(seed) is None:
            raise ValueError(f"{place}: {_no_address(seed)}")
    return seeds


def _no_address(seed: str) -> str:
    quoted = f"{seed[:_QUOTED]!r}{'…' if len(seed) > _QUOTED else ''}"
    if len(seed) > urls.MAX_LENGTH:
        return f"{quoted} is longer than the {urls.MAX_LENGTH} characters that an address may have"
    return f"{quoted} is no http(s) address"


class RelatedArguments(BaseModel):
    """Every argument arrives as text (``-a name=value``) and leaves as what it means."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)

    seeds: Annotated[list[str], BeforeValidator(_read_seeds)] = Field(
        default_factory=list,
        description="Addresses separated by commas or white space, or a file with one a line (# begins a comment). "
        "Without seeds a collection goes on with what it has queued and what is due.",
    )
    collection: str = Field("stories", description="The named body of stories that grows from these seeds.")
    depth: int = Field(2, ge=0, description="How many links away from a seed; 0 means no limit.")
    follow: Annotated[tuple[LinkKind, ...], BeforeValidator(_words)] = Field(
        ("related",), description="Kinds of links to follow: related, inline, recirculation."
    )
    sites: Literal["same", "any"] | Annotated[tuple[str, ...], BeforeValidator(_words)] = Field(
        "same", description="same: the seed's registrable domain; any; or a list of domains."
    )
    max_stories: int = Field(0, ge=0, description="Stop after so many stored stories; 0 means no limit.")
    max_minutes: float = Field(0, ge=0, description="Stop after so many minutes; 0 means no limit.")
    max_per_site: int = Field(0, ge=0, description="No more stories of one site than this; 0 means no limit.")
    revisit: Literal["auto", "seeds", "all", "none"] = Field(
        "auto", description="auto: the seeds and what is due; seeds; all: every known story; none: only what is new."
    )
    since: date | None = Field(None, description="First day (YYYY-MM-DD) of the window of dates.")
    until: date | None = Field(None, description="Last day (YYYY-MM-DD) of the window of dates.")
    render: Literal["auto", "always", "never"] = Field(
        "auto", description="Draw pages in a browser: where they need it (auto), all of them, or none."
    )
    exclusive: bool = Field(
        False, description="End at once (exit code 5) while the collection is being crawled already."
    )
    job: str | None = Field(None, alias="_job", description="Set by Scrapyd; becomes the run id.")

    @field_validator("seeds")
    @classmethod
    def _http_addresses(cls, seeds: list[str]) -> list[str]:
        if not seeds:
            raise ValueError("no seed given: pass one address at least")
        cleaned = []
        for seed in seeds:
            address = urls.clean(seed)
            if address is None:
                raise ValueError(_no_address(seed))
            cleaned.append(address)
        return list(dict.fromkeys(cleaned))

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str) -> str:
        return keys.collection(name)

    @field_validator("job")
    @classmethod
    def _run_id(cls, job: str | None) -> str | None:
        return job if job is None else keys.run_id(job)

    @field_validator("follow")
    @classmethod
    def _kinds(cls, follow: tuple[LinkKind, ...]) -> tuple[LinkKind, ...]:
        if not follow:
            raise ValueError("argument follow is empty: write some of related, inline, recirculation")
        return follow

    @field_validator("sites")
    @classmethod
    def _domains(cls, sites: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(sites, str):
            return sites
        if not sites:
            raise ValueError("argument sites is empty: write same, any, or domains such as example.com")
        domains = tuple(urls.ascii_host(domain.lower()) for domain in sites)
        for domain, written in zip(domains, sites, strict=True):
            one_word = "." not in domain and ":" not in domain and domain != "localhost"  # all, everything, same
            if (one_word and not urls.is_suffix(domain)) or not _DOMAIN.fullmatch(domain):
                raise ValueError(f"{written!r} is no domain: write same, any, or domains such as example.com")
        return domains

    @model_validator(mode="after")
    def _window(self) -> RelatedArguments:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since} lies after until={self.until}")
        return self


# What pydantic says of a value, in words for those who wrote it; every number here is 0 or more.
_WHOLE, _NUMBER = "it must be a whole number, 0 or more", "it must be a number, 0 or more"
_REASONS = {
    **dict.fromkeys(("int_parsing", "int_parsing_size", "int_from_float", "int_type"), _WHOLE),
    **dict.fromkeys(("float_parsing", "float_type"), _NUMBER),
    "greater_than_equal": "it must be {ge:g} or more",
    **dict.fromkeys(("bool_parsing", "bool_type"), "it must be 1 or 0"),
    **dict.fromkeys(("literal_error", "enum"), "it must be {expected}"),
}
_NO_DATES = ("date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "date_type")


def complaint(error: ValidationError) -> str:
    """One line that names the first wrong argument and what is wrong with it."""
    first = error.errors(include_url=False)[0]
    name = next((str(part) for part in first["loc"]), "")
    messages = {
        "extra_forbidden": f"there is no argument {name}; known are {', '.join(_names())}",
    }
    reason = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] in _REASONS:
        reason = _REASONS[first["type"]].format(**first.get("ctx", {}))
    if first["type"] in _NO_DATES:
        reason = "it must be a day, written YYYY-MM-DD"
    shown = f"argument {name}={first['input']!r:.80}: {reason}" if name else reason
    return messages.get(first["type"], reason if first["type"] == "value_error" else shown)


def _names() -> list[str]:
    return [name for name, field in RelatedArguments.model_fields.items() if not field.alias]
