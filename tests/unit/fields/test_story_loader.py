"""Choosing among what a page says: the order of trust, and what `sources` tells of it."""

from __future__ import annotations

import json
from html import escape

import pytest

from crawler.extract.candidate import Candidate
from crawler.loaders import StoryLoader, load_story

LONG_HEADLINE = (
    "Northern wall of the old harbour gives way in the night of Thursday, and the town will ask the state for help "
    "with a new one"
)


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_json_ld_leads_and_sources_say_so(read, paragraphs) -> None:
    head = ld(headline="Harbour wall gives way", author={"@type": "Person", "name": "Ada Quill"}, articleSection="News")
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>", head + meta("author", "Web Desk"))
    assert (story.headline, story.authors, story.section) == ("Harbour wall gives way", ["Ada Quill"], "News")
    assert story.sources["headline"] == story.sources["authors"] == "json-ld"
    assert story.sources["body"] == "article-text"


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "headline": "Harbour wall gives way"}]}',
        '[{"@type": "BreadcrumbList"}, {"@type": "ReportageNewsArticle", "headline": "Harbour wall gives way"}]',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Harbour wall gives way"}}',
        '{"@type": "NewsArticle", "headline": "Harbour wall gives way",}',
        '/*<![CDATA[*/ {"@type": "NewsArticle", "headline": "Harbour wall gives way"} /*]]>*/',
    ],
)
def test_json_ld_in_all_its_forms(read, paragraphs, script) -> None:
    story = read(f"<article>{paragraphs}</article>", f'<script type="application/ld+json">{script}</script>')
    assert (story.headline, story.sources["headline"]) == ("Harbour wall gives way", "json-ld")


def test_of_two_headlines_the_printed_one_is_the_storys(read, paragraphs) -> None:
    head = ld(headline="Harbour wall collapse: all you need to know") + meta("og:title", "Harbour wall gives way")
    story = read(f"<article><h2>Harbour wall gives way</h2>{paragraphs}</article>", head)
    assert (story.headline, story.sources["headline"]) == ("Harbour wall gives way", "opengraph")


def test_a_meta_element_whose_content_became_a_value_is_read(read, paragraphs) -> None:
    head = '<meta name="og:title" value="Harbour wall gives way"><meta name="author" value="Ada Quill">'
    story = read(f"<article>{paragraphs}</article>", head)
    assert (story.headline, story.authors) == ("Harbour wall gives way", ["Ada Quill"])


@pytest.mark.parametrize(
    ("twitter", "more", "chosen"),
    [
        ("Fishermen lose two boats in the night", {}, "opengraph"),
        ("Harbour wall gives way", {}, "json-ld"),
        ("Fishermen lose two boats in the night", {"alternativeHeadline": "What we know"}, "json-ld"),
    ],
)
def test_a_title_for_sharing_is_the_storys_where_two_places_have_it_and_json_ld_has_but_one(
    read, paragraphs, twitter, more, chosen
) -> None:
    head = ld(headline="Harbour wall gives way", **more) + meta("og:title", "Fishermen lose two boats in the night")
    story = read(
        f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>", head + meta("twitter:title", twitter)
    )
    assert story.sources["headline"] == chosen
    printed = {"field": "headline", "source": "visible", "value": "Harbour wall gives way"}
    assert (printed in story.sources.get("disagreements", [])) == (chosen == "opengraph")


def test_a_title_for_sharing_that_only_adds_words_gives_way_to_the_printed_one(read, paragraphs) -> None:
    shared = "Storm damage: Harbour wall gives way"
    head = ld(headline="Harbour wall gives way") + meta("og:title", shared) + meta("twitter:title", shared)
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>", head)
    assert story.headline == "Harbour wall gives way"


@pytest.mark.parametrize("title", ["Wall gives way | The Harbour Post", "Wall gives way - harbour-post.example"])
def test_the_sites_name_is_cut_from_a_headline(read, paragraphs, title) -> None:
    story = read(f"<div>{paragraphs}</div>", meta("og:site_name", "The Harbour Post") + f"<title>{title}</title>")
    assert story.headline == "Wall gives way"


@pytest.mark.parametrize(
    ("title", "site", "headline"),
    [
        ("国交相が辞任　橋の問題で：朝日新聞", "朝日新聞", "国交相が辞任 橋の問題で"),
        ("国交相が辞任【読売新聞】", "読売新聞オンライン", "国交相が辞任"),
        ("交通部长辞职-新华网", "新华网", "交通部长辞职"),
        ("【独自】国交相：辞任-橋の問題", "朝日新聞", "【独自】国交相：辞任-橋の問題"),
    ],
)
def test_the_sites_name_is_cut_where_no_space_stands_before_it(read, paragraphs, title, site, headline) -> None:
    assert read(f"<div>{paragraphs}</div>", meta("og:title", title) + meta("og:site_name", site)).headline == headline


def test_an_instant_comes_before_a_local_time_and_a_day(read, paragraphs) -> None:
    head = ld(headline="Wall", datePublished="2024-05-03 09:10:00") + meta(
        "article:published_time", "2024-05-03T07:10:00Z"
    )
    story = read(f"<article>{paragraphs}</article>", head)
    assert (story.published, story.sources["published"]) == ("2024-05-03T07:10:00+00:00", "opengraph")


def test_a_local_time_without_a_zone_stays_local_and_says_so(read, paragraphs) -> None:
    story = read(f"<article>{paragraphs}</article>", ld(headline="Wall", datePublished="2024-05-03 09:10"))
    assert story.published == "2024-05-03T09:10:00"
    assert story.sources["zone_unknown"] == ["published"]


def test_updated_lines_are_when_it_was_modified(read, paragraphs) -> None:
    story = read(
        '<article><h1>Wall</h1><p class="dates">Published <time datetime="2024-05-03T07:10:00Z">3 May</time> '
        f'Updated <time datetime="2024-05-04T08:00:00Z">4 May</time></p>{paragraphs}</article>'
    )
    assert (story.published, story.modified) == ("2024-05-03T07:10:00+00:00", "2024-05-04T08:00:00+00:00")


def test_no_date_lies_after_the_page_was_fetched(read, paragraphs) -> None:
    head = meta("article:published_time", "2031-01-01T00:00:00Z") + meta("date", "2024-05-03T07:10:00Z")
    assert read(f"<article>{paragraphs}</article>", head).published == "2024-05-03T07:10:00+00:00"


def test_disagreements_are_kept(read, paragraphs) -> None:
    head = ld(headline="Harbour wall gives way", datePublished="2024-05-03T07:10:00Z")
    head += meta("article:published_time", "2023-01-01T00:00:00Z") + "<title>Parking costs more</title>"
    story = read(f"<article>{paragraphs}</article>", head)
    assert {"field": "published", "source": "opengraph", "value": "2023-01-01T00:00:00+00:00"} in story.sources[
        "disagreements"
    ]
    assert {"field": "headline", "source": "title", "value": "Parking costs more"} in story.sources["disagreements"]


def test_agencies_stand_apart_and_sign_where_nobody_else_does(read, paragraphs) -> None:
    both = read(f"<article>{paragraphs}</article>", ld(headline="W", author=[{"name": "Ada Quill"}, {"name": "AFP"}]))
    assert (both.authors, both.agencies) == (["Ada Quill"], ["AFP"])
    alone = read(f"<article>{paragraphs}</article>", ld(headline="W", author={"@type": "Person", "name": "dpa"}))
    assert (alone.authors, alone.agencies) == (["dpa"], ["dpa"])


def test_the_language_of_the_text_wins_over_a_wrong_declaration(read) -> None:
    german = (
        "<p>" + "Die alte Hafenmauer ist in der Nacht zum Freitag eingestürzt, verletzt wurde niemand. " * 5 + "</p>"
    )
    story = read(f"<article>{german}</article>", lang="en")
    assert (story.language, story.sources["language"]) == ("de", "article-text")
    assert {"field": "language", "source": "html", "value": "en"} in story.sources["disagreements"]
    assert read(f"<article>{german}</article>", lang="de-AT").language == "de-AT"


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://harbour-post.example/news/harbour-wall-gives-way-4711", True),
        ("https://www.harbour-post.example/", False),
        ("https://www.harbour-post.example/sport/parking-costs-more-1200", False),
        ("https://elsewhere.example/news/2024/05/03/harbour-wall-gives-way-4711", False),
        ("https://www.harbour-post.example/news", False),
        ("https://www.harbour-post.example/news/2024", False),
        ("https://www.harbour-post.example/wall", False),
        ("https://www.harbour-post.example/a/4711", True),
    ],
)
def test_a_canonical_address_is_believed_where_it_can_be_this_storys(read, paragraphs, canonical, kept) -> None:
    story = read(f"<article>{paragraphs}</article>", f'<link rel="canonical" href="{canonical}">')
    assert (story.canonical_url == canonical) is kept
    assert story.sources["canonical_url"] == ("canonical" if kept else "address")


@pytest.mark.parametrize("query", ["s=09", "view=print", "pos=3", "srnd=premium", "print"])
def test_a_query_that_names_no_story_is_dropped_where_the_page_says_so(read, paragraphs, query) -> None:
    canonical = "https://www.harbour-post.example/world/us-iran-talks"
    head = f'<link rel="canonical" href="{canonical}">'
    assert read(f"<article>{paragraphs}</article>", head, url=f"{canonical}?{query}").canonical_url == canonical


@pytest.mark.parametrize(
    "address",
    [
        "/story.php?view=7",
        "/read-story?id=7",
        "/read-story?7",
        "/read-story?page=2",
        "/read-story?show=4711",
        "/read-story?show=wall-gives-way",
        "/news?show=wall",
    ],
)
def test_a_query_that_names_the_story_is_kept(read, paragraphs, address) -> None:
    url = f"https://www.harbour-post.example{address}"
    head = f'<link rel="canonical" href="{url.partition("?")[0]}">'
    assert read(f"<article>{paragraphs}</article>", head, url=url).canonical_url == url


def test_what_cannot_be_found_is_null(read) -> None:
    story = read("<p>Nothing to see here.</p>")
    assert (story.section, story.site_name, story.authors, story.images) == (None, None, [], [])
    assert (story.published, story.sources["published"]) == ("2024-05-03", "address")


def test_a_layout_is_believed_before_all(make_page) -> None:
    loader = StoryLoader(page=make_page(""), language=None, site_names=[])
    loader.add_candidates([Candidate("section", "News", "json-ld"), Candidate("section", "Asia", "layout:old-table")])
    assert loader.load_item().section == "Asia"


def test_one_broken_extractor_does_not_cost_the_story(make_page, paragraphs, monkeypatch, caplog) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("crawler.extract.body.extract", broken)
    story = load_story(make_page(f"<h1>Harbour wall gives way</h1>{paragraphs}"))
    assert story.headline == "Harbour wall gives way"
    assert "The text of https://www.harbour-post.example" in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        LONG_HEADLINE[:109],
        LONG_HEADLINE[:40].rstrip() + "…",
        LONG_HEADLINE + " | Coast and sea",
    ],
)
def test_a_headline_is_printed_whole_and_without_its_section(read, paragraphs, said) -> None:
    story = read(f"<h1>{LONG_HEADLINE}</h1>{paragraphs}", f'<meta property="og:title" content="{said}">')
    assert story.headline == LONG_HEADLINE


def test_sections_and_tags_are_names(read, paragraphs) -> None:
    head = ld(
        headline="Wall", articleSection="news,slider", keywords=["topic/storms", "organization/Harbour Office", "sea"]
    )
    story = read(f"<article>{paragraphs}</article>", head)
    assert (story.section, story.tags) == ("news", ["storms", "Harbour Office", "sea"])


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("News > World", "World"),
        ("News|World", "World"),
        ("News / World", "World"),
        ("/news/world/", "world"),
        ("news/world", "world"),
        ("Arts, Culture & Style", "Arts, Culture & Style"),
        ("Science, Tech and Environment", "Science, Tech and Environment"),
        ("Life/Style", "Life/Style"),
        ("Opinion, Columns", "Opinion"),
        ("/", None),
    ],
)
def test_a_section_has_its_whole_name(read, paragraphs, said, section) -> None:
    assert read(f"<article>{paragraphs}</article>", ld(headline="Wall", articleSection=said)).section == section


@pytest.mark.parametrize(
    ("said", "tags"),
    [
        ("ميناء، جسر؛ وزير", ["ميناء", "جسر", "وزير"]),
        (["Spider-Man: Brand New Day", "1917", "Covid: the inquiry"], None),
        (["section:world", "4711", "tag:post.example,2024:wall", "48291", "harbour"], ["harbour"]),
    ],
)
def test_tags_are_names_and_no_keys(read, paragraphs, said, tags) -> None:
    assert read(f"<article>{paragraphs}</article>", ld(headline="Wall", keywords=said)).tags == (tags or said)


@pytest.mark.parametrize(
    "told",
    [
        "Browsers will drop the <marquee> and the <blink> element next year, the group said on Friday.",
        "If p <a and b> q then the sum holds for all of them, the mathematicians of the town wrote.",
        "Write <b>bold</b> and &amp; for all that the pages of the town hall can show to their readers.",
        "The link was https://town.example/?a=1&copy=2&reg=3 and it worked for everyone who clicked on it.",
    ],
)
def test_what_a_reader_sees_stays_as_it_is(read, paragraphs, told) -> None:
    story = read(f"<article><h1>{escape(told)}</h1>{paragraphs}<p>{escape(told)}!</p>{paragraphs}</article>")
    assert story.headline == told
    assert f"\n\n{told}!\n\n" in story.body


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ("&lt;b&gt;Harbour&lt;/b&gt; wall gives way &amp;amp; falls", "Harbour wall gives way & falls"),
        (
            "&lt;span class=&quot;x&quot;&gt;Harbour&lt;/span&gt; wall &amp;quot;gives way&amp;quot;",
            'Harbour wall "gives way"',
        ),
        ("Harbour wall and the &lt;canvas&gt; element", "Harbour wall and the <canvas> element"),
        ("Harbour wall at ?a=1&amp;copy=2", "Harbour wall at ?a=1&copy=2"),
    ],
)
def test_what_metadata_escapes_twice_is_resolved(read, paragraphs, said, headline) -> None:
    assert read(f"<article>{paragraphs}</article>", f'<meta property="og:title" content="{said}">').headline == headline


def test_of_several_articles_without_an_address_the_one_with_the_pages_headline_is_its_own(read, paragraphs) -> None:
    other = ld(headline="Parking costs more", author="Ben Other", datePublished="2024-04-01T10:00:00Z")
    own = ld(headline="Harbour wall &amp; quay give way", author="Ada Quill", datePublished="2024-05-03T10:00:00Z")
    story = read(f"<article><h1>Harbour wall &amp; quay give way</h1>{paragraphs}</article>", other + own)
    assert (story.headline, story.authors) == ("Harbour wall & quay give way", ["Ada Quill"])
    assert story.published == "2024-05-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("VideoObject", {"name": "Harbour wall gives way", "uploadDate": "2024-05-03T08:10:00Z"}),
        ("ImageGallery", {"headline": "Harbour wall gives way", "datePublished": "2024-05-03T08:10:00Z"}),
        ("WebPage", {"name": "Harbour wall gives way | Post", "datePublished": "2024-05-03T08:10:00Z"}),
    ],
)
def test_a_page_that_is_no_article_says_when_it_appeared(read, paragraphs, kind, facts) -> None:
    work = {"@type": kind, "contentUrl": "https://v.example/wall.mp4", "author": {"name": "Ada Quill"}} | facts
    other = {"@type": kind, "name": "Ferry sails again", "uploadDate": "2024-05-01T08:10:00Z"}
    head = "<title>Harbour wall gives way | Post</title>" + "".join(
        f"<script type='application/ld+json'>{json.dumps(thing)}</script>" for thing in (other, work)
    )
    story = read(f"<h1>Harbour wall gives way</h1>{paragraphs}", head)
    assert (story.published, story.authors) == ("2024-05-03T08:10:00+00:00", ["Ada Quill"])
    films = [("https://v.example/wall.mp4", "Harbour wall gives way")] if kind == "VideoObject" else []
    assert [(video.url, video.title) for video in story.videos] == films


def test_a_film_is_not_the_pages_own_for_that_neither_has_a_name(read, paragraphs) -> None:
    film = {
        "@type": "VideoObject",
        "name": "Another film",
        "contentUrl": "https://x.example/a.mp4",
        "author": "A. Film",
    }
    story = read(f'<script type="application/ld+json">{json.dumps(film)}</script><div>{paragraphs}</div>')
    assert (story.videos, story.authors) == ([], [])


@pytest.mark.parametrize(
    ("title", "body", "headline"),
    [
        ("Política | El País", "<b>Política</b>", "Política | El País"),
        ("Snow - The Daily Harbour", "<div class=site-title>The Daily Harbour</div>", "Snow - The Daily Harbour"),
    ],
)
def test_the_name_of_a_section_or_a_paper_in_bold_is_no_headline(read, paragraphs, title, body, headline) -> None:
    assert read(f"<div>{body}</div><div>{paragraphs}</div>", f"<title>{title}</title>").headline == headline


def test_a_text_of_json_ld_may_stand_beside_its_language(read, paragraphs) -> None:
    head = ld(headline={"@value": "Harbour wall gives way", "@language": "en"}, datePublished="2024-05-03T07:10:00Z")
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>", head)
    assert (story.published, story.sources["published"]) == ("2024-05-03T07:10:00+00:00", "json-ld")


def test_captions_are_no_text_where_a_gallery_has_next_to_none(read) -> None:
    captions = (
        "Drummers lead the parade along the quay on Saturday morning in the rain.",
        "Children throw flowers from the deck of the pilot boat as it turns home.",
    )
    credit = "<span class=credit>Photograph: Bo Sample/Post Pictures</span>"
    figures = "".join(
        f"<figure><img src='/g/{n}.jpg'><figcaption>{c}{credit}</figcaption></figure>" for n, c in enumerate(captions)
    )
    told = "<div class=standfirst><p>Thousands came to the quay on Saturday for the first festival in years.</p></div>"
    story = read(f"<main><h1>In pictures: festival</h1>{told}<div class=gallery-body>{figures}</div></main>")
    assert story.body == "Thousands came to the quay on Saturday for the first festival in years."
