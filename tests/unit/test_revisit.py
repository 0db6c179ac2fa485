"""The rule of revisits, as a reader of the collection would put it."""

from __future__ import annotations

import pytest

from crawler.frontier.revisit import LONGEST, SHORTEST, interval, next_visit

HOUR, DAY = 3_600.0, 86_400.0


@pytest.mark.parametrize("age", [0, HOUR, DAY, 30 * DAY, 3_000 * DAY])
def test_an_unchanged_story_is_visited_ever_later_and_within_bounds(age: float) -> None:
    intervals = [interval(age, unchanged, changed=False) for unchanged in range(12)]
    assert intervals == sorted(intervals)
    assert all(SHORTEST <= seconds <= LONGEST for seconds in intervals)


def test_young_before_old_and_changing_before_still() -> None:
    assert interval(HOUR, 0, changed=False) < interval(4 * DAY, 0, changed=False)
    changing, still, sleeping = (interval(4 * DAY, 0, True), interval(4 * DAY, 0, False), interval(4 * DAY, 1, False))
    assert changing < still < sleeping


def test_an_old_story_is_left_in_peace() -> None:
    now = 1_000 * DAY
    old = now - 91 * DAY
    rule = {"unchanged": 0, "changed": False, "until_days": 90.0}
    assert next_visit(now, published_at=old, found_at=now, **rule) is None
    assert next_visit(now, published_at=None, found_at=old, **rule) is None
    assert next_visit(now, published_at=now - 4 * DAY, found_at=now, **rule) == now + DAY


def test_a_date_in_the_future_is_as_good_as_now() -> None:
    soon = next_visit(0.0, published_at=9 * DAY, found_at=0.0, unchanged=0, changed=False, until_days=90)
    assert soon == SHORTEST
