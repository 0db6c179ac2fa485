"""A story meets its collection: new, unchanged, a version, the same text elsewhere."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler

from crawler import urls
from crawler.collection import AlreadyStored
from crawler.collection.index import Entry, Index
from crawler.collection.near import Signature
from crawler.collection.rebuild import catch_up, rebuild
from crawler.collection.shared import Collections
from crawler.collection.verify import Report, verify
from crawler.items import Story
from crawler.storage import StoreUnavailable, keys, objects, open_store
from crawler.storage.local import LocalStore
from tests.pipelines import BODY, a_story, feed, stored


def test_a_new_story_is_stored_with_its_raw_bytes(crawler: Crawler) -> None:
    story = a_story()
    feed(crawler, story)
    [kept] = stored(crawler)
    store = open_store(crawler.settings["STORE"], crawler.settings)
    assert (kept.version, kept.changes, kept.other_urls) == (1, None, [])
    assert kept.raw_key
    assert objects.get_raw(store, kept.raw_key) == story.raw
    assert crawler.stats.get_value("backstory/stories/stored") == 1
    assert crawler.stats.get_value("backstory/versions") == 1


def test_an_unchanged_page_adds_nothing(crawler: Crawler) -> None:
    feed(crawler, a_story())
    [outcome] = feed(
        crawler, a_story(minute=5, related=[], headers={"date": "tomorrow"}, headline="BRIDGE closed again")
    )
    assert isinstance(outcome, AlreadyStored)
    assert outcome.outcome == "unchanged"
    assert len(stored(crawler)) == 1
    assert len(list(open_store(crawler.settings["STORE"], crawler.settings).keys(keys.raw_prefix("stories")))) == 1
    assert crawler.stats.get_value("backstory/stories/unchanged") == 1


def test_changed_text_is_a_version_that_says_what_changed(crawler: Crawler) -> None:
    feed(crawler, a_story())
    feed(crawler, a_story(minute=5, body=BODY.replace("closed for the 3th time", "opened for the first time ever")))
    first, second = stored(crawler)
    assert (first.version, second.version) == (1, 2)
    assert second.changes
    assert second.changes["fields"] == ["body"]
    assert (second.changes["words_added"], second.changes["words_removed"]) == (3, 2)
    assert "opened" in second.changes["added"]
    assert crawler.stats.get_value("backstory/stories/stored") == 1
    assert crawler.stats.get_value("backstory/versions") == 2


@pytest.mark.parametrize("stray", ["sync-conflict.json", "zzz.txt", "20260301T100000.000000Z.json~"])
def test_what_somebody_left_in_a_storys_folder_is_in_no_versions_way(crawler: Crawler, stray: str) -> None:
    feed(crawler, a_story())
    folder = Path(f"{crawler.settings['STORE'].removeprefix('file://')}/{keys.story_prefix('stories', a_story().id)}")
    (folder / stray).write_text("{}")
    feed(crawler, a_story(minute=5, headline="Bridge open"))
    feed(crawler, a_story(minute=6, headline="Bridge open"))
    (folder / stray).unlink()
    assert [(story.version, story.headline) for story in stored(crawler)] == [
        (1, "Bridge closed again"),
        (2, "Bridge open"),
    ]


def two_views(minute: int, page: str = BODY, printed: str = BODY + "\n\nPrinted from our site.") -> tuple[Story, Story]:
    """A story's page, and its print view, which names that page as its canonical address."""
    told = a_story(minute=minute, body=page)
    return told, a_story("/print?id=4711", minute, id=told.id, canonical_url=told.url, body=printed)


def test_two_addresses_of_a_story_that_differ_by_a_line_make_no_versions_by_turns(crawler: Crawler) -> None:
    for minute in range(4):
        for view in two_views(minute):
            feed(crawler, view)
    assert [story.version for story in stored(crawler)] == [1, 2]
    assert crawler.stats.get_value("backstory/stories/unchanged") == 6
    edited = BODY.replace("closed", "open")
    for minute in (5, 6):
        for view in two_views(minute, page=edited):
            feed(crawler, view)
    assert [story.body for story in stored(crawler)][2:] == [edited]


def test_an_edit_that_is_taken_back_is_a_version_though_another_address_gave_one_meanwhile(crawler: Crawler) -> None:
    edited = BODY.replace("closed", "open")
    for minute, page in enumerate((BODY, edited, BODY)):
        for view in two_views(minute, page=page):
            feed(crawler, view)
    told = [story.body for story in stored(crawler) if story.url == story.canonical_url]
    assert told == [BODY, edited, BODY]


def test_a_clock_set_back_does_not_hide_a_version(crawler: Crawler) -> None:
    feed(crawler, a_story(minute=30))
    feed(crawler, a_story(minute=10, headline="Bridge open"))
    assert [story.version for story in stored(crawler)] == [1, 2]


def test_the_same_text_elsewhere_is_one_story_with_two_addresses(crawler: Crawler) -> None:
    feed(crawler, a_story())
    for minute in (5, 6):
        [outcome] = feed(crawler, a_story("/elsewhere", minute))
        assert isinstance(outcome, AlreadyStored)
        assert outcome.outcome == "duplicates"
    [kept] = stored(crawler)
    assert kept.other_urls == ["https://paper.example/elsewhere"]


def test_a_story_that_was_taken_away_is_back_where_its_publisher_gives_it_elsewhere(crawler: Crawler) -> None:
    feed(crawler, a_story(gone_at="2026-03-01T11:00:00+00:00"))
    foreign = "https://other.example/bridge"
    feed(crawler, a_story(minute=5, id=urls.story_id(foreign), url=foreign, canonical_url=foreign))
    assert [story.gone_at for story in stored(crawler)] != [None]
    feed(crawler, a_story("/elsewhere", 6))
    assert [story.gone_at for story in stored(crawler)] == [None]


def test_the_same_short_text_elsewhere_is_another_story(crawler: Crawler) -> None:
    feed(crawler, a_story(body="Watch live."), a_story("/elsewhere", body="Watch live."))
    assert len(stored(crawler)) == 2


def test_pages_with_one_text_that_arrive_together_are_one_story(crawler: Crawler) -> None:
    outcomes = feed(crawler, *(a_story(f"/copy/{n}", n) for n in range(10)), *(a_story(minute=n) for n in range(10)))
    [kept] = stored(crawler)
    assert sum(isinstance(outcome, AlreadyStored) for outcome in outcomes) == 19
    addresses = {urls.identity(url) for url in (kept.url, *kept.other_urls)}
    assert addresses == {f"paper.example/copy/{n}" for n in range(10)} | {"paper.example/bridge"}


@pytest.mark.parametrize("mode", ["mark", "drop"])
def test_a_known_story_and_a_copy_of_it_that_arrive_together_do_not_wait_for_each_other(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    crawler.settings.frozen = False
    crawler.settings.set("NEAR_DUPLICATES", mode)
    pairs = [(f"/bridge/{n}", f"/copy/{n}", BODY.replace("river", f"river of {n}0 towns")) for n in range(8)]
    feed(crawler, *(a_story(page, body=body) for page, _, body in pairs))
    looked, honest = threading.Barrier(2, timeout=0.5), LocalStore.get

    def together(store: LocalStore, key: str) -> bytes:
        with suppress(threading.BrokenBarrierError):
            looked.wait()
        return honest(store, key)

    monkeypatch.setattr(LocalStore, "get", together)
    for page, copy, body in pairs:
        looked.reset()
        outcomes = feed(crawler, a_story(copy, 1, body=body), a_story(page, 1, body=body))
        assert [type(outcome) for outcome in outcomes] == [AlreadyStored, AlreadyStored]
    assert all(story.other_urls for story in stored(crawler))


def test_an_index_that_is_wrong_loses_nothing(crawler: Crawler, tmp_path: Path) -> None:
    feed(crawler, a_story())
    store = open_store(crawler.settings["STORE"], crawler.settings)
    [key] = store.keys(keys.stories_prefix("stories"))
    store.delete(key)  # the index still knows the story and its text
    [outcome] = feed(crawler, a_story("/elsewhere", 5))
    assert isinstance(outcome, Story)
    [again] = feed(crawler, a_story(minute=6, body=BODY + "\n\nAnd more."))
    assert isinstance(again, Story)
    assert {story.version for story in stored(crawler)} == {1}


def test_an_index_that_is_lost_makes_no_second_version(crawler: Crawler, tmp_path: Path) -> None:
    feed(crawler, a_story())
    Collections.from_crawler(crawler).close()
    for path in (tmp_path / "store" / "stories").glob("index.sqlite*"):
        path.write_bytes(b"this is no database, and never was one" * 100)
    [outcome] = feed(crawler, a_story(minute=5))
    assert isinstance(outcome, AlreadyStored)


def spoil_index(folder: Path) -> None:
    """Write over all pages of the index but the first two, as a bad disk may."""
    path = folder / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(b"\xa5" * (path.stat().st_size - 2 * 4096))


@pytest.mark.parametrize("in_the_middle", [False, True])
def test_a_damaged_index_is_made_anew_and_costs_no_story(crawler: Crawler, tmp_path: Path, in_the_middle: bool) -> None:
    for n in range(20):
        feed(crawler, a_story(f"/{n}", body=BODY.replace("bridge", f"bridge {n}")))
    if not in_the_middle:
        Collections.from_crawler(crawler).close()
    spoil_index(tmp_path / "store" / "stories")
    copy = a_story("/copy", 5, body=BODY.replace("bridge", "bridge 7"))
    same = a_story("/8", 5, body=BODY.replace("bridge", "bridge 8"))
    outcomes = feed(crawler, copy, same, *(a_story(f"/new/{n}", 5, body="Watch live.") for n in range(5)))
    became = [getattr(outcome, "outcome", "stored") for outcome in outcomes]
    assert became == ["duplicates", "unchanged", *["stored"] * 5]
    assert len(stored(crawler)) == 25
    Collections.from_crawler(crawler).close()
    with closing(Index(tmp_path / "store" / "stories")) as index:
        assert len(index) == 25


def test_a_damaged_index_can_be_rebuilt(crawler: Crawler, tmp_path: Path) -> None:
    for n in range(20):
        feed(crawler, a_story(f"/{n}", body=BODY.replace("bridge", f"bridge {n}")))
    Collections.from_crawler(crawler).close()
    folder = tmp_path / "store" / "stories"
    spoil_index(folder)
    with closing(Index(folder)) as index:
        assert rebuild(LocalStore(tmp_path / "store"), "stories", index) == 20
        assert len(index) == 20


def test_a_crawl_beside_a_rebuild_finds_what_is_stored(
    crawler: Crawler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(crawler, *(a_story(f"/{n}", body=BODY.replace("bridge", f"bridge {n}")) for n in range(3)))
    honest, outcomes = LocalStore.keys, []

    def beside(store: LocalStore, prefix: str = "") -> Iterator[str]:
        yield from honest(store, prefix)
        if prefix == keys.stories_prefix("stories") and not outcomes:
            copy = a_story("/copy", 5, body=BODY.replace("bridge", "bridge 1"))
            outcomes.extend(feed(crawler, copy, a_story("/new", 5, body="Watch live.")))

    monkeypatch.setattr(LocalStore, "keys", beside)
    with closing(Index(tmp_path / "store" / "stories")) as index:
        index.add("f" * 24, Entry("stories/stories/none", 1, "", "0" * 64, frozenset(), None))
        rebuild(LocalStore(tmp_path / "store"), "stories", index)
        assert [getattr(outcome, "outcome", "stored") for outcome in outcomes] == ["duplicates", "stored"]
        assert len(index) == len(stored(crawler)) == 4, "what came meanwhile, and nothing that is not there"


def test_rebuilds_of_one_index_take_turns(crawler: Crawler, tmp_path: Path) -> None:
    feed(crawler, *(a_story(f"/{n}", body=BODY.replace("bridge", f"bridge {n}")) for n in range(30)))
    folder, store = tmp_path / "store" / "stories", LocalStore(tmp_path / "store")

    def once(_: int) -> int:
        with closing(Index(folder)) as index:
            return rebuild(store, "stories", index)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(once, range(4))) == [30] * 4
    with closing(Index(folder)) as index:
        signature = Signature.of(BODY.replace("bridge", "bridge 7"))
        assert index.like(signature, 0.99, without="") is not None
    assert not any(verify(store, "stories", Report(), lambda *_: None)), "and leave nothing strange in the store"


def test_what_a_killed_rebuild_left_is_in_nobodys_way(crawler: Crawler, tmp_path: Path) -> None:
    feed(crawler, a_story("/1"))
    folder = tmp_path / "store" / "stories"
    with closing(sqlite3.connect(folder / "index.sqlite")) as file:
        file.execute("CREATE TABLE new_stories (number)")
        file.execute("CREATE TABLE old_bands (band)")
    with closing(Index(folder)) as index:
        assert rebuild(LocalStore(tmp_path / "store"), "stories", index) == 1


def test_a_crawl_need_not_wait_while_another_one_reads_what_is_stored(
    crawler: Crawler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(crawler, *(a_story(f"/{n}", body=BODY.replace("bridge", f"bridge {n}")) for n in range(3)))
    folder, honest, written = tmp_path / "store" / "stories", Signature.of, []

    def beside(text: str) -> Signature | None:
        with closing(sqlite3.connect(folder / "index.sqlite", timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # raises where somebody else writes
            written.append(text)
        return honest(text)

    monkeypatch.setattr(Signature, "of", beside)
    with closing(Index(folder)) as index:
        index.take_over(Index())
        catch_up(LocalStore(tmp_path / "store"), "stories", index)
        assert len(written) == len(index) == 3


def damage(crawler: Crawler) -> str:
    """Cut off the object that is last in the store; its key."""
    store = open_store(crawler.settings["STORE"], crawler.settings)
    key = list(store.keys(keys.stories_prefix("stories")))[-1]
    store.put(key, store.get(key)[:100])
    return key


def whole(crawler: Crawler, damaged: str) -> list[Story]:
    store = open_store(crawler.settings["STORE"], crawler.settings)
    return [objects.get_story(store, key) for key in store.keys(keys.stories_prefix("stories")) if key != damaged]


@pytest.mark.parametrize("index_is_lost", [False, True])
@pytest.mark.parametrize("versions", [1, 2])
def test_a_damaged_version_does_not_stand_in_the_way_of_the_next(
    crawler: Crawler, caplog: pytest.LogCaptureFixture, tmp_path: Path, index_is_lost: bool, versions: int
) -> None:
    for minute in range(versions):
        feed(crawler, a_story(minute=minute, headline=f"Bridge closed, day {minute}"))
    key = damage(crawler)
    if index_is_lost:
        Collections.from_crawler(crawler).close()
        for path in (tmp_path / "store" / "stories").glob("index.sqlite*"):
            path.unlink()
    for minute in (30, 31):
        feed(crawler, a_story(minute=minute, headline="Bridge open"))
    assert [story.version for story in whole(crawler, key)] == list(range(1, versions + 1))
    assert whole(crawler, key)[-1].headline == "Bridge open"
    store = open_store(crawler.settings["STORE"], crawler.settings)
    assert [finding.key for finding in verify(store, "stories", Report(), lambda *_: None) if finding] == [key]
    assert any(key in record.getMessage() for record in caplog.records) or (index_is_lost and versions == 1)


def test_the_next_version_is_behind_a_damaged_one_though_the_clock_was_set_back(crawler: Crawler) -> None:
    feed(crawler, a_story(minute=30))
    key = damage(crawler)
    feed(crawler, a_story(minute=5, headline="Bridge open"))
    store = open_store(crawler.settings["STORE"], crawler.settings)
    assert next(iter(store.keys(keys.stories_prefix("stories")))) == key
    assert [story.headline for story in whole(crawler, key)] == ["Bridge open"]


def test_a_copy_of_a_damaged_story_is_stored(crawler: Crawler) -> None:
    feed(crawler, a_story())
    key = damage(crawler)
    feed(crawler, a_story("/elsewhere", 5))
    assert [story.url for story in whole(crawler, key)] == ["https://paper.example/elsewhere"]


def test_a_store_that_fails_right_after_the_write_has_the_version_once(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(crawler, a_story())
    changed = a_story(minute=4, headline="Bridge open")
    honest_put, honest_keys, failed = LocalStore.put, LocalStore.keys, []

    def put(store: LocalStore, key: str, *args: Any, **options: Any) -> bool:
        failed.append(False)
        return honest_put(store, key, *args, **options)

    def fails_once(store: LocalStore, prefix: str = "") -> Iterator[str]:
        if prefix == keys.story_prefix("stories", changed.id) and failed and not any(failed):
            failed.append(True)
            raise StoreUnavailable("busy")
        return honest_keys(store, prefix)

    monkeypatch.setattr(LocalStore, "put", put)
    monkeypatch.setattr(LocalStore, "keys", fails_once)
    [outcome] = feed(crawler, changed)
    assert any(failed)
    assert isinstance(outcome, Story)
    [again] = feed(crawler, a_story(minute=5, headline="Bridge open"))
    assert isinstance(again, AlreadyStored)
    assert [story.version for story in stored(crawler)] == [1, 2]


def copied(body: str) -> str:
    """A wire story as another paper prints it."""
    return "PORT SALTASH - " + body.replace("Paragraph 7 of the story says that", "Our correspondent adds that")


@pytest.mark.parametrize(("mode", "kept"), [("mark", 2), ("off", 2), ("drop", 1)])
def test_near_duplicates_are_marked_dropped_or_left_alone(crawler: Crawler, mode: str, kept: int) -> None:
    crawler.settings.frozen = False
    crawler.settings.set("NEAR_DUPLICATES", mode)
    feed(crawler, a_story(), a_story("/elsewhere", 1, headline="Bridge shut", body=copied(BODY)))
    found = stored(crawler)
    assert len(found) == kept
    marked = [story for story in found if story.near_duplicate_of]
    assert len(marked) == (1 if mode == "mark" else 0)
    for story in marked:
        assert story.near_duplicate_of in {other.id for other in found} - {story.id}
        assert story.similarity
        assert 0.45 <= story.similarity < 1
