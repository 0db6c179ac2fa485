"""What is made of an answer between the downloader and the spider."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.guard import Refused
from crawler.manners.pause import STOPPED, HostPaused
from crawler.middlewares.content import ContentMiddleware
from crawler.middlewares.refresh import RefreshMiddleware
from crawler.middlewares.render import RenderMiddleware
from crawler.rendering.renderer import Renderer

PAGE = "https://news.example.com/a.html"
SETTINGS = {"METAREFRESH_ENABLED": True, "PAGE_MAX_ELEMENTS": 1_000, "PAGE_MAX_ATTRIBUTES": 100}


def test_a_meta_refresh_leads_on_without_the_credentials_in_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    crawler = get_crawler(settings_dict=SETTINGS)
    middleware = RefreshMiddleware.from_crawler(crawler)
    head = b'<meta http-equiv="refresh" content="0;url=https://reader:secret@other.example.com/b.html?to=a@b">'
    request = Request(PAGE)
    led = middleware.process_response(request, HtmlResponse(PAGE, body=b"<html>" + head, request=request))
    assert isinstance(led, Request)
    assert led.url == "https://other.example.com/b.html?to=a@b"
    assert "secret" not in caplog.text


@pytest.mark.parametrize("nowhere", ["http://[news/b.html", "javascript:load()", "mailto:desk@news.example.com"])
def test_a_meta_refresh_that_names_no_address_leaves_the_page_as_it_is(nowhere: str) -> None:
    middleware = RefreshMiddleware.from_crawler(get_crawler(settings_dict=SETTINGS))
    body = f'<html><meta http-equiv="refresh" content="0;url={nowhere}">'.encode()
    request = Request(PAGE)
    response = HtmlResponse(PAGE, body=body, request=request)
    assert middleware.process_response(request, response) is response


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"Content-Range": "bytes 0-9/10"}, True),
        ({"Content-Range": "bytes 0-9/20"}, False),
        ({"Content-Range": "bytes 0-9/*"}, False),
        ({"Content-Type": "multipart/byteranges; boundary=x"}, False),
    ],
)
def test_a_206_is_a_page_unless_it_says_that_it_is_a_part(headers: dict[str, str], whole: bool) -> None:
    middleware = ContentMiddleware.from_crawler(get_crawler(settings_dict=SETTINGS))
    response = HtmlResponse(PAGE, status=206, body=b"<html><p>x", headers=headers)

    def looked_at() -> Response:
        return middleware.process_response(Request(PAGE), response)

    if whole:
        assert looked_at() is response
    else:
        with pytest.raises(Refused):
            looked_at()


def test_a_page_that_was_to_be_drawn_when_the_crawl_was_stopped_is_left_to_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(errand: Request) -> Response:
        raise HostPaused("news.example.com", 0.0, STOPPED)

    monkeypatch.setattr(Renderer, "from_crawler", lambda crawler: SimpleNamespace())
    crawler = get_crawler(settings_dict={"STORE": tmp_path.as_uri()})
    crawler.engine = SimpleNamespace(download_async=stopped)  # type: ignore[assignment]
    middleware = RenderMiddleware(crawler, "auto")
    text = "".join(f"<p>The harbour of {name} stays shut, said its master on Monday.</p>" for name in "abcdefghijkl")
    body = f'<html><script></script><article>{text}</article><div class="related-stories"></div>'.encode()
    request = Request(PAGE)
    response = HtmlResponse(PAGE, body=body, headers={"Content-Type": "text/html"}, request=request)
    with pytest.raises(HostPaused):
        asyncio.run(middleware.process_response(request, response))
