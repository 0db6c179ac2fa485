"""``scrapy show`` and ``scrapy diff`` take an address where a reader has nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.collection import lookup
from crawler.storage import keys
from crawler.storage.local import LocalStore
from crawler.urls import story_id
from tests.stored import ID, Command, kept

MOVED = "https://paper.example/old-name"


@pytest.mark.parametrize("address", ["https://paper.example/a", "http://www.paper.example/a?utm_source=x#top", MOVED])
def test_a_story_is_shown_by_any_of_its_addresses(store: LocalStore, scrapy: Command, address: str) -> None:
    kept(store, 9, version=3, headline="Bridge open again", other_urls=[MOVED])

    code, shown, _ = scrapy("show", "news", address)
    assert (code, json.loads(shown)["headline"]) == (0, "Bridge open again")
    code, shown, _ = scrapy("diff", "news", address)
    assert (code, shown.count("\nversion ")) == (0, 3)


def test_the_story_that_is_named_after_an_address_comes_first(store: LocalStore, scrapy: Command) -> None:
    kept(store, 9, version=3, other_urls=[MOVED])
    kept(store, 10, id=story_id(MOVED), headline="Another story took the address")

    assert json.loads(scrapy("show", "news", MOVED)[1])["headline"] == "Another story took the address"


def test_an_address_that_the_index_knows_is_looked_up_there(
    store: LocalStore, scrapy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(store, 9, version=3, other_urls=[MOVED])
    assert scrapy("show", "news", MOVED)[0] == 0
    assert not (store.root / "news" / "index.sqlite").exists()
    scrapy("rebuild", "news")
    before = sorted(store.root.glob("news/*"))
    with monkeypatch.context() as patch:
        patch.setattr(lookup, "versions", None)  # nor is every story read
        assert json.loads(scrapy("show", "news", MOVED)[1])["id"] == ID
    assert sorted(store.root.glob("news/*")) == before  # which another user's crawl may have to write
    kept(store, 10, version=4)  # by another machine, and without the address: the store decides
    assert scrapy("show", "news", MOVED)[0] == 2


def test_an_index_that_cannot_be_read_stands_in_no_ones_way(store: LocalStore, scrapy: Command) -> None:
    kept(store, 9, version=3, other_urls=[MOVED])
    (store.root / "news" / "index.sqlite").write_bytes(b"no index at all" * 100)
    assert scrapy("show", "news", MOVED)[0] == 0
    assert (store.root / "news" / "index.sqlite").read_bytes().startswith(b"no index")


def test_a_damaged_story_does_not_hide_another_ones_address(store: LocalStore, scrapy: Command) -> None:
    kept(store, 9, version=3, other_urls=[MOVED])
    store.put(keys.story("news", "0" * 24, datetime(2026, 3, 1, tzinfo=UTC)), b"no story")

    assert scrapy("show", "news", MOVED)[0] == 0


def test_an_address_of_no_story_is_said_in_one_line(scrapy: Command) -> None:
    code, _, told = scrapy("show", "news", "https://paper.example/b")
    assert (code, told) == (
        2,
        "scrapy show: no story of news has the address https://paper.example/b; scrapy stories news lists them\n",
    )
    assert "there is no collection nosuch in " in scrapy("diff", "nosuch", "https://paper.example/a")[2]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "ftp://paper.example/a",
            "'ftp://paper.example/a' is no http(s) address; scrapy stories news lists the stories",
        ),
        ("https://\x1b[2J", "'https://\\x1b[2J' is no http(s) address; scrapy stories news lists the stories"),
        (
            "https://me:secret@paper.example/b\x1b[2J",
            "no story of news has the address https://paper.example/b%1B%5B2J; scrapy stories news lists them",
        ),
    ],
)
def test_a_wrong_address_is_shown_without_what_is_secret_or_moves_a_cursor(
    scrapy: Command, address: str, said: str
) -> None:
    assert scrapy("show", "news", address) == (2, "", f"scrapy show: {said}\n")
    told = scrapy("show", "news", "https://me:secret@paper.example/a#\x1b[2J", "--version", "9")[2]
    assert told == f"scrapy show: {ID} has the versions 1 to 2\n"


def test_an_address_that_two_stories_had_is_no_single_storys(store: LocalStore, scrapy: Command) -> None:
    kept(store, 9, version=3, other_urls=[MOVED])
    other = "f" * 24
    kept(
        store, 10, id=other, url="https://paper.example/b", canonical_url="https://paper.example/b", other_urls=[MOVED]
    )

    code, _, told = scrapy("show", "news", MOVED)
    assert (code, told) == (2, f"scrapy show: {MOVED} was an address of 2 stories: {ID}, {other}, …\n")
