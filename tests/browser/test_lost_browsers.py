"""Browsers that are killed, freeze, or outlive their crawl: the crawl finishes, and no process is left behind."""

from __future__ import annotations

import signal

import pytest

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE
from tests.browser.runs import Crawl, wait_for
from tests.sites import Server

PAGES = 6


def stories(site: Server, pages: int = PAGES) -> list[str]:
    return [f"{site.bases['misbehaving']}/story/{number}" for number in range(pages)]


def in_mid_crawl(site: Server, crawl: Crawl, pages: int = 2) -> None:
    """Wait until some pages have been drawn, so that another is being drawn now."""
    wait_for(lambda: site.paths("misbehaving").count("/api") >= pages)


@pytest.mark.parametrize("run", range(5))
def test_a_browser_killed_in_mid_crawl_costs_no_page(site: Server, start: Start, run: int) -> None:
    urls = stories(site)
    crawl = start(urls, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    in_mid_crawl(site, crawl, 1 + run)
    victim = wait_for(crawl.browser)
    victim.send_signal(signal.SIGKILL)
    crawl.finish(60)
    for url in urls:
        assert HEADLINE in crawl.rendered(url)
    assert crawl.count("browsers") == 2
    assert crawl.stats["finish_reason"] == "finished"
    assert not crawl.left_behind()


@pytest.mark.parametrize(
    ("who", "blow"),
    [("driver", signal.SIGKILL), ("driver", signal.SIGSTOP), ("browser", signal.SIGSTOP)],
    ids=["driver killed", "driver frozen", "browser frozen"],
)
def test_a_driver_or_browser_that_answers_no_more_is_replaced(
    site: Server, start: Start, who: str, blow: signal.Signals
) -> None:
    urls = stories(site, 3)
    crawl = start(urls, RENDER_TIMEOUT=5)
    in_mid_crawl(site, crawl, 1)
    wait_for(getattr(crawl, who)).send_signal(blow)
    crawl.finish(90)
    assert all(HEADLINE in crawl.rendered(url) for url in urls)
    assert not crawl.left_behind()


def test_a_browser_that_is_killed_again_and_again_ends_in_failures(site: Server, start: Start) -> None:
    urls = stories(site, 3)
    crawl = start(urls, render="always", RETRY_TIMES=1)
    while crawl.process.poll() is None:
        if (victim := crawl.browser()) is not None:
            victim.send_signal(signal.SIGKILL)
    crawl.finish(60)
    assert all("the browser was lost" in e or "not start" in e for e in map(crawl.error, urls)), crawl.pages
    assert crawl.stats["finish_reason"] == "finished"
    assert not crawl.left_behind()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_crawl_that_ends_early_takes_its_browser_along(site: Server, start: Start, blow: signal.Signals) -> None:
    crawl = start(stories(site, 50), CONCURRENT_REQUESTS=2)
    in_mid_crawl(site, crawl)
    assert crawl.browser()
    crawl.process.send_signal(blow)
    crawl.finish(60)
    assert not crawl.left_behind()


def test_browsers_are_replaced_in_good_time(site: Server, start: Start) -> None:
    urls = stories(site, 6)
    crawl = start(urls, RENDER_RECYCLE=2).finish()
    assert all(HEADLINE in crawl.rendered(url) for url in urls)
    assert crawl.count("browsers") == 3
    assert not crawl.left_behind()


def test_a_browser_above_its_memory_is_replaced(site: Server, start: Start) -> None:
    urls = stories(site, 2)
    crawl = start(urls, RENDER_MEMORY=64 * 1024 * 1024, RENDER_TIMEOUT=10, RETRY_TIMES=1).finish()
    assert crawl.count("memory_kills") >= 1
    assert set(crawl.pages) == set(urls)
    assert not crawl.left_behind()
