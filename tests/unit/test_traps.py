"""What counts as a trap, and what must not."""

from __future__ import annotations

import pytest

from crawler import traps


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://t.example.com/" + "a/b/" * 8, "deep_path"),
        ("http://t.example.com/news/x/news/y/news/z/news/", "repeated_segments"),
        ("http://t.example.com/(S(abcd1234efgh5678ijkl))/story.aspx", "session_in_path"),
        ("http://t.example.com/sid=0123456789abcdef/story", "session_in_path"),
        ("http://t.example.com/x?" + "&".join(f"filter{n}=1" for n in range(13)), "many_parameters"),
        ("http://t.example.com/calendar?month=11&year=2412", "calendar"),
        ("http://t.example.com/events/2412/11/", "calendar"),
        ("http://t.example.com/kalender/2412/11/30", "calendar"),
    ],
)
def test_endless_addresses_have_a_reason(url: str, reason: str) -> None:
    assert traps.reason(url) == reason


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example.com/",
        "http://news.example.com/2005/03/21/world/asia/kyrgyz-protests",
        "http://news.example.com/2/hi/asia-pacific/country_profiles/1296485.stm",
        "http://news.example.com/news/news/4367319",
        "http://news.example.com/story?id=4711&page=2",
        "http://news.example.com/events/town-hall-burns-1987",
        "http://news.example.com/politics/session-adjourned",
        "http://news.example.com/a/0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ],
)
def test_stories_have_none(url: str) -> None:
    assert traps.reason(url) is None


def test_a_host_that_repeats_itself_is_known_after_the_window_and_can_recover() -> None:
    same = traps.Sameness(window=10, share=0.8)
    for n in range(10):
        assert not same.trapped()
        same.saw(n >= 2)
    assert same.trapped()
    same.saw(False)
    same.saw(False)
    assert same.trapped() is True  # the two good ones at the beginning have left the window too
    same.saw(False)
    assert not same.trapped()
