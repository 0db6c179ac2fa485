"""Links in sentences, words of other scripts, and labels at the beginning of titles."""

from __future__ import annotations

import pytest

from crawler.extract import related
from crawler.extract.related import lexicon
from crawler.page import Page
from tests.unit.test_related import HEADLINE, PARAGRAPH, URL, found, kinds, link
from tests.unit.test_related_templates import CHOIR, FERRY, MARKET, PIER, RELATED, related_texts, said

FERRY_TITLE = "Ferry operator was warned about the pier"
REST = (
    "the operator told the harbour board on Friday, and nobody in the room could say where the money would come from."
)


def over(words: str) -> str:
    return FERRY.replace(f">{FERRY_TITLE}<", f">{words}<")


@pytest.mark.parametrize("words", ["last week", "report", "earlier", "analysis"])
def test_a_link_on_a_common_word_of_a_sentence_is_kept(words: str) -> None:
    assert kinds(f"<p>The ferries ran aground {over(words)}, {REST}</p>{PARAGRAPH}") == {words: "inline"}


@pytest.mark.parametrize(
    "sentence",
    [
        "<p>\"{}\", he said.</p>",
        "<p>मंत्री ने {} की है।</p>",
        "<p>Earlier {}.</p>",
    ],
)  # fmt: skip
def test_a_short_sentence_around_a_link_makes_it_inline(sentence: str) -> None:
    text = sentence.format(over("the operator hired forty extra hands for it"))

    assert [entry.kind for entry in found(f"{PARAGRAPH}{text}{PARAGRAPH * 2}</article>")] == ["inline"]


@pytest.mark.parametrize(
    "sentence",
    ["«{}», — сказал он.", "„{}“ – sagte er.", "— {}, dit-il.", "「{}」と語った。", "«{}»، قال الوزير."],
)
def test_what_somebody_says_is_a_sentence(sentence: str) -> None:
    assert kinds(f"{PARAGRAPH}<p>{sentence.format(over('Я не знал об этом'))}</p>{PARAGRAPH}") == {
        "Я не знал об этом": "inline"
    }


@pytest.mark.parametrize("word", ["Analysis", "Hier", "Background"])
def test_a_sentence_may_begin_with_a_link_on_a_common_word(word: str) -> None:
    assert kinds(f"{PARAGRAPH}<p>{over(word)} shows that {REST}</p>{PARAGRAPH}") == {word: "inline"}


@pytest.mark.parametrize(
    "line",
    ["Read more about the pier {}.", "Mehr dazu lesen Sie {}.", "Lees ook: {}", "En savoir plus sur le port : {}"],
)
@pytest.mark.parametrize("here", ["here", "hier", "ici"])
def test_here_behind_a_label_is_related(line: str, here: str) -> None:
    assert kinds(f"{PARAGRAPH}<p>{line.format(over(here))}</p>{PARAGRAPH}") == {here: "related"}


def test_the_teasers_below_a_short_story_are_no_part_of_it() -> None:
    teaser = "<p>Nobody had thought that the old works would ever be asked for their papers, said one of them.</p>"
    cards = "".join(f"<div><h3>{title}</h3>{teaser}</div>" for title in (FERRY, PIER, CHOIR, MARKET))
    story = PARAGRAPH.removeprefix("<p>").removesuffix("</p>")
    page = Page(URL, f"<html><body><article><h1>{HEADLINE}</h1>{PARAGRAPH}<p>{story[::-1]}</p></article>"
                     f"<div><h2>Latest news</h2>{cards}</div></body></html>")  # fmt: skip

    links = related.find(page, HEADLINE, f"{story}\n\n{story[::-1]}")
    assert said(links) == [("recirculation", "Latest news")] * 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("पुल तीन सप्ताह के लिए बंद रहेगा", "बंद पुल पर व्यापारियों का विरोध"),
        ("সেতু তিন সপ্তাহ বন্ধ থাকবে", "বন্ধ সেতু নিয়ে ক্ষোভ"),
        ("பாலம் மூன்று வாரங்கள் மூடப்படும்", "மூடப்படும் பாலம் பற்றி கவலை"),
        ("వంతెన మూడు వారాలు మూసివేత", "వంతెన మూసివేత పై ఆందోళన"),
    ],
)
def test_titles_in_indic_scripts_share_words(one: str, other: str) -> None:
    assert lexicon.words(one) & lexicon.words(other)


@pytest.mark.parametrize("label", ["Update", "Breaking", "Live updates", "Срочно", "عاجل"])
def test_a_title_may_begin_with_a_word_of_the_latest_news(label: str) -> None:
    items = f"<li>{over(f'{label}: {FERRY_TITLE}')}</li><li>{PIER}</li>"

    assert len(related_texts(f"</article><h3>Related stories</h3><ul>{items}</ul>")) == 2


@pytest.mark.parametrize(("heading", "title"), [("関連記事", "【速報】首相が辞任"), ("관련기사", "[속보] 다리 폐쇄")])
def test_a_title_may_begin_with_a_word_in_brackets(heading: str, title: str) -> None:
    assert kinds(f"</article><h3>{heading}</h3><p>{over(title)}</p>") == {title: "related"}


@pytest.mark.parametrize("heading", ["<p><strong>Related stories</strong></p>", "<div>More on this story:</div>"])
def test_a_foot_that_names_related_stories_is_not_the_sites(heading: str) -> None:
    items = "".join(f"<li>{entry}</li>" for entry in (FERRY, PIER, CHOIR, MARKET))
    foot = f"<footer>{heading}<ul>{items}</ul></footer>"
    page = Page(URL, f"<html><body><div><h1>{HEADLINE}</h1>{PARAGRAPH * 3}{foot}</div></body></html>")

    assert {entry.kind for entry in related.find(page, HEADLINE, None)} == {"related"}


@pytest.mark.parametrize(
    "title", ["2024年春节档票房破纪录", "2024 की सूची जारी हुई", "Ferry operator hires forty hands »"]
)
def test_a_title_with_a_year_is_no_date_and_one_with_an_arrow_no_button(title: str) -> None:
    [entry] = found(f"{PARAGRAPH}<p>{over(title)}</p>{PARAGRAPH}")

    assert (entry.kind, entry.text) == ("related", title)


def test_excerpts_of_cards_are_no_sentences_of_the_story() -> None:
    teaser = "<p>Nobody had thought that the old works would ever be asked for their papers, said one. {}</p>"
    titles = ("Ferries wait for the bridge", "Who pays for the bridge", "Harbour without a bridge")
    more = [link(n, title).replace(f">{title}<", ">Read more<") for n, title in enumerate(titles, 3)]
    cards = "".join(f"<div><h4>{title}</h4>{teaser.format(m)}</div>" for title, m in zip(titles, more, strict=True))

    story = "\n\n".join([PARAGRAPH.removeprefix("<p>").removesuffix("</p>")] * 3)
    html = f"<article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}<h3>Related</h3>{cards}</article>"
    assert said(related.find(Page(URL, html), HEADLINE, story)) == [("related", "Related")] * 3


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("/news/articles/cgly2zl0wvpo", "/sport/football/articles/c9xxz7y0dgpo"),
        ("/world/2024/may/12/bridge-closes-for-repairs", "/world/2024/may/10/ferry"),
    ],
)
def test_addresses_of_stories_may_lie_deeper_or_name_the_month(own: str, other: str) -> None:
    site = "https://www.lantern.example"
    box = f"<h3>Related stories</h3><p><a href={other}>The ferry and the pier</a></p>"
    html = f"<article><h1>{HEADLINE}</h1>{PARAGRAPH * 3}</article>{box}"

    assert [entry.url for entry in related.find(Page(site + own, html), HEADLINE, None)] == [site + other]


def test_the_related_list_counts_though_a_sentence_names_its_story() -> None:
    named = f"<p>The ferries ran aground {over('last week')}, {REST}</p>"

    assert (
        related_texts(f"{named}</article><h3>Related stories</h3><ul><li>{FERRY}</li><li>{PIER}</li></ul>") == RELATED
    )
