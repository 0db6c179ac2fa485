"""Is this address public? Pure functions: no names are looked up here."""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from crawler.guard.refusal import Refused

# IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771), and one cloud's own metadata address.
# Written out, since what ipaddress.is_global says differs between Python's patch versions.
_NOT_PUBLIC_4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network, unspecified
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598; one cloud keeps its metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's metadata and DNS server, in public space
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments; another cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# IPv6: global unicast is 2000::/3 (RFC 4291); all else, mapped and translated (NAT64) addresses too, is not for us.
_GLOBAL_UNICAST_6 = ip_network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# RFC 6761 and its kin: names that mean this machine or the operator's own network, never the web.
_LOCAL_NAMES = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|onion|alt)$"
)
# Servers on other ports below 1024, and on these, read lines, and a request has lines (browsers refuse them too:
# WHATWG Fetch, "port blocking").
_WEB_PORTS_BELOW_1024 = frozenset((80, 81, 443, 591))
_BAD_PORTS = frozenset((1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6697, 10080, 11211))
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)


def is_public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether an IP address (text of RFC 4291 or dotted decimal) may be connected to.

    False for loopback, private, link-local, carrier-grade, multicast, reserved, unspecified, documentation and
    metadata addresses, for IPv6 forms that carry an IPv4 address, and for text that is no IP address at all.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _NOT_PUBLIC_4)
    return ip.scope_id is None and ip in _GLOBAL_UNICAST_6 and not any(ip in block for block in _NOT_PUBLIC_6)


def literal_ip(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that ``host`` spells, in any spelling that a resolver understands, or None for a name.

    Decimal, octal, hexadecimal and short forms (``0x7f.1``, ``017700000001``, ``2130706433``) count, as do
    full-width digits and ideographic full stops, which IDNA folds to the plain ones.
    """
    text = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").rstrip(".")
    if _NUMBERS.fullmatch(text):
        try:
            return IPv4Address(socket.inet_aton(text))
        except OSError:
            return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def check_host(host: str) -> None:
    """Raises :class:`Refused` for a host that names or spells an address inside: before any look-up.

    A public name says nothing about its answers: these are checked when the connection is made.
    """
    name = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").rstrip(".").lower()
    literal = literal_ip(name)
    if literal is not None:
        if not is_public(literal):
            raise Refused("private_address", f"{host!r} is no public address")
    elif not name or _NUMBERS.fullmatch(name) or "%" in name or ":" in name:
        raise Refused("bad_host", f"{host!r} is no host")
    elif "." not in name or _LOCAL_NAMES.search(name):
        raise Refused("private_name", f"{host!r} is a name of a local network")


def check_url(url: str, *, allow_private: bool = False) -> None:
    """Raises :class:`Refused` unless ``url`` is http(s), at a host and port that strangers may send us to.

    With ``allow_private`` (fixtures on loopback) only scheme and form are checked. The message never carries
    credentials that stand in the address.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("bad_url", "an address that cannot be read") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Refused("scheme", f"{parts.scheme[:20] or 'no scheme'}: only http and https are fetched")
    if not host:
        raise Refused("bad_host", "an address without a host")
    if allow_private:
        return
    if port is not None and (port in _BAD_PORTS or (port < 1024 and port not in _WEB_PORTS_BELOW_1024)):
        raise Refused("bad_port", f"port {port} is no web server's")
    check_host(host)
