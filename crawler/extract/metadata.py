"""What a page says of its story in meta elements: Open Graph, the article namespace, Dublin Core, analytics."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from crawler.extract import address, crumbs, json_ld, printed_title, visible
from crawler.extract.authors import Byline
from crawler.extract.candidate import Candidate
from crawler.items import Image, Video
from crawler.page import Page

_NO_HEADLINES = ("title", visible.HEADING, json_ld.ALTERNATIVE)  # whose texts are more or less than a headline


@cache
def _names() -> list[tuple[str, str, str]]:
    text = (files("crawler.extract") / "data" / "meta_names.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return [(source, field, name) for source, rows in tables.items() for field, names in rows.items() for name in names]


def candidates(page: Page) -> Iterator[Candidate]:
    """Every field that JSON-LD, the head and the visible marks give; the order says nothing, StoryLoader ranks them."""
    said = [*json_ld.candidates(page), *_of_meta(page)]
    yield from said
    seen = list(
        visible.candidates(page, [c.value for c in said if c.field == "headline" and c.source != json_ld.ALTERNATIVE])
    )
    yield from seen
    headed = any(c.field == "headline" and c.source not in _NO_HEADLINES for c in (*said, *seen))
    if not headed and (printed := printed_title.find(page)):
        yield Candidate("headline", printed[1], visible.SOURCE)
    yield from crumbs.candidates(page, {c.field for c in (*said, *seen)})
    if named := address.day(page.url):
        yield Candidate("published", named, "address")


def _of_meta(page: Page) -> Iterator[Candidate]:
    for source, field, name in _names():
        values = page.meta.get(name)
        if not values:
            continue
        if field == "authors":
            turned = name.startswith("dc")
            yield Candidate(field, [Byline(v, declared=True, surname_first=turned) for v in values], source)
        else:
            yield Candidate(field, values if field == "tags" else values[0], source)
    for link in page.links.get("canonical", [])[:1]:
        yield Candidate("canonical_url", link, "canonical")
    if title := page.title:
        yield Candidate("headline", title, "title")
    if page.declared_language:
        yield Candidate("language", page.declared_language, "html")
    images = page.meta.get("og:image") or page.meta.get("og:image:url") or page.meta.get("twitter:image") or []
    if images:
        alt = next(iter(page.meta.get("og:image:alt", [])), None)
        yield Candidate("images", [Image(images[0], alt=alt)], "opengraph")
    for film in (page.meta.get("og:video:url") or page.meta.get("og:video") or [])[:1]:
        yield Candidate("videos", [Video(film)], "opengraph")
