"""Times as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract import dates


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("2024-05-03T07:10:00+01:00", None, "2024-05-03T07:10:00+01:00"),
        ("2024-05-03T07:10Z", None, "2024-05-03T07:10:00+00:00"),
        ("2024-05-03 07:10:00.0", None, "2024-05-03T07:10:00"),
        ("2024-05-03 07:10:00.000000-0400", None, "2024-05-03T07:10:00-04:00"),
        ("20240503", None, "2024-05-03"),
        ("1714720200", None, "2024-05-03T07:10:00+00:00"),
        ("Fri, 03 May 2024 07:10:00 GMT", "en", "2024-05-03T07:10:00+00:00"),
        ("3/4/2024", "en-US", "2024-03-04"),
        ("3/4/2024", "en-GB", "2024-04-03"),
        ("03.04.2024, 18:05 Uhr", "de", "2024-04-03T18:05:00"),
        ("Stand: 3. Mai 2024, 18:05 Uhr", "de", "2024-05-03T18:05:00"),
        ("Publicado el 3 de mayo de 2024 a las 18:05", "es", "2024-05-03T18:05:00"),
        ("Last Updated: Friday, 3 May, 2024, 10:14 GMT", "en", "2024-05-03T10:14:00+00:00"),
        ("2024年5月3日 午後6時05分", "ja", "2024-05-03T18:05:00"),
        ("2024.05.03. 오후 6:05", "ko", "2024-05-03T18:05:00"),
        ("٣/٥/٢٠٢٤", "ar", "2024-05-03"),
        ("३ मई २०२४", "hi", "2024-05-03"),
        ("3 мая 2024", "ru", "2024-05-03"),
    ],
)
def test_a_time_is_read_in_the_pages_language_and_keeps_its_offset(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize("text", ["", "soon", "13", "99/99/2024", "2024-13-45T99:99", "x" * 500 + "2024-05-03"])
def test_what_is_no_time_gives_none(text) -> None:
    assert dates.parse(text, "en") is None


def test_no_time_lies_before_the_web_or_after_the_page_was_fetched() -> None:
    fetched = datetime(2024, 5, 3, 12, tzinfo=UTC)
    assert dates.plausible("2024-05-03T12:10:00+00:00", fetched)  # clocks differ by minutes
    assert not dates.plausible("2024-05-03T13:00:00+00:00", fetched)
    assert dates.plausible("2024-05-03T23:00:00", fetched)  # a local time far in the east
    assert not dates.plausible("2024-05-05", fetched)
    assert not dates.plausible("1970-01-01T00:00:00+00:00", fetched)
