"""Marks of footnotes within a text."""

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
