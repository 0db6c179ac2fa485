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
        ("2024-05-03T7:10:00Z", None, "2024-05-03T07:10:00+00:00"),
        ("2024-05-03 07:10:00.0", None, "2024-05-03T07:10:00"),
        ("2024-05-03 07:10:00.000000-0400", None, "2024-05-03T07:10:00-04:00"),
        ("20240503", None, "2024-05-03"),
        ("1714720200", None, "2024-05-03T07:10:00+00:00"),
        ("Fri, 03 May 2024 07:10:00 GMT", "en", "2024-05-03T07:10:00+00:00"),
        ("Friday, 03 May 2024 07:10:00 GMT", "en", "2024-05-03T07:10:00+00:00"),
        ("Published 3 May 2024 07:10", "en", "2024-05-03T07:10:00"),
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


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("2024-05-03 06:05 PM", "en", "2024-05-03T18:05:00"),
        ("2024/05/03 6:05:30 p.m.", "en", "2024-05-03T18:05:30"),
        ("03/05/2024 06:05:30 PM", "en-GB", "2024-05-03T18:05:30"),
        ("03/05/2024 12:30 AM", "en-GB", "2024-05-03T00:30:00"),
        ("03/05/2024 - 12:30 p. m.", "es", "2024-05-03T12:30:00"),
        ("Fri, 03 May 2024 06:05 PM", "en", "2024-05-03T18:05:00"),
        ("Fri, 03 May 2024 12:05 AM (IST)", "en-IN", "2024-05-03T00:05:00+05:30"),
        ("2024年5月3日 午前12:30", "ja", "2024-05-03T00:30:00"),
        ("2024年5月3日 午後0時30分", "ja", "2024-05-03T12:30:00"),
        ("2024.05.03 오전 12:05", "ko", "2024-05-03T00:05:00"),
        ("2024-05-03 上午12:30", "zh", "2024-05-03T00:30:00"),
        ("03/05/2024 下午6:05", "zh-HK", "2024-05-03T18:05:00"),
        ("03/05/2024 10:30 م", "ar", "2024-05-03T22:30:00"),
        ("03/05/2024 12:30 صباحًا", "ar", "2024-05-03T00:30:00"),
        ("03/05/2024 12:30 مصر", "ar", "2024-05-03T12:30:00"),  # Egypt: its first letter is the mark of the afternoon
        ("1403/02/14 - 06:05 ب.ظ", "fa", "2024-05-03T18:05:00"),
        ("03/05/2024 02:05 CH", "vi", "2024-05-03T14:05:00"),
        ("03/05/2024 02:05 chiều", "vi", "2024-05-03T14:05:00"),
        ("03/05/2024 12:05 SA", "vi", "2024-05-03T00:05:00"),
        ("03.05.2024 02:05 CH", "de-CH", "2024-05-03T02:05:00"),
    ],
)
def test_the_half_of_the_day_is_read_before_and_after_the_clock_time(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("10:30 Uhr, 21.03.2024", "de", "2024-03-21T10:30:00"),
        ("14:05 21.03.2024", "ru", "2024-03-21T14:05:00"),
        ("10.30 - 21/03/2024", "it", "2024-03-21T10:30:00"),
        ("10.30 - 21/03/24", "it", "2024-03-21T10:30:00"),
        ("14h05 - 21/03/2024", "pt-BR", "2024-03-21T14:05:00"),
        ("18:05 (GMT+7) 21/03/2024", "vi", "2024-03-21T18:05:00+07:00"),
        ("1:05 PM, 03/21/2024", "en-US", "2024-03-21T13:05:00"),
        ("14:05 2024.03.21", "ko", "2024-03-21T14:05:00"),
        ("09.05 Minggu, 21 Januari 2024", "id", "2024-01-21T09:05:00"),
        ("10.05 - 21.05.2024", "de", "2024-05-21"),  # two days
    ],
)
def test_a_clock_time_is_read_before_its_day_too(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("21. januar 2024 - 09.05", "da", "2024-01-21T09:05:00"),
        ("21. tammikuuta 2024 - 14.05", "fi", "2024-01-21T14:05:00"),
        ("Publié le 21/03/2024 à 14 h 05", "fr", "2024-03-21T14:05:00"),
        ("21 mars 2024 à 14 h 05", "fr", "2024-03-21T14:05:00"),
        ("21 mars 2024, 14 h", "fr", "2024-03-21T14:00:00"),
        ("mardi 21 mai 2024 14:05", "fr", "2024-05-21T14:05:00"),  # written as in mail, but for the names
        ("2024-03-04T24:00:00Z", None, "2024-03-05T00:00:00+00:00"),
        ("04.03.2024 24:00", "de", "2024-03-05T00:00:00"),
        ("4. März 2024, 24:00 Uhr", "de", "2024-03-05T00:00:00"),
        ("2024年5月21日 凌晨12:05", "zh-TW", "2024-05-21T00:05:00"),
        ("21/03/2024 2:05 PTG", "ms", "2024-03-21T14:05:00"),
        ("21/03/2024 2:05 m.d.", "sq", "2024-03-21T14:05:00"),
        ("21/03/2024 2:05 ከሰዓት", "am", "2024-03-21T14:05:00"),
    ],
)
def test_clock_times_are_read_as_each_language_writes_them(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("21. maj 2024. 14:05", "sr", "2024-05-21T14:05:00"),
        ("sreda, 21. avgust 2024.", "sr-Latn-RS", "2024-08-21"),
        ("21. avg 2024.", "bs", "2024-08-21"),
        ("21. septembra 2024.", "hr", "2024-09-21"),
        ("21. svibnja 2024.", "hr", "2024-05-21"),
        ("21. мај 2024. 10:14", "sr", "2024-05-21T10:14:00"),
        ("martes, 21 de xaneiro de 2025", "gl", "2025-01-21"),
        ("2024(e)ko urtarrilaren 21(a), igandea 09:05", "eu", "2024-01-21T09:05:00"),
        ("2024 m. sausio 21 d., sekmadienis 14:05", "lt", "2024-01-21T14:05:00"),
        ("2024 թ. հունվարի 21, կիրակի", "hy", "2024-01-21"),
        ("21 בינו׳ 2024, 9:05", "he", "2024-01-21T09:05:00"),
        ("Il-Ħadd, 21 ta’ Jannar 2024", "mt", "2024-01-21"),
        ("Dydd Mawrth, 21 Awst 2024", "cy", "2024-08-21"),  # a day of the week that is a month too
        ("2024 оны 11-р сарын 21", "mn", "2024-11-21"),
        ("2024 оны арван нэгдүгээр сарын 21", "mn", "2024-11-21"),
        ("Thứ Năm, 21 tháng 3, 2024", "vi", "2024-03-21"),
        ("2024 ජනවාරි 21", "si", "2024-01-21"),
        ("21 juill. 2024", "fr-CA", "2024-07-21"),
        ("21 มกราคม ค.ศ. 2024", "th", "2024-01-21"),
        ("2024. március 21. 14:05", "hu", "2024-03-21T14:05:00"),
        ("21 ਜੂਨ 2024", "pa", "2024-06-21"),
    ],
)
def test_months_that_the_library_of_dates_does_not_know_are_read(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("L'article est publié le 03/05/2024 à 14:05", "fr", "2024-05-03T14:05:00"),
        ("Cet article a été publié le 03/05/2024 à 14:05", "fr", "2024-05-03T14:05:00"),
        ("03/05/2024 14:05 est la date de publication", "fr", "2024-05-03T14:05:00"),
        ("Art | 3 May 2024 14:05", "en-GB", "2024-05-03T14:05:00"),
        ("Where to eat 3 May 2024 14:05", "en-GB", "2024-05-03T14:05:00"),
        ("Most read 3 May 2024 14:05", "en-GB", "2024-05-03T14:05:00"),
        ("West London, 3 May 2024 14:05", "en-GB", "2024-05-03T14:05:00"),
        ("3 May 2024 10:00-12:00", "en-GB", "2024-05-03T10:00:00"),
        ("3 May 2024 14:05, updated 15:05 EST", "en", None),  # no time at all rather than the other one's zone
    ],
)
def test_ordinary_words_and_ranges_are_no_zones(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("10 MAR 2024 - 14:05 CET", "es", "2024-03-10T14:05:00+01:00"),
        ("10.03.2024, 14:05 Uhr (MEZ)", "de", "2024-03-10T14:05:00+01:00"),
        ("10/3/2024 14:05 Wib", "id", "2024-03-10T14:05:00+07:00"),
        ("10 марта 2024, 14:05 мск", "ru", "2024-03-10T14:05:00+03:00"),
        ("March 10, 2024 2:05 pm est", "en-US", "2024-03-10T14:05:00-05:00"),
        ("Updated 2 p.m. EST, Sun March 10, 2024", "en-US", "2024-03-10T14:00:00-05:00"),
        ("10/03/2024 10:30 PM IST", "en-IN", "2024-03-10T22:30:00+05:30"),
        ("2024/03/10 14:05:00 +0900", "ja", "2024-03-10T14:05:00+09:00"),
        ("10 March 2024 2:05 PM -0330", "en-CA", "2024-03-10T14:05:00-03:30"),
        ("14:05 CST (20:05 GMT), 10 March 2024", "en", "2024-03-10T14:05:00"),
        ("January 10, 2024 2:05 PM ET", "en-US", "2024-01-10T14:05:00-05:00"),
        ("Published 2:05 PM ET, Wed July 10, 2024", "en-US", "2024-07-10T14:05:00-04:00"),
        ("July 10, 2024 2:05 p.m. PT", "en-US", "2024-07-10T14:05:00-07:00"),
        ("July 10, 2024 2:05 PM CT", "en-US", "2024-07-10T14:05:00-05:00"),
        ("July 10, 2024 2:05 PM MT", "en-CA", "2024-07-10T14:05:00-06:00"),
    ],
)
def test_a_zone_beside_the_clock_time_is_read_by_the_date_where_it_changes_with_it(text, language, said) -> None:
    assert dates.parse(text, language) == said


@pytest.mark.parametrize(
    ("zone", "language", "offset"),
    [
        ("GMT", "en", "+00:00"),
        ("UT", "en", "+00:00"),
        ("+0800 (CST)", "zh", "+08:00"),
        ("EDT", "en", "-04:00"),
        ("JST", "en", "+09:00"),
        ("WIB", "id", "+07:00"),
        ("IST", "en-IN", "+05:30"),
        ("IST", "en", ""),
        ("CST", "zh", ""),
        ("CST", "en", ""),
        ("AST", "ar", ""),
    ],
)
def test_times_as_in_mail_keep_the_zones_that_are_nobody_elses(zone, language, offset) -> None:
    assert dates.parse(f"Wed, 10 Jul 2024 14:05:00 {zone}", language) == f"2024-07-10T14:05:00{offset}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10.03.2024 - 11.05 Uhr", "2024-03-10T11:05:00"),
        ("10.03.2024 - 14.05 Uhr", "2024-03-10T14:05:00"),
        ("Fassung 12.3.2024, zuerst 10.03.2024", "2024-03-12"),
        ("10.03.2024 - 14.05.24", "2024-03-10"),
    ],
)
def test_a_clock_time_with_dots_is_no_date_and_a_date_no_clock_time(text, said) -> None:
    assert dates.parse(text, "de") == said


_THAI = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค."


@pytest.mark.parametrize(("number", "month"), list(enumerate(_THAI.split(), 1)))
def test_short_names_of_thai_months_are_read_with_years_of_four_and_two_digits(number, month) -> None:
    assert dates.parse(f"12 {month} 2567 เวลา 14:05 น.", "th") == f"2024-{number:02}-12T14:05:00"
    assert dates.parse(f"12 {month} 67", "th") == f"2024-{number:02}-12"
    assert dates.parse(f"12 {month.rstrip('.')} 2567", "th") == f"2024-{number:02}-12"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("10 mars 2024 kl. 14.05", "sv"),
        ("10. mars 2024 kl. 14:05", "no"),
        ("10. mars 2024 klokken 14.05", "nb"),
        ("10. marts 2024, kl. 14.05", "da"),
        ("10 marca 2024 o godz. 14:05", "pl"),
    ],
)
def test_a_short_word_for_the_hour_may_end_with_a_dot(text, language) -> None:
    assert dates.parse(text, language) == "2024-03-10T14:05:00"


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


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("الأحد 15 شعبان 1445هـ 25 فبراير 2024م", "ar", "2024-02-25"),
        ("25 فبراير 2024م - 10:30 م", "ar", "2024-02-25T22:30:00"),
        ("15 شعبان 1445", "ar", None),
        ("5 de març de 2024 a les 18:30", "ca", "2024-03-05T18:30:00"),
        ("3. maj 2024 ob 18:05", "sl", "2024-05-03T18:05:00"),
        ("3. mai 2024 kell 18:05", "et", "2024-05-03T18:05:00"),
        (
            "Fri May 03 2024 07:10:00 GMT+0200 (Central European Summer Time)",
            "en",
            "2024-05-03T07:10:00+02:00",
        ),
        ("Sab Mei 04 2024 07:10:00 GMT+0700", "id", "2024-05-04T07:10:00+07:00"),
    ],
)
def test_a_hijri_day_gives_way_and_words_before_a_clock_time_are_read_over(text, language, said) -> None:
    assert dates.parse(text, language) == said
