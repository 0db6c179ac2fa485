"""Which addresses on a page lead to other stories, as papers and publishing systems write them."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from crawler.extract import related
from crawler.extract.related.address import Addresses
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH

SITE = "https://www.lantern.com"
OWN = f"{SITE}/news/2024/05/12/harbour-bridge-closes-48211.html"
FERRY = f"{SITE}/news/2024/05/03/ferry-operator-was-warned-48103.html"


def stories(own: str, *hrefs: str) -> list[str]:
    """Where those of the links lead that may be stories, on the page at ``own``."""
    items = "".join(f"<li><a href='{href}'>What the divers saw on day {n}</a></li>" for n, href in enumerate(hrefs))
    html = f"<article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article><h3>Related stories</h3><ul>{items}</ul>"
    return [entry.url for entry in related.find(Page(own, html), HEADLINE, None)]


@pytest.mark.parametrize(
    ("own", "twin"),
    [
        (OWN, "https://m.lantern.com/news/2024/05/12/harbour-bridge-closes-48211.html"),
        (OWN, "https://amp.lantern.com/news/2024/05/12/harbour-bridge-closes-48211.html"),
        (OWN, "/amp/news/2024/05/12/harbour-bridge-closes-48211.html"),
        (OWN.replace(".html", ".amp.html"), OWN),
        (f"{SITE}/2024/05/12/bridge-shut/amp/", f"{SITE}/2024/05/12/bridge-shut/"),
        (f"{SITE}/2024/05/12/bridge-shut", f"{SITE}/2024/05/12/bridge-shut/amp/"),
    ],
)
def test_another_edition_of_a_story_is_no_other_story(own: str, twin: str) -> None:
    assert stories(own, FERRY, twin) == [FERRY]


@pytest.mark.parametrize(
    "part",
    [
        "/news/2024/05/12/harbour-bridge-closes-48211-page2.html",
        "/news/2024/05/12/harbour-bridge-closes-48211-comments.html",
        "/galleries/the-piers-from-below-48211",
        "/send-to-a-friend/48211",
        "/drucken/48211.html",
    ],
)
def test_what_bears_a_storys_own_number_is_a_part_of_it(part: str) -> None:
    assert stories(OWN, FERRY, part) == [FERRY]


def test_a_number_of_several_may_be_a_journals() -> None:
    own, other = f"{SITE}/articles/d41586-024-03567-z", f"{SITE}/articles/d41586-023-01478-z"

    assert stories(own, other) == [other]


def test_a_number_in_the_words_of_a_headline_is_no_id() -> None:
    own, other = f"{SITE}/news/strike-by-100000-workers", f"{SITE}/news/march-of-100000-women-fills-the-streets"

    assert stories(own, other) == [other]


def test_a_piece_with_a_number_of_its_own_beside_the_storys_is_another() -> None:
    own, piece = f"{SITE}/harbour/1-150123-2010-07-29.html", f"{SITE}/harbour/pieces/150123-40863-2010-07-29.html"

    assert stories(own, piece) == [piece]


@pytest.mark.parametrize("archive", ["/2024/05/12/", "/2024/05/", "/2024/05/11"])
def test_all_that_was_printed_on_a_day_or_in_a_month_is_no_story(archive: str) -> None:
    ferry = f"{SITE}/2024/05/03/ferry-warned"

    assert stories(f"{SITE}/2024/05/12/harbour-bridge", archive, ferry) == [ferry]


def test_at_a_paper_of_one_piece_a_day_the_day_names_it() -> None:
    assert stories(f"{SITE}/shows/2024/5/12", "/shows/2024/5/11") == [f"{SITE}/shows/2024/5/11"]


def test_digits_in_the_midst_of_a_number_are_no_date() -> None:
    story, subject = f"{SITE}/en/harbour/a-53420000", f"{SITE}/en/harbour/t-19012"
    addresses = Addresses(f"{SITE}/en/bridge-shut/a-53421234", SITE)
    found = [addresses.story(address) for address in (story, subject, subject.replace("19012", "18012"))]
    likeness = [address[2] for address in found if address is not None]

    assert likeness[0] > likeness[1] == likeness[2]


@pytest.mark.parametrize(
    "redirector", ["https://l.facebook.com/l.php?u={}&h=AT0", "https://lm.facebook.com/l.php?u={}"]
)
def test_the_story_behind_a_redirector_is_found(redirector: str) -> None:
    assert stories(OWN, redirector.format(quote(FERRY, safe=""))) == [FERRY]


@pytest.mark.parametrize(
    ("own", "story"),
    [
        # Ids of letters and digits, one of which happens to have no digit.
        (f"{SITE}/news/article/NrZPVoA2H", f"{SITE}/news/article/qaHQqzCQw"),
        # The headline, ids behind it, and a name of the file that is every page's.
        (
            f"{SITE}/News/Ferry-drivers-strike-on/-/1056/9413023/-/26gvyfd/index.html",
            f"{SITE}/News/Pier-to-be-rebuilt-after-the-storm/-/1056/5109887/-/ruhvoj5/index.html",
        ),
        # A portal links to the papers that its stories are from: no word in the address, but a long number.
        ("https://news.portal.example/articles/ttfxnyhjnu8gdwrsjskjnx9lcdiwgtrm", f"{SITE}/news/423463.html"),
    ],
)
def test_a_story_is_known_by_ids_of_any_kind(own: str, story: str) -> None:
    assert stories(own, story) == [story]


def test_a_word_beside_ids_is_a_section() -> None:
    assert not stories(f"{SITE}/news/article/NrZPVoA2H", "/news/article/regions")
