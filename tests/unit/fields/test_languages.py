"""Small pages without metadata, laid out as papers of many languages do it, are read whole.

``languages.json`` holds for each: ``site`` (its name in the title), ``headline``, the ``lines`` between headline and
text, the ``first`` and the ``last`` paragraph, what stands ``after`` them, and what is to be read.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.extract.kind import not_a_story
from crawler.loaders import load_story

PAGES = json.loads(Path(__file__).with_name("languages.json").read_text("utf-8"))


@pytest.mark.parametrize("told", PAGES, ids=lambda told: told["language"])
def test_a_page_in_its_language(make_page, told) -> None:
    site, headline = told["site"], told["headline"]
    body = (
        f"<header><a href='/'>{site}</a></header><main><h1>{headline}</h1>{told['lines']}<p>{told['first']}</p>"
        f"<p>{told['last']}</p>{told['after']}</main><footer><p>© 2024 {site}</p></footer>"
    )
    head = f"<title>{headline} - {site}</title>"
    page = make_page(body, head, lang=told["language"], url="https://www.hafen.example/news/4711-wall")
    story = load_story(page)
    assert not_a_story(page, story) is None
    assert story.headline == " ".join(headline.split())
    assert (story.authors, story.published) == (told["authors"], told["published"])
    assert story.body == f"{told['first']}\n\n{told['last']}"
    assert (story.language, story.site_name) == (told["language"], site)
