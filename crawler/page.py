"""A page, parsed once: the tree, the metadata and the JSON-LD that every extractor reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import json_repair
import lxml.etree
import lxml.html
from w3lib.html import get_base_url

from crawler.encoding import decode

if TYPE_CHECKING:
    from scrapy.http import Response

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
# What is wrapped around scripts for XML parsers. No \s*: a long run of spaces would be tried from each of them.
_CDATA = re.compile(r"(?:/[/*])?\s{0,64}(?:<!\[CDATA\[|\]\]>|<!--|-->)\s*(?:\*/)?")
_MOST_TABLES = 200  # of a page that is read below a depth of 256: extraction takes the cube of tables in tables
_REPAIRED = 128 * 1024  # characters of broken JSON-LD that are worth a repair, which is slow; real ones have 5,000

_pages: WeakKeyDictionary[Response, Page] = WeakKeyDictionary()


_ELEMENTS = lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


class Page:
    """A response's text and what is read from it more than once.

    ``url`` is where the text came from (after redirects), ``html`` the decoded text, ``encoding`` its name,
    ``headers`` the response's, names in lower case, and ``fetched_at`` an aware UTC time. ``tree`` is shared by
    all extractors: whoever must change it works on a copy.
    """

    def __init__(
        self,
        url: str,
        html: str,
        *,
        encoding: str = "utf-8",
        headers: Mapping[str, str] | None = None,
        fetched_at: datetime | None = None,
        status: int = 200,
    ) -> None:
        self.url = url
        self.html = html
        self.encoding = encoding
        self.headers = dict(headers or {})
        self.fetched_at = fetched_at or datetime.now(UTC)
        self.status = status

    @classmethod
    def from_bytes(
        cls,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        fetched_at: datetime | None = None,
        status: int = 200,
    ) -> Page:
        """Decode ``body`` by its header, its own declaration and what the bytes are. Never raises for bad bytes."""
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        encoding, html = decode(body, lowered.get("content-type"))
        return cls(url, html, encoding=encoding, headers=lowered, fetched_at=fetched_at, status=status)

    @classmethod
    def from_response(cls, response: Response, fetched_at: datetime | None = None) -> Page:
        """A page from what Scrapy downloaded; Scrapy's own decoding and selectors stay unused.

        The same response gives the same page, whoever asks: a middleware's look at it is not paid for twice.
        """
        if response in _pages:
            page = _pages[response]
            page.fetched_at = fetched_at or page.fetched_at
            return page
        headers = {
            name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
        }
        page = _pages[response] = cls.from_bytes(
            response.url, response.body, headers=headers, fetched_at=fetched_at, status=response.status
        )
        return page

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        """The parsed document; an empty one where there is nothing to parse."""
        # lxml refuses text that carries an encoding declaration of its own, and text with NULs ends at the first.
        text = _XML_DECLARATION.sub("", self.html, count=1).replace("\x00", "")
        root = None
        if text.strip():
            written = text.encode("utf-8", "replace")
            root, whole = _parsed(written, deep=False)
            # Tags that nobody closes nest, and libxml2 stops at a depth of 256 or, when asked, of 2,048.
            if not whole and text.count("<table") < _MOST_TABLES:
                root, _ = _parsed(written, deep=True)
        return lxml.html.document_fromstring("<html><body></body></html>") if root is None else root

    @cached_property
    def elements(self) -> list[lxml.html.HtmlElement]:
        """Every element in document order. Keeping them spares each later walk the making of lxml's proxies anew."""
        return list(self.tree.iter("*"))

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: the base element's address where it is http(s), else the page's."""
        try:
            base = get_base_url(self.html[:16_384], self.url)
        except ValueError:  # a base of "http://["
            return self.url
        return base if base.startswith(("http://", "https://")) else self.url

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Every meta element's content, by its name, property or itemprop in lower case, in document order."""
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            content = element.get("content") or element.get("value")  # which some archives' cleaners make of it
            if name and content and content.strip():
                found.setdefault(name.strip().lower(), []).append(content.strip())
        return found

    @cached_property
    def links(self) -> dict[str, list[str]]:
        """Every link element's href (as written), by each token of its rel in lower case."""
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("link"):
            href = (element.get("href") or "").strip()
            for rel in (element.get("rel") or "").lower().split() if href else ():
                found.setdefault(rel, []).append(href)
        return found

    @cached_property
    def title(self) -> str:
        """The title element's text, empty where there is none; a drawing's titles are none."""
        titles = (title for title in self.tree.iter("title") if next(title.iterancestors("svg"), None) is None)
        return next((text for title in titles if (text := (title.text or "").strip())), "")

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object of the page, arrays and @graph opened, in document order; broken JSON repaired."""
        objects: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower() and script.text:
                _open(_loaded(_CDATA.sub("", script.text)), objects)
        return objects

    @cached_property
    def declared_language(self) -> str | None:
        """The language that the page declares (html lang, then content-language), as written."""
        root = self.tree
        declared = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        return (declared or next(iter(self.meta.get("content-language", [])), "")).strip() or None


def _parsed(written: bytes, *, deep: bool) -> tuple[lxml.html.HtmlElement | None, bool]:
    """The tree of a page in UTF-8, None where there is none, and whether all of the page is in it."""
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=deep, remove_comments=True, remove_pis=True)
    # lxml.html asks a Python function for the class of each element: half the cost of a walk over the tree.
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = lxml.html.document_fromstring(written, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        root = None
    last = parser.error_log.last_error
    return root, last is None or last.type != lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _loaded(text: str) -> Any:
    """The JSON of a script element, repaired where it is broken; None where that is hopeless."""
    try:
        return json.loads(text)
    except RecursionError:
        return None
    except ValueError:
        if len(text) > _REPAIRED:
            return None
    try:
        return json_repair.loads(text, skip_json_loads=True)
    except (ValueError, RecursionError):
        return None


def _open(value: Any, into: list[dict[str, Any]], depth: int = 0) -> None:
    if depth > 8:
        return
    if isinstance(value, list):
        for entry in value:
            _open(entry, into, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@graph" not in value:
            into.append(value)
        _open(value.get("@graph", []), into, depth + 1)
