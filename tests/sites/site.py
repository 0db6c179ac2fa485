"""What a site must be able to say for itself; the server knows nothing else of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol


@dataclass(frozen=True)
class Document:
    """One answer: ``last_modified`` is an aware UTC time or None, ``headers`` are sent as they stand."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    last_modified: datetime | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """A strong validator (RFC 9110, 8.8.3): it changes with every byte of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


class Site(Protocol):
    """A newspaper, or anything else that answers at one address."""

    name: str
    seeds: Sequence[str]  # paths of the stories to begin with

    def bind(self, bases: Mapping[str, str]) -> None:
        """Called once, when all sites of a server have their addresses: name -> ``http://host:port``."""
        ...

    def answer(self, path: str) -> Document | None:
        """What stands at ``path`` (query included), or None for nothing."""
        ...


def robots(text: str) -> Document:
    """A robots.txt with ``text`` as its rules."""
    return Document(text.encode(), "text/plain; charset=utf-8", datetime(2024, 1, 1, tzinfo=UTC))
