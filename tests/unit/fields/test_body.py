"""The article text: what belongs to it, and what stands around it."""

from __future__ import annotations

import pytest

from crawler.extract.body import fallback
from crawler.extract.body.block import Block

NOISE = {
    "caption": '<figure><img src="/a.jpg"><figcaption>The wall on Friday, seen from the quay.</figcaption></figure>',
    "promo line": '<p><strong>READ MORE: <a href="/x">The long story of the old harbour wall</a></strong></p>',
    "related box": '<div class="related-box"><h3>Related</h3><p>How the harbour was built in 1823, by whom.</p></div>',
    "newsletter": '<div class="newsletter-signup"><p>Get the best of the Post in your inbox every day.</p></div>',
    "share": '<ul class="share-tools"><li>Share this article with your friends</li><li>Copy the link</li></ul>',
    "cookie note": '<div class="cookie-consent"><p>We use cookies to make this page work for you.</p></div>',
    "comments": '<section id="comments"><p>I always said that this wall would not stand.</p></section>',
    "teaser card": '<div><a href="/y">Ferry service returns</a><p>The ferry sails again after nine days.</p></div>',
    "hidden": '<div style="display:none"><p>This paragraph is shown to nobody in any browser.</p></div>',
}

SECOND = "<p>" + "Parking will cost a crown more from Monday on, the council of the town decided. " * 3 + "</p>"


@pytest.mark.parametrize("name", NOISE)
def test_boxes_inside_the_text_are_left_out(read, paragraphs, name) -> None:
    first, rest = paragraphs.split("</p>", 1)
    story = read(f"<article><h1>Harbour wall gives way</h1>{first}</p>{NOISE[name]}{rest}</article>")
    assert story.body == read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>").body
    assert story.body.count("\n\n") == 2


def test_standfirst_crossheads_and_lists_keep_their_order(read, paragraphs) -> None:
    story = read(
        "<header><h1>Harbour wall gives way</h1><p class='standfirst'>Two boats are lost; nobody is hurt.</p></header>"
        f"<article>{paragraphs}<h2>What comes next</h2><p>Three things will be done before the winter storms come:</p>"
        "<ul><li>the quay stays closed</li><li>the boats are raised</li></ul>"
        "<p><strong>An old wall</strong></p><p>It was built in 1823 of stone that came as ballast from the north.</p>"
        "</article>"
    )
    blocks = story.body.split("\n\n")
    assert blocks[0] == story.standfirst == "Two boats are lost; nobody is hurt."
    assert story.crossheads == ["What comes next", "An old wall"]
    assert blocks[4:] == [
        "What comes next",
        "Three things will be done before the winter storms come:",
        "the quay stays closed",
        "the boats are raised",
        "An old wall",
        "It was built in 1823 of stone that came as ballast from the north.",
    ]


TABLE = "<table><tr><th>Party</th><th>Seats</th></tr><tr><th scope=row>Greens</th><td>41</td></tr></table>"
QUOTE = "<blockquote><p>Nobody picked up the telephone.</p></blockquote>"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (TABLE, ["Party", "Seats", "Greens", "41"]),
        (f"<figure class='wp-block-table'>{TABLE}</figure>", ["Party", "Seats", "Greens", "41"]),
        (f"<figure>{QUOTE}<figcaption>The harbour master</figcaption></figure>", ["Nobody picked up the telephone."]),
        (f"<figure class='wp-block-pullquote'>{QUOTE}</figure>", []),
        ("<figure><blockquote>“The town will ask the state for help.”</blockquote><cite>She</cite></figure>", []),
        (f"<figure><img src='/a.jpg'>{QUOTE}</figure>", []),
    ],
)
def test_tables_and_quotes_are_text_in_a_figure_too(read, paragraphs, part, told) -> None:
    first, rest = paragraphs.split("</p>", 1)
    blocks = read(f"<article><h1>Harbour wall gives way</h1>{first}</p>{part}{rest}</article>").body.split("\n\n")
    assert blocks[1:-2] == told


CARD = "The wall was built in 1823 of stone that came as ballast from the north."


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='kg-card kg-callout-card'><div class='kg-callout-text'>{CARD}</div></div>",
        f"<div class='kg-card kg-toggle-card'><h4>Background</h4><button>+</button><p>{CARD}</p></div>",
        f"<div class='cards'><div class='card'><h3>Who built it?</h3><p>{CARD}</p></div></div>",
    ],
)
def test_a_card_that_leads_nowhere_is_a_part_of_the_story(read, paragraphs, box) -> None:
    assert CARD in read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{box}{paragraphs}</article>").body


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='card'><h3><a href='/wall'>Who built it?</a></h3><p>{CARD}</p></div>",
        f"<div class='card'><a href='/wall'><img src='/wall.jpg'></a><p>{CARD}</p></div>",
        f"<a href='/wall'><div class='card'><h3>Who built it?</h3><p>{CARD}</p></div></a>",
        f"<div class='card'><h3>Letters</h3><p>{CARD}</p><form><input name='mail'></form></div>",
    ],
)
def test_a_card_that_leads_on_is_none(read, paragraphs, box) -> None:
    assert CARD not in read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{box}{paragraphs}</article>").body


@pytest.mark.parametrize("name", ["read-more-content", "subscription-content", "regwall", "content-blocker"])
def test_the_rest_of_a_story_is_read_in_whatever_box_it_is_kept(read, paragraphs, name) -> None:
    rest = paragraphs.replace("The", "Then the")
    body = read(
        f"<article><h1>Harbour wall gives way</h1>{paragraphs * 2}<div class='{name}'>{rest}</div></article>"
    ).body
    assert "Then the town will ask" in body
    offer = f"<div class='{name}'><p>Read all that the Post has to tell for the price of one cup of coffee.</p></div>"
    assert (
        "coffee" not in read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{offer}{paragraphs}</article>").body
    )


def test_a_heading_that_is_its_own_mark_is_a_crosshead(read, paragraphs) -> None:
    heading = "<h2 id='wall'><a href='#wall'>What comes next</a></h2>"
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{heading}{paragraphs}</article>")
    assert story.crossheads == ["What comes next"]


TERMS = ["tooltip", "tag", "keywords", "stock-quote", "date", "card", "rate", "author", "hidden-print", "label"]


@pytest.mark.parametrize("name", TERMS)
def test_a_word_within_a_sentence_is_a_part_of_it_whatever_it_is_called(read, paragraphs, name) -> None:
    told = f"<p>The price of <span class='{name}'>Acme Corp</span> rose when the news of the wall became known.</p>"
    body = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{told}{paragraphs}</article>").body
    assert "\n\nThe price of Acme Corp rose when the news of the wall became known.\n\n" in body


@pytest.mark.parametrize(
    "inset",
    [
        "<span class='ad-slot'>Advertisement</span>",
        "<span class='visually-hidden'>(explained below)</span>",
        "<span hidden>(explained below)</span>",
        "<span class='related'><a href='/x'>How the wall was built</a></span>",
    ],
)
def test_what_is_set_into_a_sentence_leaves_it_whole(read, paragraphs, inset) -> None:
    told = f"<p>The price of Acme Corp {inset} rose when the news of the wall became known.</p>"
    body = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{told}{paragraphs}</article>").body
    assert "\n\nThe price of Acme Corp rose when the news of the wall became known.\n\n" in body


def test_a_line_of_who_and_when_is_no_sentence(read, paragraphs) -> None:
    line = "<p>Posted on <span class='date'>May 3, 2024</span> by <span class='author'>Ada Quill</span> in Harbours</p>"
    story = read(f"<article><h1>Harbour wall gives way</h1>{line}{paragraphs}</article>")
    assert story.body.startswith("The northern wall")


def test_text_without_paragraph_elements_is_read_too(read) -> None:
    story = read(
        "<table><tr><td><font>The northern wall of the old harbour gave way on Thursday night.<br><br>"
        "Nobody was hurt, said the harbour master, who had closed the quay in the evening.<br><br>"
        "The town will ask the state for help, since the wall is older than the town hall.</font></td></tr></table>"
    )
    assert len(story.body.split("\n\n")) == 3


@pytest.mark.parametrize(
    "around", ["<div>{}</div>", "{}<br><br>", "<section><div>{}</div></section>", "<div class=line>{}</div>"]
)
def test_short_paragraphs_without_paragraph_elements_are_text(read, paragraphs, around) -> None:
    told = [
        "Why did the wall give way in a night without any storm?",
        "It was old.",
        '"No comment," he said',
        "Who had known of it before that night, and who should have?",
        "We all had known of it, and every one of us should have said so.",
        "That is all.",
    ]
    story = read(f"<h1>Harbour wall gives way</h1><div>{''.join(around.format(line) for line in told)}</div>")
    assert story.body.split("\n\n") == told


def test_labels_beside_such_paragraphs_are_none(read, paragraphs) -> None:
    told = paragraphs.replace("<p>", "<div class=line>").replace("</p>", "</div>")
    label = "<div class=line>Save</div><div>3 min</div>"
    story = read(f"<article><h1>Harbour wall gives way</h1>{label}{told}{label}</article>")
    assert story.body == read(f"<article><h1>Harbour wall gives way</h1>{told}</article>").body


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("Watch the wall: “It moved a foot, and it still stood”", True),
        ('Listen: "I am not going to stand here and take it"', True),
        ("Watch: the wall falls, seen from the quay", False),
        ("Read: <a href='/x'>“It moved a foot, and it still stood”</a>", False),
    ],
)
def test_a_line_that_announces_a_film_is_told_from_one_that_quotes(read, paragraphs, line, is_text) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}<p>{line}</p>{paragraphs}</article>")
    assert (line in story.body) is is_text
    assert len(story.body.split("\n\n")) == 6 + is_text


def test_a_text_of_a_language_without_spaces(read) -> None:
    paragraph = "北の港の古い防波堤が木曜日の夜に崩れ、漁船二隻が失われた。けが人はいなかったと港長は話している。"
    story = read(f"<article><h1>防波堤が崩れる</h1><p>{paragraph}</p><p>{paragraph[::-1]}</p></article>", lang="ja")
    assert story.body.startswith(paragraph)
    assert story.language == "ja"


def test_a_very_short_story_is_whole(read) -> None:
    text = "<p>The harbour wall gave way on Thursday night.</p>"
    story = read(f"<main><h1>Wall gives way</h1>{text}</main><footer>Imprint</footer>")
    assert story.body == "The harbour wall gave way on Thursday night."


def test_the_next_story_of_an_endless_page_is_another_one(read, paragraphs) -> None:
    story = read(
        f"<main><article><h1>Harbour wall gives way</h1>{paragraphs}</article>"
        f"<article><h1>Parking costs more</h1>{SECOND}</article></main>"
    )
    assert "Parking" not in story.body


@pytest.mark.parametrize(
    "following",
    [
        f"<div class=head><h1>Parking costs more</h1><p class=byline>By Ada Quill</p></div><div>{SECOND}</div>",
        f"<div class=head><h1>Parking costs more</h1><p>Friday, 3 May 2024</p></div><div>{SECOND}</div>",
        f"<div class=head><h1><a href='/parking'>Parking costs more</a></h1></div><div>{SECOND}</div>",
        f"<div class=story><h1>Parking costs more</h1>{SECOND}</div>",
        f"<article><div class='card-header'><h1>Parking costs more</h1></div>{SECOND}</article>",
    ],
)
def test_the_next_story_is_known_by_its_marks(read, paragraphs, following) -> None:
    first = f"<div class=story><h1>Harbour wall gives way</h1>{paragraphs}{paragraphs}</div>"
    assert "Parking" not in read(f"<main>{first}{following}</main>").body


@pytest.mark.parametrize(
    "heading",
    [
        "<aside class=related><h1>Read more</h1><a href=/x>The ferry sails again after nine days</a></aside>",
        "<div class=newsletter-box><h1>Sign up</h1><p>Get it daily in your inbox on every day of the week.</p></div>",
        "<div style='display:none'><h1>Share</h1></div>",
        "<div class=film><h1>The wall falls</h1></div>",
        "<figure><h1>Walls by height</h1><img src=/walls.png></figure>",
        "<div class=sticky><h1>Harbour wall gives way</h1></div>",
        "<ul><li>The quay stays closed until the storms of the winter are over.</li></ul><h1>An old wall</h1>",
        "<div><h1><a href='#old'>An old wall</a></h1></div>",
    ],
)
def test_a_heading_of_the_first_rank_within_the_text_does_not_end_it(read, paragraphs, heading) -> None:
    rest = f"<p>It was built in 1823 of stone that came as ballast from the north.</p>{paragraphs}"
    for body in (f"{heading}{rest}", f"{heading}<section>{rest}</section>", f"<section>{heading}{rest}</section>"):
        story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{body}</article>")
        assert "It was built in 1823" in story.body
        assert story.body.endswith("older than the town hall.")


MORE = (
    "<p>It was built in 1823 of stone that came as ballast from the north.</p>"
    "<p>No two of its stones are alike, they say, and no engineer has ever drawn a map of it.</p>"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "<div class=chunk>{}</div>"),
        (
            "",
            "<div class=ad>x</div><div class=chunk>{}</div><img src=/a.jpg><div class=chunk><p>It fell.</p></div>",
        ),
        ("<div class=chunk>{}{}{}</div>", ""),
        ("<div class=first>{}{}</div>", ""),
        ("{}{}", ""),
        ("", "{}"),
    ],
)
def test_a_text_in_several_boxes_is_whole(read, paragraphs, before, after) -> None:
    before, after = before.replace("{}", MORE), after.replace("{}", MORE)
    story = read(f"<h1>Harbour wall gives way</h1>{before}<div class=chunk>{paragraphs * 9}</div>{after}")
    whole = read(f"<h1>Harbour wall gives way</h1><div>{before}{paragraphs * 9}{after}</div>")
    assert story.body.count("built in 1823") == (before + after).count("built in 1823")
    assert ("It fell." in story.body) == ("It fell." in after)
    assert story.body == whole.body
    assert story.standfirst is None


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=chunk><p><a href=/x>The ferry sails again after nine days in the dock</a></p></div>",
        "<div class=about><p>The Post has told of the harbour since 1901, for a crown a day.</p></div>",
        "<div class=chunk><ul><li>Deal of the day: a rope of forty feet, for nine crowns only.</li></ul></div>",
        "<p>Mind what you write below: the house reads all comments before they are shown.</p>",
        f"<article class=chunk>{MORE}</article>",
    ],
)
def test_what_stands_beside_the_text_is_no_part_of_it(read, paragraphs, beside) -> None:
    story = read(f"<h1>Harbour wall gives way</h1><div class=chunk>{paragraphs * 9}</div>{beside}")
    assert story.body == read(f"<h1>Harbour wall gives way</h1><div class=chunk>{paragraphs * 9}</div>").body


def test_an_error_of_the_web_server_is_no_text(read, paragraphs) -> None:
    story = read(f"<article>{paragraphs}<p>[an error occurred while processing this directive]</p></article>")
    assert "directive" not in story.body


@pytest.mark.parametrize(
    "notice",
    [
        "Follow us on Facebook and sign up for our newsletters.",
        "Dieser Artikel enthält Affiliate-Links, für die wir eine Provision erhalten.",
        "Síguenos en nuestro canal de WhatsApp.",
        "Copyright 2024 Harbour Post. All rights reserved.",
        "Підписуйтеся на наш канал у Telegram.",
        "무단 전재 및 재배포 금지",
        "Ikuti WhatsApp channel kami.",
        "More on the storm in our live blog:",
    ],
)
def test_what_the_house_says_of_itself_is_no_text(read, paragraphs, notice) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}<p>{notice}</p></article>")
    assert story.body.endswith("older than the town hall.")
    before = read(f"<article><h1>Harbour wall gives way</h1><p>{notice}</p>{paragraphs}</article>")
    assert notice.endswith(":") or before.body.startswith("The northern wall")


def test_a_story_about_subscribers_keeps_its_sentences(read, paragraphs) -> None:
    told = "<p>The harbour master asked all captains to sign up for our newsletter, and three of them did.</p>"
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{told}{paragraphs * 2}</article>")
    assert "three of them did" in story.body


def test_a_box_named_for_its_film_may_hold_the_beginning_of_the_story(read, paragraphs) -> None:
    first = f"<div class='story-video-text'>{paragraphs}{paragraphs}</div>"
    caption = "<div class='lead-video-text'>The wall falls, filmed from the quay by a fisherman.</div>"
    story = read(
        f"<article><h1>Harbour wall gives way</h1>{caption}{first}<section>{paragraphs * 3}</section></article>"
    )
    assert story.body.startswith("The northern wall")
    assert "filmed" not in story.body


def test_other_stories_around_a_stub_are_not_its_text(read, monkeypatch) -> None:
    others = [Block("The fishing boat was found on Sunday by two children who had been looking for their dog.")] * 9
    monkeypatch.setattr(fallback, "blocks", lambda tree: others)
    stub = "The northern wall of the old harbour gave way on Thursday, said the harbour master."
    assert read(f"<main><h1>Harbour wall gives way</h1><p>{stub}</p></main>").body == stub
    assert read("<main><h1>Harbour wall gives way</h1></main>").body == "\n\n".join(block.text for block in others)


@pytest.mark.parametrize(
    "said",
    [" (öffnet im neuen Fenster)", ", opens new tab", " (opens in a new window)", " (s'ouvre dans un nouvel onglet)"],
)
def test_what_is_said_of_a_links_window_is_no_text(read, paragraphs, said) -> None:
    told = f"<p>The engineers had warned <a href='https://state.example/report'>in a report{said}</a> of the swell.</p>"
    assert "in a report of the swell" in read(f"<article>{paragraphs}{told}{paragraphs}</article>").body


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "The new channel, which shows sports for subscribers of the cable company, will start in May."),
        ("en", "The union said the new rule on premium content hurts small studios most of all."),
        ("fr", "Il vous reste dix jours pour vous inscrire sur les listes électorales, a rappelé la maire."),
        ("de", "Der Arzt rät: Testen Sie sich, bevor Sie Ihre Eltern im Heim besuchen."),
    ],
)
def test_a_sentence_with_words_of_an_offer_stays_in_the_text(read, paragraphs, lang, told) -> None:
    body = f"<article><h1>Harbour wall gives way</h1>{paragraphs}<p>{told}</p>{paragraphs}</article>"
    assert told in read(body, lang=lang).body


@pytest.mark.parametrize(
    "offer",
    [
        "Subscribe to continue reading",
        "Already a subscriber? Log in",
        "Exklusiv für Abonnenten",
        "Subscriber exclusive: <a href='/x'>How the town lost track of its harbour walls</a>",
    ],
)
def test_an_offer_within_the_text_is_left_out(read, paragraphs, offer) -> None:
    body = f"<article><h1>Harbour wall gives way</h1>{paragraphs}<p>{offer}</p>{paragraphs}</article>"
    assert read(body).body == read(body.replace(f"<p>{offer}</p>", "")).body


def test_an_offer_after_the_text_is_left_out_however_long(read, paragraphs) -> None:
    offer = "<p>You have read your free stories of this month. To continue reading, choose one of our two plans.</p>"
    body = f"<article><h1>Harbour wall gives way</h1>{paragraphs}{offer}<p>Log in</p></article>"
    assert read(body).body.endswith("older than the town hall.")
