"""Looks at where a request goes, and at where an answer sends it, before anything is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from scrapy.utils.httpobj import urlparse_cached
from w3lib.url import safe_url_string

from crawler.guard import Refused, check_url
from crawler.guard.refusal import refuse

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class AddressMiddleware:
    """Refuses redirects that lead off the web or inside, and takes credentials out of them.

    Stands between the downloader and Scrapy's redirect middleware, whose log would otherwise show the credentials.
    The download handler checks every connection again; this one says why, and sooner.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        self._max_redirects = crawler.settings.getint("REDIRECT_MAX_TIMES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Refused for an address with credentials; seeds and links never have any."""
        if "@" in urlsplit(request.url).netloc:
            raise refuse(self.crawler, "credentials", "an address that carries credentials")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused for a redirect to where we do not go."""
        location = response.headers.get("Location")
        if not location or not 300 <= response.status < 400:
            return response
        if request.meta.get("redirect_times", 0) >= self._max_redirects:
            raise refuse(self.crawler, "redirect_loop", f"{request.url}: more than {self._max_redirects} redirects")
        try:
            # Bytes that are no UTF-8 stay what they are, as escapes: servers of old write Latin-1.
            url = without_credentials(urljoin(request.url, safe_url_string(location.strip())))
            check_url(url, allow_private=self._allow_private)
        except Refused as refusal:
            raise refuse(self.crawler, f"redirect_{refusal.reason}", f"{request.url} redirects: {refusal}") from None
        except ValueError:
            raise refuse(self.crawler, "redirect_bad_url", f"{request.url} redirects nowhere") from None
        response.headers["Location"] = url.encode("utf-8")
        leave_slot(request, request)
        return response


def without_credentials(url: str) -> str:
    """``url`` without user name and password. Raises ValueError for what is no address."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def leave_slot(redirected: Request, request: Request) -> None:
    """Let ``redirected`` wait in the slot of its own host, and not in that of ``request``, which Scrapy copies to it.

    The new host would be asked in the old one's turn. A slot that somebody chose stays.
    """
    if request.meta.get("download_slot") == urlparse_cached(request).hostname:
        redirected.meta.pop("download_slot", None)
