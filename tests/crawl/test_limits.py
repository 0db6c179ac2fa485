"""How far a crawl goes: depth, number of stories, sites, dates and kinds of links.

That it goes no further by itself, to no other site and along no inline link, test_newspapers.py says.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.crawl.conftest import Crawled
from tests.crawl.test_newspapers import of
from tests.faults.scripted import Scripted
from tests.sites import Server, serve
from tests.sites.graph import reach


def test_depth_is_the_number_of_links_from_a_seed(papers: Server, crawl: Callable[..., Crawled]) -> None:
    newspaper = of(papers, "isles")
    crawled = crawl(papers.seeds("isles"), depth=1)
    assert set(crawled.stories()) == {newspaper.absolute(path) for path in reach(newspaper, 1).depths}


def test_no_more_stories_than_asked_for(papers: Server, crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(papers.seeds("isles"), depth=0, max_stories=3)
    assert crawled.code == 0, crawled.err
    assert len(crawled.stories()) == 3


ABROAD = "/lokales/der-letzte-waerter-von-nordfeld-id10398.html"  # named by a story of the courier


def test_a_seed_that_redirects_to_another_site_stands_for_where_it_leads(crawl: Callable[..., Crawled]) -> None:
    short = Scripted("/k5Xq", name="short")
    with serve("isles", short) as papers:
        newspaper = of(papers, "isles")
        short.say("/k5Xq", 302, location=newspaper.absolute(newspaper.seeds[0]))
        crawled = crawl(papers.seeds("short"), depth=2)

    stories = crawled.stories()
    assert set(stories) == {newspaper.absolute(path) for path in reach(newspaper, 2).depths}
    assert papers.seeds("short")[0] in stories[newspaper.absolute(newspaper.seeds[0])]["other_urls"]


def test_a_link_that_redirects_to_another_site_is_not_followed(crawl: Callable[..., Crawled]) -> None:
    local, partner = Scripted("/news/a-night-at-the-harbour", name="local"), Scripted(name="partner")
    local.story("/news/a-night-at-the-harbour", ["/news/the-bridge-is-open-again", "/news/the-harbour-was-sold"])
    local.story("/news/the-bridge-is-open-again")
    partner.story("/story.html")
    with serve(local, partner) as papers:
        sold = papers.bases["partner"] + "/story.html"
        local.say("/news/the-harbour-was-sold", 302, location=sold)
        crawled = crawl(papers.seeds("local"))
        assert papers.paths("partner") == []
        assert len(crawled.stories()) == 2
        assert sold in crawl(papers.seeds("local"), collection="wide", sites="any").stories()


def test_other_sites_are_followed_on_wish(papers: Server, crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(papers.seeds("courier"), depth=0, sites="any")
    anzeiger = of(papers, "anzeiger")
    assert set(papers.paths("anzeiger")) == set(reach(anzeiger, start=[ABROAD]).depths)
    assert anzeiger.absolute(ABROAD) in crawled.stories()


def test_a_list_of_sites_replaces_the_seeds_own(papers: Server, crawl: Callable[..., Crawled]) -> None:
    anzeiger = papers.bases["anzeiger"].removeprefix("http://").partition(":")[0]
    crawl(papers.seeds("courier"), depth=0, sites=anzeiger)
    assert papers.paths("courier") == [of(papers, "courier").seeds[0]]


def test_dates_outside_the_window_are_not_followed(papers: Server, crawl: Callable[..., Crawled]) -> None:
    isles = of(papers, "isles")
    since, until = "2005-03-01", "2005-03-31"
    crawled = crawl(papers.seeds("isles"), depth=1, since=since, until=until)
    links = [link for link in isles.expected(isles.seeds[0])["related"] if link["kind"] == "related"]
    inside = {link["url"] for link in links if since <= link["published"] <= until}
    assert 0 < len(inside) < len(links)
    assert set(crawled.stories()) == {*inside, isles.absolute(isles.seeds[0])}


def test_inline_links_are_followed_on_wish(papers: Server, crawl: Callable[..., Crawled]) -> None:
    courier = of(papers, "courier")
    truth = courier.expected(courier.seeds[0])["related"]
    (inline,) = [link["url"].removeprefix(courier.base) for link in truth if link["kind"] == "inline"]
    crawl(papers.seeds("courier"), depth=1, follow="related,inline")
    assert inline in papers.paths("courier")


def test_a_run_with_wider_arguments_says_that_what_is_done_stays_so(
    papers: Server, crawl: Callable[..., Crawled]
) -> None:
    seeds = papers.seeds("isles")
    first = crawl(seeds, sites="example.com", depth=1)
    second, third = crawl(seeds), crawl(seeds)
    lines = [[line for line in crawled.err.splitlines() if "wider than" in line] for crawled in (first, second, third)]
    assert [len(found) for found in lines] == [0, 1, 0], second.err
    assert "depth=2 (was 1), sites=same (was example.com)" in lines[1][0]
    assert "begin another collection" in lines[1][0]
    assert len(third.stories()) == 1
    assert len(crawl(seeds, collection="another").stories()) > 1
