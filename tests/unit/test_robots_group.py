"""Our group of a robots.txt says what the whole file says to us, and costs what the file is long."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from crawler.manners.robots_group import own_group

AGENT = "Backstory"
PATHS = ("/", "/a", "/a/b", "/b", "/b?c=d", "/index.html", "/ä", "/a$")
_NAMES = ("*", "Backstory", "backstory", "Back", "back*", "*story", "Backstory*", "otherbot", "tory", "")
_VALUES = ("", "/", "/a", "/b", "/*b", "/a$", "/ä", "3", "0.5", "soon", "https://x.example/s.xml")
_AGENT_FIELDS = ("User-agent: ", "USER-AGENT:", "User agent ", " useragent : ", "User-agent:\t")
_FIELDS = ("Disallow: ", "Allow:", "Dissallow ", "Crawl-delay: ", "Sitemap ", "Host: ", "Noindex: ")
_OTHERS = ("", "# ", "no colon ", "Disallow /a # ")
_LINES = st.one_of(
    st.tuples(st.sampled_from(_AGENT_FIELDS), st.sampled_from(_NAMES)),
    st.tuples(st.sampled_from(_FIELDS + _OTHERS), st.sampled_from(_VALUES)),
).map("".join)


def _said(text: bytes) -> object:
    rules = Protego.parse(text.decode("utf-8-sig", "ignore"))
    allowed = [rules.can_fetch(f"https://news.example{path}", AGENT) for path in PATHS]
    return allowed, rules.crawl_delay(AGENT), list(rules.sitemaps), rules.preferred_host


@pytest.mark.fuzz
@given(st.lists(_LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_it_says_what_the_whole_file_says(lines: list[str], end: str, mark: str) -> None:
    text = (mark + end.join(lines)).encode()
    assert _said(own_group(text, AGENT)) == _said(text)


@pytest.mark.parametrize(
    ("text", "forbidden", "delay"),
    [
        ("User-agent: a\nUser-agent: Backstory\nUser-agent: c\nDisallow: /a\nCrawl-delay: 7", {"/a", "/a/b", "/a$"}, 7),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Backstory\nDisallow: /b\n", {"/b", "/b?c=d"}, None),
        ("User-agent: Backstory\nDisallow: /b\nUser-agent: x\nDisallow: /\nUser-agent: backstory\nDisallow: /ä",
         {"/b", "/b?c=d", "/ä"}, None),
        ("User-agent: x\nDisallow: /\n", set(), None),
        ("User-agent: x\nSitemap: https://x.example/\nUser-agent: *\nDisallow: /", set(PATHS), None),
        ("Disallow: /\n", set(), None),
    ],
)  # fmt: skip
def test_which_rules_are_ours(text: str, forbidden: set[str], delay: float | None) -> None:
    rules = Protego.parse(own_group(text.encode(), AGENT).decode())
    assert {path for path in PATHS if not rules.can_fetch(f"https://news.example{path}", AGENT)} == forbidden
    assert rules.crawl_delay(AGENT) == delay


@pytest.mark.parametrize("named", ["b{}", "*", "Backstory", "backstory{}"])
def test_many_names_over_many_rules_cost_no_more_than_they_are_long(named: str) -> None:
    """Four times as many of both are four times as much: copied into each group they would be sixteen times."""

    def peak(names: int, rules: int) -> int:
        text = "".join(f"User-agent: {named.format(n)}\n" for n in range(names))
        text += "".join(f"Disallow: /{n}\n" for n in range(rules))
        tracemalloc.start()
        rules_of_ours = Protego.parse(own_group(text.encode(), AGENT).decode())
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rules_of_ours.can_fetch("https://news.example/0", AGENT) == (named in ("b{}", "backstory{}"))
        return memory

    assert peak(400, 1200) < 7 * peak(100, 300)
