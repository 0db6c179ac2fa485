"""Which line sums a story up, and which heading is no crosshead."""

from __future__ import annotations

import pytest

LINE = "The board must say who pays for the stones after three winters"


@pytest.mark.parametrize(
    "line",
    [
        f'<div data-gu-name="standfirst"><p>{LINE}</p></div>',
        f'<p data-testid="article-summary">{LINE}</p>',
        f'<p class="description">{LINE}</p>',
        f'<p class="article__desc">{LINE}</p>',
        f'<h2 class="intro">{LINE}</h2>',
    ],
)
def test_a_line_sums_up_that_says_so_in_whatever_attribute(read, paragraphs, line) -> None:
    for page in (f"<h1>Harbour wall gives way</h1>{line}<div>{paragraphs}</div>", f"<h1>Wall</h1>{line}{paragraphs}"):
        story = read(f"<article>{page}</article>")
        assert (story.standfirst, story.crossheads) == (LINE, [])
        assert story.body.startswith(LINE)


def test_a_short_heading_above_the_text_stays_a_crosshead(read, paragraphs) -> None:
    story = read(f'<article><h1>Harbour wall gives way</h1><h2 class="subtitle">Who pays</h2>{paragraphs}</article>')
    assert (story.standfirst, story.crossheads) == (None, ["Who pays"])


@pytest.mark.parametrize("page", ["<header>{}</header><div>{}</div>", "<div>{}{}</div>"])
def test_a_long_heading_right_below_the_headline_sums_up(read, paragraphs, page) -> None:
    story = read(page.format(f"<h1>Harbour wall gives way</h1><h2>{LINE}</h2>", paragraphs))
    assert (story.standfirst, story.crossheads) == (LINE, [])
    assert story.body.startswith(LINE)


def test_a_heading_that_repeats_the_headline_sums_nothing_up(read, paragraphs) -> None:
    headline = "Harbour wall gives way in the night of Thursday"
    story = read(f"<div><h1>{headline}</h1><h2>On the quay: {headline}</h2>{paragraphs}</div>")
    assert story.standfirst is None


def test_a_long_heading_farther_down_is_a_crosshead(read, paragraphs) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}<h2>{LINE}</h2>{paragraphs}</article>")
    assert (story.standfirst, story.crossheads) == (None, [LINE])


@pytest.mark.parametrize(
    "heading", ["1. Who pays for the stones after three winters, and when", f"{LINE}, or does it?"]
)
def test_the_first_of_many_questions_or_numbers_is_a_crosshead(read, paragraphs, heading) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1><h2>{heading}</h2>{paragraphs}</article>")
    assert (story.standfirst, story.crossheads) == (None, [heading])


@pytest.mark.parametrize("box", ["class='description'", "data-component='lead-story'", "itemprop='description'"])
def test_a_box_of_the_whole_text_sums_nothing_up(read, paragraphs, box) -> None:
    text = "<p>The wall is old.</p><p>It leans to the sea.</p><p>Nobody repairs it.</p>" + paragraphs
    assert read(f"<main><h1>Harbour wall gives way</h1><div {box}>{text}</div></main>").standfirst is None


def test_the_motto_of_a_site_sums_no_story_up(read, paragraphs) -> None:
    motto = "<h1>The Harbour Post</h1><p class='site-description'>All the news of the town and its rivers</p>"
    story = read(f"<div>{motto}</div><article><h2>Harbour wall gives way</h2>{paragraphs}</article>")
    assert story.standfirst is None
    assert "rivers" not in story.body


def test_the_head_of_a_story_sums_nothing_up(read, paragraphs) -> None:
    line = "<p>Published on 3 May 2024 at 11:20 by Ada Quill in the harbour</p>"
    head = f"<header data-testid='article-lead'><h1>Harbour wall gives way</h1>{line}</header>"
    assert read(f"<main>{head}<div>{paragraphs}</div></main>").standfirst is None
