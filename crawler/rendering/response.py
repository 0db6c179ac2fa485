"""A response with two bodies: what the server sent, and what a browser made of it."""

from __future__ import annotations

from typing import Any

from scrapy.http import HtmlResponse, Response
from scrapy.http.headers import Headers

_OF_THE_PLAIN_BODY = ("Content-Encoding", "Content-Length", "Transfer-Encoding")


class RenderedResponse(HtmlResponse):
    """``body`` is the DOM after rendering, UTF-8; ``plain_body`` the bytes that the server sent."""

    attributes: tuple[str, ...] = (*HtmlResponse.attributes, "plain_body")

    def __init__(self, *args: Any, plain_body: bytes = b"", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plain_body = plain_body

    @classmethod
    def of(cls, plain: Response, drawn: Response, *, url: str) -> RenderedResponse:
        """``plain`` with the body of ``drawn``: its status, its headers and its request stay."""
        headers = Headers(plain.headers)
        for name in _OF_THE_PLAIN_BODY:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return cls(
            url=url,
            status=plain.status,
            headers=headers,
            body=drawn.text.encode("utf-8", "replace"),
            encoding="utf-8",
            flags=[*plain.flags, "rendered"],
            request=plain.request,
            ip_address=plain.ip_address,
            protocol=plain.protocol,
            plain_body=plain.body,
        )


def bodies(response: Response) -> tuple[bytes, bytes]:
    """What the server sent, and the DOM after rendering (empty where no browser was asked)."""
    if isinstance(response, RenderedResponse):
        return response.plain_body, response.body
    return response.body, b""
