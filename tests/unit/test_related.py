"""What a reader would say of a page's links: this is a related story, that one is "most read"."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from lxml import etree

from crawler.extract import related
from crawler.extract.related.explain import explain
from crawler.items import RelatedLink
from crawler.page import Page

URL = "https://www.lantern.example/news/2024/05/12/harbour-bridge-closes-for-repairs-48211.html"
FETCHED = datetime(2024, 5, 13, 9, 0, tzinfo=UTC)
HEADLINE = "Harbour bridge closes for repairs"
PARAGRAPH = (
    "<p>The harbour bridge will be closed for three weeks while divers look at the piers, the city said on Sunday, "
    "and ferries will take the place of the number nine tram until the work is done.</p>"
)


def link(number: int, words: str = "A story of some other day") -> str:
    slug = words.lower().replace(" ", "-")
    return f'<a href="/news/2024/05/{number:02}/{slug}-481{number:02}.html">{words}</a>'


def found(body: str, url: str = URL, headline: str = HEADLINE) -> list[RelatedLink]:
    page = Page(url, f"<html><body><article><h1>{headline}</h1>{PARAGRAPH * 3}{body}</body></html>")
    return related.find(page, headline, None)


def kinds(body: str) -> dict[str, str]:
    return {entry.text: entry.kind for entry in found(body)}


def listed(heading: str, first: int = 1) -> str:
    items = "".join(f"<li>{link(first + n, f'The {heading[:4]} story number {first + n}')}</li>" for n in range(3))
    return f"<div><h3>{heading}</h3><ul>{items}</ul></div>"


@pytest.mark.parametrize(
    "heading",
    ["Related stories", "SEE ALSO:", "Lesen Sie auch", "LIRE AUSSI :", "■関連記事", "Читайте также", "Les også",
     "Noticias relacionadas", "Czytaj także", "اقرأ أيضا", "इसे भी पढ़ें", "İlgili Haberler", "相关新闻", "관련기사"],
)  # fmt: skip
def test_a_list_under_a_heading_of_the_see_also_family_is_related(heading: str) -> None:
    links = found("</article>" + listed(heading))

    assert [entry.kind for entry in links] == ["related"] * 3
    assert links[0].heading == heading.rstrip(" :")
    assert [entry.position for entry in links] == [0, 1, 2]


@pytest.mark.parametrize(
    "heading",
    ["Most read", "Latest news", "Meistgelesen", "Les plus lus", "人気記事ランキング", "Самое читаемое",
     "You may also like",
     "Recommended for you", "En çok okunan", "最新新闻", "الأكثر قراءة"],
)  # fmt: skip
def test_a_list_under_a_heading_of_the_most_read_family_is_recirculation(heading: str) -> None:
    assert {entry.kind for entry in found("</article>" + listed(heading))} == {"recirculation"}


def test_a_heading_ends_where_the_next_begins() -> None:
    both = kinds("</article>" + listed("Related stories") + listed("Most popular", 11))

    assert sum(kind == "related" for kind in both.values()) == 3
    assert sum(kind == "recirculation" for kind in both.values()) == 3


def test_a_link_on_words_of_the_running_text_is_inline() -> None:
    text = PARAGRAPH.replace("divers", link(3, "the divers of the deep harbour"))

    assert kinds(text + PARAGRAPH) == {"the divers of the deep harbour": "inline"}


def test_a_line_with_a_label_in_the_text_is_related() -> None:
    assert kinds(f"<p><b>READ MORE:</b> {link(4)}</p>{PARAGRAPH}") == {"A story of some other day": "related"}


def test_a_picture_and_a_headline_of_one_card_are_one_link_with_the_headline_as_text() -> None:
    href = "/news/2024/05/03/ferries-take-over-from-the-tram-48103.html"
    card = f'<a href="{href}"><img src="f.jpg" alt="A ferry"></a><h4><a href="{href}">Ferries take over</a></h4>'
    links = found(f"</article><section><h3>Related</h3><div>{card}</div></section>")

    assert [(entry.text, entry.url) for entry in links] == [("Ferries take over", "https://www.lantern.example" + href)]


def test_a_page_without_links_gives_none() -> None:
    assert found("") == []


def test_a_relative_time_beside_a_link_is_counted_from_the_fetch() -> None:
    body = f"<section><h3>Related</h3><ul><li>{link(5)} <span>3 hours ago</span></li></ul></section>"
    page = Page(URL, f"<html><body><article>{PARAGRAPH * 3}</article>{body}</body></html>", fetched_at=FETCHED)

    assert [entry.published for entry in related.find(page, HEADLINE, None)] == ["2024-05-13T06:00+00:00"]


def test_stories_that_only_data_names_are_found() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "relatedLink":'
        '"/news/2024/05/01/the-old-pier-48002.html"}</script>'
    )
    page = Page(URL, f"<html><head>{data}</head><body><article>{PARAGRAPH * 3}</article></body></html>")

    assert [entry.url for entry in related.find(page, HEADLINE, None)] == [
        "https://www.lantern.example/news/2024/05/01/the-old-pier-48002.html"
    ]


def test_explain_says_heading_kind_score_and_reasons() -> None:
    page = Page(URL, f"<html><body><article>{PARAGRAPH * 3}</article>{listed('Related stories')}</body></html>")
    told = explain(page, HEADLINE, None)

    assert "[Related stories] 3 stories" in told
    assert told.count("because: ") == 3


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 400 + "<table><tr><td>{links}" * 30,
        "{links}",
        "<ul>{links}</ul><h3>Related</h3><p>" * 5,
    ],
)
def test_the_time_grows_with_the_page_and_not_faster(markup: str) -> None:
    def seconds(count: int) -> float:
        links = "".join(f'<a href="/news/2024/05/{n}/a-story-of-the-day-{n}.html">Story {n}</a>' for n in range(count))
        page = Page(URL, "<html><body>" + markup.replace("{links}", links))
        page.tree  # noqa: B018  # the parse is not what is measured
        begun = time.process_time()
        related.find(page, HEADLINE, None)
        return time.process_time() - begun

    seconds(50)
    small = min(seconds(200) for _ in range(3))
    large = min(seconds(1_600) for _ in range(3))
    assert large < 8 * 3 * small + 0.2


@pytest.mark.parametrize(
    "head",
    [
        "<span>See also</span> {} and other words, ",
        "<h3>Related topics</h3>{}",
        '<a href="#">Related</a>',
        "<span>Related</span>",
        "It was shut. See: {} ",
        "“0” 1, {} ",
    ],
)
def test_the_time_grows_with_the_headings_of_a_page_and_not_faster(head: str) -> None:
    def seconds(count: int) -> float:
        address = '<a href="/news/2024/05/{0}/a-story-of-the-day-{0}.html">Story {0} of the day</a>'
        items = "".join(head.format(address.format(n)) for n in range(count))
        page = Page(URL, f"<html><body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}<div>{items}</div></article>")
        page.tree  # noqa: B018  # the parse is not what is measured
        begun = time.process_time()
        related.find(page, HEADLINE, None)
        return time.process_time() - begun

    seconds(50)
    small = min(seconds(2_000) for _ in range(3))
    large = min(seconds(16_000) for _ in range(2))  # a page that fits no cache is slower by itself
    assert large < 8 * 3 * small + 0.2


def test_the_tree_is_left_as_it_was() -> None:
    page = Page(URL, f"<html><body><article>{PARAGRAPH * 3}</article>{listed('Related stories')}</body></html>")
    before = etree.tostring(page.tree)
    related.find(page, HEADLINE, None)

    assert etree.tostring(page.tree) == before
