"""Is this page a story at all?"""

from __future__ import annotations

from crawler.items import Story
from crawler.page import Page


def not_a_story(page: Page, story: Story) -> str | None:  # noqa: ARG001
    """One word that says why the page is no story, or None if it is one."""
    if not story.headline:
        return "no_headline"
    return None if story.body else "no_text"
