"""What a page asks of robots: the robots meta element and X-Robots-Tag."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from crawler.items import Story

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_READ = 256 * 1024  # bytes; the head of the longest of real news pages is below it
_META = re.compile(rb"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([a-zA-Z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_AGENT = "backstory"
_DIRECTIVES = frozenset(("noindex", "nofollow", "noarchive"))


class RobotsTagsMiddleware(BaseSpiderMiddleware):
    """Honours the directives named in ``ROBOTS_TAGS``.

    nofollow: no link of the page is followed. noarchive: the story's facts are kept, its raw HTML is not, and
    ``story.archived`` says so. noindex: the story is not kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._honoured = {name.lower() for name in crawler.settings.getlist("ROBOTS_TAGS")} & _DIRECTIVES
        if not self._honoured:
            raise NotConfigured("ROBOTS_TAGS is empty")
        self._last: tuple[Response | None, set[str]] = (None, set())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        if response is not None and "nofollow" in self._of(response):
            self._count("links/left/nofollow")
            self._count("links/followed", -1)
            return None
        return request

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        if response is None or not isinstance(item, Story):
            return item
        directives = self._of(response)
        if "noindex" in directives:
            self._count("pages/no_story/noindex")
            return None
        if "noarchive" in directives:
            self._count("stories/noarchive")
            item.archived = "noarchive"
        return item

    def _of(self, response: Response) -> set[str]:
        last, found = self._last
        if last is not response:  # one page's requests and its story come in a row
            found = directives(response) & self._honoured
            self._last = (response, found)
        return found

    def _count(self, name: str, by: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"backstory/{name}", by)


def directives(response: Response) -> set[str]:
    """What a page asks of every robot or of this one: of ``noindex``, ``nofollow``, ``noarchive``; ``none`` is two.

    X-Robots-Tag may name a robot before a colon; a meta element names it as its name.
    """
    found: set[str] = set()
    for header in response.headers.getlist("X-Robots-Tag"):
        agent, colon, rest = header.decode("latin-1").lower().partition(":")
        if not colon or "," in agent:
            found |= _words(header.decode("latin-1"))
        elif agent.strip() == _AGENT:
            found |= _words(rest)
    for element in _META.findall(response.body[:_READ]):
        attributes = {name.lower(): b"".join(values) for name, *values in _ATTRIBUTE.findall(element)}
        if attributes.get(b"name", b"").strip().lower() in (b"robots", _AGENT.encode()):
            found |= _words(html.unescape(attributes.get(b"content", b"").decode("latin-1")))
    return found


def _words(text: str) -> set[str]:
    words = {word.strip().lower() for word in re.split(r"[,;\s]", text)}
    return (words & _DIRECTIVES) | ({"noindex", "nofollow"} if "none" in words else set())
