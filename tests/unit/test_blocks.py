"""An answer that refuses us is told from a page that only speaks of such things."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.blocks import LARGEST_CHALLENGE, block

URL = "https://news.example/story"
STORY = b"<title>How captchas learned to hate us</title><p>" + b"Nobody likes them. " * 4000
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


@pytest.mark.parametrize(
    ("response", "how"),
    [
        (HtmlResponse(URL, body=b"<title>Bridge reopens</title>"), None),
        (HtmlResponse(URL, status=404), None),
        (HtmlResponse(URL, status=403), "http_403"),
        (HtmlResponse(URL, status=429), "http_429"),
        (HtmlResponse(URL, status=451), "http_451"),
        (HtmlResponse(URL, body=CHALLENGE), "captcha"),
        (HtmlResponse(URL, status=403, body=CHALLENGE), "captcha"),
        (HtmlResponse(URL, status=403, headers={"cf-mitigated": "challenge"}), "captcha"),
        (HtmlResponse(URL, body=b'<script src="https://ct.captcha-delivery.com/c.js"></script>'), "captcha"),
        (HtmlResponse(URL, body=STORY), None),
    ],
)
def test_blocks(response: HtmlResponse, how: str | None) -> None:
    """The status says it, or the page does; a long page that has the word in its title is a story."""
    assert len(STORY) > LARGEST_CHALLENGE
    assert block(response) == how
