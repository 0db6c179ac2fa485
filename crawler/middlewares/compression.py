"""Undoes content encodings within bounds, and believes the bytes where the header lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError

from crawler.guard.refusal import refuse
from crawler.middlewares.codings import is_whole
from crawler.middlewares.content import is_markup
from crawler.middlewares.robots import IS_ROBOTS_TXT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_MAX_ENCODINGS = 2  # layers; each may grow the body to DOWNLOAD_MAXSIZE, and honest servers use one


class _CutOffError(Exception):
    """The server, or the way from it, broke off."""


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's middleware, which stops a bomb at ``DOWNLOAD_MAXSIZE`` bytes, with its refusals counted by reason.

    A body that was cut off is retried as any broken answer is, where Scrapy gives what has come.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises Refused for a bomb (``bomb``) and for what is not what it says it is (``bad_encoding``), and
        ResponseDataLossError for a page that was cut off at each try (``backstory/failed/cut_off``).
        """
        declared = b",".join(response.headers.getlist("Content-Encoding"))
        if declared.count(b",") >= _MAX_ENCODINGS:
            raise refuse(self.crawler, "bomb", f"{response.url} is encoded {declared.count(b',') + 1} times")
        try:
            result: Response = super().process_response(request, response)  # type: ignore[assignment]
        except IgnoreRequest as error:
            raise refuse(self.crawler, "bomb", str(error)) from None
        except Exception as error:  # each codec has errors of its own: zlib.error, EOFError, brotli.error, ...
            if _is_plain(request, response.body):
                return self._as_it_is(response)
            if isinstance(error, _CutOffError):
                return self._again(request, response)
            raise refuse(self.crawler, "bad_encoding", f"{response.url}: {type(error).__name__}: {error}") from None
        if not result.body and _is_plain(request, response.body):
            return self._as_it_is(response)
        return result

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        try:
            decoded = HttpCompressionMiddleware._decode(body, encoding, max_size)
        except EOFError:
            raise _CutOffError from None
        if not is_whole(body, encoding):
            raise _CutOffError
        return decoded

    def _again(self, request: Request, response: Response) -> Request | Response:
        if not 200 <= response.status < 300:  # the status says it all, and nobody reads the rest
            return self._as_it_is(response.replace(body=b""))
        loss = ResponseDataLossError(f"{response.url}: its {len(response.body)} bytes are not all of what was encoded")
        retries = self.crawler.get_downloader_middleware(RetryMiddleware)
        retry = retries.process_exception(request, loss) if retries else None
        if isinstance(retry, Request):
            return retry
        # What is raised here passes by the middleware that counts what is given up.
        if self.stats and not request.meta.get("dont_obey_robotstxt"):
            self.stats.inc_value("backstory/failed/cut_off")
        raise loss

    @staticmethod
    def _as_it_is(response: Response) -> Response:
        plain = response.replace()
        del plain.headers["Content-Encoding"]
        return plain


def _is_plain(request: Request, body: bytes) -> bool:
    """Whether a body that says it is encoded is none: a page with its markup, a robots.txt in readable letters."""
    if IS_ROBOTS_TXT not in request.meta:
        return is_markup(body)
    try:
        return b"\x00" not in body and bool(body.decode())
    except UnicodeDecodeError:
        return False
