"""What a later run fetches again, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.monitors.base import seen
from tests.faults.crawls import Crawls
from tests.faults.scripted import Scripted


def paths_of_run(crawl: Crawls, *arguments: str, code: int = 0, **settings: object) -> list[str]:
    """Run a crawl; the paths that it asked for, sorted."""
    crawl.server.forget()
    assert crawl.finish(*arguments, **settings)[0] == code
    return sorted(crawl.server.paths())


def test_a_second_run_fetches_its_seeds_and_what_is_new(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html"])
    site.story("/b.html")
    crawl = crawls(site)
    assert paths_of_run(crawl) == ["/a.html", "/b.html"]
    site.story("/a.html", ["/b.html", "/c.html"], what="the harbour")
    site.story("/c.html")
    assert paths_of_run(crawl) == ["/a.html", "/c.html"]
    versions = crawl.stories()
    assert sorted(len(found) for found in versions.values()) == [1, 1, 2]
    assert paths_of_run(crawl, "revisit=none") == []
    assert paths_of_run(crawl, "revisit=all") == ["/a.html", "/b.html", "/c.html"]
    assert [visit["status"] for visit in crawl.server.visits() if visit["path"] != "/robots.txt"] == [304] * 3
    assert crawl.stories() == versions
    counts = crawl.runs()[-1]["counts"]
    assert counts["frontier/not_modified"] == 3
    assert seen(counts) == 3, "each story is met once"


def test_a_story_that_is_gone_is_kept_and_says_so(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html"])
    site.story("/b.html")
    site.say("/c.html", 404)
    crawl = crawls(site)
    paths_of_run(crawl)
    site.say("/b.html", 410)
    paths_of_run(crawl, "revisit=all")
    gone = {found[-1]["url"].rpartition("/")[2]: found[-1]["gone_at"] for found in crawl.stories().values()}
    assert gone["a.html"] is None
    assert gone["b.html"] is not None
    assert len(gone) == 2
    paths_of_run(crawl, "revisit=all")
    assert {found[-1]["gone_at"] for found in crawl.stories().values()} == set(gone.values()), "the first date stays"


def test_no_refusal_is_for_good(crawls: Callable[..., Crawls], scrapy: Callable[..., str]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html"])
    site.say("/b.html", 403)
    site.story("/c.html")
    crawl = crawls(site)
    paths_of_run(crawl)
    site.allow("User-agent: *\nDisallow: /\n")
    assert paths_of_run(crawl, "revisit=all", code=3) == []
    assert set(crawl.frontier().values()) == {"aside"}
    site.allow("User-agent: *\nAllow: /\n")
    site.story("/b.html")
    site.story("/c.html", what="the harbour")
    crawl.let_due("/c.html", state="aside")
    assert paths_of_run(crawl) == ["/a.html", "/c.html"]
    assert paths_of_run(crawl, "revisit=all") == ["/a.html", "/b.html", "/c.html"]
    assert sorted(map(len, crawl.stories().values())) == [1, 1, 2]
    site.say("/b.html", 403)
    paths_of_run(crawl, "revisit=all")
    assert scrapy(crawl, "frontier", "stories", "--retry") == "1 addresses are queued again (0 failed, 1 left aside)\n"
    site.story("/b.html")
    assert paths_of_run(crawl, "revisit=none") == ["/b.html"]


def test_a_page_that_held_no_story_is_asked_for_whole(crawls: Callable[..., Crawls]) -> None:
    """Not "changed since?": another version or a browser may find a story in the same page."""
    site = Scripted("/a.html")
    site.say("/a.html", 200)
    crawl = crawls(site)
    for _ in range(2):
        assert paths_of_run(crawl, code=3) == ["/a.html"]
        assert {visit["status"] for visit in crawl.server.visits()} == {200}


def gone(crawl: Crawls) -> list[bool]:
    """Of the newest version of each story, whether it says that it is gone; by story id."""
    return [found[-1]["gone_at"] is not None for found in crawl.stories().values()]


def test_a_story_that_is_gone_says_so_whatever_its_canonical_address(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", head="<link rel='canonical' href='/stories/b.html'>")
    crawl = crawls(site)
    paths_of_run(crawl)
    site.say("/a.html", 404)
    paths_of_run(crawl, code=3)
    assert gone(crawl) == [True]


def test_a_story_is_gone_when_none_of_its_addresses_gives_it(crawls: Callable[..., Crawls]) -> None:
    head = "<link rel='canonical' href='/a.html'>"
    site = Scripted("/a.html")
    site.story("/a.html", ["/print.html"], what="harbour", head=head)
    site.story("/print.html", what="harbour", head=head)
    crawl = crawls(site)
    assert paths_of_run(crawl) == ["/a.html", "/print.html"]
    site.say("/print.html", 404)
    paths_of_run(crawl, "revisit=all")
    assert gone(crawl) == [False]
    site.say("/a.html", 404)
    paths_of_run(crawl, "revisit=all", code=3)
    assert gone(crawl) == [True]
    site.story("/print.html", what="harbour", head=head)
    paths_of_run(crawl, "revisit=all")
    assert gone(crawl) == [False]


def test_a_story_that_comes_back_unchanged_is_gone_no_longer(
    crawls: Callable[..., Crawls], scrapy: Callable[..., str]
) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html"])
    site.story("/b.html")
    crawl = crawls(site)
    paths_of_run(crawl)
    before = crawl.stories()
    site.say("/b.html", 404)
    paths_of_run(crawl, "revisit=all")
    site.say("/b.html", 200)
    paths_of_run(crawl, "revisit=all")
    assert sorted(gone(crawl)) == [False, True], "an apology with status 200 is no story"
    site.story("/b.html")
    paths_of_run(crawl, "revisit=all")
    assert crawl.stories() == before
    site.say("/b.html", 404)
    paths_of_run(crawl, "revisit=all")
    assert sorted(gone(crawl)) == [False, True]
    for path in crawl.folder.rglob("*.sqlite*"):
        if path.is_file():
            path.unlink()
    scrapy(crawl, "rebuild", "stories")
    site.story("/b.html")
    paths_of_run(crawl, "revisit=all")
    assert {visit["status"] for visit in crawl.server.visits() if visit["path"] == "/b.html"} == {304}
    assert crawl.stories() == before


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_to_an_error_page_is_the_end_of_a_story_until_it_is_back(
    crawls: Callable[..., Crawls], status: int
) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html", "/d.html"])
    for path in ("/b.html", "/c.html", "/d.html"):
        site.story(path)
    crawl = crawls(site)
    paths_of_run(crawl)
    before = crawl.stories()
    for path in ("/b.html", "/c.html"):
        site.say(path, status, location="/not-found.html")
    site.say("/not-found.html", 404)
    site.say("/d.html", status, location="/")
    site.say("/", 200)
    paths_of_run(crawl, "revisit=all")
    assert sorted(gone(crawl)) == [False, False, True, True], "a page without a story says nothing of another"
    for path in ("/b.html", "/c.html", "/d.html"):
        site.story(path)
    assert {"/b.html", "/c.html", "/d.html"} <= set(paths_of_run(crawl, "revisit=all"))
    assert crawl.stories() == before


def test_redirects_join_addresses(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/old-1.html", "/new.html", "/old-2.html"])
    site.say("/old-1.html", 301, location="/older.html")
    site.say("/older.html", 302, location="/new.html")
    site.say("/old-2.html", 301, location="/new.html")
    site.story("/new.html")
    crawl = crawls(site)
    assert paths_of_run(crawl) == ["/a.html", "/new.html", "/old-1.html", "/old-2.html", "/older.html"]
    assert len(crawl.stories()) == 2
    assert set(crawl.frontier().values()) == {"done"}
    assert paths_of_run(crawl, "revisit=all") == ["/a.html", "/new.html"]


def test_a_story_keeps_its_history_when_its_address_changes_with_the_edit(
    crawls: Callable[..., Crawls], scrapy: Callable[..., str]
) -> None:
    site = Scripted("/a.html", "/live.html")
    site.story("/a.html", ["/strike-begins.html"])
    site.story("/strike-begins.html", what="the strike")
    site.say("/live.html", 301, location="/monday.html")
    site.story("/monday.html", what="Monday")
    crawl = crawls(site)
    paths_of_run(crawl)
    [before] = [found[0] for found in crawl.stories().values() if found[0]["url"].endswith("/strike-begins.html")]
    site.say("/strike-begins.html", 301, location="/strike-ends.html")
    site.story("/strike-ends.html", ["/c.html"], what="the long strike")
    site.story("/c.html")
    site.say("/live.html", 301, location="/tuesday.html")
    site.story("/tuesday.html", what="Tuesday")
    paths_of_run(crawl, "revisit=all", NEAR_DUPLICATES="drop")
    history = crawl.stories()[before["id"]]
    assert [version["url"].rpartition("/")[2] for version in history] == ["strike-begins.html", "strike-ends.html"]
    assert history[0] == before
    assert history[1]["other_urls"] == [before["url"]]
    assert sorted(map(len, crawl.stories().values())) == [1, 1, 1, 1, 2], "what /live.html leads to is another story"
    site.say("/strike-ends.html", 404)
    paths_of_run(crawl, "revisit=all")
    assert crawl.stories()[before["id"]][-1]["gone_at"]
    site.story("/strike-ends.html", what="the longest strike")
    for path in crawl.folder.rglob("*.sqlite*"):
        if path.is_file():
            path.unlink()
    scrapy(crawl, "rebuild", "stories")
    assert "/strike-begins.html" not in paths_of_run(crawl, "revisit=all")
    assert [version["gone_at"] for version in crawl.stories()[before["id"]]][2:] == [None]
    scrapy(crawl, "verify", "stories")


@pytest.mark.parametrize("first", ["/long.html", "/page-2.html"])
def test_what_is_fetched_does_not_depend_on_which_page_names_the_other(
    crawls: Callable[..., Crawls], first: str
) -> None:
    head = "<link rel='canonical' href='/long.html'>"
    site = Scripted("/a.html")
    pages = ["/long.html", "/page-2.html"]
    site.story("/a.html", sorted(pages, reverse=first != pages[0]))
    for path in pages:
        site.story(path, head=head)
    crawl = crawls(site)
    assert paths_of_run(crawl, CONCURRENT_REQUESTS_PER_DOMAIN=1) == ["/a.html", *pages]
    assert paths_of_run(crawl, "revisit=all") == ["/a.html", *pages]


def test_a_page_for_the_hours_of_maintenance_costs_no_story(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html"])
    site.say("/b.html", 302, location="/maintenance.html")
    site.say("/c.html", 307, location="/slug-of-c.html")
    site.story("/slug-of-c.html")
    site.say("/maintenance.html", 200)
    crawl = crawls(site)
    assert len(paths_of_run(crawl)) == 5
    site.story("/b.html")
    assert paths_of_run(crawl) == ["/a.html"], "not before an hour is over"
    crawl.let_due("/b.html", "/c.html")
    assert paths_of_run(crawl) == ["/a.html", "/b.html", "/c.html"], "where it leads, and not what is there"
    assert len(crawl.stories()) == 3
    assert set(crawl.frontier().values()) == {"done"}
    assert paths_of_run(crawl) == ["/a.html"]


def test_a_rebuilt_frontier_fetches_nothing_twice_that_is_not_due(
    crawls: Callable[..., Crawls], scrapy: Callable[..., str]
) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html"])
    site.story("/b.html", ["/d.html"])
    for path in ("/c.html", "/d.html"):
        site.story(path)
    crawl = crawls(site)
    paths_of_run(crawl, "max_stories=2")
    for path in crawl.folder.rglob("frontier.sqlite*"):
        if path.is_file():
            path.unlink()
    scrapy(crawl, "rebuild", "stories")
    known = {visit["path"] for visit in crawl.server.visits()}
    fetched = paths_of_run(crawl)
    assert sorted({*fetched} - {"/a.html"}) == sorted({"/b.html", "/c.html", "/d.html"} - known)
    assert len(crawl.stories()) == 4


def test_the_last_page_of_a_run_is_settled_even_if_its_story_is_gone(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    site.story("/a.html")
    crawl = crawls(site)
    assert paths_of_run(crawl) == ["/a.html"]
    site.say("/a.html", 404)
    assert paths_of_run(crawl, code=3) == ["/a.html"], "nothing that is there was fetched"
    assert crawl.frontier() == {"/a.html": "done"}
    assert crawl.runs()[-1]["counts"]["frontier/gone"] == 1
    assert [found[-1]["gone_at"] is not None for found in crawl.stories().values()] == [True]


def test_a_host_that_says_later_counts_against_no_address_and_keeps_no_run_alive(
    crawls: Callable[..., Crawls],
) -> None:
    site = Scripted("/a.html")
    site.story("/a.html", ["/b.html", "/c.html"])
    site.say("/b.html", 429, **{"retry-after": "1"})
    site.say("/c.html", 503, **{"retry-after": "1"})
    crawl = crawls(site)
    hasty = {"FRONTIER_TRIES": 1, "RETRY_TIMES": 0}
    assert {"/b.html", "/c.html"} & set(paths_of_run(crawl, **hasty, FRONTIER_PATIENCE=5))
    assert {crawl.frontier()[path] for path in ("/b.html", "/c.html")} <= {"waiting", "queued"}
    site.story("/b.html")
    site.story("/c.html")
    assert paths_of_run(crawl, "revisit=none", **hasty) == ["/b.html", "/c.html"]
    assert len(crawl.stories()) == 3
