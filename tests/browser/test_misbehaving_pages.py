"""Pages that would hang, flood or escape a browser: the crawl finishes, and keeps what can be kept."""

from __future__ import annotations

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE
from tests.sites import Server

KEPT = ("story/1", "scroll", "poll", "dialogs", "download", "popups", "worker", "reload", "socket", "huge-answer")
LOST = {
    "loop": "not drawn within 9 s",
    "late-loop": "not drawn within 9 s",
    "huge-page": "",  # the browser is restarted above its ceiling, or the page takes too long: both are an end
    "hungry": "",
}


FOUR_AT_ONCE = {"RENDER_PAGES": 4, "CONCURRENT_REQUESTS_PER_DOMAIN": 4}


def test_what_can_be_kept_is_kept(site: Server, start: Start) -> None:
    base = site.bases["misbehaving"]
    crawl = start([f"{base}/{path}" for path in KEPT], **FOUR_AT_ONCE).finish(200)
    for path in KEPT:
        assert f"<h1>{HEADLINE}</h1>" in crawl.rendered(f"{base}/{path}"), path
    assert "Traceback" not in crawl.log
    assert not crawl.left_behind()
    paths = site.paths("misbehaving")
    assert "/popup" not in paths
    assert "/ticker" not in paths
    assert paths.count("/reload") <= 4
    assert sum(path.startswith("/more") for path in paths) <= 2 * 150


def test_what_cannot_be_drawn_is_retried_and_given_up(site: Server, start: Start) -> None:
    base = site.bases["misbehaving"]
    crawl = start([f"{base}/{path}" for path in LOST], RENDER_TIMEOUT=9, RETRY_TIMES=1, **FOUR_AT_ONCE).finish(200)
    for path, words in LOST.items():
        error = crawl.error(f"{base}/{path}")
        assert error, path
        assert words in error or "the browser was lost" in error, path  # a neighbour may have brought it down
    assert crawl.stats["finish_reason"] == "finished"
    assert crawl.stats["retry/count"] >= 3
    assert "Traceback" not in crawl.log
    assert not crawl.left_behind()
    assert all(site.paths().count(f"/{path}") == 1 for path in LOST), "the page itself is asked for once, by Scrapy"


def test_a_page_that_draws_too_much_is_given_up_at_once(site: Server, start: Start) -> None:
    url = f"{site.bases['misbehaving']}/large-page"
    crawl = start([url]).finish()
    assert "RENDER_MAXSIZE" in crawl.error(url)
    assert "retry/count" not in crawl.stats


def test_an_article_that_is_lost_in_the_browser_is_taken_as_it_came(site: Server, start: Start) -> None:
    lost, emptied, attached = (f"{site.bases['misbehaving']}/{name}" for name in ("lost", "emptied", "attached"))
    crawl = start([lost, emptied, attached], render="always", ROBOTSTXT_OBEY=False).finish()
    for url in (lost, emptied):
        assert crawl.pages[url]["rendered"] is None
        assert f"<h1>{HEADLINE}</h1>" in crawl.pages[url]["plain"]
    assert crawl.count("fruitless") == 2
    assert f"<h1>{HEADLINE}</h1>" in crawl.rendered(attached), "whoever reads a page does not keep it as a file"
    assert "drawn" in crawl.rendered(attached)
