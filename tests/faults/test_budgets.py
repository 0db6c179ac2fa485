"""How much a run takes, and what it leaves to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from crawler import urls
from tests.faults.crawls import Crawls
from tests.faults.scripted import Scripted
from tests.sites import Generated, serve


def test_max_stories_holds_to_the_story_and_the_next_run_takes_the_rest(crawls: Callable[..., Crawls]) -> None:
    crawl = crawls(Generated(20, size=4_000))
    assert crawl.finish("max_stories=7")[0] == 0
    assert len(crawl.stories()) == 7
    assert len(crawl.addresses("queued")) == crawl.runs()[-1]["counts"]["frontier/left/queued"] > 0
    code, output = crawl.finish("revisit=none", PROGRESS_INTERVAL=0.2)
    assert code == 0
    assert "progress] INFO: stories " in output, "a line for schedulers"
    assert "\x1b[" not in output, "and no panel, since this is no terminal"
    assert len(crawl.stories()) == 20
    assert max(Counter(crawl.server.paths()).values()) == 1


def test_one_site_cannot_eat_the_run(crawls: Callable[..., Crawls]) -> None:
    little = Scripted("/a.html", name="small")
    little.story("/a.html", ["/b.html", "/c.html"])
    little.story("/b.html")
    little.story("/c.html")
    with serve(Generated(40, size=4_000, name="big"), little) as server:
        seeds = " ".join([*server.seeds("big"), *server.seeds("small")])

        def sites(crawl: Crawls, *arguments: str) -> Counter[str]:
            assert crawl.finish(f"seeds={seeds}", *arguments)[0] == 0
            return Counter(urls.host(found[0]["url"]) for found in crawl.stories().values())

        big, small = (urls.host(server.bases[name]) for name in ("big", "small"))
        shared = sites(crawls(server), "max_stories=6", "sites=any")
        assert shared == {big: 3, small: 3}
        alone = sites(crawls(server), "max_stories=12", "sites=any")
        assert alone == {big: 9, small: 3}, "what nobody else wants may be had"
        assert sites(crawls(server), "max_per_site=2", "sites=any") == {big: 2, small: 2}


def test_sites_that_have_had_their_limit_keep_no_others_waiting(crawls: Callable[..., Crawls]) -> None:
    paths = ["/a.html", "/b.html", "/c.html"]
    papers = [Scripted(*paths, name=f"paper-{number}") for number in range(8)]
    for paper in papers:
        for path in paths:
            paper.story(path, what=f"{paper.name}{path}")
    with serve(*papers) as server:
        seeds = " ".join(seed for paper in papers for seed in server.seeds(paper.name))
        crawl = crawls(server)
        settings = {"CONCURRENT_REQUESTS": 1, "FRONTIER_PATIENCE": 3}  # few hosts are claimed at once
        assert crawl.finish(f"seeds={seeds}", "max_per_site=1", "sites=any", **settings)[0] == 0
        stored = Counter(urls.host(found[0]["url"]) for found in crawl.stories().values())
        assert stored == {urls.host(server.bases[paper.name]): 1 for paper in papers}


def test_links_that_redirect_take_nothing_of_a_sites_limit(crawls: Callable[..., Crawls]) -> None:
    site = Scripted("/a.html")
    known, new = [f"/old-{n}.html" for n in range(4)], [f"/new-{n}.html" for n in range(3)]
    site.story("/a.html", [*known, *new])
    for path in known:
        site.say(path, 301, location="/a.html")
    for path in new:
        site.story(path)
    crawl = crawls(site)
    assert crawl.finish("max_per_site=4")[0] == 0
    assert len(crawl.stories()) == 4
    assert crawl.addresses("queued") == []


def test_links_of_another_site_count_where_they_lead(crawls: Callable[..., Crawls]) -> None:
    short, paper = Scripted("/a.html", name="short"), Scripted(name="paper")
    with serve(short, paper) as server:
        links = [f"/{n}" for n in range(4)]
        short.story("/a.html", [*links, "/b.html"])
        short.story("/b.html")
        for link in links:
            paper.story(f"{link}.html")
            short.say(link, 302, location=f"{server.bases['paper']}{link}.html")
        crawl = crawls(server)
        assert crawl.finish("max_per_site=2", "sites=any")[0] == 0
        stored = Counter(urls.host(found[0]["url"]) for found in crawl.stories().values())
        assert stored == {urls.host(server.bases["short"]): 2, urls.host(server.bases["paper"]): 2}
        assert len(crawl.addresses("queued")) == 2, "the rest is left to the next run"
