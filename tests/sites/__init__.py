"""Fictional newspapers over real HTTP, for the tests and for the demo: see :func:`serve`."""

from tests.sites.generated import Generated
from tests.sites.newspaper import EDITED, NEWSPAPERS, Newspaper
from tests.sites.server import Server, serve
from tests.sites.site import Document, Site

__all__ = ["EDITED", "NEWSPAPERS", "Document", "Generated", "Newspaper", "Server", "Site", "serve"]
