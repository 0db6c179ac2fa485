"""What stands outside a link or a list and says what it is."""

from __future__ import annotations

import pytest

from crawler.extract import related
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL
from tests.unit.test_related_templates import CHOIR, FERRY, MARKET, PIER, RELATED, related_texts

LIST = f"<ul><li>{FERRY}</li><li>{PIER}</li></ul>"


def test_a_list_is_headed_by_the_element_that_its_box_names() -> None:
    names = "<div><h2 id='rel'>Related stories</h2><h2 id='read'>Most read</h2></div>"
    others = f"<div aria-labelledby='read'><ul><li>{CHOIR}</li><li>{MARKET}</li></ul></div>"

    assert related_texts(f"</article>{names}<div>{others}<div aria-labelledby='rel'>{LIST}</div></div>") == RELATED


@pytest.mark.parametrize("label", ["<span>Sponsored</span>", "<div><p>Paid content</p></div>", "<div>Anzeige</div>"])
def test_a_card_that_says_outside_its_link_that_it_is_paid_for_is_not_related(label: str) -> None:
    box = f"<section><h3>Related stories</h3><ul><li>{FERRY}</li><li>{PIER}</li><li>{label}{CHOIR}</li></ul></section>"

    assert related_texts(f"</article>{box}") == RELATED


def test_the_word_over_an_empty_advertisement_says_nothing_of_the_link_below() -> None:
    slot = "<div class='slot'><p>Advertisement</p></div>"
    box = f"<section><h3>Related stories</h3><div>{slot}{FERRY}</div><div>{PIER}</div></section>"

    assert related_texts(f"</article>{box}") == RELATED


def test_what_is_told_behind_each_title_of_a_list_is_not_the_storys_text_going_on() -> None:
    told = "Hundreds have slept in a school gymnasium since the first warning was given."
    items = "".join(f"<li>{title} {told}</li>" for title in (FERRY, PIER))
    html = f"<h1>{HEADLINE}</h1><article>{PARAGRAPH * 3}<div><h2>More on this story</h2><ul>{items}</ul></div>"
    page = Page(URL, f"{html}{PARAGRAPH * 2}</article>")
    body = "\n".join((page.tree.findtext(".//p") or "", told, told))

    assert {entry.text for entry in related.find(page, HEADLINE, body) if entry.kind == "related"} == RELATED


def test_more_news_from_a_region_is_what_is_new_there() -> None:
    box = f"<section><h2>Flere nyheter fra Nordland</h2><ul><li>{FERRY}</li><li>{PIER}</li></ul></section>"

    assert related_texts(f"</article>{box}") == set()


@pytest.mark.parametrize("said", ["Leia a reportagem", "Leia a matéria completa"])
def test_a_card_whose_link_says_only_read_the_report_has_the_title_beside_it(said: str) -> None:
    told = {"The ferry is late again": "/news/2026/05/ferry-4711", "The pier stays closed": "/news/2026/05/pier-4712"}
    cards = "".join(f"<div><h4>{title}</h4><a href='{href}'>{said}</a></div>" for title, href in told.items())

    assert related_texts(f"</article><section><h3>Leia também</h3>{cards}</section>") == set(told)


def test_a_source_that_is_named_as_other_papers_head_their_lists_is_kept() -> None:
    source = "<a href='https://www.limani.gr/greece/article/1234567/limani-ekleise-pali/'>Πρώτο Θέμα</a>"
    told = f"<p>Το λιμάνι έκλεισε τη νύχτα. Όπως γράφει το {source}, ο δήμαρχος μίλησε για αυτό.</p>"
    page = Page(URL, f"<h1>{HEADLINE}</h1><article>{PARAGRAPH * 3}{told}{PARAGRAPH}</article>")

    assert [entry.text for entry in related.find(page, HEADLINE, None)] == ["Πρώτο Θέμα"]


def test_what_an_item_tells_before_it_names_a_story_is_the_storys_text() -> None:
    told = "The mayor said to the people of the town that the tunnel stays closed until June, as"
    behind = "and that nobody should come near to it before."
    items = "".join(f"<li><b>1{i}:15</b> {told} {title}, {behind}</li>" for i, title in enumerate((CHOIR, MARKET)))
    box = f"<div><h3>Related stories</h3><ul><li>{FERRY}</li></ul><ul>{items}</ul></div>"
    page = Page(URL, f"<h1>{HEADLINE}</h1><article>{PARAGRAPH * 6}{box}</article>")

    assert [entry.kind for entry in related.find(page, HEADLINE, None)] == ["related", "inline", "inline"]


@pytest.mark.parametrize("said", ["Pisaliśmy już o tym", "Our earlier report", "Už jsme psali"])
def test_a_line_of_the_text_that_only_says_what_it_leads_to_leads_to_a_story(said: str) -> None:
    line = f"<p><a href='/news/2024/05/10/harbour-bridge-cracks-found-48117.html'>{said}</a></p>"
    page = Page(URL, f"<h1>{HEADLINE}</h1><article>{PARAGRAPH * 2}{line}{PARAGRAPH * 2}</article>")

    assert [entry.text for entry in related.find(page, HEADLINE, None)] == [said]
