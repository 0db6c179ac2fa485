"""Marks within a text that are none of its words: of footnotes, of a new paragraph."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1">1</a></sup>',
        '<sup id="r1" class="footnote-ref"><a href="#fn1">[1]</a></sup>',
        '<a href="#fn1"><sup>12</sup></a>',
        '<a href="#fn1">[1]</a>',
        '<a href="#fn1">*</a>',
        '<a href="#ref1" role="doc-backlink">↩︎</a>',
    ],
)
def test_the_mark_of_a_footnote_is_no_word(read, paragraphs, mark) -> None:
    told = f"<p>The wall is older than the town hall,{mark} the mayor told all who came to the quay on Friday.</p>"
    body = read(f"<article>{paragraphs}{told}{paragraphs}</article>").body
    assert "The wall is older than the town hall, the mayor told" in body


def test_a_number_that_is_no_mark_stays(read, paragraphs) -> None:
    told = '<p>The quay has 900 m<sup>2</sup>, as figure <a href="#fig2">2</a> shows, and it sinks every year.</p>'
    assert "900 m2, as figure 2 shows" in read(f"<article>{paragraphs}{told}</article>").body


def test_a_line_that_is_set_in_begins_a_paragraph(read) -> None:
    lines = (
        "港湾委員会は火曜日に会合を開き、新しい防潮堤の費用を検討した。",
        "省は費用の三分の一を約束しているが、残りは漁師が払う。",
    )
    told = "<br>\n".join(f"　{line}" for line in lines * 2)
    story = read(f"<article><h1>防潮堤、採決へ</h1><div class='text'>{told}</div></article>", lang="ja")
    assert story.body.split("\n\n") == [*lines, *lines]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "- Anzeige -",
        "PUBLICITÉ",
        "Artikel gaat verder na advertentie",
        "Story continues below this ad",
        "広告",
    ],
)
@pytest.mark.parametrize("mark", ["p", "b", "h3"])
def test_a_line_that_announces_an_advertisement_is_no_text(read, paragraphs, line, mark) -> None:
    story = read(
        f"<article><h1>Harbour wall gives way</h1>{paragraphs}<p><{mark}>{line}</{mark}></p>{paragraphs}</article>"
    )
    assert line not in story.body
    assert story.crossheads == []


def test_a_heading_about_an_advertisement_stays(read, paragraphs) -> None:
    story = read(f"<article><h1>Wall</h1>{paragraphs}<h2>The advertisement that fell</h2>{paragraphs}</article>")
    assert story.crossheads == ["The advertisement that fell"]
