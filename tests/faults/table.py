"""The table: for each fault what is served, and what must become of it.

An outcome is STORED (a story with the host's own headline) or the name of the count that goes up by one. A count
that ends in ``*`` stands for any below it: which of them is the codec's or the library's choice.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import brotli
import zstandard

from tests.faults.answers import (
    HTML,
    cut_off,
    drip,
    encoded,
    endless_body,
    endless_headers,
    headline,
    part,
    raw_deflate,
    redirect,
    retry_after_date,
    slow_but_good,
    stairs,
    story,
    zeros,
)
from tests.faults.server import (
    NOT_FOUND,
    ROBOTS_ALLOW,
    Answer,
    Host,
    answer,
    hang,
    header_lines,
    raw,
    then,
)

STORED = "stored"
MAXSIZE = 1_000_000  # bytes; DOWNLOAD_MAXSIZE of the crawl


@dataclass
class Fault:
    """One line of the table. ``answers`` replace or join the defaults (robots.txt that allows all)."""

    name: str
    page: Answer
    outcome: str
    answers: dict[str, Answer] = field(default_factory=dict)
    path: str = "/story.html"
    cut: bool = False  # the stored text may be cut short
    also: str | None = None  # a count that goes up besides: what befell its robots.txt

    def host(self) -> Host:
        return Host(self.name, {"/robots.txt": ROBOTS_ALLOW, "*": NOT_FOUND, self.path: self.page, **self.answers})


def _transfer() -> Iterator[Fault]:
    body = story("short_length").encode()
    yield Fault("plain", answer(story("plain")), STORED)
    cut = body.index(b"</article>")
    yield Fault("short_length", raw(header_lines({**HTML, "Content-Length": cut}), body), STORED, cut=True)
    yield Fault("long_length", raw(header_lines({**HTML, "Content-Length": 99_999}), body), "failed/cut_off")
    yield Fault("negative_length", raw(header_lines({**HTML, "Content-Length": -5}), body), "failed/*")
    yield Fault("two_lengths", raw(header_lines({**HTML, "Content-Length": "5, 6"}), body), "failed/*")
    chunked = header_lines({**HTML, "Transfer-Encoding": "chunked"})
    yield Fault("bad_chunk_size", raw(chunked, b"zz\r\n<html>\r\n0\r\n\r\n"), "failed/*")
    yield Fault("no_last_chunk", raw(chunked, b"%x\r\n%s\r\n" % (len(body), body)), "failed/cut_off")
    good = story("good_chunks").encode()
    yield Fault("good_chunks", raw(chunked, b"%x\r\n%s\r\n0\r\n\r\n" % (len(good), good)), STORED)
    yield Fault("until_close", raw(b"HTTP/1.0 200 OK\r\n\r\n", story("until_close").encode()), STORED)
    yield Fault("dropped", raw(), "failed/broken_connection")
    yield Fault("dropped_in_headers", raw(b"HTTP/1.1 200 OK\r\nContent-Ty"), "failed/broken_connection")
    yield Fault("no_http", raw(b"SSH-2.0-OpenSSH_9.0\r\n"), "failed/broken_connection")
    yield Fault("bad_status_line", raw(b"HTTP/1.1 abc OK\r\n\r\n<html>"), "failed/broken_connection")
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"
    early_body = story("early_hints").encode()
    yield Fault(
        "early_hints", raw(early + header_lines({**HTML, "Content-Length": len(early_body)}), early_body), STORED
    )
    folded = b"HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\nno colon here\r\nContent-Type: text/html\r\n\r\n"
    yield Fault("folded_headers", raw(folded, story("folded_headers").encode()), STORED)
    for name, line in (
        ("space_before_colon", "X-Cache : HIT"),
        ("spaces_in_name", "X Powered By: PHP"),
        ("slash_in_name", "X-Debug/Time: 1"),
        ("bracket_in_name", "X-(A): 1"),
        ("no_name", ": x"),
        ("no_colon", "X-Cache"),
        ("spaces_before_name", " X-Cache: HIT"),
        ("coding_identity", "Transfer-Encoding: identity"),
    ):
        page = story(name).encode()
        odd = header_lines({"Content-Length": len(page), **HTML}).replace(b"\r\n", f"\r\n{line}\r\n".encode(), 1)
        yield Fault(name, raw(odd, page), STORED)
    name = "length_before_space"
    spaced = header_lines({**HTML, "Content-Length ": len(story(name)), "Connection": "keep-alive"})
    yield Fault(name, raw(spaced, story(name).encode(), close=False), STORED)
    name = "coding_identity_chunked"
    page = story(name).encode()
    twice = header_lines({**HTML, "Transfer-Encoding": "identity, chunked"})
    yield Fault(name, raw(twice, b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)), STORED)


def _time() -> Iterator[Fault]:
    yield Fault("hang", hang, "failed/timeout")
    yield Fault("hang_in_headers", raw(b"HTTP/1.1 200 OK\r\nServer: x\r\n", b"", pause=30), "failed/timeout")
    yield Fault(
        "hang_after_headers",
        raw(header_lines({**HTML, "Content-Length": 9}), b"", pause=30),
        "failed/timeout",
    )
    yield Fault("drip", drip, "failed/timeout")
    yield Fault("slow_but_good", slow_but_good("slow_but_good"), STORED)


def _size() -> Iterator[Fault]:
    yield Fault("endless_headers", endless_headers, "refused/headers_too_large")
    long_line = header_lines({**HTML, "X-Long": "x" * 200_000})
    yield Fault("long_header", raw(long_line, b"<html>"), "refused/headers_too_large")
    yield Fault("declared_too_large", answer(b" " * (MAXSIZE + 1)), "refused/body_too_large")
    yield Fault("endless_body", endless_body, "refused/body_too_large")
    bomb = zeros(30)
    yield Fault("gzip_bomb", encoded("gzip", gzip.compress(bomb), "gzip"), "refused/bomb")
    yield Fault("deflate_bomb", encoded("deflate", zlib.compress(bomb), "deflate"), "refused/bomb")
    yield Fault("brotli_bomb", encoded("br", brotli.compress(bomb, quality=5), "br"), "refused/bomb")
    yield Fault("zstd_bomb", encoded("zstd", zstandard.compress(bomb), "zstd"), "refused/bomb")
    layers = gzip.compress(gzip.compress(gzip.compress(bomb)))
    yield Fault("matryoshka", encoded("gzip", layers, "gzip, gzip, gzip"), "refused/bomb")
    yield Fault("many_elements", answer("<html>" + "<b>" * 120_000), "refused/too_many_elements")
    giant = " ".join(f"a{number}" for number in range(100_000))
    yield Fault("giant_tag", answer(f"<html><div {giant}>"), "refused/too_many_attributes")
    yield Fault("giant_203", answer(f"<html><div {giant}>", "203 Transformed"), "refused/too_many_attributes")
    path = "/story.html?/robots.txt"
    yield Fault("giant_robots", answer(f"<html><div {giant}>"), "refused/too_many_attributes", path=path)
    deep = story("deep_nesting", "<div>" * 20_000 + "at the bottom")
    yield Fault("deep_nesting", answer(deep), STORED)
    yield Fault("long_attribute", answer(story("long_attribute", f'<p class="{"x " * 200_000}">.</p>')), STORED)
    json_bomb = f'<script type="application/ld+json">{"[" * 50_000}</script>'
    yield Fault("json_bomb", answer(story("json_bomb", head=json_bomb)), STORED)
    yield Fault(
        "endless_title", answer(story("endless_title", head=f"<meta name=x content='{'y' * 500_000}'>")), STORED
    )


def _encodings() -> Iterator[Fault]:
    for name, squeeze, coding in (
        ("gzip", gzip.compress, "gzip"),
        ("x_gzip", gzip.compress, "x-gzip"),
        ("deflate", zlib.compress, "deflate"),
        ("raw_deflate", raw_deflate, "deflate"),
        ("brotli", brotli.compress, "br"),
        ("zstd", zstandard.compress, "zstd"),
        ("identity", bytes, "identity"),
    ):
        yield Fault(f"fine_{name}", encoded(name, squeeze(story(f"fine_{name}").encode()), coding), STORED)
    for coding in ("gzip", "br", "deflate", "zstd"):
        name = f"plain_as_{coding}"
        yield Fault(name, encoded(name, story(name).encode(), coding), STORED)
    for coding, squeeze in (
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
    ):
        yield Fault(f"cut_off_{coding}", cut_off(f"cut_off_{coding}", squeeze, coding), "failed/cut_off")
    name = "once_cut_off"
    yield Fault(name, then(cut_off(name, gzip.compress, "gzip"), answer(story(name))), STORED)
    name = "no_checksum"
    yield Fault(name, encoded(name, gzip.compress(story(name).encode())[:-8], "gzip"), STORED)
    name = "wrong_checksum"
    yield Fault(name, encoded(name, gzip.compress(story(name).encode())[:-8] + bytes(8), "gzip"), STORED)
    for name, coding in (("coding_with_escapes", "\x1bc\x1b[31mERROR"), ("coding_with_controls", "\x9b31mERROR\x85")):
        yield Fault(name, encoded(name, story(name).encode(), coding), STORED)
    noise = bytes(range(7, 255)) * 40
    for coding in ("gzip", "br", "deflate", "zstd"):
        yield Fault(f"noise_as_{coding}", encoded(coding, noise, coding), "refused/*")


def _text() -> Iterator[Fault]:
    def said(name: str, content: bytes, content_type: str | None) -> Fault:
        return Fault(name, answer(content, Content_Type=content_type), STORED)

    for name, codec, content_type in (
        ("utf8_as_latin1", "utf-8", "text/html; charset=iso-8859-1"),
        ("no_such_charset", "utf-8", "text/html; charset=klingon"),
        ("utf16_marked", "utf-16", "text/html"),
        ("utf32_marked", "utf-32", "text/html"),
        ("html_as_json", "utf-8", "application/json"),
        ("html_as_text", "utf-8", "text/plain"),
        ("html_as_pdf", "utf-8", "application/pdf"),
        ("utf7_declared", "utf-8", "text/html; charset=utf-7"),
    ):
        yield said(name, story(name, charset=codec).encode(codec), content_type)
    yield said("no_type", story("no_type").encode(), None)
    japanese = story("shift_jis_as_utf8", "<p>昨日、港で新しい灯台の点灯式が行われ、多くの住民が集まった。</p>" * 3)
    yield said("shift_jis_as_utf8", japanese.encode("shift_jis"), "text/html; charset=utf-8")
    yield said("nuls", story("nuls").replace(" ", " \x00").encode(), "text/html; charset=utf-8")
    yield said("escapes", story("escapes", "<p>\x1b[2J\x1b]0;owned\x07 \u202egnp</p>").encode(), "text/html")
    for name, body in (
        ("pdf_as_html", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(500)),
        ("png_as_html", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("zip_as_html", b"PK\x03\x04" + bytes(500)),
        ("nothing_but_nuls", bytes(5_000)),
    ):
        yield Fault(name, answer(body, Content_Type="text/html"), "refused/not_html")
    prolog = '<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand -->\n'
    entries = "".join(
        f"<item><title>{headline(name)}</title><description>{name} was said to be late. </description></item>"
        for name in ("harbour", "bridge", "market", "school", "theatre", "river", "station", "library") * 4
    )
    feed = f'{prolog}<rss version="2.0"><channel><title>All of the paper</title>{entries}</channel></rss>'
    for name, content_type in (("feed", "application/rss+xml"), ("feed_as_html", "text/html")):
        yield Fault(name, answer(feed, Content_Type=content_type), "refused/not_html")
    name = "xhtml_with_prolog"
    yield Fault(name, answer(prolog + story(name), Content_Type="application/xhtml+xml"), STORED)
    yield Fault("icons_first", answer('<svg hidden=""><path d="M0 0"/></svg>' + story("icons_first")), STORED)
    yield Fault("pdf_203", answer(b"%PDF-1.4\n" + story("pdf_203").encode(), "203 Transformed"), "refused/not_html")
    yield Fault("page_203", answer(story("page_203"), "203 Transformed"), STORED)
    yield Fault("part_206", part("part_206", 2), "refused/partial")
    yield Fault("whole_206", part("whole_206", 1), STORED)
    yield Fault("empty", answer(""), "pages/no_story/*")
    yield Fault("json_as_html", answer('{"error": "try again"}'), "pages/no_story/*")
    yield Fault("unclosed_comment", answer("<html><!-- " + story("unclosed_comment")), "pages/no_story/*")


def _statuses() -> Iterator[Fault]:
    for status in ("401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone", "451 Unavailable"):
        yield Fault(f"status_{status[:3]}", answer("<h1>no</h1>", status), f"failed/http_{status[:3]}")
    yield Fault("always_500", answer("", "500 Oops"), "failed/http_500")
    yield Fault("always_429", answer("", "429 Too Many", Retry_After=1), "failed/http_429")
    yield Fault("status_999", answer("", "999 Denied"), "failed/http_999")
    name = "once_500"
    yield Fault(name, then(answer("", "500 Oops"), answer(story(name))), STORED)
    name = "retry_after_seconds"
    yield Fault(name, then(answer("", "503 Busy", Retry_After=2), answer(story(name))), STORED)
    name = "retry_after_date"
    yield Fault(name, then(retry_after_date, answer(story(name))), STORED)
    name = "once_dropped"
    yield Fault(name, then(raw(), answer(story(name))), STORED)


def _redirects() -> Iterator[Fault]:
    yield Fault("redirect_stairs", stairs, "refused/redirect_loop", {"*": stairs})
    for scheme, location in (
        ("file", "file:///etc/passwd"),
        ("data", "data:text/html,hello"),
        ("ftp", "ftp://127.0.0.1/x"),
        ("s3", "s3://bucket/key"),
        ("javascript", "javascript:alert(1)"),
    ):
        yield Fault(f"redirect_{scheme}", redirect(location), "refused/redirect_scheme")
    yield Fault("redirect_broken", redirect("http://[half"), "refused/redirect_bad_url")
    yield Fault("redirect_nowhere", answer("", "302 Found"), "failed/http_302")
    name = "redirect_good"
    yield Fault(name, redirect("/moved.html", "301 Moved"), STORED, {"/moved.html": answer(story(name))})
    name = "redirect_latin_1"
    yield Fault(name, redirect("/caf\xe9.html"), STORED, {"/caf%E9.html": answer(story(name))})
    name = "redirect_relative"
    yield Fault(name, redirect("../a/./moved.html"), STORED, {"/a/moved.html": answer(story(name))})


def _refreshes() -> Iterator[Fault]:
    elsewhere = {"/else.html": answer(story("elsewhere"))}
    for name, head in (
        ("refresh_itself", '<meta http-equiv="refresh" content="0;url=/story.html#new">'),
        ("refresh_later", '<meta http-equiv="refresh" content="60;url=/else.html">'),
        ("refresh_in_script", '<script>var s = \'<meta http-equiv="refresh" content="0;url=/else.html">\';</script>'),
        ("refresh_without_script", '<noscript><meta http-equiv="refresh" content="0;url=/else.html"></noscript>'),
    ):
        yield Fault(name, answer(story(name, head=head)), STORED, elsewhere)
    name = "refresh_moved"
    note = '<html><meta http-equiv="refresh" content="10;url=/moved.html"><p>This page has moved.</p></html>'
    yield Fault(name, answer(note), STORED, {"/moved.html": answer(story(name))})


def _robots() -> Iterator[Fault]:
    def with_robots(name: str, robots: Answer, outcome: str, also: str | None = None) -> Fault:
        return Fault(name, answer(story(name)), outcome, {"/robots.txt": robots}, also=also)

    def text(lines: str) -> Answer:
        return answer(lines, Content_Type="text/plain")

    yield with_robots("robots_404", NOT_FOUND, STORED)
    yield with_robots("robots_403", answer("", "403 Forbidden"), STORED)
    yield with_robots("robots_noise", answer(bytes(range(256)) * 20), STORED)
    yield with_robots("robots_long", text("# filler\n" * 90_000), STORED)
    yield with_robots("robots_forbids", text("User-agent: *\nDisallow: /\n"), "robotstxt/forbidden")
    ours = "User-agent: *\nDisallow: /\n\nUser-agent: Backstory\nAllow: /\n"
    yield with_robots("robots_for_us", text(ours), STORED)
    theirs = "User-agent: *\nAllow: /\n\nUser-agent: backstory\nDisallow: /story\n"
    yield with_robots("robots_against_us", text(theirs), "robotstxt/forbidden")
    named = "".join(f"User-agent: robot{n}\n" for n in range(2_000))
    many = "".join(f"Disallow: /{n}\n" for n in range(12_000))
    yield with_robots("robots_many_names", text(f"{named}{many}\n{theirs}"), "robotstxt/forbidden")
    for coding in ("gzip", "deflate", "br", "zstd"):
        wrong = answer("User-agent: *\nDisallow: /private\n", Content_Type="text/plain", Content_Encoding=coding)
        yield with_robots(f"robots_as_{coding}", wrong, STORED)
    private = answer("User-agent: *\nDisallow: /\n", Content_Type="text/plain", Content_Encoding="gzip")
    yield with_robots("robots_as_gzip_forbids", private, "robotstxt/forbidden")
    yield with_robots("robots_redirect_loop", redirect("/robots.txt"), STORED, "refused/redirect_loop")
    yield with_robots("robots_redirect_file", redirect("file:///robots.txt"), STORED, "refused/redirect_scheme")
    noise = answer(b"\x00\xff" * 99, Content_Encoding="br")
    yield with_robots("robots_unreadable", noise, "manners/robots_unreachable", "refused/bad_encoding")
    yield with_robots("robots_once_500", then(answer("", "500 Oops"), ROBOTS_ALLOW), STORED)
    yield with_robots("robots_500", answer("", "500 Oops"), "manners/robots_unreachable")
    yield with_robots("robots_dropped", raw(), "manners/robots_unreachable")
    moved = Fault("robots_moved", answer(story("robots_moved")), STORED, {"/robots.txt": redirect("/r.txt")})
    moved.answers["/r.txt"] = ROBOTS_ALLOW
    yield moved
    name = "noarchive"
    yield Fault(name, answer(story(name), X_Robots_Tag="noarchive"), STORED)


def faults() -> list[Fault]:
    """All of them, in a fixed order."""
    parts = (_transfer, _time, _size, _encodings, _text, _statuses, _redirects, _refreshes, _robots)
    return [fault for part in parts for fault in part()]
