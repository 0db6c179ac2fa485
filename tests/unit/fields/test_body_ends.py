"""Where a story's text begins and ends: dates, labels, points and last words."""

from __future__ import annotations

import pytest


def test_a_line_that_only_dates_the_text_below_it_is_no_text(read, paragraphs) -> None:
    line = "<p>3 maggio 2024 ( modifica il 4 maggio 2024 | 15:24)</p>"
    assert read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{line}</article>").body.endswith("town hall.")


@pytest.mark.parametrize(
    ("last", "blocks"),
    [
        ("<p>The death toll is now 12.</p>", ["The death toll is now 12."]),
        ("<p>He married <a href='/quill'>Ada Quill</a>.</p>", ["He married Ada Quill."]),
        ("<p>On 3 May 2024 all of it fell.</p>", ["On 3 May 2024 all of it fell."]),
        ('<p>He is 61.</p><p>"Enough," she said.</p>', ["He is 61.", '"Enough," she said.']),
        ("<ul><li>3 May: the wall</li><li>5 May: the ferry</li></ul>", ["3 May: the wall", "5 May: the ferry"]),
        ("<table><tr><th>Boats</th><td>2</td></tr></table>", ["Boats", "2"]),
    ],
)
def test_a_text_ends_with_its_last_words_however_short(read, paragraphs, last, blocks) -> None:
    story = read(f"<div class=page><h1>Harbour wall gives way</h1><div>{paragraphs}{last}</div></div>")
    assert story.body.split("\n\n")[3:] == blocks


@pytest.mark.parametrize(
    "after",
    [
        "<p>(afp)</p>",
        "<h2>More about walls</h2>",
        "<p>Also: <a href='/x'>The ferry sails again.</a></p>",
        "<div><p>You read this in the second-best way, says an app.</p></div><div><ul><li>Push</li></ul></div>",
    ],
)
def test_lines_that_are_no_sentence_after_the_text_are_left_out(read, paragraphs, after) -> None:
    story = read(f"<div class=page><h1>Harbour wall gives way</h1><div>{paragraphs}{after}</div></div>")
    assert not story.body.endswith(("(afp)", "walls", "sails again.", "Push"))


@pytest.mark.parametrize(
    ("first", "blocks"),
    [
        (
            "<ul><li>Wall falls in the night</li><li>Two boats are lost</li></ul>",
            ["Wall falls in the night", "Two boats are lost"],
        ),
        ("<p>“Enough”</p>", ["“Enough”"]),
        ("<p>HARBOUR TOWN</p>", []),
        ("<ul><li>5 min</li><li>Save</li></ul>", []),
    ],
)
def test_points_and_quotes_above_the_text_are_text_and_labels_are_none(read, paragraphs, first, blocks) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1><div>{first}{paragraphs}</div></article>")
    assert story.body.split("\n\n")[:-3] == blocks


@pytest.mark.parametrize(
    "line",
    ["Friday, 3 May 2024, 16:15", "Published on 3 May 2024 at 16:15.", "2024年5月3日 16時15分", "3 พ.ค. 2567 16:15 น."],
)
def test_a_line_that_dates_the_text_above_it_is_no_text(read, paragraphs, line) -> None:
    assert read(f"<article><p>{line}</p>{paragraphs}</article>").body.startswith("The northern wall")


@pytest.mark.parametrize(
    "told",
    [
        "Harbour Stone (005930.KS) shares fell 2.5% to 71,300 crowns.",
        "The 2024-25 budget of the harbour totals $1,234,567, the mayor said.",
        "On 20/11/2023 the twelfth letter about the wall came at 10:30.",
    ],
)
def test_a_short_first_sentence_with_many_figures_is_text(read, paragraphs, told) -> None:
    assert read(f"<article><h1>Harbour wall gives way</h1><p>{told}</p>{paragraphs}</article>").body.startswith(told)


SUMMARY = "Two boats are lost and the town asks the state for help."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<p>Published on May 3, 2024 08:10 AM</p>", []),
        ("<div>By <a href='/quill'>Ada Quill</a> • 3 May 2024, 8:10</div>", ["Ada Quill"]),
        (
            "<div>Par <a href='/quill'>Ada Quill</a> (avec AFP)<br>Publié le 3 mai 2024 à 8h10, "
            "mis à jour le 4 mai 2024 à 11h30</div>",
            ["Ada Quill"],
        ),
        ("<ul><li>The Harbour Post</li><li>May 3, 2024</li><li>3 min read</li></ul>", []),
    ],
)
@pytest.mark.parametrize("summary", [f"<p class=deck>{SUMMARY}</p>", ""])
def test_a_line_of_names_and_dates_below_a_standfirst_is_no_text(read, paragraphs, line, authors, summary) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{summary}{line}{paragraphs}</article>")
    assert story.authors == authors
    told = story.body.removeprefix(f"{SUMMARY}\n\n")
    assert told == read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>").body


def test_the_days_of_a_chronicle_stay(read, paragraphs) -> None:
    days = "<p>3 May 2024</p><p>The wall gives way.</p><p>5 May 2024</p><p>The ferry sails again.</p>"
    story = read(
        f"<article><h1>Harbour wall gives way</h1><p>What happened, day by day.</p>{days}{paragraphs}</article>"
    )
    assert story.body.split("\n\n")[:3] == ["What happened, day by day.", "3 May 2024", "The wall gives way."]


def test_when_and_where_something_takes_place_stays(read) -> None:
    facts = ["When: Saturday, 11 May 2024, 8 pm", "Where: Town hall", "Tickets: 10 crowns", "Doors: 7 pm"]
    told = "The choir of the old harbour sings for the two families who lost their boats in the storm of last week."
    lines = "".join(f"<p>{fact}</p>" for fact in facts)
    story = read(f"<article><h1>Choir sings for the boats</h1><p>{told}</p>{lines}<p>{told[4:]}</p></article>")
    assert story.body.split("\n\n")[1:5] == facts


@pytest.mark.parametrize(
    "facts",
    [
        "<p>When: 7 March 2025</p><p>Where: Town hall</p><p>Price: 5 pounds</p>",
        "<ul><li>7 March 2025: the day it shut</li></ul>",
        "<p>Opening: 7 March 2025</p>",
    ],
)
def test_a_fact_with_a_date_below_a_standfirst_stays(read, paragraphs, facts) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1><p>{SUMMARY}</p>{facts}{paragraphs}</article>")
    assert "7 March 2025" in story.body


@pytest.mark.parametrize(
    "sentence",
    ["By King Charles, at a ceremony in 2023, the pier was opened.", "By Lake Geneva on a day in 2022 they met again."],
)
def test_a_first_sentence_that_begins_with_by_and_names_a_year_stays(read, paragraphs, sentence) -> None:
    assert sentence in read(f"<article><h1>Harbour wall gives way</h1><p>{sentence}</p>{paragraphs}</article>").body


LONG = "Divers said that the old piles had rotted through, and that nobody had been down to look in thirty years."


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="image-row"><img src="/img/piles.jpg"><p>{LONG}</p></div>',
        f'<div class="photo-story"><img src="/img/piles.jpg"><p>{LONG}</p></div>',
        '<p><img src="/img/piles.jpg">He ran, said a source: nobody had told him of what lay below the planks.</p>',
    ],
)
def test_a_paragraph_beside_a_picture_is_text(read, paragraphs, box) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{box}{paragraphs}</article>")
    assert "nobody had" in story.body
    assert [image.caption for image in story.images] == [None]


def test_the_line_of_names_between_a_text_and_its_notice_is_no_text(read, paragraphs) -> None:
    after = "<p>김하나 기자 hana@post.example</p><p>ⓒ 하버포스트, 무단 전재 및 재배포 금지</p>"
    story = read(f"<div class=page><h1>Harbour wall gives way</h1><div>{paragraphs}{after}</div></div>")
    assert story.body.endswith("town hall.")


@pytest.mark.parametrize("mark", ["postmetadata alt", "meta__reading-time", "autorenkasten", "commentlist"])
def test_boxes_of_a_template_around_the_text_are_no_text(read, paragraphs, mark) -> None:
    box = (
        f"<div class='{mark}'><p>This entry was posted on a Friday by one who reads it in two minutes or so.</p></div>"
    )
    assert "This entry" not in read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{box}</article>").body


@pytest.mark.parametrize(
    "label",
    ["Citește și", "Διαβάστε επίσης", "यह भी पढ़ें", "อ่านข่าวเพิ่มเติม", "আরও পড়ুন", "関連記事", "관련기사", "Read more"],
)
def test_a_label_and_the_title_of_a_related_story_are_no_text_in_any_language(read, paragraphs, label) -> None:
    line = f"<p>{label}: <a href='/news/2024/05/01/ferry-4700'>Ferry stays in port until the wall is mended</a></p>"
    body = read(f"<article><h1>Harbour wall gives way</h1><div>{paragraphs}{line}{paragraphs}</div></article>").body
    assert "Ferry" not in body


def test_a_label_with_a_sentence_in_which_a_link_stands_is_text(read, paragraphs) -> None:
    line = "<p>Related: the wall and <a href='/x'>the ferry</a> belong to one and the same company, it says.</p>"
    story = read(f"<article><h1>Harbour wall gives way</h1><div>{paragraphs}{line}{paragraphs}</div></article>")
    assert "Related: the wall" in story.body


@pytest.mark.parametrize("above", ["<p>What comes next:</p>", "<h2>What comes next</h2>"])
def test_the_points_between_a_text_and_its_notice_are_text(read, paragraphs, above) -> None:
    after = f"{above}<ul><li>A new wall</li><li>Two new boats</li></ul><p>© Harbour Post. All rights reserved.</p>"
    story = read(f"<div class=page><h1>Harbour wall gives way</h1><div>{paragraphs}{after}</div></div>")
    assert story.body.endswith("A new wall\n\nTwo new boats")


@pytest.mark.parametrize("mark", ["article reading-time-5", "article has-reading-time"])
def test_a_box_of_which_the_class_counts_minutes_holds_the_text(read, paragraphs, mark) -> None:
    others = f"<div class=list>{paragraphs.replace('wall', 'dike')}</div>"
    story = read(f"<h1>Harbour wall gives way</h1><div class='{mark}'>{paragraphs}{paragraphs}</div>{others}")
    assert "The northern wall" in story.body


@pytest.mark.parametrize(
    ("last", "language"),
    [
        ("“Enough is enough”", "en"),
        ("वह चला गया।", "hi"),
        ("هل انتهى الأمر؟", "ar"),
        ("وہ چلا گیا۔", "ur"),
        ("เรือสองลำหายไปในคืนวันพฤหัสบดี", "th"),
    ],
)
def test_a_short_last_line_above_a_notice_is_text_in_any_script(read, paragraphs, last, language) -> None:
    told = f"{paragraphs}<p>{last}</p><p>© Harbour Post. All rights reserved.</p>"
    story = read(f"<div class=page><h1>Harbour wall gives way</h1><div>{told}</div></div>", lang=language)
    assert story.body.endswith(last)


@pytest.mark.parametrize(("last", "language"), [("वह चला गया।", "hi"), ("هل انتهى الأمر؟", "ar"), ("Նա գնաց։", "hy")])
def test_a_short_sentence_is_one_whatever_sign_ends_it(read, paragraphs, last, language) -> None:
    line = f"<p>{last}</p>"
    first = read(f"<article><h1>Harbour wall gives way</h1>{line}{paragraphs}{line}</article>", lang=language).body
    assert (first.startswith(last), first.endswith(last)) == (True, True)


def test_a_line_of_a_survey_that_names_a_section_is_text(read, paragraphs) -> None:
    line = "<p>France: <a href='/x'>the wall is in all the papers of the coast this morning</a></p>"
    story = read(f"<article><h1>Harbour wall gives way</h1><div>{paragraphs}{line}{paragraphs}</div></article>")
    assert "in all the papers" in story.body
