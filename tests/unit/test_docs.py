"""What the docs give to copy does what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import layouts
from crawler.extract.candidate import Candidate
from crawler.loaders import load_story
from crawler.page import Page
from crawler.storage.local import LocalStore
from tests.stored import ID, kept

PARAGRAPHS = (f"The harbour board shut quay {n} on Monday. " * 5 for n in (1, 2))
TALE = """<meta name=author content="Harbour Owners Ltd"><div class=tale><h1>The old quay is shut until June</h1>
<p class=hand>By Ada Holm<p>{}<p>{}</div>""".format(*PARAGRAPHS)


def example(page: Path, within: str) -> str:
    """The one block of Python with this text in it."""
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = (code for code in blocks if within in code)
    return str(found)


def test_stories_become_rows_as_the_docs_say(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(tmp_path / "data")
    link = {"url": "https://paper.example/a", "kind": "related", "text": "Bridge"}
    kept(store, 0)
    kept(store, 5, version=2, headline="Bridge open")
    kept(store, 6, id="f" * 24, url="https://paper.example/b", canonical_url="https://paper.example/b", related=[link])
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example(project / "docs" / "store.md", "news/stories"), names)

    assert [(row["id"], row["headline"]) for row in names["rows"]] == [(ID, "Bridge open"), ("f" * 24, "Bridge closed")]
    assert [edit["version"] for edit in names["edits"]] == [2]
    assert names["pages"][ID] == b"<p>page 5</p>"
    assert [(one["from"], one["to"], one["kind"]) for one in names["links"]] == [("f" * 24, ID, "related")]


def test_the_layout_of_the_docs_reads_its_paper(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"Candidate": Candidate}
    exec(example(project / "docs" / "story-fields.md", "class HarbourTimes"), names)
    monkeypatch.setattr(layouts, "LAYOUTS", (names["HarbourTimes"](), *layouts.LAYOUTS))
    story = load_story(Page.from_bytes("https://harbour.example/quay", TALE.encode()))

    assert story.authors == ["Ada Holm"]
    assert story.headline == "The old quay is shut until June"
    assert (story.body or "").count("\n\n") == 1
    assert story.sources["body"] == story.sources["authors"] == "layout:harbour-times"


def test_a_field_that_a_layout_misspells_costs_no_story(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = example(project / "docs" / "story-fields.md", "class HarbourTimes")
    misspelt = right.replace('"authors", line', '"author", line')
    names: dict[str, Any] = {"Candidate": Candidate}
    exec(misspelt, names)
    monkeypatch.setattr(layouts, "LAYOUTS", (names["HarbourTimes"](),))
    story = load_story(Page.from_bytes("https://harbour.example/quay", TALE.encode()))

    assert story.sources["body"] == "layout:harbour-times"
    assert "No author can be made of what layout:harbour-times says" in caplog.text


def test_a_saved_page_is_read_in_python_as_the_docs_say(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "story.html").write_text(TALE)
    monkeypatch.chdir(tmp_path)
    exec(example(project / "docs" / "story-fields.md", "Page.from_bytes"), {})

    assert capsys.readouterr().out == "The old quay is shut until June None []\n"
