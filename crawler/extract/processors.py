"""Cleaning, field by field: each function takes a raw value and gives the clean one, or None for what is no value.

StoryLoader strings them together. Those that need to know more of the page take ``loader_context``, as itemloaders
hands it on: ``page``, ``language`` (BCP 47 or None), ``site_names``, and ``source``, the candidate's.
"""

from __future__ import annotations

import re
from typing import Any

from crawler import urls
from crawler.extract import authors, dates, headline, language, picture_names
from crawler.extract.candidate import SHOWN
from crawler.extract.text import clean, fold, unmarked
from crawler.items import Image, Video

LONGEST_HEADLINE = 400  # characters; more is a text that lost its end tag
LONGEST_STANDFIRST = 1_500
LONGEST_TAG = 80
_CUT = re.compile(r"(?:\[(?:…|\.{3})\]|\w ?(?:…|\.{3}))$")
MOST_TAGS = 40

# What a web server prints where an include is broken (Apache mod_include): never a story's words.
_SERVER_ERROR = re.compile(r"\[an error occurred while processing this directive\]", re.IGNORECASE)
# Keys of the newsroom's system: "section:world", "4711"; but "Spider-Man: Brand New Day" and "1917" are names.
_NO_TAG = re.compile(
    r"^(?:[0-9a-f]{8}-[0-9a-f-]{27}|(?!(?:1\d|20)\d\d$)\d+|https?//.*|\w[\w.-]{0,40}:(?=\S).*)$", re.IGNORECASE
)
_COMMAS = re.compile(r"[,;、，،؛]")
_KIND_OF_TAG = re.compile(r"^(?:sections?|topics?|organi[sz]ations?|persons?|people|places?|locations?|tags?|story)/")
_COVERED = re.compile(r", [^,]{1,80}(?:,? (?:&|and|und|et|y|e|en|och|og) )[^,]", re.IGNORECASE)
_NO_SECTION = frozenset(
    ("home", "homepage", "news article", "article", "uncategorized", "none", "null", "index", "startseite")
)


def plain(value: Any, loader_context: Any) -> str | None:
    """One clean line; None for what is no text. What a reader sees stays as it is, "<" and "&" included."""
    if not isinstance(value, str):
        return None
    line = clean(value) if loader_context["source"] in SHOWN else unmarked(value)
    return _SERVER_ERROR.sub("", line).strip() or None


def a_headline(value: str, loader_context: Any) -> str | None:
    """Without the site's name; None for what is too long or is nothing but the site's name."""
    names, host = loader_context["site_names"], urls.host(loader_context["page"].url)
    if len(value) > LONGEST_HEADLINE or headline.is_site(value, names, host):
        return None
    told = headline.without_site(value, names, host)
    if loader_context["source"] == "title":  # a template's; in a headline the paper may be whom it is about
        name, _, rest = told.partition(": ")
        told = rest if rest and headline.is_site(name, names, host) else told
    return told


def a_standfirst(value: str) -> str | None:
    """None for a whole text, and for the cut beginning of one ("… […]")."""
    return value if len(value) <= LONGEST_STANDFIRST and not _CUT.search(value) else None


def a_time(value: Any, loader_context: Any) -> str | None:
    """ISO 8601; None for what is no time, lies before the web or after the page was fetched."""
    moment = dates.parse(str(value), loader_context["language"])
    return moment if moment and dates.plausible(moment, loader_context["page"].fetched_at) else None


def names(value: Any, loader_context: Any) -> authors.Names | None:
    """Bylines (or plain text, or a list of it) sorted into people, agencies and other organisations."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    bylines = [entry if isinstance(entry, authors.Byline) else authors.Byline(str(entry)) for entry in entries]
    found = authors.read(bylines, loader_context["site_names"])
    return found if found.people or found.agencies or found.organisations else None


def a_section(value: str) -> str | None:
    """The name of a section; the last of a path ("News > World"), the first of a list ("news,slider").

    What one section covers is no list ("Arts, Culture & Style"), and a slash between two words no path ("Life/Style").
    """
    last = re.split(r"\s*[>|»]\s*|\s+/\s+", value)[-1].strip()
    steps = [step for step in last.split("/") if step]
    if last != last.strip("/") or len(steps) > 2 or last.islower():
        last = steps[-1].strip() if steps else ""
    if not _COVERED.search(last):
        last = last.split(",")[0].strip()
    return last if last and len(last) <= LONGEST_TAG and fold(last) not in _NO_SECTION and not last.isdigit() else None


def tags(value: Any) -> list[str] | None:
    """A list of tags, each once; a text is split at commas."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    parts = _COMMAS.split(entries[0]) if len(entries) == 1 and isinstance(entries[0], str) else entries
    found: dict[str, str] = {}
    for part in parts:
        tag = _KIND_OF_TAG.sub("", unmarked(part).lstrip("#").strip()) if isinstance(part, str) else ""
        if tag and len(tag) <= LONGEST_TAG and not _NO_TAG.match(tag):
            found.setdefault(fold(tag), tag)
    return list(found.values())[:MOST_TAGS] or None


def a_language(value: str) -> str | None:
    """A BCP 47 tag."""
    return language.tag(value)


def a_site_name(value: str) -> str | None:
    """None for an account name or an address."""
    return value if len(value) <= LONGEST_TAG and not value.startswith(("@", "http")) else None


def an_address(value: Any, loader_context: Any) -> str | None:
    """An absolute, clean http(s) address."""
    return urls.clean(value, loader_context["page"].base_url) if isinstance(value, str) else None


def images(value: Any, loader_context: Any) -> list[Image] | None:
    """Images with absolute addresses and clean texts, each picture once; no logos and stand-ins."""
    found: dict[str, Image] = {}
    for image in value if isinstance(value, (list, tuple)) else [value]:
        url = urls.clean(image.url, loader_context["page"].base_url) if isinstance(image, Image) else None
        if url and not picture_names.is_ornament(url):
            texts = (plain(text, loader_context) for text in (image.alt, image.caption, image.credit))
            found.setdefault(picture_names.key(url), Image(url, *texts))
    return list(found.values()) or None


def videos(value: Any, loader_context: Any) -> list[Video] | None:
    """Videos with absolute addresses; one without an address keeps its title."""
    found: dict[str, Video] = {}
    for video in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(video, Video):
            url = urls.clean(video.url, loader_context["page"].base_url) if video.url else None
            title = plain(video.title, loader_context)
            if url or title:
                found.setdefault(url or title or "", Video(url, title))
    return list(found.values()) or None


def text(value: Any, loader_context: Any) -> str | None:
    """A text of several blocks, blank lines between."""
    return (
        "\n\n".join(lines(re.split(r"\n\s*\n", value), loader_context) or ()) or None
        if isinstance(value, str)
        else None
    )


def lines(value: Any, loader_context: Any) -> list[str] | None:
    """A list of clean lines."""
    if not isinstance(value, (list, tuple)):
        return None
    return [line for entry in value if (line := plain(entry, loader_context))] or None
