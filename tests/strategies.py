"""What strangers write, as hypothesis strategies."""

from __future__ import annotations

from pathlib import Path

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


# --- Pages ---------------------------------------------------------------------------------------------------------

_PAGES = sorted(
    path for path in (Path(__file__).parent / "sites").glob("*/pages/**/*") if path.suffix in (".html", ".stm", ".htm")
)
# One fragment a line, so that a failure names it.
_MARKUP = rb"""
<
>
</
<!--
-->
<![CDATA[
]]>
<?xml version='1.0'?>
&
&#
&#x110000;
&#xD800;
<script>
</script>
<style>
<table><tr>
</td></table>
<svg><a>
<math>
<template>
<noscript>
<html>
</html>
<body onload=x>
<base href='//[::1'>
<meta charset=utf-16>
<title>
<h1>
<h2>Related
<a href='http://[half'>More on this story
<a href=//127.0.0.1>
<a href=javascript:x>Related
<img src=>
<article>
</p>
<time datetime='0000-00-00T99:99'>
<script type='application/ld+json'>
{"@type":"NewsArticle","headline":[{}],"author":7,"datePublished":{}}
{"@graph":[[[[{"@type":["NewsArticle",null],"image":{"url":[]},"articleBody":3.5}]]]]}
<meta property="og:title" content="
<meta property="article:published_time" content="9999-99-99">
<link rel=canonical href=
+ADw-script+AD4-
21/13/99999 25:61
Monday, 31 February 2005
""".strip().split(b"\n")
_REPEATED = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\x1b[2J",
    "\u202e".encode(),
    "\u0303".encode() * 500,
    "\ufdfa".encode() * 200,
    "日本".encode("shift_jis"),
    b"9" * 400,
    b" " * 2_000,
    b"\n" * 500,
    b"<p>" * 40,
    b"<div>" * 300,
    b"<ul>" * 40,
    b"[" * 3_000,
    b'{"a":' * 3_000,
)
_FRAGMENTS = (*_MARKUP, *_REPEATED)
_CONTENT_TYPES = (
    None,
    "",
    "text/html",
    "text/html; charset=utf-7",
    "text/html; charset=utf-16le",
    "text/html; charset=shift_jis",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=idna",
    "text/html; charset=rot13",
    "text/html; charset=zlib",
    "text/html; charset=undefined",
    "application/json; charset=\x00",
)


@st.composite
def mutated_pages(draw: st.DrawFn) -> bytes:
    """A newspaper's page as a broken or hostile server would send it: cut, doubled, shuffled, spiked."""
    body = draw(st.sampled_from(_PAGES)).read_bytes()
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 3_000)))
        kind = draw(st.sampled_from(("spike", "cut", "double", "move", "end", "flip")))
        if kind == "spike":
            body = (
                body[:start] + draw(st.sampled_from(_FRAGMENTS)) * draw(st.sampled_from((1, 1, 1, 20))) + body[start:]
            )
        elif kind == "cut":
            body = body[:start] + body[end:]
        elif kind == "double":
            body = body[:end] + body[start:end] * draw(st.integers(1, 5)) + body[end:]
        elif kind == "move":
            body = body[end:] + body[start:end] + body[:start]
        elif kind == "end":
            body = body[:start]
        else:
            body = body[:start] + draw(st.binary(max_size=8)) + body[start + 4 :]
    return body


content_types = st.sampled_from(_CONTENT_TYPES)
_DATE_WORDS = (
    *("21", "31", "2005", "99", "March", "Mär", "de", "марта", "月", "日", "T", ":", "/", "-", ".", ",", " ", "GMT"),
    *("+99:99", "Z", "10:14", "am", "PM", "Monday", "Today", "vor 3 Stunden", "٣", "０", "\u202e", "\x00", "Updated"),
    *("BST", "2005-03-21", "By", "and", "Read more:", "|", "–"),
)
hostile_texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_DATE_WORDS), max_size=14).map(" ".join),
    st.text("12/:-T.Z+ ", max_size=24),
)
