"""The download handler: connects to public addresses only, and gives up on answers without measure.

Scrapy's own handler bounds the body (``DOWNLOAD_MAXSIZE``) and the whole time (``DOWNLOAD_TIMEOUT``). This one adds
the address that is really connected to, the time until the headers are there, and the size of the headers.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure
from twisted.web._abnf import _istoken
from twisted.web._newclient import BODY, DONE, HEADER

from crawler.guard.address import check_url, is_public
from crawler.guard.refusal import Refused, refuse
from crawler.guard.resolver import refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web.iweb import IResponse


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """For http and https in ``DOWNLOAD_HANDLERS``. Raises :class:`Refused` for what is not let through.

    Settings: ``ALLOW_PRIVATE_ADDRESSES``, ``DOWNLOAD_FIRST_BYTE_TIMEOUT`` (seconds until the headers are complete,
    0 for no bound), ``DOWNLOAD_MAX_HEADER_SIZE`` (bytes).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._allow_private = settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        self._first_byte: float | None = settings.getfloat("DOWNLOAD_FIRST_BYTE_TIMEOUT") or None
        self._waiting: dict[Request, asyncio.Timeout] = {}
        max_head = settings.getint("DOWNLOAD_MAX_HEADER_SIZE")
        factory: Any = partial(_GuardedFactory, self._allow_private, max_head)
        self._pool._factory = factory
        crawler.signals.connect(self._headers_received, signals.headers_received)

    async def download_request(self, request: Request) -> Response:
        """The response. Raises Refused, or Scrapy's own download errors, which are retried."""
        try:
            check_url(request.url, allow_private=self._allow_private)
            return await self._download(request)
        except Refused as refusal:
            raise refuse(self._crawler, refusal.reason, str(refusal)) from None

    async def _download(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(self._first_byte) as deadline:
                self._waiting[request] = deadline
                return await super().download_request(request)
        except TimeoutError:
            raise DownloadTimeoutError(
                f"No headers from {urlparse_cached(request).netloc} within {self._first_byte} seconds"
            ) from None
        except CannotResolveHostError:
            host = urlparse_cached(request).hostname or ""
            if host in refused:
                raise Refused("private_address", f"{host} leads to {refused[host]}, which is not public") from None
            raise
        except DownloadCancelledError as error:
            message = str(error) or f"Received more than the download max size in request {request}."
            raise Refused("body_too_large", message) from error
        except DownloadFailedError as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if isinstance(reason.value, Refused):
                    raise Refused(reason.value.reason, f"{request.url}: {reason.value}") from None
            raise
        finally:
            self._waiting.pop(request, None)

    def _headers_received(self, request: Request) -> None:
        deadline = self._waiting.pop(request, None)
        if deadline is not None:
            deadline.reschedule(None)


class _GuardedParser(_LenientHTTPClientParser):
    """Lets one odd header line cost that line and not the page, as curl and browsers do."""

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        if self.state == HEADER and self._partialHeader is None and line[:1] in (b" ", b"\t"):
            return  # goes on from a header that there is not (RFC 9112, 2.2)
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        name = name.rstrip(b" \t")  # RFC 9112, 5.1
        if not _istoken(name):
            return
        if name.lower() == b"transfer-encoding":
            # "identity" was a coding that does nothing (RFC 2616, 3.6); Twisted knows none but "chunked".
            codings = [coding.strip() for coding in value.split(b",")]
            value = b", ".join(coding for coding in codings if coding.lower() not in (b"", b"identity"))
            if not value:
                return
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _GuardedProtocol(_LenientHTTP11ClientProtocol):
    """Counts the bytes of an answer until its headers are over."""

    _head = 0

    def __init__(self, quiescent: Any, max_head: int) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._max_head = max_head

    def request(self, request: Any) -> Deferred[IResponse]:
        self._head = 0
        answered = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _GuardedParser  # the only way, as Scrapy has found: it adds no state
            self._parser.MAX_LENGTH = 2 * self._max_head  # of one line: the bound on all of them comes first
        return answered

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is None or parser.state in (BODY, DONE):
            return
        self._head += len(data)
        if self._head > self._max_head:
            refusal = Refused("headers_too_large", f"an answer's headers are larger than {self._max_head} bytes")
            self._giveUp(Failure(refusal))  # type: ignore[no-untyped-call]


class _GuardedFactory(_LenientHTTP11ClientFactory):
    """The last look at the address: what the socket is connected to, before a byte is sent."""

    def __init__(self, allow_private: bool, max_head: int, quiescent: Any, metadata: str) -> None:
        super().__init__(quiescent, metadata)  # type: ignore[no-untyped-call]
        self._allow_private = allow_private
        self._max_head = max_head

    def buildProtocol(self, addr: IAddress | None) -> _GuardedProtocol:  # noqa: N802
        peer = getattr(addr, "host", None)
        if not self._allow_private and (peer is None or not is_public(peer)):
            raise Refused("private_address", f"connected to {peer}, which is not public")
        return _GuardedProtocol(self._quiescentCallback, self._max_head)
