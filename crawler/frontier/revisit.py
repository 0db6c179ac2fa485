"""When to fetch a story again: one rule, without a clock, a setting or a database in it.

News is edited most while it is young: the interval grows with the story's age. A visit that found a change
halves it and one that found nothing doubles it, so that a story which sleeps costs next to nothing.
Apache Nutch's AdaptiveFetchSchedule moves its intervals the same way, with other factors and without the age.
"""

from __future__ import annotations

SHORTEST = 3_600.0  # seconds; schedulers run hourly at most, and a publisher's page cache is minutes to an hour
LONGEST = 30 * 86_400.0  # seconds; a correction of an old story is still found within the month
AGE_SHARE = 0.25  # of the age: a story of four hours is looked at hourly, one of four days daily
MOST_DOUBLINGS = 6


def interval(age: float, unchanged: int, changed: bool) -> float:
    """Seconds until the next visit of a story that is ``age`` seconds old.

    ``unchanged`` counts the visits in a row, this one included, that found nothing new; ``changed`` says that
    this one did. A negative age (a date in the future) counts as zero.
    """
    base = max(age, 0.0) * AGE_SHARE
    factor = 0.5 if changed else 2.0 ** min(unchanged, MOST_DOUBLINGS)
    return min(max(base * factor, SHORTEST), LONGEST)


def next_visit(
    now: float, *, published_at: float | None, found_at: float, unchanged: int, changed: bool, until_days: float
) -> float | None:
    """The Unix time of the next visit, or None for never: a story older than ``until_days`` is left in peace.

    The age counts from publication, or from when the address was found where the page gives no date.
    """
    born = published_at if published_at is not None else found_at
    if now - born > until_days * 86_400:
        return None
    return now + interval(now - born, unchanged, changed)
