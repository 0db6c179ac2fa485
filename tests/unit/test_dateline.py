"""Dates and names that stand in words below a headline, and the site's name beside it in the title."""

from __future__ import annotations

import pytest

from crawler.loaders import load_story
from crawler.page import Page

_TEXT = "<p>" + "The hall has a roof again, and the town has something to talk about. " * 6 + "</p>"


def story_of(line: str, title: str = "Roof is back") -> object:
    html = f"<title>{title}</title><h1>Roof is back</h1><font size=2>{line}</font>{_TEXT}"
    return load_story(Page("http://gazette.example/roof.htm", html))


@pytest.mark.parametrize(
    ("line", "published", "authors"),
    [
        ("Posted by Ann Lee on Tuesday 10th June 2014 at 4.15pm", "2014-06-10T16:15:00", ["Ann Lee"]),
        ("By A. Lee, 3rd June 2014", "2014-06-03", ["A. Lee"]),
        ("June 3rd, 2014", "2014-06-03", []),
        ("Tuesday 10th June 2014 at 12.05am", "2014-06-10T00:05:00", []),
        ("By Ann Lee", None, ["Ann Lee"]),
        ("June 10, 2026 at 4:15pm EST", "2026-06-10T16:15:00-05:00", []),
        ("June 10, 2026, 4:15 pm ET", "2026-06-10T16:15:00-04:00", []),
        ("10 June 2026, 16:15 (BST)", "2026-06-10T16:15:00+01:00", []),
        ("10 June 2026, 16:15 GMT+2", "2026-06-10T16:15:00+02:00", []),
        ("By Ann Lee, updated 11 June 2014, first published 10 June 2014", "2014-06-10", ["Ann Lee"]),
        (
            "<b>Updated</b> <i>11 June 2014, 16:15</i> <b>Published</b> <i>10 June 2014, 16:15</i>",
            "2014-06-10T16:15:00",
            [],
        ),
    ],
)
def test_the_line_below_the_headline_says_when_and_by_whom(
    line: str, published: str | None, authors: list[str]
) -> None:
    story = story_of(line)
    assert (story.published, story.authors) == (published, authors)  # type: ignore[attr-defined]


def test_a_date_in_the_text_is_not_the_storys() -> None:
    assert story_of("").published is None  # type: ignore[attr-defined]
    told = (
        "The first roof was blown off in the night of 3rd June 2004, as older readers will remember with a sigh, and "
        * 2
    )
    assert story_of(told).published is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Roof is back - Pellworth Gazette", "Pellworth Gazette"),
        ("Roof is back | The Echo", "The Echo"),
        ("Roof is back", None),
        ("Roof is back - News - The Echo", "The Echo"),
    ],
)
def test_the_title_names_the_site_beside_the_headline(title: str, name: str | None) -> None:
    story = story_of("", title)
    assert (story.site_name, story.headline) == (name, "Roof is back")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("屋顶修复-港口网", "港口网"),
        ("屋顶修复_新闻_港口网", "港口网"),
        ("屋顶修复--时政--港口日报", "港口日报"),
        ("屋顶修复：港新聞デジタル", "港新聞デジタル"),
        ("屋顶修复【港口新聞】", "港口新聞"),
        ("屋顶修复", None),
        ("屋顶修复一年后", None),
    ],
)
def test_the_title_names_the_site_without_spaces_where_a_script_has_none(title: str, name: str | None) -> None:
    page = Page("http://gazette.example/roof.htm", f"<title>{title}</title><h1>屋顶修复</h1>{_TEXT}")
    assert (load_story(page).site_name, load_story(page).headline) == (name, "屋顶修复")


@pytest.mark.parametrize(
    "line", ["作者：张三", "记者:张三", "Автор: Анна Перо", "By: Ann Lee", "Autorin: Ann Lee", "글 : 김철수"]
)
def test_a_label_with_a_colon_names_the_author(line: str) -> None:
    story = story_of(f"<span>2024-06-10</span> <span>{line}</span>")
    assert story.authors == [line.replace("：", ":").partition(":")[2].strip()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("By Ann Lee | June 10, 2014 8:10 a.m.", "2014-06-10T08:10:00"),
        ("10 June 2014, 16:15 (BST)", "2014-06-10T16:15:00+01:00"),
        ("11 June 2014, 16:15 (BST)", "2014-06-10"),
    ],
)
def test_the_line_below_the_headline_gives_the_clock_time_of_the_day_in_the_address(line: str, published: str) -> None:
    html = f"<title>Roof is back</title><h1>Roof is back</h1><font size=2>{line}</font>{_TEXT}"
    assert load_story(Page("http://gazette.example/2014/06/10/roof.htm", html)).published == published


def test_the_line_below_a_headline_that_is_no_heading_says_when_and_by_whom() -> None:
    title, line = "<title>Roof of the hall is back - The Echo</title>", "<p>By Ann Lee, 3rd June 2014"
    html = f"{title}<b>Roof of the hall is back</b>{line}{_TEXT}"
    story = load_story(Page("http://gazette.example/roof.htm", html))
    assert (story.headline, story.site_name) == ("Roof of the hall is back", "The Echo")
    assert (story.published, story.authors) == ("2014-06-03", ["Ann Lee"])
