"""What the words of a heading say, and how a page may give a list its heading."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from crawler.extract import related
from crawler.extract.related import lexicon
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, link
from tests.unit.test_related_templates import CHOIR, FERRY, MARKET, PIER, RELATED, related_texts


def related_under(heading: str) -> set[str | None]:
    return related_texts(f"</article><div><h4>{heading}</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>")


@pytest.mark.parametrize("heading", ["👉 Lee también:", "📌 BACA JUGA", "🔴 PROČITAJTE TAKOĐER:", "➡️ Read also 👇"])
def test_signs_beside_a_heading_are_read_past(heading: str) -> None:
    links = found(f"</article><div><p>{heading}</p><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>")

    assert [entry.kind for entry in links] == ["related"] * 2


@pytest.mark.parametrize(
    "heading", ["S e e  a l s o :", "Souvis<b>ející</b>", "延 伸 閱 讀", "Ähnliche<span>Artikel</span>"]
)
def test_a_heading_whose_letters_or_syllables_stand_apart_is_read(heading: str) -> None:
    links = found(f"</article><div><h4>{heading}</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>")

    assert [entry.kind for entry in links] == ["related"] * 2


@pytest.mark.parametrize(
    "heading",
    ["Related (5)", "Articles liés [12]", "関連記事（3）", "\uf054 Related", "\ufeffSee also", "\u061cاقرأ أيضا",
     "Re\u00adla\u00adted", "Siehe \u200bauch"],
)  # fmt: skip
def test_counts_icons_and_what_nobody_sees_are_read_past(heading: str) -> None:
    assert related_under(heading) == RELATED


@pytest.mark.parametrize(
    "heading", ["Otras noticias sobre el tema", "Plus d’articles sur ce sujet", "Outras notícias sobre o assunto"]
)
def test_more_of_a_subject_is_no_pair_of_tabs(heading: str) -> None:
    assert related_under(heading) == RELATED


def test_related_stories_from_elsewhere_are_a_widgets() -> None:
    assert related_under("Related Stories From The Web") == set()


@pytest.mark.parametrize(
    "heading",
    ["How we got here", "Früherer Artikel", "Lire l’enquête :", "Psali jsme o tom", "O tym pisaliśmy", "Erről írtunk",
     "Asiasta aiemmin", "Eerder schreven we", "Le tappe della vicenda", "مقالات ذات علاقة", "Ҳамчунин хонед"],
)  # fmt: skip
def test_what_a_paper_wrote_before_is_related(heading: str) -> None:
    assert related_under(heading) == RELATED


@pytest.mark.parametrize("heading", ["ÄHNLICHE ARTIKEL MEHR VOM AUTOR", "Articles similaires Les plus lus"])
def test_of_two_tabs_in_one_heading_the_first_is_open(heading: str) -> None:
    links = found(f"</article><div><h4>{heading}</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>")

    assert [entry.kind for entry in links] == ["related"] * 2


@pytest.mark.parametrize(
    "heading", ["Notícies relacionats", "Outros posts correlatos", "Příspěvky související", "Fler liknande artiklar"]
)
def test_any_form_of_a_word_for_related_is_known(heading: str) -> None:
    assert related_under(heading) == RELATED


@pytest.mark.parametrize(
    "heading",
    ["Leed también", "Lest auch", "Lis aussi", "Přečti si také", "Czytajcie też", "Olvassátok el ezt is",
     "Читай также", "Прочитайте також", "Bunları da oku", "Lukekaa myös", "קראי גם", "اقرئي أيضا"],
)  # fmt: skip
def test_whomever_a_paper_speaks_to_in_whatever_form(heading: str) -> None:
    assert related_under(heading) == RELATED


@pytest.mark.parametrize("button", ["Load more", "Mehr laden", "Charger plus", "Načíst další", "もっと表示"])
def test_a_button_for_more_of_a_list_heads_nothing_below_it(button: str) -> None:
    latest = f"<h4>Latest news</h4><ul><li>{CHOIR}</li></ul><p>{button}</p><ul><li>{FERRY}</li><li>{PIER}</li></ul>"

    assert related_texts(f"</article><div>{latest}</div>") == set()


@pytest.mark.parametrize(
    "heading",
    ["Productos relacionados", "Verwandte Suchbegriffe", "Povezani proizvodi", "Σχετικά με τον συντάκτη",
     "ZUM THEMA IM INTERNET:"],
)  # fmt: skip
def test_related_things_that_are_no_stories_are_not(heading: str) -> None:
    assert related_under(heading) == set()


def test_what_stands_behind_a_label_decides_where_it_says_related() -> None:
    assert related_under("Watch now: Related video") == RELATED


@pytest.mark.parametrize("heading", ["Related topics", "Verwandte Themen", "Powiązane tematy:", "Temas relacionados"])
def test_related_topics_are_stories_where_titles_stand_below_and_tags_where_words_do(heading: str) -> None:
    titles = f"</article><div><h4>{heading}</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>"
    tags = f"</article><div><h4>{heading}</h4><ul><li>{link(3, 'Ferries')}</li><li>{link(4, 'Piers')}</li></ul></div>"

    assert related_texts(titles) == RELATED
    assert related_texts(tags) == set()


@pytest.mark.parametrize(
    "heading", ["Verwandte Artikel weiterlesen", "Related articles below", "More stories like this one"]
)
def test_a_known_heading_with_a_word_or_two_behind_it_is_known(heading: str) -> None:
    assert related_texts(f"</article><div><h4>{heading}</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>") == RELATED


@pytest.mark.parametrize("heading", ["More on this story", "Lisää aiheesta", "Więcej na ten temat:"])
def test_tags_under_a_heading_for_stories_are_tags(heading: str) -> None:
    tags = f"<li>{link(3, 'Harbour')}</li><li>{link(4, 'Old bridges')}</li><li>{link(5, 'The old bridges of May')}</li>"

    assert related_texts(f"</article><div><h4>{heading}</h4><ul>{tags}</ul></div>") == set()


def test_letters_of_a_script_without_spaces_are_no_subject_of_their_own() -> None:
    headline = "ผลตรวจยืนยัน เรือจมแม่น้ำเป็นของคนสนิท"
    items = "".join(f"<li>{link(n, title)}</li>" for n, title in ((3, "คู่มือผู้บริโภคปีใหม่"), (4, "หนังสือเสียงเพื่อคนตาบอด")))
    box = f"<div><h3>ประชาสัมพันธ์และกิจกรรม</h3><ul>{items}</ul></div>"
    page = Page(URL, f"<html><body><article><h1>{headline}</h1>{PARAGRAPH * 4}</article>{box}</body></html>")

    assert {entry.kind for entry in related.find(page, headline, None)} == {"recirculation"}


@pytest.mark.parametrize("name", ["Lantern.com", "The Lantern", "Lantern"])
def test_more_on_the_papers_own_site_is_a_mix(name: str) -> None:
    page = Page(
        "https://www.lantern.com/news/2024/05/12/harbour-bridge-closes-for-repairs-48211.html",
        f"<html><body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article>"
        f"<h4>Read more on {name}</h4><ul><li>{CHOIR}</li><li>{MARKET}</li></ul></body></html>",
    )

    assert {entry.kind for entry in related.find(page, HEADLINE, None)} == {"recirculation"}


def test_more_on_any_site_is_a_mix() -> None:
    assert related_texts(f"</article><h4>More on Lantern.com</h4><ul><li>{CHOIR}</li><li>{MARKET}</li></ul>") == set()


def test_turkish_capitals_are_read() -> None:
    links = found(f"</article><h4>İLGİLİ YAZILAR</h4><ul><li>{FERRY}</li><li>{PIER}</li></ul>")

    assert [entry.kind for entry in links] == ["related"] * 2


@pytest.mark.parametrize("heading", ["Labarai masu alaƙa", "LABARAI MASU ALAKA"])
def test_letters_with_hooks_are_read_as_the_plain_ones(heading: str) -> None:
    assert related_under(heading) == RELATED


def test_a_phrase_of_a_heading_has_one_star_or_stands_between_two() -> None:
    folder = files("crawler.extract.related") / "headings"
    tables = [tomllib.loads(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    phrases = [phrase for table in tables for family in table.values() for phrase in family]

    starred = [phrase for phrase in phrases if phrase.count("*") > 1]
    assert [phrase for phrase in starred if phrase != f"*{phrase.strip('*')}*" or "*" in phrase.strip("*")] == []


@pytest.mark.parametrize(
    "tab",
    ['<li><a href="#about">{}</a></li>', '<li><a href="#about"><span>{}</span></a></li>',
     '<li><button aria-controls="about">{}</button></li>'],
)  # fmt: skip
def test_a_tab_heads_the_box_that_it_opens(tab: str) -> None:
    tabs = f"<ul>{tab.format('Related stories')}<li><a href='#writer'>More from the author</a></li></ul>"
    boxes = (
        f'<div id="writer"><ul><li>{CHOIR}</li><li>{MARKET}</li></ul></div>'
        f'<div id="about"><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>'
    )

    assert related_texts(f"</article>{tabs}{boxes}") == RELATED


def test_a_link_to_more_beside_a_heading_is_not_all_that_it_heads() -> None:
    more = '<a href="/news/2024/05/more-stories-about-the-harbour-48100">More</a>'
    links = found(
        f"</article><div><div><h4>Related stories</h4>{more}</div><div><p>{FERRY}</p><p>{PIER}</p></div></div>"
    )

    assert [(entry.heading, entry.kind) for entry in links] == [("Related stories", "related")] * 2


def test_a_section_above_a_title_in_its_link_leaves_the_list_its_heading() -> None:
    card = (
        '<a href="/news/2024/05/0{0}/a-story-of-the-day-4810{0}.html"><h3>People</h3><h4>The pier keeper {0}</h4></a>'
    )
    links = found(f"</article><div><h2>Related stories</h2>{card.format(3)}{card.format(4)}</div>")

    assert [(entry.heading, entry.kind) for entry in links] == [("Related stories", "related")] * 2


def test_a_heading_written_as_the_titles_are_is_another_items_title() -> None:
    other = '<h2 class="title"><a href="/keepers/">Keepers</a></h2>'
    titles = f'<h2 class="title">{FERRY}</h2><h2 class="title">{PIER}</h2>'
    links = found(f"</article><div><h2>Related stories</h2><div>{other}{titles}</div></div>")

    assert [(entry.heading, entry.kind) for entry in links] == [("Related stories", "related")] * 2


@pytest.mark.parametrize("title", ["ស្ពានកំពង់ផែបិទដើម្បីជួសជុលរយៈពេលបីសប្ដាហ៍", "ဆိပ်ကမ်းတံတားကိုပြင်ဆင်ရန်ပိတ်ထားသည်"])
def test_titles_without_spaces_are_no_tags(title: str) -> None:
    cards = "".join(f"<li>{link(n).replace('A story of some other day', title)}</li>" for n in (3, 4))

    assert {entry.kind for entry in found(f"</article><h4>Related stories</h4><ul>{cards}</ul>")} == {"related"}


def test_stories_that_a_paper_calls_related_are_so_with_its_name_too() -> None:
    assert related_under("Related stories from Lantern") == RELATED


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>More on this</h2><h3>The old lighthouse</h3>",
        '<div><span class="dossier">Related stories</span></div><div class="title">The old lighthouse</div>',
        '<div class="title">Related stories <span>: #OldLighthouse</span></div>',
    ],
)
def test_a_subject_right_below_a_heading_is_its_second_line(heading: str) -> None:
    assert related_texts(f"</article><div>{heading}<ul><li>{FERRY}</li><li>{PIER}</li></ul></div>") == RELATED


@pytest.mark.parametrize(
    "heading",
    [
        '<div class="theme__title"><a href="/theme/harbour-bridge">The harbour bridge</a></div>',
        '<a class="topic__head" href="/list/harbour-bridge"><span>The harbour bridge</span></a>',
    ],
)
def test_a_link_to_the_subjects_own_page_heads_the_list_below_it(heading: str) -> None:
    links = found(f"</article><div>{heading}<ul><li>{FERRY}</li><li>{PIER}</li></ul></div>")

    assert [entry.heading for entry in links] == ["The harbour bridge"] * 2


def test_a_link_to_the_section_of_one_item_leaves_the_list_its_heading() -> None:
    section = '<div class="kicker"><a href="/list/politics">Politics</a></div>'
    items = f"{section}<div>{FERRY}</div>{section}<div>{PIER}</div>"

    assert related_texts(f"</article><div><h3>Related stories</h3>{items}</div>") == RELATED


@pytest.mark.parametrize("label", ["延伸閱讀", "（延伸閱讀", "推荐阅读"])
def test_a_label_in_a_link_is_read_in_scripts_without_spaces(label: str) -> None:
    promo = FERRY.replace(">Ferry operator was warned about the pier", f">{label}：藍光真的是兇手嗎？")

    assert [entry.kind for entry in found(f"</article><p>{promo}</p>")] == ["related"]


@pytest.mark.parametrize(
    "headings",
    [
        "<h3>Related stories</h3><h3>The old lighthouse</h3>",
        '<div class="title">Related stories</div><div class="title">The old lighthouse</div>',
    ],
)
def test_a_heading_of_the_same_rank_is_no_second_line(headings: str) -> None:
    assert related_texts(f"</article><div>{headings}<ul><li>{CHOIR}</li><li>{MARKET}</li></ul></div>") == set()


def test_a_heading_that_is_said_twice_heads_all_of_the_wider_box() -> None:
    first, second = f"<div><h3>Related stories</h3><p>{FERRY}</p></div>", f"<div><p>{PIER}</p></div>"

    assert related_texts(f'</article><section aria-label="Related stories">{first}{second}</section>') == RELATED


def test_a_heading_that_a_paragraph_in_it_ends_keeps_its_words() -> None:
    links = found(
        f"</article><div><h3><p>Recent Harbour Content</p></h3><ul><li>{FERRY}</li><li>{PIER}</li></ul></div>"
    )

    assert [(entry.heading, entry.kind) for entry in links] == [("Recent Harbour Content", "recirculation")] * 2


def test_a_list_that_was_taken_for_text_does_not_vouch_for_itself() -> None:
    stories = {
        "Choir sings in the heavy rain of May": "Three hundred singers held umbrellas over their notes.",
        "Market day moves to next Friday again": "Bakers say that the square is being swept on Thursday.",
        "Chess club loses its cup to the school": "Two pupils beat the champion within an hour.",
    }
    cards = "".join(f"<div>{link(n, title)}<p>{stories[title]}</p></div>" for n, title in enumerate(stories, 3))
    page = Page(
        URL, f"<html><body><article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article><div>{cards}</div></body></html>"
    )
    own = "Divers look at the piers while ferries take the place of the tram."
    text = "\n\n".join((own, *(f"{title}\n\n{teaser}" for title, teaser in stories.items())))

    assert {entry.kind for entry in related.find(page, HEADLINE, text)} == {"recirculation"}


def test_soft_hyphens_part_no_word_and_are_not_handed_out() -> None:
    title = "Der Hafen\u00adsteg ist\u200b zu und bleibt es"
    links = found(
        f"</article><h3>Mehr zum Thema</h3><ul><li>{link(3).replace('A story of some other day', title)}</li></ul>"
    )

    assert [(entry.text, entry.kind) for entry in links] == [("Der Hafensteg ist zu und bleibt es", "related")]
    assert lexicon.words("Hafen\u00adbrücke") == lexicon.words("Hafenbrücke")


@pytest.mark.parametrize(
    "heading",
    [
        "推荐阅读",
        "los lectores también leen",
        "Nicht verpassen",
        "I video più visti",
        "Διαβάζονται τώρα",
        "Fra forsiden",
    ],
)
def test_what_papers_call_their_mixes_is_a_mix_in_any_language(heading: str) -> None:
    said = lexicon.verdict(heading)

    assert said is not None
    assert said.family == "recirculation"
