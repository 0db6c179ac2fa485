"""The decision about one link: followed, or left aside for a reason that the summary counts."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.follow import FollowPolicy, priority
from crawler.items import RelatedLink, Story

SEED = "https://www.example.co.uk/news/1"
RELATED = frozenset({"related"})
MARCH = date(2005, 3, 1)


def story(**fields: object) -> Story:
    return Story(**({"url": SEED, "seed": SEED, "depth": 0, "published": "2005-03-21T10:14:00+00:00"} | fields))


def link(url: str = "https://news.example.co.uk/2", **fields: object) -> RelatedLink:
    return RelatedLink(**({"url": url, "text": "Bridge reopens"} | fields))


@pytest.mark.parametrize(
    ("policy", "the_link", "the_story", "reason"),
    [
        (FollowPolicy(RELATED, 2, "same"), link(), story(), None),
        (FollowPolicy(RELATED, 2, "same"), link(kind="recirculation"), story(), "recirculation"),
        (FollowPolicy(RELATED, 2, "same"), link(kind="inline"), story(), "inline"),
        (FollowPolicy(RELATED | {"inline"}, 2, "same"), link(kind="inline"), story(), None),
        (FollowPolicy(RELATED, 2, "same"), link(), story(depth=2), "depth"),
        (FollowPolicy(RELATED, 0, "same"), link(), story(depth=99), None),
        (FollowPolicy(RELATED, 2, "same"), link("https://other.co.uk/2"), story(), "other_site"),
        (FollowPolicy(RELATED, 2, "any"), link("https://other.co.uk/2"), story(), None),
        (FollowPolicy(RELATED, 2, ("other.co.uk",)), link("https://www.other.co.uk:8080/2"), story(), None),
        (FollowPolicy(RELATED, 2, ("other.co.uk",)), link("https://another.co.uk/2"), story(), "other_site"),
        (FollowPolicy(RELATED, 2, "any", since=MARCH), link(published="2005-02-28"), story(), "outside_window"),
        (FollowPolicy(RELATED, 2, "any", until=MARCH), link(), story(), None),
        (FollowPolicy(RELATED, 2, "any", until=MARCH), link(), story(depth=1), "outside_window"),
        (FollowPolicy(RELATED, 2, "any", since=MARCH), link(), story(published=None), None),
    ],
)
def test_why_a_link_is_left_aside(
    policy: FollowPolicy, the_link: RelatedLink, the_story: Story, reason: str | None
) -> None:
    assert policy.reason_to_leave(the_link, the_story) == reason


def test_a_good_link_far_away_goes_before_a_bad_one_nearby() -> None:
    assert priority(0.95, 2) > priority(0.2, 1)
    assert priority(0.9, 1) > priority(0.9, 2)
