"""The vocabulary: what a story, a link, an image and a video are. Imports nothing from the house.

The order of the fields is the order of the keys in a stored story. Times are ISO 8601 text: an instant
with its offset, a local time without one where the page does not say its zone, or a bare day. A field
that was not found is ``None`` (or an empty list), never a guess.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

LinkKind = Literal["related", "inline", "recirculation"]
Access = Literal["metered", "paywall"]
ESSENTIAL = ("headline", "published", "body")  # without one of these a story is of little use to anybody


@dataclass(slots=True)
class Image:
    """A photograph of the story: the lead picture or one set in the text."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Video:
    """A moving picture of the story; ``url`` is ``None`` where the page only names it."""

    url: str | None = None
    title: str | None = None


@dataclass(slots=True)
class RelatedLink:
    """A link from a story to another, with all that the page prints beside it."""

    url: str
    text: str
    heading: str | None = None
    published: str | None = None
    section: str | None = None
    kind: LinkKind = "related"
    score: float = 1.0  # 0 to 1: the share of links with this score that are what `kind` says
    position: int = 0  # 0 for the page's first story link, in document order


@dataclass
class Story:
    """One version of one story, as stored: ``<collection>/stories/<id>/<fetched at>.json``."""

    id: str = ""
    collection: str = ""
    url: str = ""
    canonical_url: str = ""
    other_urls: list[str] = field(default_factory=list)
    headline: str | None = None
    standfirst: str | None = None
    body: str | None = None
    crossheads: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    site_name: str | None = None
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    related: list[RelatedLink] = field(default_factory=list)
    sources: dict[str, Any] = field(default_factory=dict)
    seed: str | None = None
    discovered_from: str | None = None
    depth: int = 0
    run_id: str | None = None
    fetched_at: str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    raw_key: str | None = None
    raw_sha256: str | None = None
    text_sha256: str | None = None
    version: int = 1
    agencies: list[str] = field(default_factory=list)
    access: Access | None = None
    rendered: bool = False
    rendered_key: str | None = None  # the DOM after rendering, beside the body as received
    near_duplicate_of: str | None = None
    similarity: float | None = None
    changes: dict[str, Any] | None = None  # against the version before
    gone_at: str | None = None  # when the publisher first answered 404 or 410 after it was stored
    nofollow: bool = False  # its links were not followed, as the page asks
    archived: str | None = None  # why the raw HTML is not kept ("noarchive"), else None

    @property
    def raw(self) -> bytes:
        """The body as received (transfer and content encoding undone), carried to the archive, never exported."""
        body: bytes = self.__dict__.get("_raw", b"")
        return body

    @raw.setter
    def raw(self, body: bytes) -> None:
        self.__dict__["_raw"] = body

    @property
    def rendered_html(self) -> bytes:
        """The DOM after rendering, UTF-8, where a browser drew the page; carried like :attr:`raw`."""
        body: bytes = self.__dict__.get("_rendered_html", b"")
        return body

    @rendered_html.setter
    def rendered_html(self, body: bytes) -> None:
        self.__dict__["_rendered_html"] = body


def story_to_dict(story: Story) -> dict[str, Any]:
    """The story as plain JSON values, keys in the stored order."""
    return asdict(story)


def story_to_json(story: Story) -> bytes:
    """The stored form: one JSON object, UTF-8, a newline at its end."""
    return (json.dumps(story_to_dict(story), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def story_from_json(data: bytes, *, strict: bool = False) -> Story:
    """Read a stored story back; keys that this version does not know are left out.

    With ``strict`` they are refused, and so is a number that stands there as text. Raises ValueError, in one line,
    where ``data`` is no JSON object of a story's shape.
    """
    try:
        story = _stories().validate_json(data, strict=strict)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(" ".join(f"{'.'.join(map(str, first['loc']))}: {first['msg']}".lstrip(": ").split())) from None
    unknown = json.loads(data).keys() - {f.name for f in fields(Story)} if strict else None
    if unknown:
        raise ValueError(f"unknown fields: {' '.join(sorted(unknown))[:100]!r}")
    return story


@cache
def _stories() -> TypeAdapter[Story]:
    return TypeAdapter(Story)
