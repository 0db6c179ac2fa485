"""``scrapy verify`` finds what is wrong, and the other commands show what is there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.collection.index import Index
from crawler.collection.rebuild import rebuild
from crawler.collection.verify import Report, verify
from crawler.storage import StoreRefused, keys
from crawler.storage.local import LocalStore
from tests.stored import ID, Command, kept


def problems(store: LocalStore) -> list[str]:
    return [finding.problem for finding in verify(store, "news", Report(), lambda *_: None) if finding]


def test_a_whole_collection_has_nothing_wrong(store: LocalStore) -> None:
    report = Report()
    assert [finding for finding in verify(store, "news", report, lambda *_: None) if finding] == []
    assert (report.stories, report.versions, report.raw, report.orphans) == (1, 2, 2, 0)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"version": 4}, "is version 4, and the one before is 2"),
        ({"version": 3, "text_sha256": "0" * 64}, "has another text than its text_sha256 says"),
        ({"version": 3, "collection": "other"}, "says that it belongs to the collection 'other'"),
        (
            {"version": 3, "near_duplicate_of": "f" * 24},
            "is a near-duplicate of a story that is not there: " + "f" * 24,
        ),
        ({"version": 3, "raw_key": None}, "names no raw object and does not say why"),
        ({"version": 3, "url": ""}, "names no address of its page: ''"),
        ({"version": 3, "published": "soon"}, "has no date in published: 'soon'"),
        ({"version": 3, "similarity": float("nan")}, "has a similarity that is no share: nan"),
        ({"version": "3"}, "is no story: version: Input should be a valid integer"),
    ],
)
def test_a_version_that_does_not_fit_is_named(store: LocalStore, values: dict[str, object], problem: str) -> None:
    key = kept(store, 9, **values)
    if "collection" in values:  # it was written where it says; put it where it is wrong
        wrong = key.replace("other/", "news/")
        store.put(wrong, store.get(key))
    assert problems(store) == [problem]


def test_damaged_and_missing_objects_are_named(store: LocalStore) -> None:
    first, second = store.keys(keys.raw_prefix("news"))
    store.put(first, gzip.compress(b"other bytes"))
    store.delete(second)
    newest = list(store.keys(keys.stories_prefix("news")))[-1]
    store.put(newest, b'{"id": 7}')
    store.put("news/runs/run-1/run.json", b"no json")
    found = problems(store)
    assert "is no story: id: Input should be a valid string" in found
    assert "holds other bytes than its name says" in found
    assert "is no JSON" in found


@pytest.mark.parametrize(
    ("tamper", "problem"),
    [
        (lambda story: story.update(surprise=1), "is no story: unknown fields: 'surprise'"),
        (lambda story: story.update(headers={"a": [1]}), "is no story: headers.a: Input should be a valid string"),
        (lambda story: story.update(headline="Altered"), "has another text than its text_sha256 says"),
        (lambda story: story.clear(), "holds the story ''"),
    ],
)
def test_a_story_that_was_tampered_with_is_named(
    store: LocalStore, tamper: Callable[[dict[str, object]], None], problem: str
) -> None:
    newest = list(store.keys(keys.stories_prefix("news")))[-1]
    story = json.loads(store.get(newest))
    tamper(story)
    store.put(newest, json.dumps(story).encode())
    assert problems(store) == [problem]


def test_foreign_and_misplaced_objects_are_named(store: LocalStore) -> None:
    raw = next(iter(store.keys(keys.raw_prefix("news"))))
    store.put("news/raw/zz/" + raw.rpartition("/")[2], store.get(raw))
    strangers = ["news/raw/readme.txt", "news/stories/readme.txt", "news/runs/readme.txt", "news/readme.txt"]
    for key in strangers:
        store.put(key, b"{}")
    store.put(keys.rendering("news"), b"{}")
    store.put("news/index.sqlite", b"")
    store.put(f"news/stories/{ID}/readme.txt", b"hi")
    report = Report()
    found = {finding.key for finding in verify(store, "news", report, lambda *_: None) if finding}
    assert found == {"news/raw/zz/" + raw.rpartition("/")[2], f"news/stories/{ID}/readme.txt", *strangers}
    assert (report.stories, report.versions) == (1, 2)


def test_what_a_crawl_stores_or_takes_back_meanwhile_is_nothing_wrong(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_back = kept(store, 9, version=3)
    original = "f" * 24
    honest, listed = LocalStore.keys, []

    def beside(store: LocalStore, prefix: str = "") -> Iterator[str]:
        yield from honest(store, prefix)
        if prefix == keys.stories_prefix("news") and not listed:
            listed.append(prefix)
            store.delete(taken_back)
            kept(store, 10, version=3)
            kept(store, 10, id=original)

    kept(store, 1, id="e" * 24, near_duplicate_of=original)
    monkeypatch.setattr(LocalStore, "keys", beside)
    assert problems(store) == []
    assert listed


def test_a_rebuilt_index_knows_what_the_lost_one_knew(store: LocalStore, tmp_path: Path) -> None:
    index = Index(tmp_path)
    assert rebuild(store, "news", index) == 1
    entry = index.entry(ID)
    assert entry
    assert entry.version == 2
    assert entry.key == list(store.keys(keys.stories_prefix("news")))[-1]
    assert index.key_of_text(entry.text_sha256) == entry.key


def test_commands_say_what_is_there(scrapy: Command) -> None:
    _, listed, _ = scrapy("stories", "news", "--headline", "OPEN", "--since", "2026-03-01")
    assert listed == f"{ID}  2026-03-01  v2  Bridge open\n"
    assert scrapy("show", "news", ID[:6], "--raw")[1] == "<p>page 5</p>"
    _, history, _ = scrapy("diff", "news", ID[:6])
    assert "headline: Bridge [-closed-] {+open+}" in history
    assert "minute [-0.-] {+5.+}" in history
    assert scrapy("verify", "news")[0] == 0
    assert scrapy("rebuild", "news")[0] == 0


def test_stories_whose_page_has_gone_are_marked_and_can_be_asked_for(store: LocalStore, scrapy: Command) -> None:
    assert scrapy("stories", "news", "--gone")[1:] == ("", "0 stories\n")
    kept(store, 9, version=3, headline="Bridge gone", gone_at="2026-03-02T23:59:00+00:00")
    kept(store, 0, id="e" * 24, url="https://paper.example/e")
    listed = scrapy("stories", "news", "--gone")[1]
    assert listed == f"{ID}  2026-03-01  v3  Bridge gone  gone 2026-03-02\n"
    assert listed in scrapy("stories", "news")[1]


def test_commands_refuse_in_one_line(store: LocalStore, scrapy: Command) -> None:
    store.delete(next(iter(store.keys(keys.raw_prefix("news")))))
    code, said, _ = scrapy("verify", "news")
    assert code == 1
    assert "names a raw object that is not there" in said
    code, _, refused = scrapy("show", "news", "ffffff")
    assert code == 2
    assert refused == "scrapy show: there is no story ffffff in news; scrapy stories news lists them\n"
    assert scrapy("stories", "No Such/Name")[0] == 2
    assert scrapy("show", "news", ID, "--version", "3")[2] == f"scrapy show: {ID} has the versions 1 to 2\n"


@pytest.mark.parametrize("words", [["stories"], ["verify"], ["rebuild"], ["show", ID], ["diff", ID]])
def test_a_collection_that_is_not_there_is_said_and_not_made(
    store: LocalStore, scrapy: Command, words: list[str]
) -> None:
    name, *rest = words
    code, out, refused = scrapy(name, "mistyped", *rest)
    assert (code, out) == (2, "")
    assert refused == f"scrapy {name}: there is no collection mistyped in {store.url}\n"
    assert not (store.root / "mistyped").exists()


def test_one_damaged_story_hides_no_other(store: LocalStore, scrapy: Command) -> None:
    store.put("news/stories/ffffffffffff/20260301T100000.000000Z.json", b'{"version": [], "headline": "\x1b[2J"}')
    code, listed, said = scrapy("stories", "news")
    assert (code, listed) == (1, f"{ID}  2026-03-01  v2  Bridge open\n")
    assert "ffffffffffff/20260301T100000.000000Z.json is no story: Invalid JSON: control character" in said
    first = next(iter(store.keys(keys.stories_prefix("news"))))
    store.put(first, b"{}[")
    assert '"headline": "Bridge open"' in scrapy("show", "news", ID)[1]


def test_a_store_that_refuses_leaves_the_index_as_it_was(
    store: LocalStore, scrapy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrapy("rebuild", "news")

    def refuses(store: LocalStore, prefix: str = "") -> Iterator[str]:
        raise StoreRefused("mend the key")

    monkeypatch.setattr(LocalStore, "keys", refuses)
    assert scrapy("rebuild", "news")[0] == 4
    assert len(Index(store.root / "news")) == 1


def test_a_day_that_is_none_is_refused(scrapy: Command, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        scrapy("stories", "news", "--since", "yesterday")
    assert ended.value.code == 2
    assert "'yesterday' is no day, written YYYY-MM-DD" in capfd.readouterr().err
