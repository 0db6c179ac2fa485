"""What a page says in JSON-LD of the story that it holds. Terms: https://schema.org/NewsArticle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler import urls
from crawler.extract import dom
from crawler.extract.authors import Byline
from crawler.extract.candidate import Candidate
from crawler.extract.text import fold, unmarked
from crawler.items import Image, Video
from crawler.page import Page

SOURCE = "json-ld"
ALTERNATIVE = "json-ld-alternative"  # the headline that an article has beside its own
_ENDINGS = ("article", "posting", "report", "claimreview")  # NewsArticle, LiveBlogPosting, ReportageNewsArticle, …
# What a page may be instead of an article: it counts where its name is the page's own.
_WORKS = frozenset(("videoobject", "imagegallery", "mediagallery", "webpage", "itempage"))
_PAGES = frozenset(("webpage", "itempage"))
_frees = dom.finder("//meta[@itemprop='isAccessibleForFree' or @name='isAccessibleForFree']")
_ORGANISATIONS = ("organization", "corporation", "newsagency", "brand", "website")
_MOST = 50  # entries read of any one list, and objects of one story: a story has fewer, a hostile page more


def types(thing: dict[str, Any]) -> list[str]:
    """The types of an object, lower case, without their namespace."""
    named = thing.get("@type") or []
    return [str(name).rpartition("/")[2].lower() for name in (named if isinstance(named, list) else [named])]


def is_article(thing: dict[str, Any]) -> bool:
    """True if one of the object's types is a kind of article."""
    return any(name.endswith(_ENDINGS) for name in types(thing))


def articles(page: Page) -> list[dict[str, Any]]:
    """The JSON-LD objects that describe this page's story, best first; usually one, sometimes none.

    An object whose address is this page's leads, or else one whose headline is the page's own; others follow if they
    carry the same headline, since a page may also describe the stories that it points to.
    """
    found = [
        thing
        for thing in _opened(page.json_ld)
        if is_article(thing) and _text(thing.get("headline", thing.get("name")))
    ]
    if not found:
        return []
    here = {urls.identity(page.url), *(urls.identity(u) for u in page.links.get("canonical", [])[:1])}
    own = [thing for thing in found if here & {urls.identity(a) for a in _addresses(thing)}]
    if not own and len(found) > 1:
        printed = _printed(page)
        own = [thing for thing in found if fold(unmarked(_text(thing.get("headline", thing.get("name"))))) in printed]
    ours = set(map(id, own))
    lead = max(own or found[:1], key=lambda thing: bool(thing.get("datePublished")) + bool(thing.get("author")))
    headline = fold(_text(lead.get("headline", lead.get("name"))))
    rest = (
        t
        for t in found
        if t is not lead and (id(t) in ours or fold(_text(t.get("headline", t.get("name")))) == headline)
    )
    return [lead, *islice(rest, _MOST - 1)]


def _printed(page: Page) -> set[str]:
    """What the page calls its story, folded: Open Graph's titles and the headings of the first rank."""
    headings = [dom.text(heading) for heading in islice(page.tree.iter("h1"), _MOST)]
    return {fold(unmarked(said)) for said in (*page.meta.get("og:title", [])[:_MOST], *headings)}


def candidates(page: Page) -> Iterator[Candidate]:
    """Every field that the story's JSON-LD objects give."""
    known = {thing["@id"]: thing for thing in page.json_ld if isinstance(thing.get("@id"), str)}
    found = articles(page)
    for thing in found:
        yield from _of_article(thing, known)
    if not found:
        yield from _of_works(page, known)


def article_body(page: Page) -> str:
    """The text that JSON-LD gives as the article's body: a hint only, since it is often cut or run together."""
    return next((text for thing in articles(page) if (text := _text(thing.get("articleBody")))), "")


def locked(page: Page) -> bool:
    """True if the story says that it is not accessible for free; else the page itself, in JSON-LD or in microdata."""
    pages = (t for t in page.json_ld if not _PAGES.isdisjoint(types(t)) and _is_here(t, page))
    for things in (articles(page), pages):
        said = [str(free) for thing in things if (free := thing.get("isAccessibleForFree")) is not None]
        if said:
            return any(map(_is_no, said))
    said = [meta.get("content", "") for meta in _frees(page.tree)[:_MOST] if _is_of_page(meta)]
    return bool(said) and all(map(_is_no, said))


def says_free(page: Page) -> bool:
    """True if the story says in JSON-LD that it is accessible for free, and nothing of it that it is not."""
    said = [str(thing.get("isAccessibleForFree", "")) for thing in articles(page)]
    return any(value.rpartition("/")[2].lower() == "true" for value in said) and not any(map(_is_no, said))


def _is_of_page(said: HtmlElement) -> bool:
    """False for what is said in an item with a link but without the headline, and in one that is part of another."""
    item = next((box for box in said.iterancestors() if "itemscope" in box.attrib), None)
    if item is None or next(item.iter("h1"), None) is not None:
        return True
    return "itemprop" not in item.attrib and next(item.iter("a"), None) is None


def _is_no(said: str) -> bool:
    return said.rpartition("/")[2].lower() == "false"


def _is_here(thing: dict[str, Any], page: Page) -> bool:
    return urls.identity(page.url) in {urls.identity(address) for address in _addresses(thing)}


def _of_article(thing: dict[str, Any], known: dict[str, dict[str, Any]]) -> Iterator[Candidate]:
    simple = (
        ("headline", ("headline", "name")),
        ("standfirst", ("description", "abstract")),
        ("published", ("datePublished", "dateCreated")),
        ("modified", ("dateModified",)),
        ("section", ("articleSection",)),
        ("canonical_url", ("url",)),
    )
    for field, keys in simple:
        for key in keys:
            value = next((text for entry in _list(thing.get(key)) if (text := _text(entry))), "")
            if value:
                yield Candidate(field, value, SOURCE)
                break
    if other := _text(thing.get("alternativeHeadline")) or _text(thing.get("alternateName")):
        yield Candidate("headline", other, ALTERNATIVE)
    bylines = [b for key in ("author", "creator") for entry in _list(thing.get(key)) for b in _bylines(entry, known)]
    if bylines:
        yield Candidate("authors", bylines, SOURCE)
    for entry in _list(thing.get("inLanguage"))[:1]:
        yield Candidate("language", _named(entry, "alternateName", "name"), SOURCE)
    tags = [text for entry in _list(thing.get("keywords")) if (text := _named(entry, "name"))]
    if tags:
        yield Candidate("tags", tags, SOURCE)
    for entry in _list(thing.get("publisher"))[:1]:
        yield Candidate("site_name", _named(_resolved(entry, known), "name"), SOURCE)
    images = [image for entry in _list(thing.get("image")) if (image := _image(_resolved(entry, known)))]
    if images:
        yield Candidate("images", images, SOURCE)
    videos = [video for entry in _list(thing.get("video")) if (video := _video(entry))]
    if videos:
        yield Candidate("videos", videos, SOURCE)


def _of_works(page: Page, known: dict[str, dict[str, Any]]) -> Iterator[Candidate]:
    """The film that is called as the page is, and when it, the gallery or the page of that name appeared, by whom."""
    works = [thing for thing in page.json_ld if not _WORKS.isdisjoint(types(thing))]
    titles = {*_printed(page), fold(unmarked(page.title))} - {""} if works else set()
    own = (t for t in works if any(fold(unmarked(_text(t.get(key)))) in titles for key in ("name", "headline")))
    for thing in islice(own, _MOST):
        yield Candidate("published", _text(thing.get("datePublished")) or _text(thing.get("uploadDate")), SOURCE)
        yield Candidate("modified", _text(thing.get("dateModified")), SOURCE)
        yield Candidate("authors", [b for entry in _list(thing.get("author")) for b in _bylines(entry, known)], SOURCE)
        if "videoobject" in types(thing) and (video := _video(thing)):
            yield Candidate("videos", [video], SOURCE)


def _opened(objects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for thing in objects:
        yield thing
        for key in ("mainEntity", "mainEntityOfPage", "hasPart"):
            yield from (inner for inner in _list(thing.get(key)) if isinstance(inner, dict) and is_article(inner))


def _addresses(thing: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        for entry in _list(thing.get(key)):
            address = _named(entry, "@id", "url")
            if address:
                yield address.partition("#")[0]


def _bylines(entry: Any, known: dict[str, dict[str, Any]]) -> Iterator[Byline]:
    entry = _resolved(entry, known)
    if isinstance(entry, str):
        yield Byline(entry, declared=True)
    elif isinstance(entry, dict):
        kinds = types(entry)
        organisation = bool(kinds) and "person" not in kinds and any(k.endswith(_ORGANISATIONS) for k in kinds)
        for name in _list(entry.get("name", entry.get("byline"))):
            if text := _named(name, "@value", "name"):
                yield Byline(text, organisation, declared=True)


def _resolved(entry: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(entry, dict) and "@id" in entry and not entry.get("name") and not entry.get("url"):
        return known.get(str(entry["@id"]), entry)
    return entry


def _image(entry: Any) -> Image | None:
    if isinstance(entry, str):
        return Image(entry)
    if not isinstance(entry, dict):
        return None
    url = next((text for key in ("url", "contentUrl", "@id") if (text := _text(entry.get(key)))), "")
    caption = _text(entry.get("caption")) or _text(entry.get("description"))
    credit = _named(entry.get("creditText") or entry.get("creator") or entry.get("author"), "name")
    return Image(url, caption=caption or None, credit=credit or None) if url else None


def _video(entry: Any) -> Video | None:
    if not isinstance(entry, dict):
        return None
    url = next((text for key in ("contentUrl", "embedUrl", "url") if (text := _text(entry.get(key)))), "")
    title = _text(entry.get("name")) or _text(entry.get("headline"))
    return Video(url or None, title or None) if url or title else None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:_MOST] if isinstance(value, list) else [value]


def _named(entry: Any, *keys: str) -> str:
    """A text, or the first of ``keys`` in an object (or in a list's first entry)."""
    if isinstance(entry, list):
        entry = entry[0] if entry else ""
    if isinstance(entry, dict):
        return next((text for key in keys if (text := _text(entry.get(key)))), "")
    return _text(entry)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value")  # with its language, https://www.w3.org/TR/json-ld11/#value-objects
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
