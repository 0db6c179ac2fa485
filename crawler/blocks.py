"""Does this answer say that the site does not want us, or wants a human to prove to be one?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

LARGEST_CHALLENGE = 64 * 1024  # bytes; a page that only asks who we are is small, a news page has forms for humans too
BEGINNING = 8 * 1024  # bytes in which a title stands
REFUSALS = {401: "http_401", 403: "http_403", 429: "http_429", 451: "http_451"}
_TITLE = re.compile(
    rb"<title[^>]*>[^<]{0,80}?(just a moment|attention required|access (to this page )?(is |has been )?denied|captcha"
    rb"|are you (a )?(human|robot)|pardon our interruption|robot (check|or human)|security check"
    rb"|human verification|verify (that )?you are (a )?human|checking your browser)",
    re.IGNORECASE,
)
# What the page of a challenge loads, by the documents of those who sell them.
_MACHINERY = re.compile(
    rb"/cdn-cgi/challenge-platform/|captcha-delivery\.com|px-captcha|_Incapsula_Resource|awsWafCookieDomainList"
)


def block(response: Response) -> str | None:
    """``http_403``, ``http_429`` (and 401, 451) or ``captcha``; None for an answer like any other.

    Cloudflare marks its challenges with the header ``cf-mitigated`` (Cloudflare docs, "Detect a Challenge Page").
    """
    if response.headers.get("cf-mitigated") == b"challenge":
        return "captcha"
    body = response.body
    if len(body) <= LARGEST_CHALLENGE and (_TITLE.search(body[:BEGINNING]) or _MACHINERY.search(body)):
        return "captcha"
    return REFUSALS.get(response.status)
