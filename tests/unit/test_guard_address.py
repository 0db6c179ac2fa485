"""The address guard: every spelling of an inside address is refused, public ones pass."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.guard import Refused, check_url, is_public

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2001:0:1::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2a00::1%eth0",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_inside_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "151.101.0.81", "2a04:4e42::81", "172.15.0.1", "100.128.0.1"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://127.1/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://017700000001/", "private_address"),
        ("http://0x7f000001/", "private_address"),
        ("http://0x7f.1/", "private_address"),
        ("http://0177.0.0.01/", "private_address"),
        ("http://0/", "private_address"),
        ("http://127.0.0.1./", "private_address"),
        ("http://１２７.0.0.1/", "private_address"),
        ("http://127。0。0。1/", "private_address"),
        ("http://①②⑦.0.0.1/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:7f00:1]/", "private_address"),
        ("http://[fe80::1%25eth0]/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://user:secret@10.0.0.1/", "private_address"),
        ("http://localhost/", "private_name"),
        ("http://LOCALHOST./", "private_name"),
        ("http://a.localhost/", "private_name"),
        ("http://metadata/", "private_name"),
        ("http://metadata.google.internal/", "private_name"),
        ("http://printer.local/", "private_name"),
        ("http://router.home.arpa/", "private_name"),
        ("http://news.example.com:22/", "bad_port"),
        ("http://news.example.com:25/", "bad_port"),
        ("http://news.example.com:6379/", "bad_port"),
        ("http://news.example.com:99999/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http:///path", "bad_host"),
        ("http://256.256.256.256/", "bad_host"),
        ("http://%31%32%37.0.0.1/", "bad_host"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://news.example.com/", "scheme"),
        ("s3://bucket/key", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//news.example.com/", "scheme"),
        ("", "scheme"),
    ],
)
def test_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_url(url)
    assert refusal.value.reason == reason
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.com/news/story-1",
        "http://news.example.co.uk:8080/1/hi/4567.stm",
        "http://münchen.example/nachricht",
        "https://8.8.8.8/",
        "https://1984.example.com/",
        "http://127.0.0.1.example.com/",
    ],
)
def test_public_urls_pass(url: str) -> None:
    check_url(url)


def test_fixtures_may_open_private_addresses_but_no_other_scheme() -> None:
    check_url("http://127.0.0.2:8000/", allow_private=True)
    with pytest.raises(Refused):
        check_url("file:///etc/passwd", allow_private=True)


@pytest.mark.fuzz
@given(st.ip_addresses(v=4))
def test_every_spelling_gets_the_verdict_of_the_address(ip: IPv4Address) -> None:
    number = int(ip)
    octets = ip.packed
    spellings = [
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(hex(octet) for octet in octets),
        ".".join(f"0{octet:o}" for octet in octets),
        f"{octets[0]}.{number & 0xFFFFFF}",
    ]
    for spelling in spellings:
        assert _passes(f"http://{spelling}/") == is_public(ip), spelling


@pytest.mark.fuzz
@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(ip: object) -> None:
    address = ip_address(str(ip))
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(address)


@pytest.mark.fuzz
@given(st.text(max_size=80))
def test_never_another_error_than_refused(text: str) -> None:
    _passes(text)
    _passes(f"http://{text}/")
    is_public(text)


def _passes(url: str) -> bool:
    try:
        check_url(url)
    except Refused:
        return False
    return True
