"""One spelling per page: clean addresses, canonical addresses, story ids, sites.

Three degrees of sameness. :func:`clean` changes nothing that a server could notice, but drops what only counts
visitors; it is what we request. :func:`canonical` is the spelling a person would cite; it is what we show.
:func:`identity` is the spelling that twins share (http and https, www, mobile and AMP editions); it is what we
compare, and :func:`story_id` is made of it. None of them raises, whatever stands in a page.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna
import tldextract
from w3lib.url import safe_url_string

from crawler import tracking
from crawler.remembered import remembered

MAX_LENGTH = 2_083  # bytes; longer addresses are traps or data, and no browser of the archive's years took them
_CACHED = 16_384  # addresses; a cache stays below 100 MB even on hostile pages

# The bundled list of public suffixes: the same answer on every machine, and no request at import.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

DEFAULT_PORTS = {"http": 80, "https": 443}
_NO_HOST = re.compile(r"[\s%\\<>\"'`{}|^@/?#\x00-\x1f]|^\.|\.\.")
_DOT_SEGMENT = re.compile(r"/\.{1,2}(?:/|$)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|shtml|stm|cfm)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"/amp(?:/|\.html?)?$|^/amp(?=/)|\.amp(?=\.html?$|$)|/amp(?=/[^/]+\.html?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:amp/|[a-z]/)(s/)?(?=[^/]+\.[^/]+/.)")
_TWIN_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)")

# Editions of one story that a site keeps at several addresses: host, path pattern, path of the chosen edition.
_EDITIONS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    # BBC News 1999-2010: /1/ is the UK edition, /2/ the international one, /hi/ and /low/ graphics.
    (
        "news.bbc.co.uk",
        re.compile(r"^/(?:[12]/(?:hi|low|mobile)|low/english|hi/english|nolpda/\w+_news/hi)/(.+)$"),
        r"/2/hi/\1",
    ),
)
# What alone names a story where editions sort it differently (/2/hi/asia-pacific/ and /1/hi/world/asia-pacific/).
_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = (("news.bbc.co.uk", re.compile(r"/(\d{5,9}\.stm)$")),)


def clean(url: str, base: str | None = None) -> str | None:
    """An absolute http(s) address without credentials, fragment, default port, session and tracking parameters.

    ``url`` may be relative to ``base``. Returns None for everything that is no such address: other schemes,
    no host, malformed, longer than :data:`MAX_LENGTH`. Never raises.
    """
    text = url[: MAX_LENGTH * 3].strip().strip("\ufeff\u200b")
    if not text or len(url) > MAX_LENGTH * 2 or len(base or "") > MAX_LENGTH * 2:
        return None
    return _clean(text, base)


@remembered(_CACHED)
def _clean(text: str, base: str | None) -> str | None:
    try:
        # Browsers read a backslash before the query as a slash (WHATWG URL); old pages and attackers rely on it.
        head, mark, query = text.partition("?")
        absolute = head.replace("\\", "/") + mark + query
        parts = urlsplit(safe_url_string(_with_ascii_host(urljoin(base, absolute) if base else absolute)))
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        return None
    if scheme not in DEFAULT_PORTS or port == 0 or not host or not host.isascii() or _NO_HOST.search(host):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port and port != DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    path = _SESSION.sub("", _without_dots(parts.path)) or "/"
    result = urlunsplit((scheme, netloc, path, tracking.kept(path, parts.query), ""))
    return result if len(result) <= MAX_LENGTH else None


def _without_dots(path: str) -> str:
    """``.`` and ``..`` resolved (RFC 3986, 5.2.4), empty segments kept."""
    if not _DOT_SEGMENT.search(path):
        return path
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments[-1:] = []
        elif segment != ".":
            segments.append(segment)
    folder = "/" if path.endswith(("/.", "/..")) and segments else ""
    return "/" + "/".join(segments) + folder


def ascii_host(host: str) -> str:
    """A host name as it is asked for: in Punycode, as browsers spell it (UTS 46, IDNA 2008); what is no name stays."""
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host


def _with_ascii_host(url: str) -> str:
    parts = urlsplit(url)
    before, at, host_and_port = parts.netloc.rpartition("@")
    if host_and_port.isascii():
        return url
    host, colon, port = host_and_port.partition(":")
    return urlunsplit(parts._replace(netloc=before + at + ascii_host(host) + colon + port))


@remembered(_CACHED)
def canonical(url: str) -> str:
    """The address a person would cite: :func:`clean`, without index file, AMP path or edition, query sorted.

    Scheme and host stay, since the other one may not answer; only a copy in an AMP cache is named by its origin.
    Doing it twice changes nothing. An address that :func:`clean` refuses comes back as it was given.
    """
    before, after = None, clean(url)
    if after is None:
        return url
    while before != after:  # what one rule leaves another may take (`/amp/index.html`); none makes it longer
        before, after = after, _canonical(after)
    return after


def _canonical(cleaned: str) -> str:
    parts = urlsplit(_origin(cleaned))
    # "//" after a colon begins an address inside an address, as web archives write them.
    path = re.sub(r"(?<!:)/{2,}", "/", _without_dots(_ESCAPE.sub(_plain, parts.path)))
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)).rstrip("/") or "/"
    for host, pattern, edition in _EDITIONS:
        if parts.hostname == host:
            path = pattern.sub(edition, path)
    query = "&".join(sorted(_ESCAPE.sub(_plain, part) for part in parts.query.split("&"))) if parts.query else ""
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _plain(escape: re.Match[str]) -> str:
    """RFC 3986, 6.2.2: unreserved characters need no escape, and hexadecimal digits are upper case."""
    byte = unquote_to_bytes(escape[0])
    return byte.decode("ascii") if _UNRESERVED.fullmatch(byte) else escape[0].upper()


def _origin(cleaned: str) -> str:
    """The publisher's address of a copy in Google's or Bing's AMP cache, else the address itself."""
    parts = urlsplit(cleaned)
    host = parts.hostname or ""
    if host.endswith((".cdn.ampproject.org", ".bing-amp.com")) or (
        re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) and parts.path.startswith("/amp/")
    ):
        found = _AMP_CACHE.match(parts.path)
        if found:
            query = f"?{parts.query}" if parts.query else ""
            return clean(f"http{'s' if found[1] else ''}://{parts.path[found.end() :]}{query}") or cleaned
    return cleaned


@remembered(_CACHED)
def identity(url: str) -> str:
    """What twins share: :func:`canonical` without scheme and without a www, mobile or AMP host label.

    An address that :func:`clean` refuses comes back as it was given.
    """
    if clean(url) is None:
        return url
    parts = urlsplit(canonical(url))
    host = _TWIN_HOST.sub("", parts.netloc)
    for numbered, pattern in _NUMBERED:
        number = pattern.search(parts.path) if host == numbered else None
        if number:
            return f"{host}/{number[1]}"
    return host + parts.path + (f"?{parts.query}" if parts.query else "")


def story_id(url: str) -> str:
    """24 hex digits (96 bits) of the SHA-256 of the address's :func:`identity`: the same for all twins."""
    return hashlib.sha256(identity(url).encode("utf-8", "surrogatepass")).hexdigest()[:24]


@remembered(_CACHED)
def site(url: str) -> str:
    """The registrable domain (Public Suffix List) of an address, its host where there is none: ``bbc.co.uk``.

    Empty for what is no address.
    """
    try:
        name = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return _suffixes(name).top_domain_under_public_suffix or name


def is_suffix(domain: str) -> bool:
    """Whether others may have domains of their own below this one (Public Suffix List): ``co.uk``, ``gov``."""
    return _suffixes(domain).suffix == domain


def server(url: str) -> str:
    """Scheme, host and port of an http(s) address, as they are written: what one robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def host(url: str) -> str:
    """Host and port, lower case, as the politeness slots and the counts by site name them; empty for no address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
