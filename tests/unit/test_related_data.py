"""Related stories that a page's scripts hold, in the shapes that publishing systems ship them in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.test_related import found

ADDRESS = "/news/2024/05/03/ferry-operator-was-warned-48103.html"
TITLE = "Ferry operator was warned about the pier"
ENTRY = {"url": ADDRESS, "title": TITLE}


def told(script: str) -> list[tuple[str, str]]:
    return [(entry.text, entry.kind) for entry in found(f"<script>{script}</script>")]


@pytest.mark.parametrize(
    "data",
    [
        {"relatedArticles": [ENTRY]},
        {"related_content": {"basic": [{"_id": "7", "canonical_url": ADDRESS, "headlines": {"basic": TITLE}}]}},
        {"related_content": {"redirect": [], "basic": [{"website_url": ADDRESS, "headlines": {"basic": TITLE}}]}},
        {"relatedStories": {"items": [ENTRY]}},
        {"relatedArticles": {"edges": [{"node": ENTRY}]}},
        {"related": {"data": [{"id": 3, "attributes": ENTRY}]}},
        {"related_posts": [{"link": ADDRESS, "title": {"rendered": TITLE}}]},
        {"relatedArticles": [{**ENTRY, "content": {"body": "Nobody had read it."}}]},
    ],
)
@pytest.mark.parametrize("deep", ["window.state = {}", "window.state = JSON.parse({})"])
def test_a_list_of_related_stories_is_found_however_it_is_shipped(data: dict[str, Any], deep: str) -> None:
    written = json.dumps({"article": data})
    script = deep.replace("{}", json.dumps(written) if "parse" in deep else written)

    assert told(script) == [(TITLE, "related")]


@pytest.mark.parametrize(
    "data",
    [
        {"relatedTopics": {"items": [ENTRY]}},
        {"relatedProducts": [ENTRY]},
        {"related_content": {"basic": [{"type": "reference", "_id": "7"}]}},
        {"related": {"settings": ENTRY}},
        {"latest": {"items": [ENTRY]}},
    ],
)
def test_what_data_calls_otherwise_is_not_taken(data: dict[str, Any]) -> None:
    assert told(json.dumps(data)) == []


def test_data_that_breaks_off_is_passed_over() -> None:
    assert told(json.dumps(json.dumps({"related": {"items": [ENTRY]}}))[:-9]) == []
