"""A story whose address changes: with its headline, with its canonical address, or because another one moves in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler

from crawler import urls
from crawler.collection import AlreadyStored
from crawler.collection.shared import Collections
from crawler.collection.verify import Report, verify
from crawler.items import Story
from crawler.storage import open_store
from tests.pipelines import BODY, a_story, feed, stored


def moved(minute: int, body: str = BODY, to: str = "/bridge-open", **values: Any) -> Story:
    """The story of /bridge under another headline at another address, to which the old one redirects for good."""
    old = ["https://paper.example/bridge"]
    return a_story(to, minute, body=body, **{"headline": "Bridge open", "other_urls": old, **values})


def at(story: Story) -> tuple[str, int, str, list[str]]:
    return story.id, story.version, story.url.rpartition("/")[2], [url.rpartition("/")[2] for url in story.other_urls]


@pytest.mark.parametrize("mode", ["mark", "drop", "off"])
def test_a_story_keeps_its_history_when_its_address_changes_with_the_edit(
    crawler: Crawler, tmp_path: Path, mode: str
) -> None:
    crawler.settings.frozen = False
    crawler.settings.set("NEAR_DUPLICATES", mode)
    first = a_story(gone_at="2026-03-01T10:30:00+00:00")
    feed(crawler, first)
    more = BODY + "\n\nBy noon it was open."
    feed(crawler, moved(5, more))
    assert [at(story) for story in stored(crawler)] == [
        (first.id, 1, "bridge", []),
        (first.id, 2, "bridge-open", ["bridge"]),
    ]
    newest = stored(crawler)[-1]
    assert newest.changes
    assert (newest.changes["fields"], newest.changes["words_added"]) == (["headline", "body"], 5)
    assert (newest.near_duplicate_of, newest.gone_at) == (None, None)
    Collections.from_crawler(crawler).close()
    for path in (tmp_path / "store" / "stories").glob("index.sqlite*"):
        path.unlink()
    there = {"other_urls": []}
    [outcome] = feed(crawler, moved(6, more, **there))
    assert isinstance(outcome, AlreadyStored)
    assert outcome.outcome == "unchanged"
    feed(crawler, moved(7, "Another text altogether, as a known address may give. " * 20, **there))
    feed(crawler, moved(8, more, **there))
    feed(crawler, moved(9, more + "\n\nAnd closed again.", "/bridge-closed", headline="Bridge closed"))
    assert {story.id for story in stored(crawler)} == {first.id}
    assert [story.version for story in stored(crawler)] == [1, 2, 3, 4, 5]
    assert set(at(stored(crawler)[-1])[3]) == {"bridge", "bridge-open"}
    assert crawler.stats.get_value("backstory/stories/near_duplicates") is None
    store = open_store(crawler.settings["STORE"], crawler.settings)
    assert not any(verify(store, "stories", Report(), lambda *_: None))


def test_a_page_that_names_another_canonical_address_after_an_edit_is_the_same_story(crawler: Crawler) -> None:
    first = a_story()
    feed(crawler, first)
    canonical = "https://paper.example/bridge-open"
    feed(crawler, a_story(minute=5, id=urls.story_id(canonical), canonical_url=canonical, headline="Bridge open"))
    assert [at(story)[:3] for story in stored(crawler)] == [(first.id, 1, "bridge"), (first.id, 2, "bridge")]
    feed(crawler, a_story("/bridge-open", 6, headline="Bridge open at last"))
    assert [at(story)[:3] for story in stored(crawler)][2:] == [(first.id, 3, "bridge-open")]


OTHER = "\n\n".join(
    f"In chapter {n} ministers argue about money, and nobody in town listens to them." for n in range(9)
)
LIVE = "https://paper.example/live"


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (BODY, OTHER, False),
        ("Watch our stream of the day here.", "Watch our stream of the night here.", False),
        ("Watch our stream of the day here.", "", False),
        ("The bridge at Saltash was closed for traffic on Monday morning, police say. " * 2, BODY, False),
        ("\n\n".join(BODY.split("\n\n")[:1]), BODY + "\n\n" + OTHER, True),
        (BODY, BODY + "\n\n" + OTHER.upper(), True),
    ],
    ids=["another", "short", "empty", "a stub of another", "a stub that has grown", "more than doubled"],
)
def test_at_an_address_that_is_reused_the_text_says_whether_it_is_the_same_story(
    crawler: Crawler, before: str, after: str, same: bool
) -> None:
    def today(minute: int, body: str) -> Story:
        canonical = f"{LIVE}/{minute}"
        return a_story(
            "/live",
            minute,
            id=urls.story_id(canonical),
            canonical_url=canonical,
            headline=f"The news at {minute}",
            body=body,
        )

    feed(crawler, today(0, before))
    feed(crawler, today(5, after))
    assert len({story.id for story in stored(crawler)}) == (1 if same else 2)


def test_a_short_text_whose_address_changes_is_the_same_story_by_its_headline(crawler: Crawler) -> None:
    feed(crawler, a_story(body="Watch live."))
    feed(crawler, moved(5, "Watch it again.", headline="BRIDGE closed  again"))
    assert [story.version for story in stored(crawler)] == [1, 2]


def test_what_other_papers_make_of_a_copy_is_a_story_of_theirs(crawler: Crawler) -> None:
    foreign = "https://other.example/bridge"
    theirs = {"id": urls.story_id(foreign), "url": foreign, "canonical_url": foreign}
    feed(crawler, a_story())
    feed(crawler, a_story(minute=5, **theirs))
    feed(crawler, a_story(minute=6, **theirs, body=BODY + "\n\nOur town has no bridge."))
    assert sorted((story.url, story.version) for story in stored(crawler)) == [
        (foreign, 1),
        ("https://paper.example/bridge", 1),
    ]


def test_a_moved_story_and_its_old_page_that_arrive_together_make_one_history(crawler: Crawler) -> None:
    feed(crawler, a_story())
    edits = [moved(n, f"{BODY}\n\nEdit {n}.", to=f"/bridge-{n}") for n in range(1, 6)]
    feed(crawler, *edits, a_story(minute=7, body=BODY + "\n\nEdit 7."))
    assert [story.version for story in stored(crawler)] == [1, 2, 3, 4, 5, 6, 7]
    assert {story.id for story in stored(crawler)} == {a_story().id}
    assert {f"bridge-{n}" for n in range(1, 6)} <= {*at(stored(crawler)[-1])[3], at(stored(crawler)[-1])[2]}
