"""The order of trust: whom StoryLoader believes, field by field. This is the one place where it is written.

A layout that knows the page comes before all others, always: it is written for that page by someone who looked.
Sources that a field's row does not name come after those it names, in the order in which they were found.
"""

from __future__ import annotations

LAYOUT = "layout:"

ORDER: dict[str, tuple[str, ...]] = {
    # JSON-LD's headline is the newsroom's own, Open Graph's the one that it gives to others, the title's is for search.
    # Which of the first two leads depends on what else says the same (see choose.headlined).
    "headline": ("json-ld", "opengraph", "visible", "microdata", "twitter", "meta", "title"),
    "standfirst": ("article-text", "json-ld", "opengraph", "meta"),
    # Times: an instant with its offset comes before any local time, and a local time before a bare day, whoever says
    # it (see choose.moment); this order decides among equals. A visible time may belong to another story.
    "published": (
        "json-ld",
        "opengraph",
        "microdata",
        "meta",
        "visible",
        "visible-text",
        "dateline",
        "address",
        "htmldate",
    ),
    "modified": ("json-ld", "opengraph", "microdata", "meta", "visible", "visible-text"),
    # A place that names a person comes before one that names only a newsroom (see choose.signed).
    "authors": ("json-ld", "meta", "microdata", "opengraph", "visible", "dateline", "article-text"),
    "section": ("json-ld", "opengraph", "meta", "microdata", "breadcrumbs"),
    "tags": ("opengraph", "json-ld", "meta", "microdata", "tag-links"),
    # What the text is heard to be written in wins only where it is another language (see choose.spoken).
    "language": ("json-ld", "html", "opengraph", "meta", "article-text"),
    "site_name": ("opengraph", "json-ld", "meta", "title"),
    "canonical_url": ("canonical", "opengraph", "json-ld"),
    "images": ("article-text", "json-ld", "opengraph"),
    "videos": ("json-ld", "article-text", "opengraph"),
    "body": ("article-text", "trafilatura", "json-ld"),
}


def rank(field: str, source: str) -> int:
    """The place of ``source`` for ``field``: 0 is believed first."""
    if source.startswith(LAYOUT):
        return 0
    order = ORDER.get(field, ())
    return order.index(source) + 1 if source in order else len(order) + 1
