"""A wrong argument costs nothing but one line: no request, no file, exit code 2. tests/unit tries all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.frontier.sqlite import SqliteFrontier
from crawler.storage.local import LocalStore
from tests.crawl.conftest import Crawled
from tests.sites import Server, crawling


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"depth": "-1"}, "depth"),
        ({"collection": "../elsewhere"}, "collection"),
        ({"dpeth": "1"}, "dpeth"),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(
    arguments: dict[str, str], named: str, papers: Server, crawl: Callable[..., Crawled]
) -> None:
    crawled = crawl(papers.seeds("isles"), **arguments)
    _is_refused(crawled, named)
    assert papers.visits() == []


@pytest.mark.parametrize("seeds", ["ftp://example.com/story.html", "no-such-file.txt"])
def test_a_seed_that_is_no_address_is_named_in_one_line(seeds: str, crawl: Callable[..., Crawled]) -> None:
    _is_refused(crawl(seeds), seeds)


@pytest.mark.parametrize(
    "setting", ["RENDER=foo", "LOG_FORMAT=yaml", "FRONTIER=foo", "DOWNLOAD_DELAY=abc", "STOR=file:///a"]
)
def test_a_wrong_setting_is_named_in_one_line(setting: str, papers: Server, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    done = crawling.crawl(store.url, " ".join(papers.seeds("isles")), "-s", setting, longest=60)
    _is_refused(Crawled(done.returncode, done.stdout, done.stderr, store, "stories"), setting.partition("=")[0])
    assert papers.visits() == []


def test_a_wrong_environment_variable_is_named_in_one_line(project: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", "seeds=https://news.example.com/1"]
    environment = {**os.environ, "SCRAPY_PROJECT": "production", "DOWNLOAD_DELAY": "abc"}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "DOWNLOAD_DELAY='abc': it must be a number" in done.stderr


@pytest.mark.parametrize(
    "command", [("crawl", "related", "-a", "seeds=https://news.example.com/1"), ("frontier", "stories")], ids=str
)
def test_a_pidfile_that_cannot_be_written_is_named_in_one_line(
    project: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "missing" / "crawl.pid"
    line = [sys.executable, "-m", "scrapy", *command, "--pidfile", str(file), "-s", f"STORE=file://{tmp_path}/store"]
    done = subprocess.run(line, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert str(file) in done.stderr


def test_a_setting_that_the_project_gives_itself_is_no_slip(project: Path, tmp_path: Path) -> None:
    (tmp_path / "own_settings.py").write_text("from settings.local import *\nUSER_AGENTS = ['a', 'b']\n")
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-s", f"STORE=file://{tmp_path}/store"]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "own_settings", "PYTHONPATH": f"{tmp_path}:{project}"}
    done = subprocess.run(
        [*command, "-s", "USER_AGENTS=c"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "argument seeds is missing" in done.stderr  # the next thing that is looked at


@pytest.mark.parametrize("begun", [False, True], ids=["no frontier", "an empty one"])
def test_a_collection_without_addresses_and_seeds_is_refused(tmp_path: Path, project: Path, begun: bool) -> None:
    store = tmp_path / "store"
    if begun:  # by a run that never reached its store
        SqliteFrontier(store / "stories" / "frontier.sqlite", "stories").close()
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-s", f"STORE=file://{store}"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "argument seeds is missing (-a seeds=https://…)" in done.stderr
    assert store.exists() == begun


def test_a_seeds_file_with_one_wrong_line_is_refused_whole(
    papers: Server, crawl: Callable[..., Crawled], tmp_path: Path
) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text("\n".join([*papers.seeds("isles"), "# a comment", "gopher://example.com/1"]))
    _is_refused(crawl(str(file)), "gopher://example.com/1")
    assert papers.visits() == []


def test_a_seeds_file_may_have_comments_and_empty_lines(
    papers: Server, crawl: Callable[..., Crawled], tmp_path: Path
) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text("# the islands\n\n" + "\n".join(papers.seeds("isles")) + "  # the strike\n")
    crawled = crawl(str(file), depth=1)
    assert crawled.code == 0, crawled.err
    assert len(crawled.stories()) == 6


def test_seeds_may_come_through_a_pipe(papers: Server, project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", "seeds=/dev/stdin", "-a", "depth=1"]
    done = subprocess.run(
        [*command, "-s", f"STORE=file://{tmp_path / 'store'}"],
        cwd=project,
        env={**os.environ, "SCRAPY_PROJECT": "ci"},
        input="\n".join(papers.seeds("isles")),  # what is read from a pipe is there once
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "stories stored" in done.stdout


def _is_refused(crawled: Crawled, named: str) -> None:
    lines = [line for line in crawled.err.splitlines() if line.strip()]
    assert crawled.code == 2, crawled.err
    assert len(lines) == 1
    assert named in lines[0]
    assert not crawled.store.root.exists()
