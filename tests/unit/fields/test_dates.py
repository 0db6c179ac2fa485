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
        ("3 de maio de 2024 às 18h05", "pt-BR", "2024-05-03T18:05:00"),
        ("3 de mayo de 2024 6:05 p. m.", "es", "2024-05-03T18:05:00"),
        ("3 พฤษภาคม 2567 18:05 น.", "th", "2024-05-03T18:05:00"),
        ("جمعه ۱۴ اردیبهشت ۱۴۰۳ - ۱۸:۰۵", "fa", "2024-05-03T18:05:00"),
        ("1403/12/30", "fa", "2025-03-20"),
        ("۱ فروردین ۱۴۰۴", "fa", "2025-03-21"),
        ("2024-05-03T18:05:00+03:30", "fa", "2024-05-03T18:05:00+03:30"),
        ("令和6年5月3日", "ja", "2024-05-03"),
        ("民國113年5月3日", "zh-TW", "2024-05-03"),
        ("٣ أيار ٢٠٢٤", "ar", "2024-05-03"),
        ("٣ كانون الثاني ٢٠٢٤", "ar", "2024-01-03"),
        ("3/5/2024 6:05 μμ", "el", "2024-05-03T18:05:00"),
        ("2024. gada 3. maijs 18:05", "lv", "2024-05-03T18:05:00"),
        ("2024 m. gegužės 3 d. 18:05", "lt", "2024-05-03T18:05:00"),
        ("May 3, 2024, 6:05 PM UTC+1", "en", "2024-05-03T18:05:00+01:00"),
        ("3 May 2024, 6:05 PM IST", "en-IN", "2024-05-03T18:05:00+05:30"),
        ("3 मई 2024 6:05 PM IST", "hi", "2024-05-03T18:05:00+05:30"),
        ("3 May 2024, 6:05 PM IST", "en", "2024-05-03T18:05:00"),
        ("3 May 2024, 6:05 PM CST", "en", "2024-05-03T18:05:00"),
    ],
)
def test_a_time_is_read_in_the_pages_language_and_keeps_its_offset(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize("text", ["2 hours ago", "yesterday 10:30", "P3M,14S", "PT5M", "5 Min Read", "3:33 PM ET"])
def test_what_is_said_of_now_gives_none_since_nobody_knows_when_that_was(text) -> None:
    assert dates.parse(text, "en") is None


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
