"""Which arguments let a run follow what the last run of its collection left aside."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.arguments import RelatedArguments
from crawler.extensions.wider import wider

SEED = "https://news.harbour.example/ferry-1"


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({"depth": "1"}, {}, ["depth=2 (was 1)"]),
        ({"depth": "1"}, {"depth": "0"}, ["depth=0 (was 1)"]),
        ({"depth": "0"}, {"depth": "9"}, []),
        ({}, {"depth": "1"}, []),
        ({}, {"follow": "related,inline"}, ["follow=related,inline (was related)"]),
        ({"follow": "inline,related"}, {"follow": "related"}, []),
        ({"sites": "example.com"}, {}, ["sites=same (was example.com)"]),
        ({"sites": "harbour.example"}, {}, []),
        ({}, {"sites": "news.harbour.example"}, []),
        ({}, {"sites": "harbour.example,example.com"}, ["sites=harbour.example,example.com (was same)"]),
        ({"sites": "example.com"}, {"sites": "news.example.com"}, []),
        ({}, {"sites": "any"}, ["sites=any (was same)"]),
        ({"sites": "any"}, {"sites": "example.com"}, []),
        ({}, {"seeds": "https://other.example/1"}, []),
        ({"since": "2005-03-01"}, {"since": "2005-03-02"}, []),
        ({"since": "2005-03-01"}, {"since": "2005-02-28"}, ["since=2005-02-28 (was 2005-03-01)"]),
        ({"until": "2005-03-31"}, {}, ["until=none (was 2005-03-31)"]),
        ({"since": "2005-03-01", "depth": "1"}, {}, ["depth=2 (was 1)", "since=none (was 2005-03-01)"]),
        ({}, {"since": "2005-03-01", "until": "2005-03-31"}, []),
        ({"max_stories": "3", "render": "never", "revisit": "none"}, {}, []),
    ],
)
def test_it_names_each_argument_that_lets_more_through(
    then: dict[str, Any], now: dict[str, Any], said: list[str]
) -> None:
    found = wider(RelatedArguments(**{"seeds": SEED, **now}), RelatedArguments(**then), [SEED])
    assert found == said


def test_a_run_without_seeds_goes_on_from_those_before() -> None:
    assert wider(RelatedArguments(), RelatedArguments(sites="harbour.example"), [SEED]) == []
