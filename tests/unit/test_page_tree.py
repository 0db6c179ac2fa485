"""The tree of a page holds all of it, however deep its tags nest."""

from __future__ import annotations

import pytest

from crawler.page import Page

PAGE = "<html><body><h1>Pier reopens</h1>{}<p>The pier is open again.</p></body></html>"


@pytest.mark.parametrize("tag", ["div", "font", "b", "center", "span", "ul"])
@pytest.mark.parametrize("times", [10, 250, 300, 1_900])
def test_what_stands_below_tags_that_nobody_closed_is_there(tag: str, times: int) -> None:
    tree = Page("https://post.example/1", PAGE.format(f"<{tag}>" * times)).tree

    assert "The pier is open again." in [paragraph.text for paragraph in tree.iter("p")]


@pytest.mark.parametrize("times", [3_000, 100_000])
def test_what_stands_before_a_bottomless_pit_is_there(times: int) -> None:
    tree = Page("https://post.example/1", PAGE.format("<div>" * times)).tree

    assert [heading.text for heading in tree.iter("h1")] == ["Pier reopens"]
