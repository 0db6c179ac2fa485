"""What a reader sees: which heading is the headline's, and which date the story's."""

from __future__ import annotations

import pytest

from crawler.extract.kind import not_a_story
from crawler.loaders import load_story

STORY = "<h1>Harbour wall gives way</h1>"


@pytest.mark.parametrize(
    "logo",
    [
        "<h1><a href='/'><svg><title>Post</title><desc>Logo</desc></svg> Harbour Post way to the wall</a></h1>",
        "<a href='https://www.harbour-post.example'><h1>The Harbour Post: harbour, wall and way of the coast</h1></a>",
    ],
)
def test_a_heading_that_leads_home_is_the_papers(read, paragraphs, logo) -> None:
    story = read(
        f"{logo}<h2>Harbour wall gives way</h2>{paragraphs}", "<title>Harbour wall gives way - Harbour Post</title>"
    )
    assert story.headline == "Harbour wall gives way"


def test_words_of_a_drawing_are_not_read(read, paragraphs) -> None:
    heading = "<h1>Harbour wall gives way<svg><title>Print this page</title></svg></h1>"
    assert read(f"{heading}{paragraphs}").headline == "Harbour wall gives way"


def test_a_title_that_nothing_else_on_the_page_bears_out_gives_way_to_the_heading(read, paragraphs) -> None:
    head = "<title>Town: Harbour wall gives way</title><meta property='og:title' content='Press releases'>"
    assert read(f"{STORY}{paragraphs}", head).headline == "Harbour wall gives way"


@pytest.mark.parametrize("title", ["Harbour wall gives way | HP News", "Harbour wall gives way - HP"])
def test_a_name_with_news_behind_it_is_the_same_name(read, paragraphs, title) -> None:
    head = f"<meta property='og:title' content='{title}'><meta property='og:site_name' content='HP'>"
    assert read(paragraphs, head).headline == "Harbour wall gives way"


def test_of_several_names_in_a_title_the_hosts_is_the_sites(read, paragraphs) -> None:
    head = "<title>Harbour wall gives way - Harbour Post - News from the coast since 1841</title>"
    assert read(f"{STORY}{paragraphs}", head).site_name == "Harbour Post"


def test_a_time_element_needs_no_attributes(read, paragraphs) -> None:
    assert read(f"{STORY}<time>3 May 2024</time>{paragraphs}").published == "2024-05-03"


def _dates(story) -> tuple[str | None, str | None]:
    return story.published, story.modified


_FOURTH = "<time datetime='2024-05-04T10:30:00Z'>4 May</time>"
_THIRD = "<time datetime='2024-05-03T10:30:00Z'>3 May</time>"


@pytest.mark.parametrize(
    "facts",
    [
        f"<p><span>Updated</span> {_FOURTH} <span>Published</span> {_THIRD}</p>",
        f"<p><strong>Last updated:</strong> {_FOURTH}</p><p><strong>First published:</strong> {_THIRD}</p>",
        f"<dl><dt>Updated</dt><dd>{_FOURTH}</dd><dt>Published</dt><dd>{_THIRD}</dd></dl>",
        f"<p>Published: {_THIRD} Updated: {_FOURTH}</p>",
        f"<p class='updated'>Published: {_THIRD} Updated: {_FOURTH}</p>",
        f"<p><span>Live updates</span> {_THIRD}</p><p><i>Updated</i> <b>on</b> {_FOURTH}</p>",
    ],
)
def test_a_label_is_of_the_date_behind_it_in_an_element_of_its_own_too(read, paragraphs, facts) -> None:
    story = read(f"{STORY}{facts}{paragraphs}")
    assert _dates(story) == ("2024-05-03T10:30:00+00:00", "2024-05-04T10:30:00+00:00")


def test_a_class_that_says_both_is_of_a_story_that_was_never_changed(read, paragraphs) -> None:
    time = _THIRD.replace("<time", "<time class='entry-date published updated'")
    assert _dates(read(f"{STORY}{time}{paragraphs}")) == ("2024-05-03T10:30:00+00:00", None)


def test_labels_beside_dates_that_have_only_a_class(read, paragraphs) -> None:
    line = "<div{}>Updated: <span class='date'>4 May 2024</span> Published: <span class='date'>3 May 2024</span></div>"
    for attribute in ("", " class='meta'"):
        assert _dates(read(f"{STORY}{line.format(attribute)}{paragraphs}")) == ("2024-05-03", "2024-05-04")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Published 3 May 2024 10:30, last updated 4 May 2024 11:00"),
        ("en", "Updated 4 May 2024 11:00; first published 3 May 2024, 10:30"),
        ("fr", "Publié le 03/05/2024 à 10:30, mis à jour le 04/05/2024 à 11:00"),
        ("fr", "Publié le 3 mai 2024 à 10h30, modifié le 4 mai 2024 à 11h00"),
        ("de", "Veröffentlicht am 03.05.2024, 10:30 Uhr, zuletzt aktualisiert am 04.05.2024, 11:00 Uhr"),
        ("es", "Publicado: 03/05/2024 10:30 | Última actualización: 04/05/2024 11:00"),
        ("it", "3 maggio 2024 alle 10:30, aggiornato il 4 maggio 2024 alle 11:00"),
        ("tr", "Giriş: 03.05.2024 - 10:30 Güncelleme: 04.05.2024 - 11:00"),
        ("ru", "03.05.2024 10:30 (обновлено: 04.05.2024 11:00)"),
        ("ko", "입력 2024.05.03. 오전 10:30 수정 2024.05.04. 오전 11:00"),
        ("ja", "2024年5月3日 10:30公開 2024年5月4日 11:00更新"),
        ("ar", "نشر في 3 مايو 2024 10:30 - آخر تحديث 4 مايو 2024 11:00"),
    ],
)
def test_a_line_of_two_dates_says_when_it_appeared_and_when_it_was_changed(read, paragraphs, language, line) -> None:
    story = read(f"{STORY}<div class='date'>{line}</div>{paragraphs}", lang=language)
    assert _dates(story) == ("2024-05-03T10:30:00", "2024-05-04T11:00:00")


@pytest.mark.parametrize(
    "teaser",
    [
        "<h2>Boats found <span class='date'>1.6.2023</span></h2>",
        "<a href='/news/2023/boats-found-4612'>Boats found <span class='date'>1.6.2023</span></a>",
        "<a href='/news/2023/boats-found-4612'><time datetime='2023-06-01T10:00:00+02:00'>June</time></a>",
    ],
)
def test_the_date_of_a_teaser_is_another_storys(read, paragraphs, teaser) -> None:
    url = "https://www.harbour-post.example/harbour-wall-gives-way"
    own = "<p class='date'>3.5.2024, 18:05</p>"
    assert read(f"{teaser}{STORY}{own}{paragraphs}", lang="de", url=url).published == "2024-05-03T18:05:00"


def test_a_date_that_links_to_its_own_page_is_the_storys(read, paragraphs) -> None:
    time = "<time datetime='2024-05-03T18:05:00+02:00'>May</time>"
    link = f"<a href='/news/2024/05/03/harbour-wall-gives-way-4711'>{time}</a>"
    assert read(f"{STORY}{link}{paragraphs}").published == "2024-05-03T18:05:00+02:00"


def test_a_label_tells_a_date_without_a_class(read, paragraphs) -> None:
    facts = "<ul><li><strong>Datum</strong> 03.05.2024 </li><li><strong>Autorin</strong> Ada Quill</li></ul>"
    teaser = "<h2>Boats found <span class='date'>24.04.2024</span></h2>"
    url = "https://www.harbour-post.example/harbour-wall-gives-way"
    assert read(f"{STORY}{teaser}{paragraphs}{facts}", lang="de", url=url).published == "2024-05-03"


def test_the_date_of_a_blogs_post_is_read_in_microdata(read, paragraphs) -> None:
    time = "<time itemprop='datePublished' datetime='2024-05-03T18:05:00+02:00'>May</time>"
    story = read(f"<main itemscope itemtype='http://schema.org/Blog'>{STORY}{time}{paragraphs}</main>")
    assert (story.published, story.sources["published"]) == ("2024-05-03T18:05:00+02:00", "microdata")


def test_a_name_of_the_site_that_is_the_headline_is_none(read, paragraphs) -> None:
    head = (
        "<title>Old harbour wall gives way</title><meta name='application-name' content='Old harbour wall gives way'>"
    )
    story = read(f"<h1>Old harbour wall gives way</h1>{paragraphs}", head)
    assert (story.headline, story.site_name) == ("Old harbour wall gives way", None)


def test_a_headline_of_lower_rank_is_one_where_the_page_names_none(make_page, paragraphs) -> None:
    top = "<h1><a href='/'>Harbour Post</a></h1><div class='x1'><h2>Harbour wall gives way</h2><p>Friday</p>"
    page = make_page(f"{top}{paragraphs}</div>", "<title>Harbour Post</title>")
    story = load_story(page)
    assert (story.headline, story.sources["headline"]) == ("Harbour wall gives way", "article-text")
    assert not_a_story(page, story) is None
    assert "gives way\n" not in story.body


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Post | News | Harbour wall gives way at night", "<font size=5><b>Harbour wall gives way at night</b></font>"),
        ("Harbour wall gives way at night - The Quay", "<div class=art_title>Harbour wall gives way at night</div>"),
        ("The Quay - Harbour wall gives way at night", "<h2>Harbour wall gives way at night</h2>"),
    ],
)
def test_a_title_is_cut_to_what_the_page_prints_of_it_where_no_heading_does(read, paragraphs, title, printed) -> None:
    story = read(f"<table><tr><td>{printed}{paragraphs}</td></tr></table>", f"<title>{title}</title>")
    assert story.headline == "Harbour wall gives way at night"
    assert story.body == read(f"<article><h1>Wall</h1>{paragraphs}</article>").body


def test_a_part_of_the_title_in_a_link_or_a_menu_is_no_headline(read, paragraphs) -> None:
    title = "Wall gives way | The Old Harbour Post and Gazette"
    for name in ("<a href='/'><b>{}</b></a>", "<nav><b>{}</b></nav>"):
        logo = name.format("The Old Harbour Post and Gazette")
        assert read(f"<div>{logo}</div><div>{paragraphs}</div>", f"<title>{title}</title>").headline == title


def test_the_papers_name_before_a_colon_is_cut_from_a_title(read, paragraphs) -> None:
    title = "<title>The Harbour Post: Wall gives way in storm</title>"
    assert read(f"<table><tr><td>{paragraphs}</td></tr></table>", title).headline == "Wall gives way in storm"
    other = "<title>Harbour master: Wall gives way in storm</title>"
    assert read(f"<table><tr><td>{paragraphs}</td></tr></table>", other).headline.startswith("Harbour master: ")
    assert read(f"<h1>Harbour Post: our view</h1>{paragraphs}").headline == "Harbour Post: our view"


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<p class=author>By John F. Quill</p>", ["John F. Quill"]),
        ("<span class=author>M. Quill, opr. Ada Sample</span>", ["M. Quill", "Ada Sample"]),
        ("<p class=author>Ada Quill has written of harbours since 2015. She lives there.</p>", []),
        (
            "<div class=author>Penulis <a href='/p/ada'>Ada Quill</a> | Editor <a href='/p/bo'>Bo Sample</a></div>",
            ["Ada Quill"],
        ),
        (
            "<div class=author><a href='/p/ada'>Ada Quill</a>, Editor, <a href='/p/bo'>Bo Sample</a>, Reporter</div>",
            ["Ada Quill", "Bo Sample"],
        ),
        (
            "<div class=author><a href='/p/ada'>Ada Quill</a> Editor | <a href='/p/bo'>Bo Sample</a> Reporter</div>",
            ["Ada Quill", "Bo Sample"],
        ),
        ("<div class=author>What a day! <a href='/p/ada'>Ada Quill</a> was there</div>", []),
    ],
)
def test_a_line_of_names_may_hold_initials_and_say_who_edited(read, paragraphs, line, people) -> None:
    assert read(f"{STORY}{line}{paragraphs}").authors == people


def test_a_label_behind_a_date_is_of_the_next_date(read, paragraphs) -> None:
    line = "<time datetime='2024-05-03T02:14:08Z'><b>May 3, 2024</b> <b>2:14 AM</b> <b>Updated 3 days ago</b></time>"
    story = read(f"{STORY}{line}{paragraphs}")
    assert (story.published, story.modified) == ("2024-05-03T02:14:08+00:00", None)


@pytest.mark.parametrize(
    "text", ["4 May 2024, updated 08:10", "08:10, updated 4 May 2024", "1 min read, updated 4 May"]
)
def test_a_label_in_the_midst_of_one_date_is_of_that_date(read, paragraphs, text) -> None:
    line = f"<time datetime='2024-05-03T07:10:00Z'>3 May</time> <time datetime='2024-05-04T08:10:00Z'>{text}</time>"
    story = read(f"{STORY}{line}{paragraphs}")
    assert (story.published, story.modified) == ("2024-05-03T07:10:00+00:00", "2024-05-04T08:10:00+00:00")
