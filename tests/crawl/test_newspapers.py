"""Each newspaper is gathered whole: the stories that its pages name as related, as an editor would file them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

import pytest

from crawler.storage import keys
from tests.crawl.conftest import Crawled
from tests.sites import EDITED, Newspaper, Server
from tests.sites.graph import Reach, reach
from tests.sites.truth import differences


def of(server: Server, name: str) -> Newspaper:
    newspaper = server.sites[name]
    assert isinstance(newspaper, Newspaper)
    return newspaper


@pytest.mark.parametrize("name", EDITED)
def test_a_newspaper_is_gathered_story_by_story(name: str, papers: Server, crawl: Callable[..., Crawled]) -> None:
    newspaper = of(papers, name)
    expected = reach(newspaper)
    crawled = crawl(papers.seeds(name), depth=0)
    assert crawled.code == 0, crawled.err
    stories = crawled.stories()
    assert set(stories) == {newspaper.absolute(path) for path in expected.depths}
    wrong = {
        path: found
        for path in expected.depths
        if (found := differences(newspaper.expected(path), stories[newspaper.absolute(path)]))
    }
    assert wrong == {}
    for path, depth in expected.depths.items():
        _is_filed(stories[newspaper.absolute(path)], newspaper, path, depth, expected)
        _is_archived(stories[newspaper.absolute(path)], newspaper, path, crawled)

    # Two addresses of one story are one story.
    twins = {newspaper.absolute(path) for path in expected.twins}
    assert {url for story in stories.values() for url in story["other_urls"]} == twins

    # No decoy was ever asked for, at this newspaper or at another, and no page twice.
    asked = papers.paths()
    assert sorted(asked) == sorted({*expected.depths, *expected.twins})
    assert {visit["site"] for visit in papers.visits()} == {name}

    # The run record counts pages with a story, and stories, and says which is which.
    (counts,) = crawled.run()["sites"].values()
    assert counts["story_pages"] == len(stories) + len(twins)
    assert crawled.run()["counts"]["stories/stored"] == len(stories)
    assert f"{keys.runs_prefix('test')}{crawled.run()['run_id']}/run.json\n" in crawled.out

    # A second run adds nothing.
    before = crawled.keys()
    again = crawl(papers.seeds(name), depth=0)
    assert again.code == 0, again.err
    assert again.keys() == before


def _is_filed(story: dict, newspaper: Newspaper, path: str, depth: int, expected: Reach) -> None:
    """How the crawl came to the story is written down."""
    assert story["depth"] == depth
    assert story["seed"] == newspaper.absolute(newspaper.seeds[0])
    assert story["status"] == 200
    if depth == 0:
        assert story["discovered_from"] is None
    else:
        assert story["discovered_from"] in expected.named_by[path]


def _is_archived(story: dict, newspaper: Newspaper, path: str, crawled: Crawled) -> None:
    """The page is in the store, byte for byte."""
    document = newspaper.answer(path)
    assert document is not None
    assert story["raw_sha256"] == hashlib.sha256(document.body).hexdigest()
    assert gzip.decompress(crawled.store.get(story["raw_key"])) == document.body
    assert story["headers"]["etag"] == document.etag
    assert story["headers"]["content-type"] == document.content_type


def test_a_story_that_changed_gets_a_second_version(papers: Server, crawl: Callable[..., Crawled]) -> None:
    newspaper = of(papers, "isles")
    (seed,) = newspaper.seeds
    before = crawl(papers.seeds("isles"), depth=1).keys()
    page = newspaper.answer(seed)
    assert page is not None
    newspaper.replace(seed, page.body.replace(b"About 600 men and women", b"About 700 men and women"))
    second = crawl(papers.seeds("isles"), depth=1)
    url = newspaper.absolute(seed)
    assert "About 700 men" in second.stories()[url]["body"]
    assert second.stories()[url]["version"] == 2
    assert second.code == 0
    assert len(second.keys()) == len(before) + 2  # the story and its page
