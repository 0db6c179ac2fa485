"""The layout of 2002 to 2010 in its three dresses, where the fixture newspaper alone does not say enough."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from crawler.extract import layouts
from crawler.loaders import load_story
from crawler.page import Page
from tests.sites import Newspaper

STRIKE = "/2/hi/asia-pacific/4412873.stm"
BREAKWATER = "/2/hi/asia-pacific/8093316.stm"
ARCHIVE = "http://archive.example/20050321/http://news.isles.example"


def source(path: str) -> str:
    newspaper = Newspaper("isles")
    newspaper.bind({"isles": "http://isles.example"})
    document = newspaper.answer(path)
    assert document is not None
    return document.body.decode("cp1252")


def page(html: str, url: str = "http://isles.example/2/hi/asia-pacific/4412873.stm") -> Page:
    return Page(url, html)


def test_the_strike_page_gives_every_fact_that_it_prints() -> None:
    story = load_story(page(source(STRIKE)))
    assert story.modified == "2005-03-21T10:14:00+00:00"
    assert story.published == "2005-03-21T06:02:37+00:00"
    assert story.crossheads == ["Offer of talks", "'Like a Sunday'"]
    assert story.body is not None
    assert story.standfirst is not None
    assert story.body.startswith(story.standfirst + "\n\n")
    assert "\n\nOffer of talks\n\n" in story.body
    assert "error occurred" not in story.body
    assert [video.title for video in story.videos] == ["Crowds sing on the Sanai Bay quay"]
    (picture,) = story.images
    assert picture.alt == "Dockers on the quay at Sanai Bay"
    assert picture.caption == "The Sanai Bay quay has not been this quiet in 20 years"
    related = [link for link in story.related if link.kind == "related"]
    assert [(link.published, link.section) for link in related] == [
        ("2005-03-18", "Asia-Pacific"),
        ("2005-03-02", "Business"),
        ("2005-03-14", "Asia-Pacific"),
        ("2009-06-09", "Country profiles"),
        ("2007-04-28", "Country profiles"),
    ]
    assert story.sources["body"] == "layout:bbc-classic"


def test_the_layout_is_known_by_its_marks_wherever_the_page_is_served() -> None:
    assert layouts.for_page(page(source(STRIKE), ARCHIVE + STRIKE)) is not None
    index = source(STRIKE).replace('<div class="sh">', '<div class="index">')
    assert layouts.for_page(page(index)) is None
    assert layouts.for_page(page("<h1>A story</h1><p>Of another paper.</p>", "http://news.bbc.co.uk/1.stm")) is None


@pytest.mark.parametrize(("year", "known"), [("2001", False), ("2002", True), ("2010", True), ("2011", False)])
def test_the_layout_is_valid_from_2002_to_2010(year: str, known: bool) -> None:
    html = source(STRIKE).replace("Monday, 21 March, 2005", f"Monday, 21 March, {year}")
    assert (layouts.for_page(page(html)) is not None) is known


def test_a_page_without_dates_is_of_the_layout_and_claims_none() -> None:
    html = source(STRIKE).replace("Last Updated: ", "").replace("10:14 GMT", "").replace("OriginalPublicationDate", "X")
    facts = {candidate.field for candidate in layouts.LAYOUTS[0].candidates(page(html))}
    assert "headline" in facts
    assert not {"published", "modified"} & facts


def test_the_other_editions_address_is_the_same_story() -> None:
    here = load_story(page(source(STRIKE)))
    there = load_story(page(source(STRIKE), "http://isles.example/1/hi/world/asia-pacific/4412873.stm"))
    assert here.id == there.id
    assert there.canonical_url == "http://isles.example" + STRIKE


def test_in_a_web_archive_the_page_keeps_the_archives_address() -> None:
    assert load_story(page(source(STRIKE), ARCHIVE + STRIKE)).canonical_url == ARCHIVE + STRIKE


def test_a_link_on_a_line_of_its_own_is_related_and_no_text() -> None:
    line = '<P><div class="arr"><a href="/2/hi/asia-pacific/4400001.stm">How it began</a></div><!-- E BO -->'
    story = load_story(page(source(STRIKE).replace("<!-- E BO -->", line, 1)))
    assert story.related[0].text == "How it began"
    assert story.related[0].kind == "related"
    assert "How it began" not in (story.body or "")


def test_a_call_for_comments_above_a_form_is_no_crosshead() -> None:
    call = "<P>\n<b>Send us your comments, using the form below.</b>\n<form><input name=who></form><!-- E BO -->"
    story = load_story(page(source(STRIKE).replace("<!-- E BO -->", call, 1)))
    assert story.crossheads == ["Offer of talks", "'Like a Sunday'"]
    assert "comments" not in (story.body or "")


def test_years_of_the_last_century_are_read_as_such() -> None:
    links = load_story(page(source(STRIKE).replace("18 Mar 05", "18 Mar 98"))).related
    assert links[0].published == "1998-03-18"


def test_a_date_that_is_none_leaves_the_section() -> None:
    link = load_story(page(source(STRIKE).replace("18 Mar 05", "31 Feb 05"))).related[0]
    assert (link.published, link.section) == (None, "Asia-Pacific")


def test_help_pages_and_players_are_no_stories_though_they_are_numbered() -> None:
    for address in ("/2/hi/help/3223354.stm", "/player/nol/newsid_4410000/newsid_4412900/4412941.stm"):
        html = source(STRIKE).replace("/2/hi/business/4401160.stm", address)
        assert address not in str([asdict(link) for link in load_story(page(html)).related])


def test_boxes_in_the_text_and_topic_boxes_name_related_stories() -> None:
    story = load_story(page(source(BREAKWATER), "http://isles.example" + BREAKWATER))
    headings = {link.text: link.heading for link in story.related if link.kind == "related"}
    assert headings["How the tolls began it all"] is None
    assert headings["Who is Sela Matanui?"] == "TAVARU'S HARBOURS"
    assert headings["Tavaru dockers return to work"] == "SEE ALSO"
    assert story.videos[0].title == "The first ship passes the new wall"
    assert story.authors == ["Hanna Brooke"]


def test_what_is_popular_today_is_recirculation_even_beside_a_film() -> None:
    story = load_story(page(source(BREAKWATER), "http://isles.example" + BREAKWATER))
    kinds = {link.text: link.kind for link in story.related}
    assert kinds["Cat walks home across two counties"] == "recirculation"
    assert kinds["Ferry line orders three catamarans"] == "recirculation"
    assert not any(link.url.endswith("default.stm") for link in story.related)
