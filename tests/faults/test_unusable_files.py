"""A frontier, a store or an index that cannot be used ends a crawl or a command with one line, before any request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.faults.crawls import COLLECTION, Crawls, complaint, environment
from tests.sites import Generated


@pytest.fixture
def crawl(crawls: Callable[..., Crawls]) -> Crawls:
    """A crawl of one story."""
    return crawls(Generated(1, size=4_000))


def test_a_damaged_frontier_is_named_with_the_mend(crawl: Crawls) -> None:
    frontier = crawl.folder / "store" / COLLECTION / "frontier.sqlite"
    frontier.parent.mkdir(parents=True)
    frontier.write_text("what a disk left of a frontier, long enough to be read as one")
    code, output = crawl.finish()
    assert code == ExitCode.STORE_UNAVAILABLE
    said = complaint(output)
    assert f"the frontier {frontier} cannot be used" in said
    assert f"move it away and run: scrapy rebuild {COLLECTION}" in said
    assert crawl.server.visits() == []


def test_a_frontier_that_cannot_be_written_is_named_with_the_mend(crawl: Crawls) -> None:
    (crawl.folder / "file").touch()
    code, output = crawl.finish(FRONTIER=f"sqlite:///{crawl.folder}/file/frontier.sqlite")
    assert code == ExitCode.STORE_UNAVAILABLE
    assert "may this user write?" in complaint(output)
    assert crawl.server.visits() == []


def test_a_store_that_cannot_be_written_is_named_and_not_waited_for(crawl: Crawls) -> None:
    (crawl.folder / "store").mkdir()
    (crawl.folder / "store" / ".tmp").touch()  # reading goes well, as on a disk that is mounted for reading only
    code, output = crawl.finish()
    assert code == ExitCode.STORE_UNAVAILABLE
    said = complaint(output)
    assert "The store cannot be used" in said
    assert str(crawl.folder) in said
    assert crawl.server.visits() == []


def test_an_index_that_cannot_be_written_is_named_with_the_mend(crawl: Crawls, project: Path) -> None:
    assert crawl.finish()[0] == ExitCode.OK
    for file in (crawl.folder / "store" / COLLECTION).glob("index.sqlite*"):
        file.unlink()
    (crawl.folder / "store" / COLLECTION / "index.sqlite").mkdir()
    command = [sys.executable, "-m", "scrapy", "rebuild", COLLECTION, "-s", f"STORE={crawl.url}"]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=60, check=False, env=environment()
    )
    assert done.returncode == ExitCode.STORE_UNAVAILABLE
    assert done.stderr.count("\n") == 1
    assert f"no index can be made in {crawl.folder / 'store' / COLLECTION}" in done.stderr
