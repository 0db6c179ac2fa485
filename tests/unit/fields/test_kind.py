"""Pages that are no stories, and stories of which only a part is shown."""

from __future__ import annotations

import pytest

from crawler.extract.kind import not_a_story
from crawler.loaders import load_story

SITE = "https://www.harbour-post.example"
URL = f"{SITE}/news/2024/05/03/harbour-wall-gives-way-4711"
CARDS = "".join(
    f'<div class="item"><h3><a href="/news/{n}">Story number {n} of the harbour town</a></h3><p>In short.</p></div>'
    for n in range(30)
)
ARTICLE = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    ("reason", "url", "body", "head"),
    [
        ("listing", f"{SITE}/", CARDS, ""),
        ("listing", f"{SITE}/news", CARDS, ""),
        ("listing", f"{SITE}/tag/harbours", CARDS, ""),
        ("listing", f"{SITE}/author/ada-quill", "<h1>Ada Quill</h1><p>Ada Quill writes about harbours.</p>", ""),
        ("search", f"{SITE}/search?q=harbour", f"<h1>Results</h1>{CARDS}", ""),
        ("error_page", f"{SITE}/news/wall-1", "<h1>Page not found</h1><p>Try our front page.</p>", ""),
        ("error_page", f"{SITE}/news/wall-1", "<h1>Seite nicht gefunden</h1><p>Zur Startseite.</p>", ""),
        (
            "consent_wall",
            f"{SITE}/consent?to=/news/wall-1",
            "<h1>We value your privacy</h1><button>Accept all</button><p>We and our partners store data.</p>",
            "",
        ),
        (
            "login_wall",
            f"{SITE}/news/wall-1",
            '<h1>Log in to read on</h1><form><input name="u"><input type="password"></form><p>Forgot it?</p>',
            "",
        ),
        ("no_text", f"{SITE}/news/wall-1", "<h1>Harbour wall gives way</h1>", ARTICLE),
    ],
)
def test_a_page_that_is_no_story_says_which_kind_it_is(make_page, reason, url, body, head) -> None:
    page = make_page(body, head, url=url)
    assert not_a_story(page, load_story(page)) == reason


TEASERS = "".join(
    f'<article class="x"><a href="/news/{n}-story-of-the-town"><h3>Story number {n} of the harbour town</h3><p>In '
    "short this is what happened in the town, said the mayor on Friday morning to all who had come.</p></a></article>"
    for n in range(30)
)


@pytest.mark.parametrize(
    ("reason", "url", "body", "head"),
    [
        ("listing", f"{SITE}/politik/", f"<h1>Politik</h1>{TEASERS}", ""),
        ("listing", f"{SITE}/sport", TEASERS, ARTICLE),
        ("listing", f"{SITE}/tag/%ED%95%AD%EA%B5%AC", TEASERS, "<title>항구</title>"),
        ("search", f"{SITE}/buscador?q=puerto", f"<h1>Resultados</h1>{TEASERS}", ""),
        ("error_page", f"{SITE}/news/wall-1", f"<h1>Page not found</h1><p>Read these instead.</p>{TEASERS}", ""),
    ],
)
def test_teasers_with_long_leads_make_no_story(make_page, reason, url, body, head) -> None:
    page = make_page(body, head, url=url)
    assert not_a_story(page, load_story(page)) == reason


@pytest.mark.parametrize(
    ("path", "headline"),
    [
        ("/news/city-404-the-lost-town-found", "City 404, the lost town, found"),
        ("/archives/123", "Harbour wall gives way"),
        ("/category/harbour-wall", "Harbour wall gives way"),
    ],
)
def test_a_story_is_one_whatever_a_list_or_an_error_may_look_like(make_page, paragraphs, path, headline) -> None:
    page = make_page(f"<h1>{headline}</h1>{paragraphs}", f"<title>{headline} - Post</title>", url=f"{SITE}{path}")
    assert not_a_story(page, load_story(page)) is None


def test_an_error_status_needs_no_words(make_page, paragraphs) -> None:
    page = make_page(f"<h1>Harbour wall gives way</h1>{paragraphs}", status=404)
    assert not_a_story(page, load_story(page)) == "error_page"


@pytest.mark.parametrize("extra", ["", CARDS, '<form><input type="password"></form><p>Log in</p>', "<p>404 boats</p>"])
def test_a_story_is_one_whatever_stands_beside_it(make_page, paragraphs, extra) -> None:
    page = make_page(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article><div>{extra}</div>", ARTICLE)
    assert not_a_story(page, load_story(page)) is None


SAID = '<meta itemprop="isAccessibleForFree" content="{}">'
LOCKED = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Wall","isAccessibleForFree":false}</script>'
)
LOCKED_PAGE = LOCKED.replace('"NewsArticle","headline":"Wall"', f'"WebPage","@id":"{URL}#page"')
WALL = '<div class="paywall">Subscribe to continue reading. Already a subscriber? Log in</div>'
FREE = '<meta property="article:content_tier" content="free">'
LONG = "<p>It will take a year to build the wall anew, the engineers of the state said on Saturday morning.</p>" * 15


@pytest.mark.parametrize(
    ("head", "after", "access"),
    [
        ("", "", None),
        ("", WALL, "paywall"),
        (LOCKED, WALL, "paywall"),
        (LOCKED, "", "paywall"),
        (LOCKED, LONG, "metered"),
        (FREE, WALL, None),
        (FREE + LOCKED, WALL, "paywall"),
        ('<meta property="article:content_tier" content="locked">', "", "paywall"),
        ("", SAID.format("False"), "paywall"),
        ("", SAID.format("true"), None),
        ("", f"<div itemscope><a href='/eels'>Eels return</a>{SAID.format('false')}</div>", None),
        ("", f"<div itemprop='hasPart' itemscope>{SAID.format('false')}</div>", None),
        ("", f"<div itemscope>{SAID.format('false')}</div>", "paywall"),
        (LOCKED_PAGE, "", "paywall"),
        (LOCKED_PAGE.replace(URL, "https://www.harbour-post.example/news/eels-4712"), "", None),
        ('<meta property="article:content_tier" content="metered">', LONG, "metered"),
    ],
)
def test_what_only_subscribers_read_is_stored_as_a_stub(make_page, paragraphs, head, after, access) -> None:
    page = make_page(f"<article><h1>Wall</h1>{paragraphs}{after}</article>", head)
    story = load_story(page)
    assert (not_a_story(page, story), story.access) == (None, access)
    assert "Subscribe" not in story.body


@pytest.mark.parametrize(
    ("below", "access"),
    [
        ('<div class="o-barrier"><h2>Subscribe to read this article</h2><p>Try it for a month</p></div>', "paywall"),
        ('<div class="article--closed"><p>Jetzt weiterlesen mit Plus</p></div>', "paywall"),
        ('<aside class="newsletter"><p>Become a subscriber and get our morning mail</p></aside>', None),
        ('<div><a href="/eels">For subscribers: Eels return</a></div>', None),
        ("<div><h2>More</h2><h3>Eels return</h3><p>Far below</p><p>Become a subscriber</p></div>", None),
    ],
)
def test_an_offer_right_below_the_box_of_the_text_is_a_wall(make_page, paragraphs, below, access) -> None:
    page = make_page(f"<article><h1>Harbour wall gives way</h1><div class='text'>{paragraphs}</div>{below}</article>")
    assert load_story(page).access == access


def test_an_offer_below_a_story_that_says_that_it_is_free_is_none_of_its(make_page, paragraphs) -> None:
    below = "<div><h2>Subscribe to read this article</h2></div>"
    text = f"<article><h1>Wall</h1><div class='text'>{paragraphs}</div>{below}</article>"
    for head, access in (("", "paywall"), (LOCKED, "paywall"), (LOCKED.replace("false", "true"), None)):
        assert load_story(make_page(text, head)).access == access
