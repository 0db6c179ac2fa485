"""What strangers write, as hypothesis strategies."""

from __future__ import annotations

from hypothesis import strategies as st

_ADDRESS_PIECES = (
    *("/", "//", ".", "..", "%", "%2e", "%2F", "%zz", "?", "&", "=", "#", ";", ":", "@", "\\", "[", "]", " ", "\x00"),
    *("amp", "index.html", "/amp/", ".amp.html", "www.", "m.", "http://", "https://", "utm_source=x", "ref=a", "id=7"),
    *("cdn.ampproject.org/c/s/", "news.bbc.co.uk", "/1/low/", "/2/hi/", "example.com", "127.0.0.1", "[::1]"),
    *("é", "ß", "。", "\ud800", "\u202e", "\u200b", "٣"),
)
_address_piece = st.sampled_from(_ADDRESS_PIECES)


def _below(prefix: str) -> st.SearchStrategy[str]:
    return st.lists(_address_piece, max_size=12).map(lambda pieces: prefix + "".join(pieces))


hostile_urls = st.one_of(
    st.text(max_size=60),
    _below(""),
    _below("http://example.com/"),
    _below("http://news.bbc.co.uk/"),
    _below("https://x.cdn.ampproject.org/c/s/"),
)
