"""Section and tags as the links around a story give them."""

from __future__ import annotations

import json

import pytest

HEAD = "<h1>Harbour wall gives way</h1>"


def _listed(*entries: tuple[str, str]) -> str:
    listed = [{"@type": "ListItem", "item": {"@id": address, "name": name}} for name, address in entries]
    trail = {"@type": "BreadcrumbList", "itemListElement": listed}
    return f'<script type="application/ld+json">{json.dumps(trail)}</script>'


@pytest.mark.parametrize(
    ("trail", "section"),
    [
        (_listed(("Home", "/"), ("News", "/news/"), ("Coast", "/news/coast/")), "Coast"),
        (_listed(("Inicio", "/es/"), ("Costa", "/es/costa/"), ("Harbour wall gives way", "/x/1")), "Costa"),
        (_listed(("Coast", "/coast/"), ("2024", "/2024/05/")), "Coast"),
        (_listed(("News", "/news/"), ("2024", "/news/2024/"), ("May", "/news/2024/05/")), "News"),
        (_listed(("News", "/news/"), ("2024", "/news/2024/"), ("May", "/news/2024/may/")), "News"),
        (_listed(("Sport", "/sport/"), ("Elections 2024", "/elections/2024/")), "Elections 2024"),
        (_listed(("Coast", "/coast/"), ("…", "/coast/all/")), "Coast"),
        (_listed(("Accueil", "/fr/")), None),
        (_listed(("The Harbour Post", "https://www.harbour-post.example")), None),
        (
            '<nav aria-label="breadcrumb"><a href="/">Forside</a> <a href="/kyst">Kyst</a> <a href="#">Mur</a></nav>',
            "Kyst",
        ),
        ('<div class="c-breadcrumbs"><a href="/">Главная</a><a href="/more">Море</a></div>', "Море"),
        (f'<div class="breadcrumbs">{"".join(f"<a href=/s{n}>Section {n}</a>" for n in range(20))}</div>', None),
    ],
)
def test_a_section_is_read_in_the_breadcrumbs_where_nothing_else_names_one(read, paragraphs, trail, section) -> None:
    story = read(f"{trail}<article>{HEAD}{paragraphs}</article>")
    assert (story.section, story.sources.get("section")) == (section, "breadcrumbs" if section else None)


def test_the_section_that_a_page_declares_comes_before_its_breadcrumbs(read, paragraphs) -> None:
    trail = _listed(("Home", "/"), ("News", "/news/"))
    story = read(f"<article>{HEAD}{paragraphs}</article>", trail + '<meta property="article:section" content="Coast">')
    assert (story.section, story.sources["section"]) == ("Coast", "opengraph")


@pytest.mark.parametrize(
    "after",
    [
        '<footer><a rel="tag" href="/harbour">Harbour</a> <a rel="tag" href="/wall">#Sea wall</a></footer></article>',
        '<a rel="category tag" href="/c">News</a><a rel="tag" href="/1">Harbour</a><a rel="tag" href="/2">Sea wall</a>',
        '<ul class="td-tags"><li><a href="/tag/harbour">Harbour</a></li><li><a href="/tag/wall">Sea wall</a></li></ul>',
        '</article><div class="article__tags"><a href="/tema/1">Harbour</a><a href="/tema/2">Sea wall</a></div>',
        '<div data-component="tags"><a href="/topics/c1">Harbour</a> <a href="/topics/c2">Sea wall</a></div>',
        '<a class="Tags__link" href="/amnen/1">Harbour</a> <a class="Tags__link" href="/amnen/2">Sea wall</a>',
        '<p class="keywords"><a href="/mots-cles/1">Harbour</a> <a href="/mots-cles/2">Sea wall</a></p>',
        '<p class="tags"><a href="/tag/1">Harbour</a> <a href="/tag/2">Sea wall</a> <a href="/tag/all">+</a></p>',
    ],
)
def test_tags_are_read_in_the_links_by_a_story(read, paragraphs, after) -> None:
    story = read(f"<article>{HEAD}{paragraphs}{after}")
    assert (story.tags, story.sources["tags"]) == (["Harbour", "Sea wall"], "tag-links")


@pytest.mark.parametrize(
    "links",
    [
        '<footer><ul class="tags"><li><a href="/tag/harbour">Harbour</a></li></ul></footer>',
        '<aside class="tags"><a href="/tag/harbour">Harbour</a></aside>',
        '<div class="tagcloud"><a rel="tag" href="/tag/harbour">Harbour</a></div>',
        '<article><h2>Eels return</h2><a rel="tag" href="/tag/eels">Eels</a></article>',
        '<div class="trending tags"><a href="/tag/eels">Eels</a></div>',
        '<p>See <a href="/topics/eels">all on eels</a>.</p>',
    ],
)
def test_tags_of_others_are_left_out(read, paragraphs, links) -> None:
    assert read(f"<article>{HEAD}{paragraphs}</article>{links}").tags == []


def test_a_bar_of_tags_above_the_headline_is_the_sites(read, paragraphs) -> None:
    bar = '<div class="tags"><a href="/tag/eels">Eels</a></div>'
    assert read(f"{bar}<div>{HEAD}{paragraphs}</div>").tags == []
