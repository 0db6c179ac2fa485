"""Cards as papers build them: what stands in one, what stands over it, and where the next begins."""

from __future__ import annotations

import json

import pytest

from crawler.extract import related
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, kinds, link
from tests.unit.test_related_templates import CHOIR, FERRY, MARKET, PIER, RELATED, related_texts, said

FERRY_TITLE, PIER_TITLE = "Ferry operator was warned about the pier", "Who pays for the old pier and when"
PICTURE = '<img src="/i/1.jpg" alt="">'


def over(title: str, words: str) -> str:
    """A link to the story ``title`` with other words in it."""
    return link(3, title).replace(f">{title}<", f">{words}<")


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>Related stories</h3><ul><li>{0}</li><li>{1}</li></ul></div>",
        "<p>READ MORE: {0}</p><p>READ MORE: {1}</p>",
    ],
)
def test_a_story_that_the_text_names_too_stays_in_the_list_after_it(box: str) -> None:
    named = PARAGRAPH.replace("ferries", over(FERRY_TITLE, "the ferries of the harbour"))

    assert related_texts(f"{named}</article>{box.format(FERRY, PIER)}") == RELATED


ON_THE_SUBJECT = f"<div><h3>Harbour bridge</h3><ul><li>{FERRY}</li><li>{PIER}</li></ul></div></article>"


def test_a_heading_over_a_list_heads_it_where_the_text_names_its_first_story_right_before() -> None:
    named = PARAGRAPH.replace("ferries", over(FERRY_TITLE, "the ferries"))

    headings = {entry.text: entry.heading for entry in found(named + ON_THE_SUBJECT)}

    assert headings[PIER_TITLE] == "Harbour bridge"


def test_a_story_that_a_sentence_links_to_stands_in_no_more_lists_for_it() -> None:
    named = PARAGRAPH.replace("ferries", over(FERRY_TITLE, "the ferries"))
    items = f"<li>{FERRY}</li><li>{link(4, 'Who pays for the old bridge and when')}</li>"
    box = f"{PARAGRAPH}</article><div><h3>Harbour bridge</h3><ul>{items}</ul></div>"

    assert [(entry.kind, entry.score) for entry in found(named + box)] == [
        (entry.kind, entry.score) for entry in found(PARAGRAPH + box)
    ]


def test_the_stories_before_and_after_this_one_are_none_of_the_list_above_them() -> None:
    items = f"<ul><li>{FERRY}</li><li>{PIER}</li></ul>"
    box = f"<div><p><b>Related stories:</b></p>{items}<nav>{CHOIR} {MARKET}</nav></div>"

    assert related_texts(f"</article>{box}") == RELATED


@pytest.mark.parametrize("box", ["<nav><h3>Related stories</h3>{}</nav>", "<h3>Related stories</h3><nav>{}</nav>"])
def test_a_list_of_related_stories_may_be_a_menu(box: str) -> None:
    items = f"<ul><li>{FERRY}</li><li>{PIER}</li></ul>"

    assert related_texts(f"</article><div>{box.format(items)}</div>") == RELATED


@pytest.mark.parametrize(
    "card",
    [
        "<li><h5>Politics</h5><h3>{0}</h3></li>",
        "<li><h3>{0}</h3><h6>Sport</h6></li>",
        '<li><span class="kicker">People</span><h3>{0}</h3></li>',
        '<li><span class="kicker">Companies</span><h3>{0}</h3></li>',
    ],
)
def test_the_section_of_one_card_does_not_end_its_list(card: str) -> None:
    items = card.format(FERRY) + card.format(PIER)

    assert related_texts(f"</article><div><h2>Related stories</h2><ul>{items}</ul></div>") == RELATED


def test_the_parts_of_a_related_list_are_related() -> None:
    parts = f"<h3>Analysis</h3><ul><li>{FERRY}</li></ul><h3>Video</h3><ul><li>{PIER}</li></ul>"

    assert related_texts(f"</article><section><h2>More on this story</h2>{parts}</section>") == RELATED


@pytest.mark.parametrize(
    "name",
    [
        '<a href="/most-popular">Most popular</a>',
        '<strong><a href="#">Most read</a></strong>',
        "<button>Most read</button>",
    ],
)
def test_a_heading_that_is_a_link_ends_the_list_before_it(name: str) -> None:
    lists = f"<h3>Related stories</h3><ul><li>{FERRY}</li><li>{PIER}</li></ul>"
    popular = f'<div class="title">{name}</div><ul><li>{CHOIR}</li><li>{MARKET}</li></ul>'

    assert related_texts(f"</article><div>{lists}{popular}</div>") == RELATED


def test_a_heading_that_is_a_link_heads_its_list() -> None:
    box = f'<div class="title"><a href="/topics">Related stories</a></div><ul><li>{FERRY}</li><li>{PIER}</li></ul>'

    assert said(found(f"</article><div>{box}</div>")) == [("related", "Related stories")] * 2


@pytest.mark.parametrize("heading", ["Related topics", "Tags"])
def test_tags_in_a_box_of_their_own_head_nothing_after_it(heading: str) -> None:
    tags = f'<div><h4>{heading}</h4><a href="/tag/harbour">Harbour</a> <a href="/tag/city">City council</a></div>'
    links = found(f"</article><aside>{tags}<div><div>{CHOIR}</div><div>{MARKET}</div></div></aside>")

    assert said(links) == [("recirculation", None)] * 2


@pytest.mark.parametrize("veil", [PICTURE, ""])
def test_the_one_card_of_a_box_has_its_own_title_and_not_the_boxs(veil: str) -> None:
    card = f'<div class="card">{over(FERRY_TITLE, veil)}<div class="words"><h4>{FERRY_TITLE}</h4></div></div>'
    [entry] = found(f"</article><div><h3>Related story</h3>{card}</div>")

    assert (entry.kind, entry.text, entry.heading) == ("related", FERRY_TITLE, "Related story")


@pytest.mark.parametrize("picture", [over(FERRY_TITLE, PICTURE), ""])
def test_a_card_whose_only_words_in_a_link_are_read_more_has_the_title_over_them(picture: str) -> None:
    more = over(FERRY_TITLE, "Read more")
    card = f'<div class="card">{picture}<h5 class="card-title">{FERRY_TITLE}</h5><p>It had been.</p>{more}</div>'
    links = found(f'</article><div><h3>Related stories</h3>{card}<div class="card"><h5>{PIER}</h5></div></div>')

    assert [(entry.kind, entry.text) for entry in links] == [("related", FERRY_TITLE), ("related", PIER_TITLE)]


@pytest.mark.parametrize("attribute", ["title", "aria-label"])
def test_a_link_without_words_says_its_title_to_screen_readers(attribute: str) -> None:
    silent = over(FERRY_TITLE, PICTURE).replace("<a ", f'<a {attribute}="{FERRY_TITLE}" ')

    assert [entry.text for entry in found(f"</article><div>{silent}</div>")] == [FERRY_TITLE]


def test_a_label_between_the_picture_and_the_title_is_the_cards() -> None:
    card = f"{over(FERRY_TITLE, PICTURE)}<span>Related</span>{FERRY}"

    assert related_texts(f"</article><div class='promo'>{card}</div><div class='river'>{CHOIR}</div>") == {FERRY_TITLE}


@pytest.mark.parametrize("tag", ["h3", "h4"])
def test_a_label_in_a_heading_before_its_link_is_read(tag: str) -> None:
    assert related_texts(f"</article><{tag}>Also read: {FERRY}</{tag}>") == {FERRY_TITLE}


def test_a_heading_that_is_bare_text_of_its_box_heads_the_list_after_it() -> None:
    day = "<i>3 May 2024, at noon, by Jo Marsh of the Lantern</i>"
    box = f"<div>Related stories<ul><li>{FERRY} {day}</li><li>{PIER}</li></ul></div>"

    assert said(found(f"</article>{box}")) == [("related", "Related stories")] * 2


def test_a_lower_heading_of_a_box_does_not_end_a_higher_one() -> None:
    inner = f"<h4>The bridge in numbers</h4><p>{FERRY}</p><p>{PIER}</p>"

    assert related_texts(f"</article><div><h2>More on this story</h2>{inner}</div>") == RELATED


def test_a_panels_tab_says_more_than_its_label_for_screen_readers() -> None:
    tabs = '<ul><li><a href="#one">Related stories</a></li><li><a href="#two">Most read</a></li></ul>'
    panels = (
        f'<div id="one" aria-label="Panel one"><p>{FERRY}</p><p>{PIER}</p></div>'
        f'<div id="two" aria-label="Panel two"><p>{CHOIR}</p><p>{MARKET}</p></div>'
    )

    assert related_texts(f"</article><div>{tabs}{panels}</div>") == RELATED


@pytest.mark.parametrize("scheme", ["HTTPS://", "Https://"])
def test_a_scheme_may_be_written_in_capitals(scheme: str) -> None:
    box = f"<div><h3>Related stories</h3><p>{FERRY}</p></div>".replace('"/news', f'"{scheme}www.lantern.example/news')

    assert set(kinds(f"</article>{box}").values()) == {"related"}


def test_a_paper_with_the_name_of_a_network_has_sisters() -> None:
    own = "https://www.telegram.hr/sport/2024/05/12/harbour-bridge-closes-48210.html"
    sister = "https://telesport.telegram.hr/sport/2024/05/12/the-bridge-and-the-race-48211.html"
    box = f'<h3>Related stories</h3><p><a href="{sister}">The bridge and the race</a></p>'
    html = f"<article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article>{box}"

    assert [entry.url for entry in related.find(Page(own, html), HEADLINE, None)] == [sister]


def test_what_data_calls_related_is_so_in_a_list_without_a_heading_and_not_in_one_that_says_what_it_is() -> None:
    urls = [f"https://www.lantern.example/news/2024/05/0{n}/{slug}-4810{n}.html" for n, slug in (
        (3, "ferry-operator-was-warned-about-the-pier"), (5, "choir-sings-in-the-heavy-rain-of-may"))]  # fmt: skip
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "relatedLink": {json.dumps(urls)}}}</script>'
    links = found(f"{data}</article><div>{FERRY}</div><h3>Most read</h3><ul><li>{CHOIR}</li><li>{MARKET}</li></ul>")

    assert {entry.text: entry.kind for entry in links if entry.kind == "related"} == {FERRY_TITLE: "related"}


@pytest.mark.parametrize("name", ["relatedArticles", "seeAlso", "moreOnThis"])
def test_data_names_other_stories_and_not_this_one(name: str) -> None:
    other = "https://www.lantern.example/news/2024/05/03/ferry-operator-was-warned-48103.html"
    entries = ", ".join(f'{{"url": "{url}", "title": "A title that is long enough"}}' for url in (URL, other))
    links = found(f'<script>window.state = {{"{name}": [{entries}]}}</script>')

    assert [entry.url for entry in links if entry.kind == "related"] == [other]
