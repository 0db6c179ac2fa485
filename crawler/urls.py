"""One spelling per page: clean addresses, canonical addresses, story ids, sites.

Three degrees of sameness. :func:`clean` changes nothing that a server could notice, but drops what only counts
visitors; it is what we request. :func:`canonical` is the spelling a person would cite; it is what we show.
:func:`identity` is the spelling that twins share (http and https, www, mobile and AMP editions); it is what we
compare, and :func:`story_id` is made of it.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import tldextract
from courlan.clean import clean_query
from w3lib.url import safe_url_string

MAX_LENGTH = 2_083  # bytes; longer addresses are traps or data, and no browser of the archive's years took them

# The bundled list of public suffixes: the same answer on every machine, and no request at import.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

# Parameters that courlan keeps and that never choose a page on a news site: where the reader came from.
_TRACKING = re.compile(
    r"^(?:at_|ns_|ito$|cmpid|cmp$|xtor|itm_|wt_mc|wt\.mc|intcmp|icid|fbclid|gclid|dclid|msclkid|mc_[ce]id|recirc|"
    r"int_source|int_medium|int_campaign|traffic_source|smid$|smtyp$|ncid$|ref$|ref_|referrer$|rss$|ocid$|partner$|"
    r"feature$|share$|_ga$|yclid|igshid|cid$|taboola|outbrain|ftag$|mod$|soc_|__twitter_impression|amp$)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml|stm)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"/amp(?:/|\.html?)?$|^/amp(?=/)|\.amp(?=\.html?$|$)|/amp(?=/[^/]+\.html?$)", re.IGNORECASE)
_TWIN_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)", re.IGNORECASE)

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


@lru_cache(maxsize=65_536)
def clean(url: str, base: str | None = None) -> str | None:
    """An absolute http(s) address without credentials, fragment, default port and tracking parameters.

    ``url`` may be relative to ``base``. Returns None for everything that is no such address: other schemes,
    no host, malformed, longer than :data:`MAX_LENGTH`. Never raises.
    """
    text = url.strip().strip("\ufeff\u200b")
    if not text or len(text) > MAX_LENGTH * 2:
        return None
    try:
        parts = urlsplit(safe_url_string(urljoin(base, text) if base else text))
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower()
    if scheme not in ("http", "https") or not host or any(c in host for c in " %\\<>\"'`{}|^"):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port and port != {"http": 80, "https": 443}[scheme]:
        netloc = f"{netloc}:{port}"
    result = urlunsplit((scheme, netloc, parts.path or "/", _query(parts), ""))
    return result if len(result) <= MAX_LENGTH else None


def _query(parts: SplitResult) -> str:
    if not parts.query:
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if not _TRACKING.match(name)
    ]
    encoded = urlencode(kept)
    return clean_query(encoded, strict=False) if encoded else ""


@lru_cache(maxsize=65_536)
def canonical(url: str) -> str:
    """The address a person would cite: :func:`clean`, without index file, AMP path or edition, query sorted.

    Scheme and host stay, since the other one may not answer. An address that :func:`clean` refuses comes back
    as it was given.
    """
    cleaned = clean(url)
    if cleaned is None:
        return url
    parts = urlsplit(cleaned)
    path = re.sub(r"/{2,}", "/", parts.path)
    for host, pattern, edition in _EDITIONS:
        if parts.hostname == host:
            path = pattern.sub(edition, path)
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)) or "/"
    if len(path) > 1 and path.endswith("/"):
        path = path.rstrip("/") or "/"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


@lru_cache(maxsize=65_536)
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
    return hashlib.sha256(identity(url).encode()).hexdigest()[:24]


@lru_cache(maxsize=16_384)
def site(url: str) -> str:
    """The registrable domain (Public Suffix List) of an address, its host where there is none: ``bbc.co.uk``."""
    host = urlsplit(url).hostname or ""
    return _suffixes(host).top_domain_under_public_suffix or host


def host(url: str) -> str:
    """Host and port, lower case, as the politeness slots and the counts by site name them."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
