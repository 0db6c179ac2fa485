"""Follows a page's meta refresh where it leads to another page, and takes the page where it leads nowhere new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

from crawler import urls
from crawler.middlewares.address import leave_slot, without_credentials

if TYPE_CHECKING:
    from scrapy.http import Response


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's middleware, for pages that load themselves anew: live pages do, to show what has happened since.

    Credentials are taken out of the address that is led to, as out of those of redirects and links.

    Settings: Scrapy's ``METAREFRESH_MAXDELAY`` (seconds) and ``METAREFRESH_IGNORE_TAGS``.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request for the page that is led to, or the response as it came."""
        try:
            result: Request | Response = super().process_response(request, response)
        except ValueError:  # it leads to what is no address (javascript:, mailto:): the page itself is all there is
            return response
        if not isinstance(result, Request):
            return result
        if urls.clean(result.url) == urls.clean(response.url):
            return response
        leave_slot(result, request)
        return result

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **kwargs: Any
    ) -> Request:
        # Here, since Scrapy writes the address into the log before it returns.
        return super()._build_redirect_request(source_request, response, url=without_credentials(url), **kwargs)
