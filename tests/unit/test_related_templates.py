"""Page templates as publishing systems and papers of many countries write them: what is related there, under what."""

from __future__ import annotations

import pytest

from crawler.extract import related
from crawler.items import RelatedLink
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, kinds, link

TEXT = PARAGRAPH.removeprefix("<p>").removesuffix("</p>")
FERRY = link(3, "Ferry operator was warned about the pier")
PIER = link(4, "Who pays for the old pier and when")
CHOIR = link(5, "Choir sings in the heavy rain of May")
MARKET = link(6, "Market day moves to next Friday again")
RELATED = {"Ferry operator was warned about the pier", "Who pays for the old pier and when"}


def said(links: list[RelatedLink]) -> list[tuple[str, str | None]]:
    return [(entry.kind, entry.heading) for entry in links]


def related_texts(html: str) -> set[str | None]:
    return {text for text, kind in kinds(html).items() if kind == "related"}


@pytest.mark.parametrize(
    ("box", "heading"),
    [
        # A theme of a large blog system: the names of two tabs in one heading.
        ('</article><div class="td_block_related_posts"><h4 class="td-related-title"><a href="#">RELATED ARTICLES</a>'
         '<a href="#">MORE FROM AUTHOR</a></h4><div><h3>{0}</h3></div><div><h3>{1}</h3></div></div>',
         "RELATED ARTICLES MORE FROM AUTHOR"),
        # A plugin: pictures, excerpts, a date and the section below each title.
        ('<div id="jp-relatedposts"><h3><em>Related</em></h3><div><h4>{0}</h4><p>A letter of 2019 shows that the '
         'company knew of all the cracks in the wall.</p><p>March 3, 2024</p><p>In "Harbour"</p></div>'
         '<div><h4>{1}</h4><p>Similar post</p></div></div>', "Related"),
        # Custom elements, the heading in a slot.
        ('<related-articles><div slot="title">Læs også</div><article-teaser>{0}</article-teaser>'
         "<article-teaser>{1}</article-teaser></related-articles>" + PARAGRAPH, "Læs også"),
        # An accordion: the heading is a button.
        ('</article><div class="accordion"><h2><button type="button">Related stories</button></h2>'
         "<div><ul><li>{0}</li><li>{1}</li></ul></div></div>", "Related stories"),
        # A carousel: arrows stand beside the heading, in a box of its own.
        ('</article><div class="related"><div class="related-top"><h2>Related articles</h2><div><button>‹</button>'
         "</div></div><div><div>{0}</div><div>{1}</div></div></div>", "Related articles"),
        # A table of the nineties.
        ('<table align="right"><tr><td bgcolor="#003366"><font color="#ffffff"><b>SEE ALSO:</b></font></td></tr>'
         "<tr><td>&#149; {0}<br>&#149; {1} (May 10)<br></td></tr></table>" + PARAGRAPH, "SEE ALSO"),
        # A portal: bullets before the links, a date after them.
        ('</article><div><h5>延伸阅读：</h5><ul><li>·{0}<span>2024-05-10</span></li><li>·{1}</li></ul></div>',
         "延伸阅读"),
        # The heading is the first item of its list.
        ('</article><ul class="links"><li class="title">Artikel Terkait</li><li>{0}</li><li>{1}</li></ul>',
         "Artikel Terkait"),
        # Class names that say nothing.
        ('</article><section class="css-1r7"><div class="css-9x">Przeczytaj także</div><div class="css-2b">{0}</div>'
         '<div class="css-2b">{1}</div></section>', "Przeczytaj także"),
    ],
    ids=["tabs", "plugin", "custom", "accordion", "carousel", "table", "portal", "item", "hashed"],
)  # fmt: skip
def test_a_related_box_of_a_common_template(box: str, heading: str) -> None:
    other = f"<aside><h3>Trending</h3><ol><li>{CHOIR}</li><li>{MARKET}</li></ol></aside>"
    links = found(box.format(FERRY, PIER) + other)

    assert said(links) == [("related", heading)] * 2 + [("recirculation", "Trending")] * 2


@pytest.mark.parametrize("label", ["<b>Читайте также:</b>", "Vea también:", "<font><b>Lasi arī:</b></font>"])
def test_a_label_between_line_breaks_heads_the_link_after_it(label: str) -> None:
    page = Page(URL, f"<html><body><h1>{HEADLINE}</h1><div>{TEXT}<br><br>{TEXT}<br><br>{TEXT}<br><br>{label} {FERRY}"
                     f"<br><br>{TEXT}</div></body></html>")  # fmt: skip

    assert [entry.kind for entry in related.find(page, HEADLINE, None)] == ["related"]


def test_a_label_in_an_element_of_its_own_at_the_end_of_a_paragraph_heads_its_link() -> None:
    assert related_texts(f"<p>{TEXT} <span>Related: {FERRY}</span></p>{PARAGRAPH}") == {
        "Ferry operator was warned about the pier"
    }


@pytest.mark.parametrize(
    "label",
    ["ALSO READ | ", "यह भी पढ़ें- ", "» LIRE AUSSI - ", "LEGGI ANCHE > ", "Xem thêm >> ", "LEE TAMBIÉN » ", "আরও পড়ুন – "],
)
def test_a_label_within_the_link_may_end_in_a_bar(label: str) -> None:
    promo = FERRY.replace(">Ferry", f">{label}Ferry")

    assert [entry.kind for entry in found(f"</article><p>{promo}</p>")] == ["related"]


@pytest.mark.parametrize("title", ["Opinion | Who pays for it all", "Ferry - a related history", "News | The old pier"])
def test_a_bar_after_other_words_is_no_label(title: str) -> None:
    assert {entry.kind for entry in found(f"</article><p>{link(7, title)}</p>")} == {"recirculation"}


@pytest.mark.parametrize(
    "box",
    [
        '<section><h3>Related stories</h3><div id="related-target"></div></section>',
        '<div class="related-stories"><h3>Related stories</h3><div class="target"></div></div>',
        '<aside><div class="head"><h3>Related stories</h3></div></aside>',
    ],
)
def test_a_related_box_that_a_script_will_fill_heads_nothing_else(box: str) -> None:
    assert related_texts(f"</article>{box}<div class='river'><div>{CHOIR}</div><div>{MARKET}</div></div>") == set()


def test_a_heading_of_the_menu_stays_in_the_menu() -> None:
    menu = '<nav><ul><li><a href="/world">World</a></li></ul><div><h4>Featured</h4><div id="mega"></div></div></nav>'
    page = Page(URL, f"<html><body>{menu}<main><h1>{HEADLINE}</h1>{PARAGRAPH * 2}<p>{FERRY}</p>{PARAGRAPH * 2}</main>"
                     "</body></html>")  # fmt: skip

    assert said(related.find(page, HEADLINE, None)) == [("related", None)]


def test_dates_between_the_stories_of_a_list_leave_it_its_heading() -> None:
    days = f"<h5>May 3, 2024</h5>{FERRY}<h5>1 mai 2024</h5>{PIER}"

    assert related_texts(f"</article><div><h3>Earlier coverage</h3>{days}</div>") == RELATED


def test_a_veil_over_a_card_takes_the_words_of_the_cards_title() -> None:
    cards = "".join(
        f"<article>{card.partition('>')[0]}></a><h3>{title}</h3><p>Local</p></article>"
        for card, title in ((FERRY, "The ferry and the warning"), (PIER, "The bill for the pier"))
    )
    links = found(f"</article><section><h2>Related coverage</h2>{cards}</section>")

    assert [(entry.text, entry.kind) for entry in links] == [
        ("The ferry and the warning", "related"),
        ("The bill for the pier", "related"),
    ]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("/society/12/05/2024/664a1b2c9a79471f3e2d8b05", "/society/{:02}/04/2024/66{}b17c9f79471faa0d8bc1"),
        ("/artikel/0f8fad5b-d9cb-469f-a165-70867728950e", "/artikel/{}a8fad5b-d9cb-4{}9f-a165-7cc67728950f"),
        ("/?p=news&id=48123", "/?p=news&id=481{}{}"),
        ("/7,114883,31234567,grain-harbour-closes.html", "/7,114884,3123{}5{}7,ferry-warned.html"),
        ("/news/articleView.html?idxno=348123", "/news/articleView.html?idxno=3481{}{}"),
    ],
)
def test_stories_named_by_ids_are_found(own: str, other: str) -> None:
    items = "".join(f'<li><a href="{other.format(n, n + 1)}">Story {n} of the harbour</a></li>' for n in (3, 5))
    page = Page(f"https://www.lantern.example{own}", f"<body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article>"
                f"<div><h3>Related</h3><ul>{items}</ul></div></body>")  # fmt: skip

    assert [entry.kind for entry in related.find(page, HEADLINE, None)] == ["related"] * 2


def framed(before: str, after: str) -> Page:
    text = f"<main><h1>{HEADLINE}</h1>{PARAGRAPH * 4}</main>"
    return Page(URL, f"<html><body>{before}{text}{after}</body></html>")


def test_the_sites_head_and_foot_are_left_out() -> None:
    sections = "".join(f'<a href="/{name}">{name}</a>' for name in ("world", "local", "sport"))
    page = framed(
        f"<header><nav>{sections}<ul><li>{CHOIR}</li></ul></nav></header>",
        f"<footer>{sections}<h4>Latest news</h4><ul><li>{MARKET}</li></ul></footer>",
    )

    assert related.find(page, HEADLINE, None) == []


def test_the_head_of_a_box_is_none_of_the_sites() -> None:
    box = f"<div><header><h3>Most read</h3></header><ol><li>{CHOIR}</li><li>{MARKET}</li></ol></div>"

    assert said(related.find(framed("", box), HEADLINE, None)) == [("recirculation", "Most read")] * 2


@pytest.mark.parametrize(
    "box",
    [
        '<nav class="related-stories"><ul><li>{0}</li><li>{1}</li></ul></nav>',
        '<nav aria-label="Related stories"><ul><li>{0}</li><li>{1}</li></ul></nav>',
        "<footer><h3><span>Related stories</span></h3><ul><li>{0}</li><li>{1}</li></ul></footer>",
        '<footer class="article-footer"><p>See also:</p><ul><li>{0}</li><li>{1}</li></ul></footer>',
    ],
    ids=["class", "label", "heading", "the story's own"],
)
def test_a_related_list_in_a_menu_or_foot_is_read(box: str) -> None:
    links = related.find(framed("", f"<h3>See also</h3>{box.format(FERRY, PIER)}"), HEADLINE, None)

    assert {entry.text for entry in links if entry.kind == "related"} == RELATED


def test_a_title_beside_a_link_without_words_is_read_whatever_it_is_made_of() -> None:
    card = (
        f'<div class="card">{FERRY.partition(">")[0]}></a><img src="ferry.jpg"><div class="info">'
        '<span class="desc">What the ferry operator knew of the pier</span><span>2 May</span></div></div>'
    )

    assert kinds(f"<h4>See also</h4>{card}{PARAGRAPH}") == {"What the ferry operator knew of the pier": "related"}


def test_a_quotation_at_the_end_of_a_title_is_no_arrow() -> None:
    titles = ("The mayor: «Nobody told us»", "The ferry: «We told them all»")
    items = "".join(f"<li>{link(n, title)}</li>" for n, title in enumerate(titles, 2))
    box = f'<div class="linkbox"><h3>Harbour bridge</h3><ul>{items}</ul></div>'

    assert related_texts(box + PARAGRAPH) == set(titles)


@pytest.mark.parametrize(
    "sentence",
    [
        f"It is {link(3, 'four years since the piers were seen')} by a diver.",
        f"首班列車上午十時自嘉義站開出兩百個座位全數售罄，{link(3, '票價')}維持六百元不變。",
        f"After {link(3, 'Ada Quill had won the first of the three votes as the only one of her party')}, it was over.",
        f"It was closed {link(3, 'with a vote of nine to eight against the harbour board and its own engineers')}.",
    ],
    ids=["short", "without spaces", "long link", "long end"],
)
def test_a_link_on_words_of_a_sentence_is_inline(sentence: str) -> None:
    assert set(kinds(f"<p>{sentence}</p>{PARAGRAPH}").values()) == {"inline"}


def test_a_link_on_words_of_a_sentence_is_inline_outside_the_text_too() -> None:
    entry = f"<p>{'A diver told the harbour board of it in the spring. ' * 2}She said that {FERRY} for years.</p>"

    assert set(kinds(f"{PARAGRAPH}</article><div>{entry}</div>").values()) == {"inline"}


@pytest.mark.parametrize("label", ["See:", "(Read more:", "Siehe:", "– Lire aussi :", "Read also: “", "| यह भी पढ़ें:"])
def test_a_label_behind_a_sentence_points_to_the_one_link_that_follows(label: str) -> None:
    other = link(9, "nine")
    line = f"<p>The pier has been shut since the storm of 2019. {label} {FERRY}. It was {other} metres long.</p>"

    assert kinds(PARAGRAPH + line + PARAGRAPH) == {
        "Ferry operator was warned about the pier": "related",
        "nine": "inline",
    }


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Here is what we know. Background:</p><p>{link(3, 'Two divers')} wrote a report that nobody read.</p>",
        f"<p>The council wrote to them. Details: {link(3, 'the region will not pay')} for the pier.</p>",
        f"<p>The council wrote to them. Earlier: {link(3, 'Region will not pay')} for the pier, it said in May.</p>",
    ],
    ids=["another paragraph", "small letter", "goes on"],
)
def test_a_colon_within_running_text_points_to_nothing(line: str) -> None:
    assert "related" not in kinds(PARAGRAPH + line + PARAGRAPH).values()


def test_a_label_before_several_links_of_a_line_is_for_all_of_them() -> None:
    line = f"<p>The pier is shut until autumn. Read also: {FERRY}, {PIER} and {CHOIR}.</p>"

    assert set(kinds(PARAGRAPH + line + PARAGRAPH).values()) == {"related"}


def test_a_list_that_says_what_it_is_has_no_sentences() -> None:
    items = "".join(
        f"<li>{story} — the men who sell there want a place of their own.</li>" for story in (CHOIR, MARKET)
    )

    assert set(kinds(f"</article><aside><h3>Most read</h3><ul>{items}</ul></aside>").values()) == {"recirculation"}


def test_titles_with_excerpts_in_a_related_list_are_no_sentences() -> None:
    items = "".join(
        f"<li>{story} <small>(The council says that it has had three offers for the place.)</small></li>"
        for story in (FERRY, PIER)
    )

    assert related_texts(f"<div><p>Possibly related:</p><ol>{items}</ol></div>") == RELATED


@pytest.mark.parametrize("line", ['<p>Tags: <a href="/tag/pier">pier</a></p>', "<div><b>Author:</b> Ada Quill</div>"])
def test_a_line_of_tags_or_authors_heads_nothing_below_it(line: str) -> None:
    items = "".join(f"<li>{link(n, f'Harbour bridge: the part number {n}')}</li>" for n in (3, 4))
    page = Page(URL, f"<html><body><article><h1>{HEADLINE}</h1>{line}<ul>{items}</ul>{PARAGRAPH * 4}</article>"
                     "</body></html>")  # fmt: skip

    assert [entry.heading for entry in related.find(page, HEADLINE, None)] == [HEADLINE] * 2


def test_a_bracketed_title_at_the_end_of_a_paragraph_points_to_a_story() -> None:
    bridge = link(4, "Harbour bridge: what the divers saw at the piers")

    assert kinds(f"<p>{TEXT} [{bridge}]</p>{PARAGRAPH}") == {
        "Harbour bridge: what the divers saw at the piers": "related"
    }
    assert set(kinds(f"<p>{TEXT} ({bridge})</p>{PARAGRAPH}").values()) == {"inline"}


def test_a_boxed_label_in_the_midst_of_a_paragraph_points_to_a_story() -> None:
    promo = f'<span class="capsule"><span>À LIRE AUSSI</span> <strong>{PIER}</strong></span>'

    assert kinds(f"<p>{TEXT} {promo}{TEXT}</p>") == {"Who pays for the old pier and when": "related"}


def test_the_page_of_a_picture_in_the_text_is_no_story() -> None:
    picture = link(3, '<img src="/p.jpg" alt=""> The old pier after the storm. | Photo: Agency')

    assert kinds(f"<div>{picture}</div>{PARAGRAPH}") == {}


def test_a_heading_that_is_never_closed_does_not_take_the_text_below_it() -> None:
    teaser = "<h2>What the council knew of the pier"
    page = Page(URL, f"<html><body><h1>{HEADLINE}</h1><div>{teaser}</h3><div>{PARAGRAPH * 3}<ul><li>{PIER}</li></ul>"
                     f"{PARAGRAPH * 2}</div></div></body></html>")  # fmt: skip

    assert [entry.kind for entry in related.find(page, HEADLINE, None)] == ["related"]


def test_a_story_whose_address_ends_with_an_index_page_is_found() -> None:
    address = "https://www.sister.example/2024/05/09/home/warm-blankets-for-old-houses/index.html"
    links = found(
        f'</article><h3>Related stories</h3><ul><li><a href="{address}">Warm blankets for old houses</a></li></ul>'
    )

    assert [(entry.url, entry.kind) for entry in links] == [(address, "related")]
