"""Who wrote it: names out of bylines as papers print them."""

from __future__ import annotations

import json

import pytest

from crawler.extract.authors import Byline, read


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Ada Quill", ["Ada Quill"]),
        ("Von Jörg Ähre und Ute Öl, dpa", ["Jörg Ähre", "Ute Öl"]),
        ("Por Inés Ríos y Luis Mar (Enviado especial)", ["Inés Ríos", "Luis Mar"]),
        ("Jon Reed, News Reporter", ["Jon Reed"]),
        ("Ada Quill / Springfield", ["Ada Quill"]),
        ("Ada Quill – Journalist", ["Ada Quill"]),
        ("ada.quill@post.example Ada Quill", ["Ada Quill"]),
        ("https://post.example/authors/ada-quill", []),
        ("記者 山田太郎", ["山田太郎"]),
        ("김하나 기자", ["김하나"]),
        ("Follow us", []),
        ("Follow Ada Quill", ["Ada Quill"]),
        ("Ada Quill in Springfield and Ben Reed for the Harbour Post", ["Ada Quill", "Ben Reed"]),
        ("Ada Quill, Health Editor, and Ben Reed", ["Ada Quill", "Ben Reed"]),
        ("Ada E Quill", ["Ada E Quill"]),
        ("INÉS RÍOS Y LUIS MAR", ["INÉS RÍOS", "LUIS MAR"]),
        ("Dan Reed-Quill", ["Dan Reed-Quill"]),
        ("Ben Reed, Jr.", ["Ben Reed Jr"]),
        ("Ines Rios; Inés Ríos; INES RIOS", ["Inés Ríos"]),
        ("Text: Ada Quill Photo: Ben Reed", ["Ada Quill"]),
        ("Photo: Ben Reed", ["Ben Reed"]),
        ("记者：王小明 编辑：李大", ["王小明"]),
        ("amw", []),
        ("By by ADA QUILL, BEN REED and INÉS RÍOS May 3, 2024, 4:19 PM", ["ADA QUILL", "BEN REED", "INÉS RÍOS"]),
        ("03.05.2024 | 15:33 Uhr | Ada Quill", ["Ada Quill"]),
        ("Quill, Ada", ["Ada Quill"]),
        ("Ada Quill Ada Quill", ["Ada Quill"]),
        ("Ada Quill@adaquill", ["Ada Quill"]),
        ("Ada Quill 5 min read", ["Ada Quill"]),
        ("Ada Quill, BBC Wales", ["Ada Quill", "BBC Wales"]),
        ("Ada Quill BBC", ["Ada Quill"]),
        ("Political editor Ada Quill", ["Ada Quill"]),
        ("Analysis by Ada Quill", ["Ada Quill"]),
        ("ByAda Quill", ["Ada Quill"]),
        ("Xiaoying You", ["Xiaoying You"]),
        ("She Was Once Asked to Leave a Farm For Laziness", []),
        ("These Are the Towns That Lost Most of Their Boats", []),
        ("Por João Silva e Maria Souza, g1 — São Paulo", ["João Silva", "Maria Souza"]),
        ("Publisert av Kari Nordmann", ["Kari Nordmann"]),
        ("Toimittaja Matti Meikäläinen", ["Matti Meikäläinen"]),
        ("oprac. Jan Kowalski", ["Jan Kowalski"]),
        ("Γράφει ο Νίκος Παπαδόπουλος", ["Νίκος Παπαδόπουλος"]),
        ("Текст: Иван Петров, фото: Олег Сидоров", ["Иван Петров"]),
        ("Авторка: Олена Коваль", ["Олена Коваль"]),
        ("القاهرة - أحمد علي", ["أحمد علي"]),
        ("דנה כהן, כתבת", ["דנה כהן"]),
        ("लेखक: रवि कुमार, नई दिल्ली", ["रवि कुमार"]),
        ("ผู้เขียน: สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("Bài: Minh Anh - Ảnh: Quang Huy", ["Minh Anh"]),
        ("글·사진 김철수 기자", ["김철수"]),
        ("문화부 김철수", ["김철수"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("本报记者 王小明 李大", ["王小明", "李大"]),
        ("记者 王小明 李大", ["王小明", "李大"]),
        ("记者 王 明", ["王 明"]),
        ("By Ada Quill with files from Ben Reed", ["Ada Quill", "Ben Reed"]),
        ("By Ada Quill BBC Sport", ["Ada Quill"]),
        ("取材・文／山田太郎", ["山田太郎"]),
        ("【ワシントン=山田太郎】", ["山田太郎"]),
        ("Ein Interview von Jörg Ähre", ["Jörg Ähre"]),
        ("Propos recueillis par Inès Mar", ["Inès Mar"]),
        ("作者：王小明 来源：新华社", ["王小明"]),
        ("文・山田太郎", ["山田太郎"]),
        ("Nguyễn Văn Hùng - Trần Thị Lan", ["Nguyễn Văn Hùng", "Trần Thị Lan"]),
        ("Nguyễn Văn Hùng - Đà Nẵng", ["Nguyễn Văn Hùng"]),
        ("Marko Đurić - Večernji list", ["Marko Đurić"]),
        ("Theo Quill", ["Theo Quill"]),
        ("This is a sentence about the author, who likes to walk along the sea on Sundays and writes a lot.", []),
    ],
)
def test_people_stand_without_what_is_around_them(byline, people) -> None:
    assert read([Byline(byline)]).people == people


def test_agencies_and_newsrooms_are_no_people() -> None:
    names = read([Byline("Ada Quill"), Byline("The Associated Press"), Byline("AFP"), Byline("The Post")], ["The Post"])
    assert names.people == ["Ada Quill"]
    assert names.agencies == ["The Associated Press", "AFP"]
    assert names.organisations == ["The Post"]


@pytest.mark.parametrize(
    "byline",
    ["온라인뉴스팀", "산업부 기자", "朝日新聞社", "編輯部", "डिजिटल डेस्क", "ทีมข่าว", "Da Redação", "Szerkesztőség"],
)
def test_a_newsroom_is_no_person_in_any_language(byline) -> None:
    names = read([Byline(byline)])
    assert (names.people, len(names.organisations)) == ([], 1)


@pytest.mark.parametrize(
    ("byline", "people", "agency"),
    [
        ("ANKARA (DHA)", [], "DHA"),
        ("Kari Nordmann NTB", ["Kari Nordmann"], "NTB"),
        ("新华社记者王小明", ["王小明"], "新华社"),
        ("Ada Quill (avec AFP)", ["Ada Quill"], "AFP"),
        ("Ada Quill (mit dpa)", ["Ada Quill"], "dpa"),
        ("By Ada Quill with files from The Canadian Press", ["Ada Quill"], "The Canadian Press"),
    ],
)
def test_an_agency_beside_a_name_or_a_place_stands_apart(byline, people, agency) -> None:
    names = read([Byline(byline)])
    assert (names.people, names.agencies) == (people, [agency])


@pytest.mark.parametrize(
    "byline", ["Edited by: Ada Quill", "Curated By: Ada Quill", "Επιμέλεια: Ada Quill", "편집: Ada Quill"]
)
def test_who_edited_is_no_writer_where_another_signs(byline) -> None:
    names = read([Byline(byline), Byline("Ben Reed")])
    assert (names.people, names.helpers) == (["Ben Reed"], ["Ada Quill"])


@pytest.mark.parametrize("byline", ["By Reuters Staff", "with Reuters"])
def test_an_agency_is_known_whatever_stands_beside_it(byline) -> None:
    names = read([Byline(byline)])
    assert (names.people, names.agencies) == ([], ["Reuters"])


@pytest.mark.parametrize(
    ("byline", "people", "agencies"),
    [
        ("By ADA QUILL Associated Press", ["ADA QUILL"], ["Associated Press"]),
        ("By ADA QUILL, Associated Press Writer", ["ADA QUILL"], ["Associated Press"]),
        ("Ada Quill - Associated Press", ["Ada Quill"], ["Associated Press"]),
        ("Ada Quill Bloomberg News", ["Ada Quill"], ["Bloomberg News"]),
        ("The Canadian Press Staff", [], ["The Canadian Press"]),
        ("AP Staff Writer", [], ["AP"]),
        ("Theo Reuters", [], ["Reuters"]),
        ("avec AFP", [], ["AFP"]),
        ("(ANSA-AFP)", [], ["ANSA", "AFP"]),
        ("Sid/Reuters", [], ["SID", "Reuters"]),
        ("News1", [], ["News1"]),
        ("Lusa", [], ["Lusa"]),
        ("WAFA", [], ["WAFA"]),
        ("Askanews", [], ["Askanews"]),
        ("Prensa Latina", [], ["Prensa Latina"]),
        ("رويترز", [], ["رويترز"]),
        ("أ ف ب", [], ["أ ف ب"]),
        ("وكالة الأنباء الألمانية", [], ["وكالة الأنباء الألمانية"]),
        ("רויטרס", [], ["רויטרס"]),
        ("中新社", [], ["中新社"]),
        ("Рейтер", [], ["Рейтер"]),
        ("ΑΠΕ-ΜΠΕ", [], ["ΑΠΕ-ΜΠΕ"]),
        ("पीटीआई", [], ["पीटीआई"]),
        ("Ghana News Agency", [], ["Ghana News Agency"]),
    ],
)
def test_an_agency_is_one_beside_a_name_and_in_its_own_script(byline, people, agencies) -> None:
    names = read([Byline(byline)])
    assert (names.people, names.agencies, names.organisations) == (people, agencies, [])


def test_several_agencies_that_a_page_declares_as_one_organisation_are_several() -> None:
    names = read([Byline("dpa/afp", organisation=True), Byline("Harbour Post/Inland Post", organisation=True)])
    assert (names.agencies, names.organisations) == (["dpa", "afp"], ["Harbour Post/Inland Post"])


def test_a_first_name_that_spells_an_agency_stays_a_person() -> None:
    assert read([Byline("Sid")]).agencies == []
    assert read([Byline("SID")]).agencies == ["SID"]


@pytest.mark.parametrize(("name", "people"), [("ada quill", ["ada quill"]), ("amw", []), ("staff writer", [])])
def test_a_name_in_small_letters_is_one_where_only_names_stand(name, people) -> None:
    assert read([Byline(name, declared=True)]).people == people
    assert read([Byline(name)]).people == []


def test_a_name_is_written_as_the_most_careful_place_does(read, paragraphs) -> None:
    printed = "<p class='byline'>Inés Ríos</p>"
    assert read(f"<h1>Harbour wall gives way</h1>{printed}{paragraphs}", _by("ines rios")).authors == ["Inés Ríos"]
    plain = printed.replace("Inés Ríos", "Ada Quill")
    assert read(f"<h1>Harbour wall gives way</h1>{plain}{paragraphs}", _by("ada quill")).authors == ["Ada Quill"]


def test_dublin_core_writes_the_surname_first() -> None:
    assert read([Byline("Quill, Ada", surname_first=True)]).people == ["Ada Quill"]


def test_what_the_page_declares_an_organisation_is_none_of_the_people() -> None:
    assert read([Byline("Golden Harbour", organisation=True)]).people == []


@pytest.mark.parametrize(
    "line",
    ["By Ada Quill and Ben Reed", "By Ada Quill and Ben Reed May 3, 2024", "Von Ada Quill und Ben Reed am 3. Mai 2024"],
)
def test_a_line_around_the_headline_signs_whatever_its_class(read, paragraphs, line) -> None:
    story = read(
        f"<header><h1>Harbour wall gives way</h1><div class='x7'>{line}</div></header><main>{paragraphs}</main>"
    )
    assert story.authors == ["Ada Quill", "Ben Reed"]
    assert "Quill" not in story.body


def _by(*names: str) -> str:
    return (
        "<script type='application/ld+json'>"
        + json.dumps(
            {"@type": "NewsArticle", "headline": "Harbour wall gives way", "author": [{"name": name} for name in names]}
        )
        + "</script>"
    )


def test_names_in_neighbouring_elements_sign_together(read, paragraphs) -> None:
    line = "<div class='byline'><address><a rel=author href='mailto:x@post.example'>{}</a></address></div>"
    both = f"<div class='bylines'>{line.format('Ada Quill')}{line.format('Ben Reed')}</div>"
    story = read(f"<h1>Harbour wall gives way</h1>{both}{paragraphs}", _by("Ben Reed"))
    assert story.authors == ["Ada Quill", "Ben Reed"]


def test_a_place_beside_a_name_signs_nothing(read, paragraphs) -> None:
    line = "<div><span class='author-name'>Ada Quill</span><span class='author-place'>Port Springfield</span></div>"
    story = read(f"<h1>Harbour wall gives way</h1>{line}{paragraphs}", _by("Ada Quill"))
    assert story.authors == ["Ada Quill"]


def test_who_is_named_as_the_editor_did_not_write(read, paragraphs) -> None:
    lines = "<div class='author'>Ada Quill</div><div class='author'>Editor: <a href='/people/9'>Ben Reed</a></div>"
    story = read(f"<h1>Harbour wall gives way</h1>{lines}{paragraphs}", _by("Ben Reed"))
    assert (story.authors, story.sources["authors"]) == (["Ada Quill"], "visible")


def test_two_places_outvote_the_name_of_who_entered_the_story(read, paragraphs) -> None:
    printed = "<p class='byline'>By <a rel=author href='/people/1'>Ada Quill</a></p>"
    head = _by("Ben Reed") + "<meta name='byl' content='Ada Quill'>"
    assert read(f"<h1>Harbour wall gives way</h1>{printed}{paragraphs}", head).authors == ["Ada Quill"]
    assert read(f"<h1>Harbour wall gives way</h1>{printed}{paragraphs}", _by("Ben Reed")).authors == ["Ben Reed"]


@pytest.mark.parametrize(
    "box",
    [
        '<figure><img src="/wall.jpg"><p class="pie">A wall. <span class="autor-foto">Jim Roe</span></p></figure>',
        '<div class="picture"><img src="/wall.jpg"><span class="picture__author">Jim Roe / AP</span></div>',
        '<div class="imageBox"><img src="/wall.jpg"><div><span class="author">Jim Roe</span></div></div>',
        '<figure><img src="/wall.jpg"><figcaption>The wall. <span class="byline">Jim Roe</span></figcaption></figure>',
    ],
)
def test_who_is_named_under_a_picture_signs_nothing(read, paragraphs, box) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{box}{paragraphs}</article>")
    assert (story.authors, story.agencies) == ([], [])


@pytest.mark.parametrize(
    "box",
    [
        '<figure class="author"><img src="/ada.jpg"><p><b><em class="author-name">Ada Quill</em></b></figure>',
        '<div class="byline byline--with-image"><img src="/ada.jpg"><span class="author-name">Ada Quill</span></div>',
        '<div class="author-photo"><img src="/ada.jpg"><a rel="author" href="/ada">Ada Quill</a></div>',
        '<div class="byline no-image"><a href="/people/ada-quill">Ada Quill</a><span>In Harbour</span></div>',
    ],
)
def test_who_is_named_under_the_own_portrait_signs(read, paragraphs, box) -> None:
    assert read(f"<article><h1>Harbour wall gives way</h1>{box}{paragraphs}</article>").authors == ["Ada Quill"]


@pytest.mark.parametrize("beside", ["(avec {})", "avec {}", "/ {}", "and {}"])
@pytest.mark.parametrize("agency", ["AFP", "Reuters"])
def test_an_agency_beside_a_linked_name_is_kept(read, paragraphs, beside, agency) -> None:
    line = f'<p class="author">Par <a href="/ada">Ada Quill</a> {beside.format(agency)}</p>'
    story = read(f"<article><h1>Harbour wall gives way</h1>{line}{paragraphs}</article>")
    assert (story.authors, story.agencies) == (["Ada Quill"], [agency])


def test_a_button_beside_a_linked_name_is_no_agency(read, paragraphs) -> None:
    line = '<div class="byline"><a href="/ada">Ada Quill</a> / Updated: 3 May 2024, 11:20 IST <span>AA</span></div>'
    assert read(f"<article><h1>Harbour wall gives way</h1>{line}{paragraphs}</article>").agencies == []


def test_the_author_of_a_picture_did_not_write_the_story(read, paragraphs) -> None:
    picture = (
        "<div itemscope itemtype='https://schema.org/ImageObject'><img src='/wall.jpg'>"
        "<span itemprop='author'>Ben Reed</span></div>"
        "<figure><img src='/quay.jpg'><figcaption itemprop='author'>Ben Reed</figcaption></figure>"
    )
    story = read(
        f"<article itemscope itemtype='https://schema.org/NewsArticle'><h1>Harbour wall gives way</h1>{picture}"
        f"<p itemprop='author' itemscope itemtype='https://schema.org/Person'><b itemprop='name'>Ada Quill</b></p>"
        f"{paragraphs}</article>"
    )
    assert (story.authors, story.sources["authors"]) == (["Ada Quill"], "microdata")


@pytest.mark.parametrize(
    ("written", "people", "helpers", "agencies"),
    [
        ("By Van Badham", ["Van Badham"], [], []),
        ("De Wit", ["De Wit"], [], []),
        ("Di Ada Quill", ["Ada Quill"], [], []),
        ("By: Ada Quill | Edited By: Bo Sample", ["Ada Quill"], ["Bo Sample"], []),
        ("Written by Ada Quill, edited by Bo Sample", ["Ada Quill"], ["Bo Sample"], []),
        ("By Ada Quill; Photos by Bo Sample", ["Ada Quill"], ["Bo Sample"], []),
        (
            "By Ada Quill; edited by Bo Sample; additional reporting by Cy Hill",
            ["Ada Quill", "Cy Hill"],
            ["Bo Sample"],
            [],
        ),
        ("Von Ada Quill, Foto von Bo Sample, von Cy Hill", ["Ada Quill", "Cy Hill"], ["Bo Sample"], []),
        ("Ada Quill and De Wit", ["Ada Quill", "De Wit"], [], []),
        ("Ada Souza, De Brasília", ["Ada Souza"], [], []),
        ("Agência Brasil, De Brasília", [], [], ["Agência Brasil"]),
        ("Ada Quill (dpa/lby)", ["Ada Quill"], [], ["dpa"]),
    ],
)
def test_a_surname_keeps_its_first_word_and_other_work_and_agencies_are_told_apart(
    written, people, helpers, agencies
) -> None:
    names = read([Byline(written)])
    assert (names.people, names.helpers, names.agencies) == (people, helpers, agencies)
