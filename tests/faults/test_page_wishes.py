"""What pages ask of robots, and what never ends: read off a crawl that follows links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.answers import story
from tests.faults.drive import Outcome, crawl
from tests.faults.server import Answer, Host, Server, Visit, answer, header_lines, serve

LINKS = 5  # that are followed from one page
CHAIN = 12  # stories of the host that repeats itself, before the rule may speak
_OTHER = "/the-harbour-story-of-the-other-day.html"


def _related(*paths: str) -> str:
    links = "".join(f'<li><a href="{path}">The {path[1:9]} story in every detail</a></li>' for path in paths)
    return f"<section class='related'><h2>Related stories</h2><ul>{links}</ul></section>"


def _page(name: str, *paths: str, head: str = "", **headers: str) -> Answer:
    return answer(story(name, _related(*paths), head), **headers)


async def _chain(visit: Visit, out: object) -> None:
    number = int(visit.path.rpartition("-")[2] or 0)
    text = story("chain", _related(f"/chain-{number + 1}")).replace("settled", f"settled {number}").encode()
    out.write(header_lines({"Content-Type": "text/html", "Content-Length": len(text)}) + text)  # type: ignore[attr-defined]


HOSTS = (
    Host("free", {"/s.html": _page("free", _OTHER), _OTHER: _page("free_a")}),
    Host("meta", {"/s.html": _page("meta", _OTHER, head='<meta name="robots" content="nofollow">')}),
    Host("header", {"/s.html": _page("header", _OTHER, X_Robots_Tag="nofollow")}),
    Host("others", {"/s.html": _page("others", _OTHER, X_Robots_Tag="otherbot: nofollow"), _OTHER: _page("o_a")}),
    Host("unkept", {"/s.html": _page("unkept", head='<meta name="robots" content="noarchive">')}),
    Host(
        "traps",
        {
            "/s.html": _page(
                "traps",
                "/a/b/a/b/a/b/a/b/story-of-the-loop.html",
                "/(S(abcd1234efgh5678ijkl))/story-of-the-session.aspx",
                "/good-story-of-the-day.html",
            ),
            "/good-story-of-the-day.html": _page("good_one"),
        },
    ),
    Host("chain", {"*": _chain}),
    Host("flood", {"/s.html": _page("flood", *(f"/story-number-{n}-of-the-long-day.html" for n in range(LINKS * 5)))}),
)


@pytest.fixture(scope="module")
def crawled(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Outcome]]:
    for host in HOSTS:
        host.answers["/robots.txt"] = answer("", "404 Not Found")
        host.answers.setdefault("*", answer("", "404 Not Found"))
    folder = tmp_path_factory.mktemp("wishes")
    with serve(HOSTS, first=220) as server:
        seeds = [server.url(host.name, "/chain-0" if host.name == "chain" else "/s.html") for host in HOSTS]
        yield (
            server,
            crawl(
                project,
                folder,
                seeds,
                "render=never",
                "depth=0",
                "max_stories=60",
                TRAP_WINDOW=CHAIN,
                TRAP_LINKS_PER_PAGE=LINKS,
                FRONTIER_PATIENCE=1,
                FRONTIER_TRIES=1,
            ),
        )


def test_nofollow_is_honoured_in_both_places_and_only_for_us(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    followed = {name: server.paths(name) for name in ("free", "meta", "header", "others")}
    assert followed == {
        "free": ["/s.html", _OTHER],
        "meta": ["/s.html"],
        "header": ["/s.html"],
        "others": ["/s.html", _OTHER],
    }
    assert outcome.stats["backstory/links/left/nofollow"] == 2
    kept = {name: outcome.stories[server.url(name, "/s.html")]["nofollow"] for name in followed}
    assert kept == {"free": False, "meta": True, "header": True, "others": False}


def test_noarchive_keeps_the_facts_and_not_the_page(crawled: tuple[Server, Outcome], tmp_path: Path) -> None:
    server, outcome = crawled
    kept = outcome.stories[server.url("unkept", "/s.html")]
    assert kept["archived"] == "noarchive"
    assert kept["raw_key"] is None
    assert kept["body"]
    assert outcome.stories[server.url("free", "/s.html")]["raw_key"]
    assert kept["raw_sha256"] not in json.dumps(sorted(outcome.raw_keys()))


def test_endless_addresses_are_left_and_the_good_one_beside_them_is_not(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    assert server.paths("traps") == ["/s.html", "/good-story-of-the-day.html"]
    left = outcome.counts("backstory/links/left/trap_")
    assert {"repeated_segments", "session_in_path"} <= set(left)
    assert "Trap at 127.0.1." in outcome.log


def test_a_chain_of_the_same_story_ends(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    assert CHAIN <= len(server.paths("chain")) <= CHAIN + 12
    assert outcome.stats["backstory/links/left/trap_repeats_itself"] == 1


def test_one_page_cannot_fill_the_frontier(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    assert len(server.paths("flood")) == 1 + LINKS
    assert outcome.stats["backstory/links/left/trap_many_links"] == LINKS * 4
