"""How a page's markup says what heads what, where a reader sees it at once."""

from __future__ import annotations

import pytest

from crawler.extract import related
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, link
from tests.unit.test_related_cards import over
from tests.unit.test_related_templates import CHOIR, FERRY, MARKET, PIER, RELATED, TEXT, related_texts


@pytest.mark.parametrize("kicker", ["Latest news", "Related stories"])
def test_a_kicker_above_a_title_in_its_link_heads_nothing_behind_it(kicker: str) -> None:
    title = "The keeper of the pier"
    card = over(title, f"<h4>{kicker}</h4><p>{title}</p>")
    links = found(f"</article><section><h3>The harbour in May</h3>{card}{CHOIR}{MARKET}</section>")

    assert [entry.heading for entry in links] == ["The harbour in May"] * 3


@pytest.mark.parametrize("more", ["<span>›</span>", "<span>See all</span>"])
def test_a_heading_in_a_link_with_an_arrow_or_a_button_heads_its_list(more: str) -> None:
    heading = '<a href="/news/2024/05/more-stories-about-the-harbour-48100.html"><h3>Related stories</h3>{}</a>'

    assert related_texts(f"</article><div>{heading.format(more)}<p>{FERRY}</p><p>{PIER}</p></div>") == RELATED


LIST = f"<ul><li>{FERRY}</li><li>{PIER}</li></ul>"
OTHERS = f"<ul><li>{CHOIR}</li><li>{MARKET}</li></ul>"


@pytest.mark.parametrize(
    "heading",
    [
        '<div class="title"><span>Related</span> <span>stories</span></div>',
        "<p><b>See</b> <b>also</b></p>",
        "<p><font size=4>R</font>elated stories</p>",
        '<div class="title"><span>Noticias</span><strong>relacionadas</strong></div>',
    ],
)
def test_a_heading_in_several_inline_pieces_is_read_as_one(heading: str) -> None:
    assert related_texts(f"</article><div>{heading}{LIST}</div>") == RELATED


def test_a_heading_in_pieces_ends_the_list_before_it() -> None:
    box = f"<div><h3>Related stories</h3>{LIST}<p><b>Most</b> read</p>{OTHERS}</div>"

    assert related_texts(f"</article>{box}") == RELATED


def test_a_label_in_pieces_stands_before_its_link() -> None:
    assert related_texts(f"<p><b>Lire</b> <b>aussi :</b> {FERRY}</p>") == {"Ferry operator was warned about the pier"}


@pytest.mark.parametrize(
    "name",
    [
        "<button>{}</button>",
        "<button><span>{}</span><svg><title>arrow</title></svg></button>",
        '<a href="/topics">{}</a>',
        '<div class="title"><a href="/topics">{}<span>›</span></a></div>',
        '<a href="/topics"><img src="/h.gif" alt="{}"></a>',
        '<h3><a href="/topics"><img src="/h.gif" alt="{}"></a></h3>',
    ],
)
def test_a_button_or_a_link_that_is_a_line_of_its_own_heads_the_list_below_it(name: str) -> None:
    box = f"<div>{name.format('Related stories')}{LIST}{name.format('Most read')}{OTHERS}</div>"

    assert related_texts(f"</article>{box}") == RELATED


@pytest.mark.parametrize(
    "line",
    [
        "<button>Related stories</button><button>Share</button>",
        'All the <a href="/topics">related stories</a>',
        '<a href="/topics">Related stories</a> and more',
        '<a href="/"><img src="/logo.gif" alt="The Lantern"></a>',
    ],
)
def test_a_button_or_a_link_beside_something_else_heads_nothing(line: str) -> None:
    assert related_texts(f"</article><div>{line}{OTHERS}</div>") == set()


def test_a_bold_line_written_as_a_known_heading_is_one_and_ends_its_list() -> None:
    box = f"<p><b>Related stories</b></p>{LIST}<p><b>Culture and the arts</b></p>{OTHERS}"
    below = f"<p><b>Related stories</b></p>{LIST}<p>Culture and the arts</p><p><b>By Ann Bo</b> 3 May</p>"

    links = found(f"</article><div>{box}</div>")
    assert [entry.heading for entry in links] == ["Related stories"] * 2 + ["Culture and the arts"] * 2
    assert [entry.kind for entry in links] == ["related"] * 2 + ["recirculation"] * 2
    assert related_texts(f"</article><div>{below}</div>") == RELATED


ROWS = {
    "cells": "<table><tr><td><b>{0}</b></td><td><b>{1}</b></td></tr><tr><td>{2}</td><td>{3}</td></tr></table>",
    "heads": "<table><tr><th>{0}</th><th>{1}</th></tr><tr><td>{2}</td><td>{3}</td></tr></table>",
    "more rows": "<table><tr><th>{0}</th><th>{1}</th></tr><tr><td>{2}</td><td>{3}</td></tr>"
    "<tr><td>Printed daily</td><td>in the old harbour</td></tr></table>",
    "boxes": "<div><div><div><h3>{0}</h3></div><div><h3>{1}</h3></div></div>"
    "<div><div>{2}</div><div>{3}</div></div></div>",
    "names": "<div><div><h3>{0}</h3><h3>{1}</h3></div><div>{2}</div><div>{3}</div></div>",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_headings_in_one_row_head_the_lists_below_them_in_the_next(row: str) -> None:
    assert related_texts(f"</article>{row.format('Related stories', 'Most read', LIST, OTHERS)}") == RELATED
    assert related_texts(f"</article>{row.format('Latest news', 'Related stories', OTHERS, LIST)}") == RELATED


@pytest.mark.parametrize("row", [ROWS["cells"], ROWS["heads"], ROWS["boxes"]])
def test_a_column_beside_the_related_stories_is_none_of_theirs(row: str) -> None:
    assert related_texts(f"</article>{row.format('Related stories', 'Sport', LIST, OTHERS)}") == RELATED


def test_the_cards_of_a_list_are_no_columns() -> None:
    head = "<div><div>Related stories</div><div>‹ ›</div></div>"
    lines = "<div><h2>Related stories</h2><h2>The harbour in May</h2></div>"

    assert related_texts(f"</article><div>{head}<div><div>{FERRY}</div><div>{PIER}</div></div></div>") == RELATED
    links = found(f"</article><div>{lines}<div>{LIST}</div><div>{OTHERS}</div></div>")
    assert {entry.heading for entry in links} == {"The harbour in May"}


@pytest.mark.parametrize("names", ['<a href="#one">{}</a><a href="#two">{}</a>', "<span>{}</span><span>{}</span>"])
def test_the_boxes_that_tabs_open_may_be_articles(names: str) -> None:
    boxes = f'<article class="on" id="one">{FERRY}{PIER}</article><article id="two">{CHOIR}{MARKET}</article>'

    assert related_texts(f"</article><div>{names.format('Related stories', 'Most read')}</div>{boxes}") == RELATED


NEXT = "<p>The choir stood in the rain for an hour and sang all of the songs that the town knows by heart.</p>" * 3


def test_a_table_in_a_cell_for_headings_keeps_its_own() -> None:
    table = f"<table><tr><td><b>Related stories</b></td></tr><tr><td>{FERRY}<br>{PIER}</td></tr></table>"

    assert related_texts(f"</article><table><tr><th>{table}</th></tr></table>") == RELATED


def related_to(rest: str) -> set[str | None]:
    """The texts of the related links of a story whose text is known."""
    page = Page(URL, f"<html><body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}{rest}</body></html>")
    return {entry.text for entry in related.find(page, HEADLINE, "\n\n".join([TEXT] * 3)) if entry.kind == "related"}


@pytest.mark.parametrize(
    "story",
    [
        "<article><h1>{0}</h1>{1}{2}</article>",
        "<article><header><h2>{0}</h2></header><div>{1}</div>{2}</article>",
        "<div><div><h1>The choir sings in the rain of May</h1></div><div>{1}<p>Read also: {0}</p></div>{2}</div>",
    ],
)
def test_what_the_next_story_of_an_endless_page_points_to_is_not_this_storys(story: str) -> None:
    own = f"<div><h3>Related stories</h3>{LIST}</div>"
    theirs = f"<div><h3>Related stories</h3><p>{MARKET}</p></div>"

    assert related_to(f"{own}</article>{story.format(CHOIR, NEXT, theirs)}") == RELATED
    assert related_to(f"</article><div>{own}{story.format(CHOIR, NEXT, theirs)}</div>") == RELATED


@pytest.mark.parametrize(
    "box",
    [
        "<h1>Harbour bridge closes for repairs</h1>",
        "<article><h2>What the divers found</h2></article>",
        f"<article><h2>{link(8, 'The keeper of the pier')}</h2><p>{'A teaser of some length. ' * 4}</p></article>" * 3,
        f"<h2>The years before</h2>{PARAGRAPH * 3}",
    ],
)
def test_titles_without_another_story_below_them_leave_this_one_its_related_stories(box: str) -> None:
    assert related_to(f"{box}</article><div><h3>Related stories</h3>{LIST}</div>") >= RELATED
    assert related_to(f"</article>{box}<div><h3>Related stories</h3>{LIST}</div>") >= RELATED


def test_a_link_to_all_beside_a_heading_makes_no_row_of_headings() -> None:
    row = '<div><div><h3>Related stories</h3></div><div><a href="/all">All</a></div></div>'
    lists = f"<div><div><ul><li>{FERRY}</li></ul></div><div><ul><li>{PIER}</li></ul></div></div>"

    assert related_texts(f"</article><div>{row}{lists}</div>") == RELATED
