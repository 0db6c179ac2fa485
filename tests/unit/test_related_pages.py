"""1,241 fictional articles, each built as a paper or a publishing system of some country builds them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.loaders import load_story
from tests.bench import related_corpus
from tests.bench.related_corpus import Score

TESTS = Path(__file__).parents[1]
FLOORS = tomllib.loads(TESTS.joinpath("bench", "floors.toml").read_text("utf-8"))


# By the ids' beginnings; the others are of memory.
KINDS = {
    "layout": "related_layouts",
    "unseen": "related_unseen",
    "unmet": "related_unmet",
    "press": "related_world",
    "world": "related_world",
    "local": "related_world",
}


@pytest.mark.parametrize("kind", ["related_pages", *dict.fromkeys(KINDS.values())])
def test_related_stories_are_found_as_well_as_ever_on_pages_of_all_kinds(kind: str) -> None:
    total, unlike = Score(), []
    for labelled in related_corpus.read(TESTS / "pages"):
        if KINDS.get(labelled.id.partition("-")[0], "related_pages") == kind:
            story = load_story(labelled.page(), use_layouts=False)
            if total.add(labelled, related_corpus.predicted(story)) < 1:
                unlike.append(labelled.id)

    reached = {"micro_f1": total.micro_f1, "page_f1": total.page_f1, "precision": total.precision}
    assert all(reached[name] >= floor for name, floor in FLOORS[kind].items()), f"{reached}; not as labelled: {unlike}"
