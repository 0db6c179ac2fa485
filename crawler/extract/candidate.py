"""What one place on a page says about one field, and the place's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Sources whose texts are what a reader sees. Those of all others may hold entities and tags that were escaped twice.
SHOWN = frozenset(
    ("article-text", "trafilatura", "json-state", "visible", "visible-text", "heading", "dateline", "tag-links")
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``field`` is a field of :class:`crawler.items.Story`; ``source`` names the place that gave ``value``.

    Sources are short and stable, because they are stored with every story: ``json-ld``, ``opengraph``, ``twitter``,
    ``meta``, ``microdata``, ``visible``, ``article-text``, ``address``, ``header``, ``breadcrumbs``,
    ``tag-links``, ``layout:<name>``. ``value`` is raw: StoryLoader cleans it.
    """

    field: str
    value: Any
    source: str
