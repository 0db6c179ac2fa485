"""How papers lay their lists out, and what a reader takes for a heading, an item, a kicker or a part of this story."""

from __future__ import annotations

import pytest

from crawler.extract import related
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, kinds, link, listed

ITEMS = "".join(f"<li>{link(n, f'A story number {n} of the harbour')}</li>" for n in range(1, 4))


@pytest.mark.parametrize(
    "box",
    [
        '<div><img src="bar.png" alt="Related stories">{}</div>',
        '<div><span class="box-title">Related stories</span>{}</div>',
        "<div>Related stories{}</div>",
        "<div><b>Related stories</b><br>{}</div>",
        "<details><summary>Related stories</summary>{}</details>",
        '<section aria-label="Related stories">{}</section>',
        "<dl><dt>Related stories</dt><dd>{}</dd></dl>",
        "<table><tr><th>Related stories</th></tr><tr><td>{}</td></tr></table>",
    ],
)
def test_whatever_a_heading_is_made_of_it_heads_the_list(box: str) -> None:
    links = found("</article>" + box.format(f"<ul>{ITEMS}</ul>"))

    assert [(entry.kind, entry.heading) for entry in links] == [("related", "Related stories")] * 3


@pytest.mark.parametrize(
    "wrapped",
    [
        "http://newstracker.example/x?url={}",
        "https://l.facebook.com/l.php?u={}",
        "https://www.google.com/url?q={}&sa=D",
    ],
)
def test_a_redirector_is_unwrapped(wrapped: str) -> None:
    target = "https://www.lantern.example/news/2024/05/01/old-pier-sinks-48002.html"
    href = wrapped.format(target.replace(":", "%3A").replace("/", "%2F"))

    assert [entry.url for entry in found(f'<h3>Related</h3><a href="{href}">Old pier sinks in the harbour</a>')] == [
        target
    ]


def test_this_story_in_a_list_of_the_most_read_leaves_the_list_its_heading() -> None:
    own = f'<li><h3><a href="{URL}">{HEADLINE}</a></h3></li>'
    items = "".join(f"<li><h3>{link(n, f'Some story number {n} of the day')}</h3></li>" for n in (2, 3))
    links = found(f"</article><aside><h2>Most read</h2><ol>{own}{items}</ol></aside>")

    assert [(entry.kind, entry.heading) for entry in links] == [("recirculation", "Most read")] * 2


def test_what_has_this_storys_title_is_this_story_to_be_heard_or_printed() -> None:
    heard = f'<p><a href="/podcast/2024/05/12/harbour-bridge-closes-48299.html">{HEADLINE}</a></p>'

    assert kinds(heard + listed("Related stories")).keys() == {f"The Rela story number {n}" for n in (1, 2, 3)}


@pytest.mark.parametrize("host", ["www.telegram.test", "www.ok.test", "weather.example", "id.lantern.example"])
def test_a_papers_own_host_is_its_own_whatever_it_is_called(host: str) -> None:
    own = f"https://{host}/news/2024/05/12/harbour-bridge-closes-for-repairs-48211.html"
    links = found("</article>" + listed("Related stories"), url=own)

    assert [entry.kind for entry in links] == ["related"] * 3


@pytest.mark.parametrize("rel", ["tag", "category tag", "author", "sponsored nofollow"])
def test_what_a_link_says_of_itself_by_its_rel_is_believed(rel: str) -> None:
    marked = link(9, "Harbour bridge and all about it").replace("<a ", f'<a rel="{rel}" ')

    assert kinds(listed("Related stories") + f"<ul><li>{marked}</li></ul>").keys() == {
        f"The Rela story number {n}" for n in (1, 2, 3)
    }


_TABBED = [
    "<ul>" + "".join(f"<li>{link(n, f'A story {n} of {name}')}</li>" for n in numbers) + "</ul>"
    for name, numbers in (("r", (1, 2)), ("p", (3, 4)))
]
_OF_TABS = {
    "A story 1 of r": "related",
    "A story 2 of r": "related",
    "A story 3 of p": "recirculation",
    "A story 4 of p": "recirculation",
}


def test_tabs_that_name_their_boxes_in_a_data_attribute_head_them() -> None:
    tabs = '<ul><li><a data-bs-target="#r">Related</a></li><li><a data-bs-target="#p">Popular</a></li></ul>'
    boxes = "".join(f'<div id="{name}">{stories}</div>' for name, stories in zip("rp", _TABBED, strict=True))

    assert kinds("</article>" + tabs + boxes) == _OF_TABS


@pytest.mark.parametrize(
    "row",
    [
        '<ul><li class="on"><a href="#">Related stories</a></li><li><a href="javascript:;">Most read</a></li></ul>',
        "<div><div><button>Related stories</button><button>Most read</button></div></div>",
        "<ul><li>Related stories</li><li>Most read</li></ul>",
    ],
)
@pytest.mark.parametrize("boxes", ["<div>{}</div><div>{}</div>", '<div><div class="on">{}</div><div>{}</div></div>'])
def test_tabs_without_names_head_the_boxes_that_follow_in_their_order(row: str, boxes: str) -> None:
    assert kinds("</article><section>" + row + boxes.format(*_TABBED) + "</section>") == _OF_TABS


def test_a_tab_that_names_its_box_anywhere_heads_that_one_in_whatever_order() -> None:
    row = '<ul><li data-tab="p">Most read</li><li data-tab="r">Related stories</li></ul>'
    boxes = "".join(f'<div id="{name}">{stories}</div>' for name, stories in zip("rp", _TABBED, strict=True))

    assert kinds("</article><section>" + row + "<hr>" + boxes + "</section>") == _OF_TABS


@pytest.mark.parametrize("row", ["<span>Related stories</span><span>›</span>", "<b>Related</b> <b>stories</b>"])
def test_a_heading_in_pieces_is_no_row_of_tabs(row: str) -> None:
    boxes = "".join(f'<div id="b{n}">{stories}</div>' for n, stories in enumerate(_TABBED))
    links = found(f"</article><section><div>{row}</div><div>{boxes}</div></section>")

    assert len({entry.heading for entry in links}) == 1


def test_a_class_that_says_related_below_the_storys_own_headline_says_nothing() -> None:
    items = "".join(f"<li>{link(n, f'A story {n} of some other day')}</li>" for n in (3, 4, 5))
    box = f'<div class="related"><ul>{items}</ul></div>'
    page = Page(URL, f"<html><body><h1>{HEADLINE}</h1>{box}<div>{PARAGRAPH * 4}</div></body></html>")

    assert {entry.kind for entry in related.find(page, HEADLINE, None)} == {"recirculation"}


def test_the_rows_of_one_list_are_no_boxes_of_the_tabs_above_them() -> None:
    tabs = '<h4><a href="#">Related articles</a><a href="#">More from author</a></h4>'
    rows = "".join(f'<div class="row">{stories}</div>' for stories in _TABBED)

    links = found(f"</article><div>{tabs}<div>{rows}</div></div>")

    assert {entry.heading for entry in links} == {"Related articles More from author"}


@pytest.mark.parametrize(
    "address",
    ["/etiket/eski-liman-koprusu", "/cimke/regi-kikotoi-hid", "/emneord/den-gamle-bro", "/chu-de/cau-cang-cu",
     "/penulis/ani-wijaya-putri", "/forfattare/eva-lund-ek", "/szerzo/kovacs-bela-peter", "/redacteur/jan-de-boer",
     "/lexicon/company.php?id=15577"],
)  # fmt: skip
def test_subjects_and_authors_are_no_stories_in_other_languages(address: str) -> None:
    links = f'<li><a href="{address}">The old harbour bridge and its friends</a></li><li>{link(3)}</li>'
    listed_there = found(f"</article><h3>Related stories</h3><ul>{links}</ul>", URL.replace("-48211.html", ""))

    assert [entry.text for entry in listed_there] == ["A story of some other day"]


def test_a_hashtag_is_no_story_and_a_title_that_begins_with_one_is() -> None:
    titles = ((3, "#harbour bridge"), (4, "#Bridgegate: the day after"))
    links = "".join(f"<li>{link(n).replace('A story of some other day', words)}</li>" for n, words in titles)

    assert kinds(f"</article><h3>Related stories</h3><ul>{links}</ul>") == {"#Bridgegate: the day after": "related"}


def test_a_query_is_asked_for_in_the_charset_of_its_page() -> None:
    written = (
        f"<html><head><meta charset=windows-1251></head><body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article>"
        '<h3>Читайте также</h3><a href="/news/article.php?title=паром-у-причала">Паром утонул у причала ночью</a>'
    )
    page = Page.from_bytes("https://gazeta.example/news/article.php?title=most-v-portu", written.encode("cp1251"))

    asked = [entry.url for entry in related.find(page, HEADLINE, None)]

    assert asked == ["https://gazeta.example/news/article.php?title=%EF%E0%F0%EE%EC-%F3-%EF%F0%E8%F7%E0%EB%E0"]


def test_other_pages_of_this_story_are_no_stories() -> None:
    stem = URL.removesuffix(".html")
    parts = "".join(
        f'<li><a href="{address}">Harbour bridge: more of it on this page</a></li>'
        for address in (f"{stem}_2.html", f"{stem}/photos", "/news/gallery/view?article_id=48211", f"{URL}?page=2")
    )

    assert found(f"</article><h3>Related stories</h3><ul>{parts}<li>{link(3)}</li></ul>")[0].text == link_text(3)
    assert len(found(f"</article><h3>Related stories</h3><ul>{parts}<li>{link(3)}</li></ul>")) == 1


def link_text(number: int) -> str:
    return found(f"<p>{link(number)}</p>")[0].text


def test_a_count_of_comments_between_items_is_no_heading() -> None:
    items = "".join(
        f'<li><h4>{link(n, f"A longer story number {n} of the day")}</h4><span class="label">{n * 7}</span></li>'
        for n in range(1, 5)
    )
    links = found(f"</article><div><h3>See also</h3><ul>{items}</ul></div>")

    assert [(entry.kind, entry.heading) for entry in links] == [("related", "See also")] * 4


def test_a_span_between_blocks_heads_the_list_below_it() -> None:
    table = "<table><tr><td>Depth</td><td>Twelve metres at high water, six at low water on most days</td></tr></table>"
    items = "".join(f"<li>{link(n, f'A story number {n} of the harbour')}</li>" for n in range(1, 4))
    links = found(f'</article><div>{table}<span class="bar">See also</span><ul>{items}</ul></div>')

    assert [(entry.kind, entry.heading) for entry in links] == [("related", "See also")] * 3


def test_a_link_between_spans_of_running_text_is_inline() -> None:
    text = (
        "<p><span>The divers of the city have been in the water since early spring, and </span>"
        f"{link(3, 'their report on the piers')}<span> says that two of them can't wait for the summer.</span></p>"
    )

    assert kinds(text + PARAGRAPH) == {"their report on the piers": "inline"}


def test_a_story_whose_title_begins_with_a_kicker_is_a_story() -> None:
    items = "".join(f"<li>{link(n, words)}</li>" for n, words in enumerate(("Profile: Ada Pier", "Q&A: The bridge"), 1))
    links = found(f"</article><h3>See also</h3><ul>{items}</ul>")

    assert [(entry.text, entry.kind) for entry in links] == [
        ("Profile: Ada Pier", "related"),
        ("Q&A: The bridge", "related"),
    ]


def test_a_paid_card_among_related_stories_is_none_of_them() -> None:
    paid = link(2, "Five flats above the water").replace(">Five", "><span>Sponsored</span> Five")
    links = found(f"</article><h3>Related stories</h3><ul><li>{link(1)}</li><li>{paid}</li><li>{link(3)}</li></ul>")

    assert [entry.kind for entry in links] == ["related", "recirculation", "related"]


def test_a_share_bar_heads_nothing() -> None:
    bar = '<h4>Share this story</h4><a href="https://www.facebook.com/sharer/sharer.php?u=x">Facebook</a>'
    items = f"<ul><li>{link(1)}</li><li>{link(2)}</li></ul>"
    links = found(f"</article><section><h3>Related stories</h3>{bar}{items}</section>")

    assert [(entry.kind, entry.heading) for entry in links] == [("related", "Related stories")] * 2


def test_a_paper_that_keeps_its_stories_at_the_root_is_read_like_any_other() -> None:
    own = "https://www.lantern.example/10-days-on-the-harbour-bridge"
    items = "".join(f'<li><a href="/{slug}">The story of the {slug}</a></li>' for slug in ("night-ferry", "old-pier"))
    page = Page(own, f"<html><body><article><h1>Ten days on the bridge</h1>{PARAGRAPH * 3}</article>"
                     f"<h3>Related stories</h3><ul>{items}</ul></body></html>")  # fmt: skip

    assert [entry.kind for entry in related.find(page, "Ten days on the bridge", None)] == ["related"] * 2


def test_a_class_alone_makes_no_list_related() -> None:
    box = listed("", 1).replace("<h3></h3>", "").replace("<div>", '<div class="related-box">')
    assert {entry.kind for entry in found(f"</article>{box}")} == {"recirculation"}
