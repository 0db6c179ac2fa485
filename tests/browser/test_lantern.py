"""A newspaper that is drawn in the reader's browser, crawled from its seed to what lies in the store."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.storage import keys
from tests.sites import Server, serve

LAMP, FERRY, KEEPER, TIDE = (f"/stories/{name}.html" for name in ("lamp", "ferry", "keeper", "tide"))


@pytest.fixture(scope="module")
def lantern() -> Iterator[Server]:
    with serve("lantern") as server:
        yield server


@dataclass
class Run:
    """A crawl that is over."""

    store: Path
    code: int
    log: str
    base: str

    def stories(self) -> dict[str, dict[str, Any]]:
        """The stored stories by path."""
        found = [json.loads(path.read_bytes()) for path in self.store.glob("c/stories/*/*.json")]
        return {story["url"].removeprefix(self.base): story for story in found}

    def drawn(self) -> set[str]:
        """The paths of stories of which a version was drawn."""
        found = [json.loads(path.read_bytes()) for path in self.store.glob("c/stories/*/*.json")]
        return {story["url"].removeprefix(self.base) for story in found if story["rendered"]}

    def raw(self, key: str) -> str:
        return gzip.decompress((self.store / key).read_bytes()).decode()

    def record(self) -> dict[str, Any]:
        return json.loads(next(self.store.glob("c/runs/*/run.json")).read_bytes())


Crawl = Callable[..., Run]


@pytest.fixture
def crawl(project: Path, tmp_path: Path, lantern: Server) -> Crawl:
    """Run `scrapy crawl related` on the Lantern: `crawl("-a", "render=never")`."""

    def run(*extra: str, environ: dict[str, str] | None = None, paths: tuple[str, ...] = ()) -> Run:
        base = lantern.bases["lantern"]
        seeds = " ".join(base + path for path in paths) if paths else " ".join(lantern.seeds("lantern"))
        command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={seeds}", "-a", "collection=c"]
        done = subprocess.run(
            [*command, "-s", f"STORE=file://{tmp_path}/store", *extra],
            cwd=project,
            env={**os.environ, "SCRAPY_PROJECT": "ci", **(environ or {})},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Run(tmp_path / "store", done.returncode, done.stderr, base)

    return run


ALL = (LAMP, FERRY, KEEPER, TIDE)


def test_auto_draws_what_needs_it_and_archives_both_bodies(crawl: Crawl, lantern: Server) -> None:
    lantern.forget()
    run = crawl("-s", "RENDER_CONSENT=1", paths=ALL)
    stories = run.stories()
    assert {path: story["rendered"] for path, story in stories.items()} == {
        LAMP: True,
        FERRY: True,
        KEEPER: True,
        TIDE: False,
    }, run.log
    lamp = stories[LAMP]
    assert lamp["headline"] == "North light shines again after lamp is changed"
    assert "had it burning before the evening tide" in lamp["body"]
    assert 'id="root"></div>' in run.raw(lamp["raw_key"]), "what the server sent has no story in it"
    assert "had it burning before the evening tide" in run.raw(lamp["rendered_key"])
    assert lamp["raw_key"] != lamp["rendered_key"]
    assert KEEPER in run.raw(stories[FERRY]["rendered_key"]), "the related box appears when it is scrolled to"
    assert KEEPER not in run.raw(stories[FERRY]["raw_key"])
    assert "sensor does not hear the glass sing" in stories[KEEPER]["body"]
    tide = stories[TIDE]
    assert tide["sources"]["body"] == "json-state"
    assert tide["rendered_key"] is None
    assert "thirty-seven of them" in tide["body"]
    assert "bakery" not in tide["body"]
    assert "hung there on Tuesday" not in tide["body"]
    paths = lantern.paths("lantern")
    assert all(paths.count(path) == 1 for path in ALL), "each page is asked for once"
    known = json.loads((run.store / keys.rendering("c")).read_bytes())
    assert sum(experience["helped"] for experience in known.values()) == 3


def test_never_takes_pages_as_they_come(crawl: Crawl) -> None:
    run = crawl("-a", "render=never", paths=ALL)
    assert {path: story["rendered"] for path, story in run.stories().items()} == {FERRY: False, TIDE: False}


def test_always_draws_every_page(crawl: Crawl) -> None:
    run = crawl("-a", "render=always", "-a", "depth=1", "-a", "follow=inline", paths=(FERRY, TIDE))
    assert {path: story["rendered"] for path, story in run.stories().items()} == {FERRY: True, TIDE: True}
    assert run.code == 0


def test_walls_stay_closed_unless_the_user_asks(crawl: Crawl, lantern: Server) -> None:
    lantern.forget()
    assert KEEPER not in crawl(paths=(KEEPER,)).stories()
    assert "/api/keeper" not in lantern.paths("lantern")


def test_always_without_a_browser_says_so_before_any_request(crawl: Crawl, lantern: Server) -> None:
    lantern.forget()
    run = crawl("-a", "render=always", environ={"BACKSTORY_CHROMIUM": "/no/such/chromium"})
    assert run.code == 2
    assert "/no/such/chromium" in run.log
    assert "apt-get install chromium" in run.log
    assert "Traceback" not in run.log
    assert lantern.visits() == []


def test_auto_without_a_browser_warns_once_and_goes_on(crawl: Crawl) -> None:
    run = crawl(environ={"BACKSTORY_CHROMIUM": "/no/such/chromium"}, paths=ALL)
    assert set(run.stories()) == {FERRY, TIDE}
    assert run.log.count("Pages that need a browser are taken as they come") == 1
    assert run.record()["counts"]["render/without_browser"] == 3


def test_what_was_taken_without_a_browser_is_drawn_when_there_is_one(crawl: Crawl, lantern: Server) -> None:
    """Their pages are unchanged, and have an ETag: it is not what they are asked for with."""
    before = crawl(environ={"BACKSTORY_CHROMIUM": "/no/such/chromium"}, paths=ALL)
    assert before.drawn() == set()
    lantern.forget()
    after = crawl("-a", "revisit=all", paths=ALL)
    assert after.code == 0
    assert after.drawn() == {LAMP}, "the text of the others is the same"
    assert {"/api/lamp", "/api/related/ferry"} <= set(lantern.paths("lantern"))


def test_a_drawn_story_is_looked_at_anew_though_its_page_is_unchanged(crawl: Crawl, lantern: Server) -> None:
    """Its page is an empty frame with an ETag: what changes is what the scripts fetch."""
    newspaper = lantern.sites["lantern"]
    before = newspaper.answer("/api/lamp").body
    assert not crawl().record()["counts"].get("frontier/not_modified")
    try:
        newspaper.replace("/api/lamp", before.replace(b"eleven days", b"twelve days"))
        run = crawl()
    finally:
        newspaper.replace("/api/lamp", before)
    versions = sorted(run.store.glob("c/stories/*/*.json"))
    bodies = [json.loads(version.read_bytes())["body"] for version in versions]
    assert any("eleven days" in body for body in bodies)
    assert any("twelve days" in body for body in bodies)
