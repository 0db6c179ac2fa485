"""What is read from each page of the fictional newspapers is what an editor would say of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from crawler.loaders import load_story
from crawler.page import Page
from tests.sites import EDITED, Newspaper
from tests.sites.truth import field_differences, link_differences

_BASES = {name: f"http://{name}.example:8080" for name in EDITED}


def every_story(*names: str) -> Any:
    """Runs a test for each story of the newspapers ``names``."""
    stories = [(name, path) for name in names for path in Newspaper(name).stories()]
    return pytest.mark.parametrize(("name", "path"), stories, ids=[f"{name}{path}" for name, path in stories])


def read(name: str, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The truth and what we read."""
    newspaper = Newspaper(name)
    newspaper.bind(_BASES)
    document = newspaper.answer(path)
    assert document is not None
    expected = newspaper.expected(path)
    page = Page.from_bytes(expected["url"], document.body, headers={"Content-Type": document.content_type})
    return expected, asdict(load_story(page))


@every_story(*EDITED)
def test_a_storys_fields_are_read_as_an_editor_reads_them(name: str, path: str) -> None:
    assert field_differences(*read(name, path)) == []


@every_story(*EDITED)
def test_a_storys_links_are_read_as_an_editor_reads_them(name: str, path: str) -> None:
    assert link_differences(*read(name, path)) == []
