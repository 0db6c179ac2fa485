"""Who wrote it: names out of bylines as papers print them."""

from __future__ import annotations

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
        ("amw", []),
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


def test_a_first_name_that_spells_an_agency_stays_a_person() -> None:
    assert read([Byline("Sid")]).agencies == []
    assert read([Byline("SID")]).agencies == ["SID"]


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
