"""The guard where connections are made: what a name's second answer, a redirect or a socket may not do."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.http import Request, Response
from scrapy.resolver import dnscache
from scrapy.utils.test import get_crawler
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.guard import Refused
from crawler.guard.handler import _GuardedFactory
from crawler.guard.resolver import GuardedResolver, PrivateAnswer, refused
from crawler.middlewares.address import AddressMiddleware


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_a_socket_that_leads_inside_gets_no_byte(address: str) -> None:
    factory = _GuardedFactory(False, 65_536, lambda _: None, "")
    with pytest.raises(Refused):
        factory.buildProtocol(IPv4Address("TCP", address, 80))
    with pytest.raises(Refused):
        factory.buildProtocol(IPv6Address("TCP", f"::ffff:{address}", 80))
    with pytest.raises(Refused):
        factory.buildProtocol(None)
    assert factory.buildProtocol(IPv4Address("TCP", "151.101.0.81", 80))


def test_a_name_that_is_bound_anew_is_refused_at_its_second_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from twisted.internet import defer
    from twisted.internet.base import ThreadedResolver

    answers = iter(["151.101.0.81", "127.0.0.1"])
    monkeypatch.setattr(ThreadedResolver, "getHostByName", lambda *_: defer.succeed(next(answers)))
    reactor: Any = object()
    resolver = GuardedResolver(reactor, cache_size=0, timeout=1)
    got: list[Any] = []
    resolver.getHostByName("rebind.example.com").addBoth(got.append)
    resolver.getHostByName("rebind.example.com").addBoth(got.append)
    assert got[0] == "151.101.0.81"
    assert got[1].check(PrivateAnswer)
    assert refused["rebind.example.com"] == "127.0.0.1"


def test_what_is_cached_is_checked_too() -> None:
    reactor: Any = object()
    resolver = GuardedResolver(reactor, cache_size=10, timeout=1)
    dnscache["poisoned.example.com"] = "10.0.0.1"
    got: list[Any] = []
    resolver.getHostByName("poisoned.example.com").addBoth(got.append)
    assert got[0].check(PrivateAnswer)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "redirect_private_address"),
        ("http://[::ffff:10.0.0.1]/", "redirect_private_address"),
        ("//2130706433/", "redirect_private_address"),
        ("http://localhost:8080/", "redirect_private_name"),
        ("https://news.example.com:22/", "redirect_bad_port"),
        ("file:///etc/passwd", "redirect_scheme"),
        ("gopher://news.example.com/", "redirect_scheme"),
        ("http://[half", "redirect_bad_url"),
    ],
)
def test_redirects_that_lead_inside_are_refused(location: str, reason: str) -> None:
    middleware = AddressMiddleware(get_crawler())
    request = Request("https://news.example.com/story")
    with pytest.raises(Refused) as refusal:
        middleware.process_response(request, Response(request.url, 302, {"Location": location}))
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"/caf\xe9.html", b"https://news.example.com/caf%E9.html"),  # Latin-1
        (b"/caf\xc3\xa9.html", b"https://news.example.com/caf%C3%A9.html"),
        (b" ../b c.html?q=%zz ", b"https://news.example.com/b%20c.html?q=%zz"),
    ],
)
def test_redirects_lead_where_their_bytes_say(location: bytes, target: bytes) -> None:
    request = Request("https://news.example.com/a/story")
    answer = Response(request.url, 301, {"Location": location})
    assert AddressMiddleware(get_crawler()).process_response(request, answer).headers["Location"] == target


def test_credentials_are_taken_out_of_redirects() -> None:
    middleware = AddressMiddleware(get_crawler())
    request = Request("https://news.example.com/story")
    answer = Response(request.url, 301, {"Location": "https://reader:secret@www.example.com/a?b=c"})
    moved = middleware.process_response(request, answer)
    assert moved.headers["Location"] == b"https://www.example.com/a?b=c"
    with pytest.raises(Refused) as refusal:
        middleware.process_request(Request("https://reader:secret@www.example.com/"))
    assert "secret" not in str(refusal.value)
