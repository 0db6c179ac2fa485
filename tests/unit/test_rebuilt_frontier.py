"""What a frontier made from the store knows of the runs and the stories in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import urls
from crawler.frontier import open_frontier
from crawler.frontier.base import Address, State, Visit
from crawler.frontier.rebuild import rebuild_from_store
from crawler.items import RelatedLink
from crawler.storage import keys, objects
from crawler.storage.local import LocalStore
from tests.unit.test_collection import a_story


def rebuilt(
    tmp_path: Path, *runs: dict[str, object], path: str = "/other", **values: object
) -> dict[str, Address | None]:
    """Store a story and run records; the addresses of the frontier that is made of them, by path."""
    store = LocalStore(tmp_path / "store")
    link = RelatedLink("https://paper.example/other", "Another bridge")
    story = a_story(**{"related": [link], "seed": "https://paper.example/bridge", "headers": {"etag": "1"}, **values})
    objects.put_story(store, objects.story_key(story), story)
    for number, run in enumerate(runs):
        record = {"run_id": f"run-{number}", "started_at": f"2026-0{number + 1}-01", **run}
        store.put(keys.run("stories", f"run-{number}"), json.dumps(record).encode())
    settings = Settings({"STORE": store.url, "REVISIT_UNTIL": 90, "TRAP_WINDOW": 40, "TRAP_LINKS_PER_PAGE": 200})
    rebuild_from_store(store, "stories", settings)
    with closing(open_frontier(settings, "stories")) as frontier:
        return {path: frontier.get(a_story(path).id) for path in ("/bridge", path)}


def test_the_last_run_decides_what_is_followed_though_it_had_no_seeds(tmp_path: Path) -> None:
    first = {"seeds": ["https://paper.example/bridge"], "arguments": {"follow": "related"}}
    last = {"seeds": [], "arguments": {"follow": "inline"}}
    assert rebuilt(tmp_path / "1", first)["/other"]
    assert rebuilt(tmp_path / "2", first, last)["/other"] is None


def test_links_that_were_not_followed_are_not_queued(tmp_path: Path) -> None:
    run = {"seeds": ["https://paper.example/bridge"], "arguments": {}}
    assert rebuilt(tmp_path / "1", run)["/other"]
    assert rebuilt(tmp_path / "2", run, nofollow=True)["/other"] is None
    trap = "/a" * 15
    link = RelatedLink(f"https://paper.example{trap}", "Another bridge")
    assert rebuilt(tmp_path / "3", run, related=[link], path=trap)[trap] is None


def test_a_drawn_story_is_asked_for_without_validators(tmp_path: Path) -> None:
    assert rebuilt(tmp_path / "1")["/bridge"].etag == "1"
    assert rebuilt(tmp_path / "2", rendered=True)["/bridge"].etag is None


def test_an_address_with_a_story_of_its_own_is_joined_to_no_other(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    copy = "https://wire.example/bridge"
    page = a_story(
        "/page-2", canonical_url="https://paper.example/other", other_urls=[copy], fetched_at="2026-01-01T00:00Z"
    )
    for story in (page, a_story("/other")):
        objects.put_story(store, objects.story_key(story), story)
    settings = Settings({"STORE": store.url, "REVISIT_UNTIL": 9_000})
    rebuild_from_store(store, "stories", settings)
    with closing(open_frontier(settings, "stories")) as frontier:
        for key in (page.id, a_story("/other").id, urls.story_id(copy)):
            known = frontier.get(key)
            assert (known.state, known.alias_of, known.stored) == (State.DONE, None, True)


def test_an_address_whose_story_the_store_has_lost_is_queued(tmp_path: Path) -> None:
    rebuilt(tmp_path)
    store = LocalStore(tmp_path / "store")
    lost = a_story("/other", headers={"etag": "2"})
    objects.put_story(store, objects.story_key(lost), lost)
    assert rebuilt(tmp_path)["/other"].state is State.DONE
    store.delete(objects.story_key(lost))
    found = rebuilt(tmp_path)
    assert (found["/other"].state, found["/other"].etag) == (State.QUEUED, None)
    assert (found["/bridge"].state, found["/bridge"].etag) == (State.DONE, "1")


def test_what_a_crawl_stores_while_the_store_is_read_is_not_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt(tmp_path)
    settings = Settings({"STORE": f"file://{tmp_path}/store"})
    url = "https://paper.example/new"
    honest, crawled = LocalStore.keys, []

    def beside(store: LocalStore, prefix: str = "") -> Iterator[str]:
        yield from honest(store, prefix)
        if prefix == keys.stories_prefix("stories") and not crawled:
            with closing(open_frontier(settings, "stories")) as frontier:
                frontier.enter("crawl", revisit="none")
                frontier.add(Address(urls.story_id(url), url, urls.host(url), urls.site(url)))
                crawled.extend(frontier.claim(1))
                frontier.done(crawled[0].key, Visit(stored=True, etag="3"))
                frontier.leave(complete=True)

    monkeypatch.setattr(LocalStore, "keys", beside)
    found = rebuilt(tmp_path, path="/new")["/new"]
    assert (found.state, found.etag) == (State.DONE, "3")


def test_the_newest_version_of_a_story_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    get = LocalStore.get
    monkeypatch.setattr(LocalStore, "get", lambda self, key: (read.append(key), get(self, key))[1])
    run = {"seeds": ["https://paper.example/bridge"], "arguments": {}}
    assert rebuilt(tmp_path, run)["/other"]
    assert len([key for key in read if "/stories/" in key]) == 1
