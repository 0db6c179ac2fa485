"""What is read from each page of the fictional newspapers is what an editor would say of it."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from crawler.loaders import load_story
from crawler.page import Page
from tests.sites import NEWSPAPERS, Newspaper
from tests.sites.truth import differences

_BASES = {name: f"http://{name}.example:8080" for name in NEWSPAPERS}
_READ = ("isles",)  # those of which every fact is read
_STORIES = [(name, path) for name in _READ for path in Newspaper(name).stories()]


@pytest.mark.parametrize(("name", "path"), _STORIES, ids=[f"{name}{path}" for name, path in _STORIES])
def test_a_story_is_read_as_an_editor_reads_it(name: str, path: str) -> None:
    newspaper = Newspaper(name)
    newspaper.bind(_BASES)
    document = newspaper.answer(path)
    assert document is not None
    expected = newspaper.expected(path)
    page = Page.from_bytes(expected["url"], document.body, headers={"Content-Type": document.content_type})
    assert differences(expected, asdict(load_story(page))) == []
