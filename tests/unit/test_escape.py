"""What a stranger wrote does nothing where a person reads it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import escape
from crawler.collection.command import console
from crawler.exporters import SafeCsvItemExporter
from crawler.items import Story


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b[2J\x1b[H cleared",
        "\x1b]0;title\x07",
        "\x9b31mred",
        "\x1b]8;;http://evil.example\x1b\\link",
        "back\b\b\bspace",
        "line\rover",
        "\u202egnp.exe",
        "zero\u200bwidth",
        "null\x00byte",
        "\ud800",
    ],
)
def test_a_terminal_has_nothing_to_act_upon(attack: str) -> None:
    shown = escape.terminal(attack)
    assert shown.isprintable()
    shown.encode("utf-8")


def test_text_of_all_scripts_stays_as_it_is() -> None:
    text = "Kyrgyz: Ош; नमस्ते; می\u200cخواهم; 関連記事; “quoted” – naïve 👩\u200d👩\u200d👧"
    assert escape.terminal(text) == text
    assert escape.terminal("two\nlines", lines=True) == "two\nlines"
    assert escape.terminal("two\nlines") == "two lines"


@pytest.mark.parametrize(
    "formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK()"]
)
def test_formulas_are_text_in_a_spreadsheet(formula: str) -> None:
    assert escape.csv_cell(formula).startswith("'")


def test_numbers_and_nothing_stay() -> None:
    assert [escape.csv_cell(value) for value in (-3, "-2.5", None, "2005-03-21")] == ["-3", "-2.5", "", "2005-03-21"]


def test_json_keeps_its_value_and_loses_what_a_terminal_acts_upon() -> None:
    value = {"headline": "a\x1b[2J\x9b31m\u202eb\u200bc\x7f", "body": "two\nlines"}
    shown = escape.json_text(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(shown) == value
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_commands_print_no_controls(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("a \x1b[2Jheadline \u202e")
    assert capsys.readouterr().out == "a \ufffd[2Jheadline \n"


def test_a_csv_feed_runs_nothing() -> None:
    out = io.BytesIO()
    exporter = SafeCsvItemExporter(out, fields_to_export=["headline", "depth"])
    exporter.start_exporting()
    exporter.export_item(Story(headline="=HYPERLINK(0)", depth=2))
    exporter.finish_exporting()
    assert out.getvalue().splitlines() == [b"headline,depth", b"'=HYPERLINK(0),2"]


@pytest.mark.fuzz
@given(st.text())
def test_no_text_gets_through(text: str) -> None:
    assert all(c.isprintable() or c == " " or ord(c) > 0x9F for c in escape.terminal(text))
    row = io.StringIO()
    csv.writer(row).writerow([escape.csv_cell(text)])
    assert not escape.csv_cell(text).startswith(("=", "@"))
