"""The day and the section that lists print beside a story's headline, however they are built."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html
import pytest

from crawler.extract.related import printed
from crawler.extract.related.relative import ago

OTHER = '<li><a href="/other.html">Another story altogether</a> 1 Jan 2001</li>'


@pytest.mark.parametrize(
    ("item", "language", "published", "section"),
    [
        ('<li>{a}<time datetime="2024-05-15">a day ago</time></li>', "en", "2024-05-15", None),
        ('<li>{a}<span class="card__section">Transport</span></li>', "en", None, "Transport"),
        ('<li><span class="datum">12. März 2022</span> {a}</li>', "de", "2022-03-12", None),
        ("<li>{a} (3rd June 2014)", "en", "2014-06-03", None),
        ("<div>{a}<br><span>23 May 05&nbsp;|&nbsp;Business</span></div>", "en", "2005-05-23", "Business"),
        ('<article><p class="kicker">Sport</p><h3>{a}</h3><p>What happened next.</p></article>', "en", None, "Sport"),
        ("<li><h4>{a}</h4><small>21.03.2005</small></li>", "de", "2005-03-21", None),
        ("<p>{a} (3rd June 2014)<br><a href=/x.html>Slates fall</a> (12th May 2014)</p>", "en", "2014-06-03", None),
        ("<li>{a}</li>", "en", None, None),
        ("<li>{a} 14 comments</li>", "en", None, None),
        ("<li><a href=/story.html><b>Fire of the harbour, 4 May 2019</b><i>photo</i></a></li>", "en", None, None),
        ("<li><a href=/story.html><div class=section-title>Two piers</div><p>Shut.</p></a></li>", "en", None, None),
    ],
)  # fmt: skip
def test_what_stands_beside_a_link(item: str, language: str, published: str | None, section: str | None) -> None:
    html = f"<ul>{OTHER}{item.format(a='<a href=/story.html>The roof is back</a>')}{OTHER}</ul>"
    (link,) = lxml.html.fromstring(html).xpath("//a[@href='/story.html']")
    assert printed.beside(link, language) == (published, section)


STORIES = {"/story.html": "story", "/other.html": "other", "/a.html": "a", "/b.html": "b"}


@pytest.mark.parametrize(
    ("item", "published"),
    [
        ('<article><a href="/culture/">Culture</a><h4>{a}</h4><time>14 May 2024</time></article>', "2024-05-14"),
        ('<article><h4>{a}</h4><a href="/author/jo">Jo Marsh</a> <span>14 May 2024</span></article>', "2024-05-14"),
        ('<article><h4>{a}</h4><a href="/story.html#c">3 comments</a> <i>14 May 2024</i></article>', "2024-05-14"),
        ('<div><h4>{a}</h4><h4><a href="/a.html">The roof</a></h4><span>14 May 2024</span></div>', None),
        ("<article><h1>In brief</h1><time>15 May 2024</time><p>The roof came off.</p><div>{a}</div></article>", None),
    ],
)  # fmt: skip
def test_links_to_sections_and_authors_part_no_item_from_its_date(item: str, published: str | None) -> None:
    html = f"<div>{item.format(a='<a href=/story.html>The roof is back</a>')}</div>"
    link = next(link for link in lxml.html.fromstring(html).iter("a") if link.get("href") == "/story.html")
    assert printed.beside(link, "en", None, STORIES)[0] == published


@pytest.mark.parametrize(
    ("card", "published", "section"),
    [
        ('<b class="section">Sport</b><h4>The roof is back</h4><span>14 May 2024</span>', "2024-05-14", "Sport"),
        ('<span class="kicker">A bill at last</span><h4>The roof is back</h4>', None, None),
        ("<h4>14 May 2024</h4><p>How the roof came off and who paid.</p>", None, None),
        ('<span class="topic-title">The roof is back</span>', None, None),
        ('<div><p>Jo Marsh</p><h3>The roof</h3><p><span>May 14, 2024</span></p></div>', "2024-05-14", None),
    ],
)  # fmt: skip
def test_a_link_around_all_of_a_card_holds_its_day_and_section(card: str, published: str, section: str) -> None:
    html = f"<ul>{OTHER}<li><a href=/story.html>{card}</a></li>{OTHER}</ul>"
    (link,) = lxml.html.fromstring(html).xpath("//a[@href='/story.html']")
    assert printed.beside(link, "en") == (published, section)


@pytest.mark.parametrize(
    ("line", "language", "published"),
    [
        ("By Jo Marsh - May 14, 2024", "en", "2024-05-14"),
        ("Jo Marsh, May 14, 2024", "en", "2024-05-14"),
        ("14. Mai 2024 – Von Jo Marsch", "de", "2024-05-14"),
        ('<abbr title="2024-05-14T09:30:00Z">last week</abbr>', "en", "2024-05-14T09:30:00+00:00"),
        ("The roof, 14 metres high", "en", None),
    ],
)
def test_a_day_is_read_beside_a_name(line: str, language: str, published: str | None) -> None:
    html = f"<ul>{OTHER}<li><a href=/story.html>The roof is back</a> <span>{line}</span></li>{OTHER}</ul>"
    (link,) = lxml.html.fromstring(html).xpath("//a[@href='/story.html']")
    assert printed.beside(link, language) == (published, None)


def test_a_link_in_a_paragraph_has_nothing_beside_it() -> None:
    text = (
        f"<p>On 3 June 2014, as <a href=/story.html>we wrote</a>, the roof came off. {'It was a long night. ' * 40}</p>"
    )
    (link,) = lxml.html.fromstring(f"<div>{text}</div>").iter("a")
    assert printed.beside(link, "en") == (None, None)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("2 hours ago", "en", "2024-05-15T10:00+00:00"),
        ("2 hours ago", None, "2024-05-15T10:00+00:00"),
        ("an hour ago", "en", "2024-05-15T11:00+00:00"),
        ("Yesterday", "en", "2024-05-14"),
        ("Gestern, 14.30 Uhr", "de", "2024-05-14"),
        ("hier à 14h30", "fr", "2024-05-14"),
        ("Вчера, 14:30", "ru", "2024-05-14"),
        ("vor 2 Tagen, 14:30 Uhr", "de", "2024-05-13"),
        ("Bayern 2:10", "de", None),
        ("vor 3 Std.", "de", "2024-05-15T09:00+00:00"),
        ("il y a 2 j", "fr", "2024-05-13"),
        ("hai 5 minutos", "gl", "2024-05-15T11:55+00:00"),
        ("for 2 t siden", "nb", "2024-05-15T10:00+00:00"),
        ("prije 3 sata", "hr", "2024-05-15T09:00+00:00"),
        ("pre 2 sata", "sr", "2024-05-15T10:00+00:00"),
        ("пре 2 сата", "sr", "2024-05-15T10:00+00:00"),
        ("1 saat əvvəl", "az", "2024-05-15T11:00+00:00"),
        ("5 น.", "th", None),
        ("2 ชั่วโมงที่ผ่านมา", "th", "2024-05-15T10:00+00:00"),
        ("2 மணிநேரம் முன்", "ta", "2024-05-15T10:00+00:00"),
        ("قبل ساعتين", "ar", "2024-05-15T10:00+00:00"),
        ("منذ ساعة واحدة", "ar", "2024-05-15T11:00+00:00"),
        ("לפני שעתיים", "he", "2024-05-15T10:00+00:00"),
        ("2 j lalu", "id", "2024-05-15T10:00+00:00"),
        ("преди 2 години", None, None),  # years, written as Ukrainian hours
        ("2 minggu lalu", None, None),  # weeks
        ("2 weeks ago", "en", None),  # no day
        ("5 min read", "en", None),
        ("in 5 minutes", "en", None),
        ("Politics", "en", None),
        ("5 分鐘前", "zh-TW", "2024-05-15T11:55+00:00"),
        ("2个小时前", None, "2024-05-15T10:00+00:00"),
        ("45m", "en", "2024-05-15T11:15+00:00"),
        ("5月12日 午前9時30分", "ja", None),  # the forenoon, and no "9 hours ago"
        ("5월 12일 오전 9:30", "ko", None),
        ("12日の試合前", "ja", None),
        ("3 Tage vor der Wahl", "de", None),
        ("5 giorni fa il voto", "it", None),
        ("14 comments", "en", None),
    ],
)
def test_a_time_before_the_pages_own_is_read_in_the_pages_language(text, language, said) -> None:
    assert ago(text, datetime(2024, 5, 15, 12, tzinfo=UTC), language) == said
