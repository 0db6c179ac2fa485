"""Manners as the servers see them: their own logs say who asked what, when, and how many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.answers import story
from tests.faults.drive import Outcome, crawl
from tests.faults.server import Host, Server, Visit, after, answer, serve, then

PAGES = 6
SLOP = 0.3  # seconds that one arrival may be late on a busy machine, and the next one so much too early for its gap
CRAWL_DELAY = 0.5
RETRY_AFTER = 2


def _robots(lines: str = "") -> dict[str, object]:
    return {"/robots.txt": answer(f"User-agent: *\nDisallow: /private/\n{lines}", Content_Type="text/plain")}


def _host(name: str, robots: str = "", **answers: object) -> Host:
    pages = {f"/story-{n}.html": after(0.1, answer(story(f"{name}_{n}"))) for n in range(PAGES)}
    return Host(name, {**_robots(robots), **pages, "*": answer(story(name)), **answers})  # type: ignore[dict-item]


async def _moved(visit: Visit, out: asyncio.StreamWriter) -> None:
    """To the host `plain`, whose own pages are being fetched at the same time."""
    port = visit.headers["host"].rpartition(":")[2]
    await answer("", "302 Found", Location=f"http://{HOSTS[0].address}:{port}/moved{visit.path}")(visit, out)


async def _refreshed(visit: Visit, out: asyncio.StreamWriter) -> None:
    """The same by a line in the page."""
    port = visit.headers["host"].rpartition(":")[2]
    target = f"http://{HOSTS[0].address}:{port}/refreshed{visit.path}"
    await answer(f'<html><meta http-equiv="refresh" content="0;url={target}"></html>')(visit, out)


HOSTS = (
    _host(
        "plain",
        **{
            f"/{by}/story-{n}.html": after(0.1, answer(story(f"{by}_{n}")))
            for by in ("moved", "refreshed")
            for n in range(PAGES)
        },
    ),
    _host("other"),
    _host("third"),
    _host("crawl_delay", f"Crawl-delay: {CRAWL_DELAY}\n"),
    _host("busy", **{"/story-0.html": then(answer("", "429 Too Many", Retry_After=RETRY_AFTER), answer(story("b")))}),
    _host("failing", **{f"/story-{n}.html": answer("", "500 Oops") for n in range(PAGES)}),
    _host("contact"),
    _host("moved", **{f"/story-{n}.html": _moved for n in range(PAGES)}),
    _host("refreshed", **{f"/story-{n}.html": _refreshed for n in range(PAGES)}),
)
FAILURES = 3


def _kept(gaps: list[float], least: float) -> bool:
    """Whether requests came no faster than one in ``least`` seconds: none of the gaps, and not all together."""
    return min(gaps) >= least - SLOP and sum(gaps) >= least * len(gaps) - SLOP


@pytest.fixture(scope="module")
def crawled(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Outcome]]:
    with serve(HOSTS, first=150) as server:
        seeds = [server.url(host.name, f"/story-{n}.html") for host in HOSTS for n in range(PAGES)]
        seeds += [server.url("plain", "/private/story.html"), server.url("other", "/private/x/../story.html")]
        yield (
            server,
            crawl(
                project,
                tmp_path_factory.mktemp("manners"),
                seeds,
                "render=never",
                DOWNLOAD_DELAY=0,
                CONCURRENT_REQUESTS=32,
                CONTACT="desk@research.example.org",
                HOST_CIRCUIT_FAILURES=FAILURES,
                HOST_CIRCUIT_SECONDS=300,
                FRONTIER_TRIES=1,
                FRONTIER_PATIENCE=1,
            ),
        )


def test_one_connection_per_host_even_without_any_delay(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    assert {name: host.peak for name, host in server.hosts.items()} == dict.fromkeys(server.hosts, 1)


def test_robots_txt_comes_first_and_once_and_nothing_that_it_forbids_is_asked_for(
    crawled: tuple[Server, Outcome],
) -> None:
    server, outcome = crawled
    for host in server.hosts.values():
        paths = [visit.path for visit in host.visits]
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1
        assert not [path for path in paths if path.startswith("/private")]
    assert outcome.stats["robotstxt/forbidden"] == 2


def test_every_page_of_a_healthy_host_is_fetched_once(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    stories = [f"/story-{n}.html" for n in range(PAGES)]
    for name in ("other", "third", "crawl_delay", "contact", "moved", "refreshed"):
        assert sorted(server.paths(name)) == stories
    led_there = [f"/{by}{path}" for by in ("moved", "refreshed") for path in stories]
    assert sorted(server.paths("plain")) == sorted([*stories, *led_there])
    assert len(outcome.stories) == PAGES * 8


def test_crawl_delay_lies_between_all_requests(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    assert _kept(server.gaps("crawl_delay")[1:], CRAWL_DELAY)


def test_retry_after_holds_for_the_whole_host_and_the_page_is_had_in_the_end(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    visits = server.hosts["busy"].visits
    refused = next(visit for visit in visits if visit.path == "/story-0.html")
    assert min(visit.began - refused.began for visit in visits if visit.began > refused.began) >= RETRY_AFTER - SLOP
    assert server.paths("busy").count("/story-0.html") == 2


def test_a_busy_host_is_slowed_down_after_its_pause(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    later = server.gaps("busy")[2:]
    assert min(later[1:4]) >= 1.0 - SLOP, "the delay was doubled, from at least a second"


def test_a_failing_host_is_left_alone_and_its_pages_are_kept_for_later(crawled: tuple[Server, Outcome]) -> None:
    server, outcome = crawled
    assert len(server.paths("failing")) <= FAILURES + 1
    assert outcome.stats["backstory/manners/circuit_opened"] == 1
    left = outcome.counts("backstory/frontier/left/")
    assert left["waiting"] >= 1
    assert left["waiting"] + left["queued"] >= PAGES - FAILURES


def test_hosts_take_turns(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    pages = sorted((v.began, name) for name, h in server.hosts.items() for v in h.visits if v.path != "/robots.txt")
    order = [name for _, name in pages]
    assert max(order.index(name) for name in server.hosts) < len(order) / 2, "every host's first page in the first half"


def test_who_asks_is_said_in_every_request(crawled: tuple[Server, Outcome]) -> None:
    server, _ = crawled
    for host in server.hosts.values():
        for visit in host.visits:
            assert visit.headers["user-agent"].startswith("Backstory/")
            assert "desk@research.example.org" in visit.headers["user-agent"]
            assert visit.headers["from"] == "desk@research.example.org"
            assert "cookie" not in visit.headers


def test_delays_lie_between_all_requests_under_autothrottle_too(project: Path, tmp_path: Path) -> None:
    hosts = [_host("delayed"), _host("asks_for_more", "Crawl-delay: 0.8\n")]
    with serve(hosts, first=180) as server:
        seeds = [server.url(host.name, f"/story-{n}.html") for host in hosts for n in range(PAGES)]
        settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.4}
        crawl(project, tmp_path, seeds, "render=never", DOWNLOAD_DELAY=0.4, DOWNLOAD_DELAY_JITTER=0.25, **settings)
        for host, least in zip(hosts, (0.3, 0.8), strict=True):
            assert len(server.paths(host.name)) == PAGES
            assert _kept(server.gaps(host.name)[1:], least)
            assert host.peak == 1
