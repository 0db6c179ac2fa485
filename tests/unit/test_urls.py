"""Addresses: what an archivist counts on, and what an attacker would try."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler import urls
from tests.strategies import hostile_urls

STORY = "https://www.example.com/news/world/story-4367319"

SAME_PAGE = [
    STORY + "#comments",
    STORY + "/",
    STORY + "?utm_source=feed&utm_medium=rss",
    STORY + "?at_medium=RSS&at_campaign=KARANGA",
    STORY + "?fbclid=IwAR0abc&gclid=xyz&msclkid=1",
    STORY + "?dclid=1&gbraid=2&wbraid=3&yclid=4&ysclid=5&ttclid=6&twclid=7&igshid=8&li_fat_id=9&s_cid=10&srsltid=11",
    STORY + "?ref=homepage",
    STORY + "?cid=ios_app",
    STORY + "?mod=hp_lead_pos1",
    STORY + "?source=newsletter",
    STORY + "?amp",
    STORY + "?amp=1",
    STORY + "?outputType=amp",
    STORY + "/amp",
    STORY + "/amp/",
    STORY + "/index.html",
    STORY + ";jsessionid=0A1B2C",
    "http://www.example.com:80/news/world/story-4367319",
    "https://www.example.com:443/news/world/story-4367319",
    "http://example.com/news/world/story-4367319",
    "https://m.example.com/news/world/story-4367319",
    "https://amp.example.com/news/world/story-4367319",
    "https://WWW.EXAMPLE.COM./news/world/story-4367319",
    "https://reader:secret@www.example.com/news/world/story-4367319",
    "https://www.example.com//news/world//story-4367319",
    "https://www.example.com/news/x/../world/./story-4367319",
    "https://www.example.com\\news\\world\\story-4367319",
    "https://www.example.com/news/w%6Frld/story%2D4367319",
    "  https://www.example.com/news/world/story-4367319\n",
    "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/world/story-4367319",
    "https://www.google.com/amp/s/www.example.com/news/world/story-4367319",
]

DIFFERENT_PAGES = [
    "http://example.com/?id=123",
    "http://example.com/?id=124",
    "http://example.com/?p=5",
    "http://example.com/?story=kyrgyz",
    "http://example.com/?4367319",
    "http://example.com/?4367320",
    "http://example.com/index.php?article=1",
    "http://example.com/index.php?article=2",
    "http://example.com/index.php?cid=1",
    *(
        f"http://example.com/view.php?{name}={n}"
        for name in ("gid", "fbid", "yid", "ttid", "twid", "s_id")
        for n in (1, 2)
    ),
    "http://example.com/index.php?cid=2",
    "http://example.com/news/?cid=4711",
    "http://example.com/news/?cid=4712",
    "http://example.com/forum.php?mod=viewthread&tid=1",
    "http://example.com/forum.php?mod=forumdisplay&tid=1",
    "http://example.com/article.asp?ref=eu",
    "http://example.com/article.asp?ref=us",
    "http://example.com/article.pl?sid=05/03/21/1014",
    "http://example.com/?source=wire",
    "http://example.com/?source=desk",
    "http://example.com/news/story?ref=20050321",
    "http://example.com/gallery?gallery=7",
    "http://example.com/gallery?gallery=8",
    "http://example.com/read?reference=7",
    "http://example.com/read?eid=9",
    "http://example.com/read?uid=9",
    "http://example.com/search?keyword=osh",
    "http://example.com/search?q=caf%E9",
    "http://example.com/search?q=caf%C3%A9",
    "http://example.com/a?x=1&x=2",
    "http://example.com/a?x=2",
    "http://example.com/Story",
    "http://example.com/story",
    "http://example.com:8080/story",
    "http://news.example.com/story",
    "http://example.com/a%2Fb",
    "http://example.com/a/b",
    "http://example.com/amplifier",
    "http://example.com/camp",
]


@pytest.mark.parametrize("url", SAME_PAGE)
def test_twins_have_one_id(url: str) -> None:
    assert urls.story_id(url) == urls.story_id(STORY)


def test_pages_that_a_query_or_a_port_chooses_stay_apart() -> None:
    ids = {urls.story_id(url): url for url in DIFFERENT_PAGES}
    assert sorted(ids.values()) == sorted(DIFFERENT_PAGES)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("http://example.com/a?b=2&a=1#x", "http://example.com/a?b=2&a=1"),
        ("http://example.com/s?q=caf%E9&utm_id=1", "http://example.com/s?q=caf%E9"),
        ("http://user:pw@example.com/", "http://example.com/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://βόλος.example:8080/a", "http://xn--nxasmm1c.example:8080/a"),
        ("https://münchen.example/grüße", "https://xn--mnchen-3ya.example/gr%C3%BC%C3%9Fe"),
        ("http://example.com/a/../../b", "http://example.com/b"),
        ("http://example.com/../../etc/passwd", "http://example.com/etc/passwd"),
        ("http://example.com?x=1", "http://example.com/?x=1"),
    ],
)
def test_clean_keeps_what_a_server_could_notice(url: str, cleaned: str) -> None:
    assert urls.clean(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "javascript:alert(1)",
        "mailto:desk@example.com",
        "data:text/html;base64,PGh0bWw+",
        "file:///etc/passwd",
        "http://",
        "http:///path",
        "http://[::1",
        "http://example.com:0/",
        "http://example.com:99999/",
        "http://exa mple.com/",
        "http://a..b/",
        "http://example.com/" + "a" * 3_000,
        "data:" + "a" * 10_000_000,
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert urls.clean(url) is None


def test_relative_addresses_are_relative_to_the_page() -> None:
    base = "http://news.example.com/2/hi/asia/4367319.stm"
    assert urls.clean("../europe/1.stm", base) == "http://news.example.com/2/hi/europe/1.stm"
    assert urls.clean("//m.example.com/x", base) == "http://m.example.com/x"
    assert urls.clean("..\\europe\\1.stm", base) == "http://news.example.com/2/hi/europe/1.stm"
    assert urls.clean("?page=2", base) == base + "?page=2"
    assert urls.clean("x", "http://[broken") is None


def test_editions_of_the_old_bbc_are_one_story() -> None:
    ids = {
        urls.story_id(f"http://news.bbc.co.uk/{path}")
        for path in (
            "1/hi/world/asia-pacific/4367319.stm",
            "2/hi/asia-pacific/4367319.stm",
            "1/low/world/asia-pacific/4367319.stm",
        )
    }
    assert len(ids) == 1


def test_sites_and_hosts() -> None:
    assert urls.site("http://news.bbc.co.uk/x") == "bbc.co.uk"
    assert urls.site("http://127.0.0.1:80/x") == "127.0.0.1"
    assert urls.site("http://[broken") == urls.host("http://[broken") == ""
    assert urls.host("http://User:pw@News.Example.com:8080/x") == "news.example.com:8080"


@pytest.mark.fuzz
@given(hostile_urls, st.none() | hostile_urls)
@example("http://example.com/amp/amp/index.html/amp", None)
@example("http://news.bbc.co.uk//1/hi//2/hi/x", None)
def test_nothing_raises_and_twice_is_once(url: str, base: str | None) -> None:
    cleaned = urls.clean(url, base)
    if cleaned is not None:
        assert urls.clean(cleaned) == cleaned
        assert cleaned.isascii()
        assert cleaned.startswith(("http://", "https://"))
        assert "@" not in urls.host(cleaned)
        shown = urls.canonical(cleaned)
        assert urls.canonical(shown) == shown
        assert urls.clean(shown) is not None
        assert urls.identity(shown) == urls.identity(cleaned)
    assert len(urls.story_id(url)) == 24
    assert isinstance(urls.site(url) + urls.host(url) + urls.canonical(url) + urls.identity(url), str)
