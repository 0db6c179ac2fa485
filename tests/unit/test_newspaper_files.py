"""The fictional newspapers are what the tests that lean on them take for granted."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from crawler.items import Story, story_to_dict
from crawler.reprocess import EXTRACTED
from tests.sites import EDITED, Newspaper
from tests.sites.graph import reach

_LINK = {"url", "text", "heading", "published", "section", "kind"}


def bound(name: str) -> Newspaper:
    newspaper = Newspaper(name)
    newspaper.bind({other: f"http://{other}.example" for other in EDITED})
    return newspaper


@pytest.mark.parametrize("name", EDITED)
def test_a_newspaper_is_a_graph_with_decoys_beside_it(name: str) -> None:
    newspaper = bound(name)
    reached = reach(newspaper)
    assert len(reached.depths) >= 8
    assert max(reached.depths.values()) >= 3
    decoys = set(newspaper.stories()) - set(reached.depths)
    assert len(decoys) >= 2
    for path in reached.depths:
        kinds = [link["kind"] for link in newspaper.expected(path)["related"]]
        assert kinds.count("related") >= 1
        assert kinds.count("recirculation") >= 2


@pytest.mark.parametrize("name", EDITED)
def test_every_truth_speaks_of_a_page_and_of_the_fields_of_a_story(name: str) -> None:
    newspaper = bound(name)
    fields = set(story_to_dict(Story()))
    for path in newspaper.stories():
        assert newspaper.answer(path) is not None
        truth = newspaper.expected(path)
        assert set(EXTRACTED) - {"encoding"} <= set(truth) <= fields
        assert truth["body"]
        assert truth["headline"]
        for link in truth["related"]:
            assert set(link) == _LINK
            own = link["url"].startswith(newspaper.base)
            assert not own or link["kind"] != "related" or newspaper.answer(link["url"].removeprefix(newspaper.base))


def test_every_field_that_is_read_has_a_value_somewhere() -> None:
    truths = [bound(name).expected(path) for name in EDITED for path in bound(name).stories()]
    said = {field for truth in truths for field, value in truth.items() if value}
    assert set(EXTRACTED) - {"encoding"} <= said


def test_no_two_stories_share_a_text() -> None:
    bodies = [bound(name).expected(path)["body"] for name in EDITED for path in bound(name).stories()]
    assert len(set(bodies)) == len(bodies)


def test_the_command_prints_where_it_serves_and_ends_on_a_signal(project: Path) -> None:
    command = [sys.executable, "-m", "tests.sites", "gazette", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            (seed,) = json.loads(process.stdout.readline())["sites"]["gazette"]["seeds"]
            with urllib.request.urlopen(seed, timeout=10) as response:
                assert response.headers["Content-Type"] == "text/html; charset=utf-8"
            assert json.loads(process.stdout.readline())["path"] == "/news/14-06/markethall2.htm"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_the_command_names_a_newspaper_that_it_does_not_know(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.sites", "times"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "'times' is no newspaper" in done.stderr
