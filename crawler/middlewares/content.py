"""Looks at what an answer is before anything reads it: text with markup, and not without measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from crawler.guard import giant_tags
from crawler.guard.refusal import refuse
from crawler.middlewares.robots import IS_ROBOTS_TXT
from crawler.page import Page

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# The first bytes of what servers send as text/html by mistake (WHATWG MIME Sniffing, section 6).
_BINARY = (
    b"%PDF-",
    b"%!PS-Adobe-",
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"RIFF",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"ID3",
    b"OggS",
    b"\x00asm",
)
# The first element of XML that is no page and full of headlines all the same, or of drawings.
_OTHER_XML = re.compile(
    r"(?>\s+|\ufeff|<\?.*?\?>|<!--.*?-->|<![^>]*>)*+<(rss|feed|rdf:rdf|urlset|sitemapindex|opml|svg)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_HEAD = 4_096  # characters in which a first element begins
_MARKUP = re.compile(rb"\A(?:\s|\xef\xbb\xbf)*<[!?a-zA-Z]")
_PARTIAL = 206
_RANGE = re.compile(rb"bytes\s+0-(\d{1,15})/(\d{1,15})", re.IGNORECASE)
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-16 and UTF-32 are full of NULs


class ContentMiddleware:
    """Refuses what is no markup, feeds, sitemaps and drawings (``not_html``), a part of a page, since we ask for none
    (``partial``), and what has too much: more than ``PAGE_MAX_ELEMENTS`` (``too_many_elements``) or a tag with more
    than ``PAGE_MAX_ATTRIBUTES`` (``too_many_attributes``).

    Parsing and extraction take time by the element, and by the square of a tag's attributes: both can hold a crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._max_elements = crawler.settings.getint("PAGE_MAX_ELEMENTS")
        self._max_attributes = crawler.settings.getint("PAGE_MAX_ATTRIBUTES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Looks at every 2xx, as these reach the spider; other answers are not read, and robots.txt is no page."""
        if not 200 <= response.status < 300 or IS_ROBOTS_TXT in request.meta:
            return response
        body = response.body
        if response.status == _PARTIAL and not _is_all_of_it(response):
            raise refuse(self.crawler, "partial", f"{response.url} is a part of a page, and nobody asked for one")
        if _is_binary(body):
            raise refuse(self.crawler, "not_html", f"{response.url} is {body[:8]!r}..., no page")
        if body.count(b"<") > self._max_elements:
            raise refuse(self.crawler, "too_many_elements", f"{response.url} has more than {self._max_elements} tags")
        html = Page.from_response(response).html
        other = _OTHER_XML.match(html[:_HEAD])
        if other and not (other[1].lower() == "svg" and _PAGE.search(html)):  # icons stand before some pages
            raise refuse(self.crawler, "not_html", f"{response.url} is XML ({other[1].lower()}), no page")
        if giant_tags.has_one(html, self._max_attributes):
            said = f"a tag of {response.url} has more than {self._max_attributes} attributes"
            raise refuse(self.crawler, "too_many_attributes", said)
        return response


def _is_all_of_it(response: Response) -> bool:
    """Whether a 206 is the whole page nevertheless, by its Content-Range (RFC 9110, 14.4).

    One that names no range at all is: nobody asked for one, and a part without its place would be of no use to anybody.
    """
    if "Content-Range" not in response.headers:
        return not (response.headers.get("Content-Type") or b"").lower().strip().startswith(b"multipart/")
    said = _RANGE.fullmatch((response.headers.get("Content-Range") or b"").strip())
    return said is not None and int(said[1]) + 1 == int(said[2])


def is_markup(body: bytes) -> bool:
    """Whether a body begins as a page does."""
    return bool(_MARKUP.match(body))


def _is_binary(body: bytes) -> bool:
    if body.startswith(_BINARY):
        return True
    if is_markup(body):
        return False
    head = body[:1024]
    if head.startswith(_UNICODE_MARKS) or b"<\x00" in head or b"\x00<" in head:
        return False
    return head.count(b"\x00") > len(head) // 10
