"""Spider arguments: what users may write, and the one line they get for what they may not."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from crawler.arguments import RelatedArguments, complaint

SEED = "https://news.example.com/world/flood-1234.html"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SEED, [SEED]),
        (f"{SEED},https://b.example/2", [SEED, "https://b.example/2"]),
        (f"{SEED}, https://b.example/2\nhttps://c.example/3", [SEED, "https://b.example/2", "https://c.example/3"]),
        ("https://a.example/story,1518,30.html", ["https://a.example/story,1518,30.html"]),
        (f"{SEED} {SEED}#comments", [SEED]),
    ],
)
def test_seeds_are_addresses_parted_by_commas_or_white_space(text: str, expected: list[str]) -> None:
    assert RelatedArguments(seeds=text).seeds == expected


def test_seeds_may_be_a_file_with_comments(tmp_path) -> None:
    path = tmp_path / "seeds.txt"
    path.write_text(f"# the flood\n{SEED}\n\nhttps://b.example/2  # the second\nhttps://c.example/3#part\n")
    assert RelatedArguments(seeds=str(path)).seeds == [SEED, "https://b.example/2", "https://c.example/3"]


def test_credentials_in_a_seed_go_no_further() -> None:
    assert RelatedArguments(seeds="https://me:secret@a.example/1").seeds == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seeds": ""}, "'' is no address (https://…) and no readable file"),
        (
            {"seeds": "news.example.com/1"},
            "'news.example.com/1' is no address (https://…) and no readable file",
        ),
        ({"seeds": f"{SEED} ftp://b.example/2"}, "'ftp://b.example/2' is no http(s) address"),
        ({"seeds": "file:///etc/passwd"}, "'file:///etc/passwd' is no http(s) address"),
        ({"seeds": SEED, "depth": "two"}, "argument depth='two': it must be a whole number, 0 or more"),
        ({"seeds": SEED, "depth": "1.5"}, "argument depth='1.5': it must be a whole number, 0 or more"),
        ({"seeds": SEED, "depth": "-1"}, "argument depth='-1': it must be 0 or more"),
        ({"seeds": SEED, "max_minutes": "ten"}, "argument max_minutes='ten': it must be a number, 0 or more"),
        ({"seeds": SEED, "exclusive": "maybe"}, "argument exclusive='maybe': it must be 1 or 0"),
        ({"seeds": SEED, "revisit": "x"}, "argument revisit='x': it must be 'auto', 'seeds', 'all' or 'none'"),
        ({"seeds": SEED, "follow": "related,everything"}, "'everything'"),
        ({"seeds": SEED, "follow": ""}, "argument follow is empty: write some of related, inline, recirculation"),
        ({"seeds": SEED, "sites": ""}, "argument sites is empty: write same, any, or domains"),
        ({"seeds": SEED, "sites": " , "}, "argument sites is empty"),
        ({"seeds": SEED, "sites": "https://a.example/"}, "'https://a.example/' is no domain"),
        ({"seeds": SEED, "sites": "all"}, "'all' is no domain: write same, any, or domains such as example.com"),
        ({"seeds": SEED, "sites": "same, b.example"}, "'same' is no domain"),
        ({"seeds": "~nosuchuser/seeds.txt"}, "'~nosuchuser/seeds.txt' is no address"),
        ({"seeds": SEED, "collection": "../up"}, "'../up' is no collection name"),
        ({"seeds": SEED, "since": "yesterday"}, "argument since='yesterday'"),
        ({"seeds": SEED, "until": "2020"}, "argument until='2020': it must be a day, written YYYY-MM-DD"),
        ({"seeds": SEED, "since": "2005-03-22", "until": "2005-03-21"}, "since=2005-03-22 lies after until=2005-03-21"),
        ({"seeds": SEED, "dept": "1"}, "there is no argument dept; known are seeds, collection"),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RelatedArguments(**given)
    line = complaint(caught.value)
    assert said in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"collection": "The Harbour"}, "1 to 63 of a-z 0-9 . _ -, beginning with a letter or a digit"),
        ({"_job": "harbour/1"}, "1 to 100 of A-Z a-z 0-9 . _ -, beginning with a letter or a digit"),
    ],
)
def test_a_wrong_name_is_said_in_words_that_any_log_can_take(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RelatedArguments(seeds=SEED, **given)
    line = complaint(caught.value)
    assert said in line
    assert line.format() == line, "Twisted takes a line of Scrapyd's log for a format"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("gopher://b.example/1", ":3: 'gopher://b.example/1' is no http(s) address"),
        ("news.example.com/1", ":3: 'news.example.com/1' is no http(s) address"),
        (f"{SEED},ftp://b.example/2", ":3: 'ftp://b.example/2' is no http(s) address"),
        ("x" * 1_500, "… is no http(s) address"),
        ("https://a.example/" + "x" * 2_500, "… is longer than the 2083 characters"),
    ],
)
def test_a_wrong_line_of_a_seeds_file_is_named_by_its_number(tmp_path, wrong: str, said: str) -> None:
    path = tmp_path / "seeds.txt"
    path.write_text(f"{SEED}\n# the flood\n{wrong}\n")
    with pytest.raises(ValidationError) as caught:
        RelatedArguments(seeds=str(path))
    line = complaint(caught.value)
    assert line.startswith(f"{path}:3: ")
    assert said in line
    assert len(line) < len(str(path)) + 160


def test_a_line_of_a_seeds_file_may_name_several_addresses(tmp_path) -> None:
    path = tmp_path / "seeds.txt"
    path.write_text(f"{SEED},https://b.example/2,\nhttps://c.example/3 https://d.example/story,1518,30.html\n")
    expected = [SEED, "https://b.example/2", "https://c.example/3", "https://d.example/story,1518,30.html"]
    assert RelatedArguments(seeds=str(path)).seeds == expected


def test_an_empty_seeds_file_is_said(tmp_path) -> None:
    path = tmp_path / "seeds.txt"
    path.write_text("# nothing yet\n")
    with pytest.raises(ValidationError, match="no seed given"):
        RelatedArguments(seeds=str(path))


def test_a_seeds_file_may_be_named_from_home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds.txt").write_text(SEED)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert RelatedArguments(seeds="~/seeds.txt").seeds == [SEED]


def test_all_sites_below_one_suffix_may_be_meant() -> None:
    assert RelatedArguments(seeds=SEED, sites="gov, gov.uk, localhost").sites == ("gov", "gov.uk", "localhost")


def test_lists_and_dates_are_read_from_text() -> None:
    args = RelatedArguments(
        seeds=SEED,
        follow="related, inline",
        sites="example.com b.example München.example",
        since="2005-03-01",
        until="2005-03-31",
    )
    assert args.follow == ("related", "inline")
    assert args.sites == ("example.com", "b.example", "xn--mnchen-3ya.example")
    assert (args.since, args.until) == (date(2005, 3, 1), date(2005, 3, 31))
