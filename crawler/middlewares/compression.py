"""Undoes content encodings within bounds, and believes the bytes where the header lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.guard.refusal import refuse

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_MAX_ENCODINGS = 2  # layers; each may grow the body to DOWNLOAD_MAXSIZE, and honest servers use one
_MARKUP = re.compile(rb"\A(?:\s|\xef\xbb\xbf)*<[!?a-zA-Z]")


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's middleware, which stops a bomb at ``DOWNLOAD_MAXSIZE`` bytes, with its refusals counted by reason."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Raises Refused for a bomb (``bomb``) and for what is not what it says it is (``bad_encoding``)."""
        declared = b",".join(response.headers.getlist("Content-Encoding"))
        if declared.count(b",") >= _MAX_ENCODINGS:
            raise refuse(self.crawler, "bomb", f"{response.url} is encoded {declared.count(b',') + 1} times")
        try:
            result: Response = super().process_response(request, response)  # type: ignore[assignment]
        except IgnoreRequest as error:
            raise refuse(self.crawler, "bomb", str(error)) from None
        except Exception as error:  # each codec has errors of its own: zlib.error, EOFError, brotli.error, ...
            if _MARKUP.match(response.body):
                return self._as_it_is(response)
            raise refuse(self.crawler, "bad_encoding", f"{response.url}: {type(error).__name__}: {error}") from None
        if not result.body and _MARKUP.match(response.body):
            return self._as_it_is(response)
        return result

    @staticmethod
    def _as_it_is(response: Response) -> Response:
        plain = response.replace()
        del plain.headers["Content-Encoding"]
        return plain
