"""What a page says of related stories in data: JSON-LD, link elements, microdata, and JSON that fills its own boxes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.page import Page

_LD_NAMES = ("relatedLink", "isRelatedTo", "significantLink")
_NAMES = ("elated", "seeAlso", "see_also", "moreOnThis", "readAlso")  # quicker than the pattern below
_MOST = 20  # links taken of one place
_DEEPEST = 10
_SHORTEST_TITLE = 15  # characters
# A list that is named so in the data of a page: "relatedArticles": [ … ], or one in a box: "related": {"items": [ … ]};
# the quotes have strokes before them where the data is a string itself.
_LIST = re.compile(
    r'(\\?)"(?:related|seeAlso|see_also|moreOnThis|readAlso)[A-Za-z_-]{0,24}\1"\s*:\s*(?=(?:\[\s*)?\{)', re.IGNORECASE
)
_STRING = re.compile(r'(?:[^"\\]|\\.)*')  # what stands in one, up to its end
_MOST_STRING = 50_000  # characters looked at of it
_BOXED = ("basic", "items", "edges", "nodes", "data", "results", "articles", "stories", "list", "contents", "posts")
_WRAPPED = ("node", "attributes", "article", "item", "content", "story")  # where an entry keeps what it says
_NO_LIST = re.compile(
    r"topic|tag|keyword|categor|author|image|photo|product|compan|people|person|search", re.IGNORECASE
)
_MOST_SCRIPT = 2_000_000  # characters of a script that are searched
_URLS = (
    "url", "href", "link", "canonicalUrl", "canonical_url", "websiteUrl", "permalink", "uri", "path", "website_url",
)  # fmt: skip
_TITLES = ("title", "headline", "headlines", "name", "text", "label", "shortTitle")
_SPELLED = ("basic", "rendered", "text", "title")  # a title's own spellings


def declared(page: Page) -> Iterator[tuple[str, str]]:
    """Address as written and title (perhaps empty) of each story that metadata calls related."""
    named = any(name in page.html for name in _LD_NAMES)  # else nothing is parsed or walked for them
    for thing in page.json_ld if named else ():
        for name in _LD_NAMES:
            yield from _of_value(thing.get(name))
    for href in page.links.get("related", [])[:_MOST]:
        yield href, ""
    for element in page.tree.iter("a", "link") if named else ():
        if element.get("itemprop") in _LD_NAMES:
            yield element.get("href") or "", " ".join(element.text_content().split())


def shipped(page: Page) -> Iterator[tuple[str, str]]:
    """Address and title of each story in lists that scripts hold as JSON under a name of the "related" family."""
    decoder = json.JSONDecoder()
    taken = 0
    for script in page.tree.iter("script") if _names_a_list(page.html) else ():
        text = script.text
        if not text or len(text) > _MOST_SCRIPT or not _names_a_list(text):
            continue
        for found in _LIST.finditer(text):
            if _NO_LIST.search(found[0]):
                continue
            taken += 1
            if taken > _MOST:
                return
            try:
                if found[1]:
                    written = _STRING.match(text, found.end(), found.end() + _MOST_STRING)
                    entries, _ = decoder.raw_decode(json.loads(f'"{written[0] if written else ""}"', strict=False))
                else:
                    entries, _ = decoder.raw_decode(text, found.end())
            except (ValueError, RecursionError):
                continue
            yield from _of_entries(entries)


def _names_a_list(text: str) -> bool:
    return any(name in text for name in _NAMES)


def _of_value(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield value, ""
    elif isinstance(value, list):
        for entry in value[:_MOST]:
            yield from _of_value(entry, depth + 1)
    elif isinstance(value, dict):
        url = value.get("url") or value.get("@id")
        if isinstance(url, str):
            title = value.get("headline") or value.get("name") or ""
            yield url, title if isinstance(title, str) else ""


def _of_entries(entries: Any) -> Iterator[tuple[str, str]]:
    if isinstance(entries, dict):
        entries = next((entries[name] for name in _BOXED if isinstance(entries.get(name), list)), None)
    for entry in entries[:_MOST] if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            inner = (entry[name] for name in _WRAPPED if isinstance(entry.get(name), dict))
            told = entry if _address(entry) else next(inner, entry)
            url, title = _address(told), next(filter(None, (_title(told.get(name)) for name in _TITLES)), "")
            if url and len(title) >= _SHORTEST_TITLE:
                yield url, title


def _address(entry: dict[str, Any]) -> str:
    return next((entry[name] for name in _URLS if isinstance(entry.get(name), str)), "")


def _title(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in _SPELLED if isinstance(value.get(name), str)), "")
    return value if isinstance(value, str) else ""
