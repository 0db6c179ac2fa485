"""Several machines store the same new stories: each looks at the end of its run, or the next run does."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from crawler.collection import AlreadyStored
from crawler.collection.index import Index
from crawler.collection.rebuild import rebuild
from crawler.collection.shared import Collections
from crawler.collection.verify import Report, verify
from crawler.items import Story
from crawler.storage import StoreUnavailable, keys, open_store
from crawler.storage.local import LocalStore
from pipelines.store import StorePipeline
from tests.unit.test_collection import a_story, feed, stored

Machine = Callable[[str], Crawler]
COUNTED = ("stories/stored", "versions", "stories/duplicates")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Crawls into one store, each with the index of the machine that is named."""
    crawlers: list[Crawler] = []

    def start(name: str) -> Crawler:
        crawler = get_crawler(Spider, {"STORE": f"file://{tmp_path}/store", "STORE_THREADS": 4, "STATE": name})
        crawler._apply_settings()
        crawlers.append(crawler)
        return crawler

    def state_dir(settings: dict[str, str], _: str) -> Path:
        folder = tmp_path / settings["STATE"]
        folder.mkdir(exist_ok=True)
        return folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.collection.shared.state_dir", state_dir)
        yield start
    for crawler in crawlers:
        die(crawler)


def end(crawler: Crawler) -> dict[str, int]:
    """End a crawl as Scrapy does; what its stats say."""
    asyncio.run(StorePipeline.from_crawler(crawler).close_spider())
    die(crawler)
    return {name: crawler.stats.get_value(f"backstory/{name}", 0) for name in COUNTED}


def die(crawler: Crawler) -> None:
    Collections.from_crawler(crawler).close()


def open_both(*crawlers: Crawler) -> None:
    """Each machine knows what is there, and what the others do from now on it does not see."""
    for number, crawler in enumerate(crawlers):
        feed(crawler, a_story(f"/{number}", body="Watch live."))


def both_store(machine: Machine) -> tuple[Crawler, Crawler]:
    """Ours and theirs, each with one and the same story; theirs was first."""
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    feed(ours, a_story(minute=5))
    return ours, theirs


def wrong(crawler: Crawler) -> list[object]:
    store = open_store(crawler.settings["STORE"])
    return [finding for finding in verify(store, "stories", Report(), lambda *_: None) if finding]


def versions_of(crawler: Crawler, story: Story) -> list[Story]:
    return [found for found in stored(crawler) if found.id == story.id]


def test_what_another_machine_stored_during_the_run_is_taken_back_at_its_end(machine: Machine) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    [outcome] = feed(ours, a_story(minute=5))
    assert isinstance(outcome, Story)
    assert len(versions_of(ours, outcome)) == 2
    assert end(ours) == {"stories/stored": 1, "versions": 1, "stories/duplicates": 1}
    [kept] = versions_of(ours, outcome)
    assert kept.fetched_at == "2026-03-01T10:04:00+00:00"
    assert end(theirs) == {"stories/stored": 2, "versions": 2, "stories/duplicates": 0}
    assert wrong(ours) == []


def test_the_same_text_elsewhere_is_known_though_the_object_was_taken_back(machine: Machine) -> None:
    ours, _ = both_store(machine)
    end(ours)
    again = machine("a")
    for minute in (6, 7):
        [outcome] = feed(again, a_story("/elsewhere", minute))
        assert isinstance(outcome, AlreadyStored)
    [kept] = versions_of(ours, a_story())
    assert kept.other_urls == ["https://paper.example/elsewhere"]


def test_a_story_that_another_machine_takes_back_is_counted_right(machine: Machine) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(ours, a_story(minute=5))
    feed(theirs, a_story(minute=4))
    assert end(theirs) == {"stories/stored": 2, "versions": 2, "stories/duplicates": 0}
    assert end(ours) == {"stories/stored": 1, "versions": 1, "stories/duplicates": 1}
    assert len(versions_of(ours, a_story())) == 1


def test_another_text_of_the_same_story_becomes_its_second_version(machine: Machine) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    feed(ours, a_story(minute=6, headline="Bridge open"))
    end(ours)
    first, second = versions_of(ours, a_story())
    assert (first.version, second.version) == (1, 2)
    assert second.changes
    assert second.changes["fields"] == ["headline"]
    end(theirs)
    assert wrong(ours) == []


@pytest.mark.parametrize("stories_before", [0, 30])  # the look is a list of everything, or one of the story alone
def test_a_story_met_again_before_the_end_is_put_in_order_at_once(machine: Machine, stories_before: int) -> None:
    ours, theirs = machine("a"), machine("b")
    feed(theirs, *(a_story(f"/old/{n}", headline=f"Old {n}", body="Watch live.") for n in range(stories_before)))
    end(theirs)
    theirs = machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    feed(ours, a_story(minute=5))
    feed(ours, a_story(minute=6, headline="Bridge open"))
    assert [story.version for story in versions_of(ours, a_story())] == [1, 2]
    assert end(ours) == {"stories/stored": 1, "versions": 2, "stories/duplicates": 1}
    end(theirs)
    assert wrong(ours) == []


def test_what_is_taken_back_leaves_its_address(machine: Machine) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    told = a_story()
    feed(ours, a_story("/print", 5, id=told.id, canonical_url=told.url))
    end(ours)
    [kept] = versions_of(ours, told)
    assert (kept.url, kept.other_urls) == (told.url, ["https://paper.example/print"])
    assert wrong(ours) == []


def test_the_next_run_looks_for_one_that_was_killed(machine: Machine) -> None:
    ours, theirs = both_store(machine)
    for crawler in (ours, theirs):
        die(crawler)
    assert len(versions_of(ours, a_story())) == 2
    again = machine("a")
    feed(again, a_story("/3", body="Watch live."))
    assert len(versions_of(again, a_story())) == 1
    assert end(again) == {"stories/stored": 1, "versions": 1, "stories/duplicates": 0}
    assert wrong(again) == []


def test_a_machine_that_knows_one_of_two_finds_the_other(machine: Machine) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=5))
    end(theirs)
    feed(ours, a_story(minute=4))
    die(ours)  # and never comes back
    later = machine("b")
    LocalStore(Path(later.settings["STORE"][7:])).put(keys.run("stories", "run-4"), b"{}")
    feed(later, a_story("/3", body="Watch live."))
    assert [story.version for story in versions_of(later, a_story())] == [1]


def test_a_rebuild_puts_in_order_what_two_killed_machines_left(machine: Machine, tmp_path: Path) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    for minute, crawler in enumerate((ours, theirs)):
        feed(crawler, a_story(minute=minute))
        die(crawler)
    tmp_path.joinpath("new").mkdir()
    with closing(Index(tmp_path / "new")) as index:
        assert rebuild(LocalStore(tmp_path / "store"), "stories", index) == 3
    assert len(versions_of(ours, a_story())) == 1
    assert wrong(ours) == []


def test_what_is_due_survives_that_the_index_forgets(machine: Machine, tmp_path: Path) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(ours, a_story(minute=5))
    with closing(Index(tmp_path / "a")) as index:
        index.take_over(Index())
    feed(theirs, a_story(minute=4))
    assert end(ours)["stories/stored"] == 1
    assert len(versions_of(ours, a_story())) == 1


def test_a_store_that_is_down_at_the_end_is_asked_by_the_next_run(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ours, _ = both_store(machine)

    def down(*_: object) -> Iterator[str]:
        raise StoreUnavailable("nobody is there")

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, "keys", down)
        assert end(ours)["stories/stored"] == 2
    lines = [record.getMessage() for record in caplog.records if record.name == "crawler.collection.shared"]
    assert lines == ["The next run into stories looks beside the new stories of this one: nobody is there"]
    feed(machine("a"), a_story("/3", body="Watch live."))
    assert len(versions_of(ours, a_story())) == 1


def test_an_index_that_cannot_take_the_note_looks_at_once(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = machine("a"), machine("b")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Index, "add", full)
    feed(ours, a_story(minute=5))
    assert len(versions_of(ours, a_story())) == 1
    assert ours.stats.get_value("backstory/stories/duplicates") == 1


def test_two_processes_that_share_an_index_and_a_story_leave_one(machine: Machine, tmp_path: Path) -> None:
    ours, theirs = machine("a"), machine("a")
    open_both(ours, theirs)
    feed(theirs, a_story(minute=4))
    with closing(Index(tmp_path / "a")) as index:
        index.take_over(Index())  # as if both had asked it before either had noted the story
    feed(ours, a_story(minute=5))
    assert len(versions_of(ours, a_story())) == 2
    assert end(theirs) == {"stories/stored": 2, "versions": 2, "stories/duplicates": 0}
    assert end(ours) == {"stories/stored": 1, "versions": 1, "stories/duplicates": 1}
    assert len(versions_of(ours, a_story())) == 1


def test_an_index_of_an_older_backstory_keeps_what_it_knows(machine: Machine, tmp_path: Path) -> None:
    crawler = machine("a")
    feed(crawler, a_story())
    feed(crawler, a_story("/copy", 1))
    end(crawler)
    path = tmp_path / "a" / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE looks")
        connection.execute("DROP TABLE addresses")
        connection.execute("PRAGMA user_version = 1")
    with closing(Index(tmp_path / "a")) as index:
        assert len(index) == 1
        assert index.looks_due() == []
        assert index.story_at(a_story("/copy").id) == a_story().id
