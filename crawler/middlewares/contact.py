"""Says who asks, and where a publisher reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ContactMiddleware:
    """Puts ``CONTACT`` into the User-Agent and, if it is a mail address, into From (RFC 9110, 10.1.2)."""

    def __init__(self, user_agent: str, contact: str) -> None:
        mail = contact.removeprefix("mailto:")
        self._user_agent = user_agent if contact in user_agent else f"{user_agent} (+{contact})"
        self._from = mail if "@" in mail and "/" not in mail else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # A line break in a header would be a second header.
        contact = " ".join(str(crawler.settings["CONTACT"] or "").split())
        if not contact:
            raise NotConfigured
        return cls(crawler.settings["USER_AGENT"], contact)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("User-Agent", self._user_agent)
        if self._from:
            request.headers.setdefault("From", self._from)
