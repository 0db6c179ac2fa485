"""What a page asks of robots: the robots meta element and X-Robots-Tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from crawler.items import Story
from crawler.page import Page

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_AGENT = "backstory"
# Before a colon of X-Robots-Tag stands a robot's name, a directive that has a value, or the rest of a date with a comma
# (RFC 850); that one has spaces.
_NAME = re.compile(r"\s{0,9}([a-z0-9_.*-]{1,64})\s{0,9}:")
_HAS_VALUE = re.compile(r"max-.+|unavailable_after")
_DIRECTIVES = frozenset(("noindex", "nofollow", "noarchive"))


class RobotsTagsMiddleware(BaseSpiderMiddleware):
    """Honours the directives named in ``ROBOTS_TAGS``.

    nofollow: no link of the page is followed, and ``story.nofollow`` says so. noarchive: the story's facts are kept,
    its raw HTML is not, and ``story.archived`` says so. noindex: the story is not kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._honoured = {name.strip().lower() for name in crawler.settings.getlist("ROBOTS_TAGS")} & _DIRECTIVES
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
        item.nofollow = "nofollow" in directives
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
        found |= _of_header(header.decode("latin-1").lower())
    for element in Page.from_response(response).tree.iter("meta"):
        if (element.get("name") or "").strip().lower() in ("robots", _AGENT):
            found |= _words(element.get("content") or "")
    return found


def _of_header(header: str) -> set[str]:
    """What one header asks of us: a robot's name before a directive holds for all that follow, up to the next name."""
    found: set[str] = set()
    for_us = True
    for part in header.split(","):
        named = _NAME.match(part)
        if named is None:
            found |= _words(part) if for_us else set()
        elif not _HAS_VALUE.fullmatch(named[1]):
            for_us = named[1] == _AGENT
            found |= _words(part[named.end() :]) if for_us else set()
    return found


def _words(text: str) -> set[str]:
    words = {word.strip().lower() for word in re.split(r"[,;\s]", text)}
    return (words & _DIRECTIVES) | ({"noindex", "nofollow"} if "none" in words else set())
