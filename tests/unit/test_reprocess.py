"""`scrapy reprocess`: stored pages read anew; a version only where something reads otherwise."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.collection.fingerprint import text_sha256
from crawler.collection.looks import put_in_order
from crawler.loaders import load_story
from crawler.page import Page
from crawler.reprocess import newest_keys, reprocess
from crawler.storage import keys, objects, open_store

LATER = "2024-05-05T08:00:00+00:00"
URL = "https://post.example/2024/05/03/harbour-wall-4711"
HTML = """<html lang="en"><head><title>Harbour wall gives way - The Post</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2024-05-03T07:10:00+01:00">
</head><body><article><h1>Harbour wall gives way</h1><p>By Ada Quill</p>
<p>The northern wall of the old harbour gave way in the night of Thursday, and two boats were lost in it.</p>
<p>Nobody was hurt, said the harbour master, who had closed the quay in the evening because of the swell.</p>
</article></body></html>"""


@pytest.fixture
def store(tmp_path):
    """A store with one story of HTML, as the crawl leaves it."""
    store = open_store(f"file://{tmp_path}/data")
    page = Page.from_bytes(URL, HTML.encode(), fetched_at=datetime(2024, 5, 4, 8, tzinfo=UTC))
    story = load_story(page)
    story.collection, story.run_id, story.seed = "harbours", "run-1", URL
    story.raw_key, _ = objects.put_raw(store, "harbours", HTML.encode())
    objects.put_story(store, objects.story_key(story), story)
    yield store
    store.close()


def newest(store):
    [key] = newest_keys(store, "harbours").values()
    return objects.get_story(store, key)


def spoil(store, **values) -> None:
    """Store the story as an older extraction might have read it."""
    [key] = newest_keys(store, "harbours").values()
    story = objects.get_story(store, key)
    for name, value in values.items():
        setattr(story, name, value)
    objects.put_story(store, key, story)


def test_a_story_that_reads_the_same_gets_no_version(store) -> None:
    [result] = reprocess(store, "harbours")
    assert (result.outcome, result.changed) == ("same", ())
    assert len(list(store.keys(keys.stories_prefix("harbours")))) == 1


def test_a_field_that_reads_otherwise_makes_a_version_that_says_so(store) -> None:
    spoil(store, headline="Harbour wall gives way - The Post", authors=[])
    [result] = reprocess(store, "harbours")
    assert result.outcome == "changed"
    assert result.changed == ("headline", "authors")
    after = newest(store)
    assert after.headline == "Harbour wall gives way"
    assert after.authors == ["Ada Quill"]
    assert after.version == 2
    assert after.changes["fields"] == ["headline", "authors"]
    assert (after.seed, after.run_id, after.fetched_at) == (URL, "run-1", "2024-05-04T08:00:00+00:00")
    assert [r.outcome for r in reprocess(store, "harbours")] == ["same"]


def test_a_dry_run_says_the_same_and_writes_nothing(store) -> None:
    spoil(store, body="The northern wall gave way.")
    [result] = reprocess(store, "harbours", dry_run=True)
    assert result.changed == ("body",)
    assert result.story.changes["words_added"] > 20
    assert newest(store).body == "The northern wall gave way."


def test_a_story_without_its_page_or_with_a_damaged_one_stays_as_it_is(store) -> None:
    raw_key = newest(store).raw_key
    spoil(store, raw_key=None, archived="noarchive")
    assert [(r.outcome, r.note) for r in reprocess(store, "harbours")] == [("no_raw", "noarchive")]
    spoil(store, raw_key=raw_key)
    store.put(raw_key, b"no gzip")
    [result] = reprocess(store, "harbours")
    assert result.outcome == "damaged"
    assert raw_key in result.note


def test_a_file_that_is_no_story_is_passed_over(store) -> None:
    store.put("harbours/stories/foo.txt", b"hi")
    store.put(f"{keys.story_prefix('harbours', newest(store).id)}zzz.txt", b"hi")
    assert [r.outcome for r in reprocess(store, "harbours")] == ["same"]
    spoil(store, authors=[])
    assert [r.outcome for r in reprocess(store, "harbours")] == ["changed"]


def test_what_a_crawl_stores_meanwhile_is_read_instead(store) -> None:
    spoil(store, authors=[])
    story, [key] = newest(store), newest_keys(store, "harbours").values()
    results = reprocess(_Meanwhile(store, replace(story, version=2, headline="Wall", fetched_at=LATER)), "harbours")
    assert [result.outcome for result in results] == ["changed"]
    found = [objects.get_story(store, name) for name in store.keys(keys.stories_prefix("harbours"))]
    assert [(story.version, story.headline, story.authors) for story in found] == [
        (1, "Harbour wall gives way", []),
        (2, "Wall", []),
        (3, "Harbour wall gives way", ["Ada Quill"]),
    ]
    assert next(iter(store.keys(keys.stories_prefix("harbours")))) == key


def test_what_was_read_anew_stays_when_two_machines_stored_the_story_before(store) -> None:
    twin = replace(newest(store), authors=[], fetched_at=LATER)  # counts itself the first version, as the other does
    twin.text_sha256 = text_sha256(twin)
    spoil(store, headline="Wall", text_sha256="0" * 64)
    objects.put_story(store, objects.story_key(twin), twin)
    [result] = reprocess(store, "harbours")
    assert result.changed == ("authors",)
    for _ in range(2):  # as everybody does who meets the story
        kept = put_in_order(store, "harbours", result.story.id)
    found = [objects.get_story(store, key) for key in kept]
    assert [(story.version, (story.changes or {}).get("by")) for story in found] == [
        (1, None),
        (2, None),
        (3, "reprocess"),
    ]


class _Meanwhile:
    """A store into which a crawl writes a version as soon as all stories have been listed."""

    def __init__(self, store, story) -> None:
        self.store, self.story = store, story

    def __getattr__(self, name):
        return getattr(self.store, name)

    def keys(self, prefix=""):
        yield from self.store.keys(prefix)
        if prefix == keys.stories_prefix("harbours"):
            objects.put_story(self.store, objects.story_key(self.story), self.story)


def run(project, tmp_path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "reprocess", *args, "-s", f"STORE=file://{tmp_path}/data"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_prints_a_line_for_each_change_and_a_sum(store, project, tmp_path) -> None:
    spoil(store, headline="Wall", body="The northern wall gave way.")
    done = run(project, tmp_path, "harbours", "--dry-run")
    assert done.returncode == 0, done.stderr
    line, total = done.stdout.splitlines()
    assert f"{URL}: headline, body (+" in line
    assert total == "1 stories: 1 changed; nothing was written"


def test_a_collection_that_is_not_there_is_one_line_and_exit_code_2(store, project, tmp_path) -> None:
    done = run(project, tmp_path, "herbours")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "holds no stories of a collection herbours" in done.stderr
