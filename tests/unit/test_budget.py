"""Counting what a run may still take."""

from __future__ import annotations

from crawler.frontier.budget import Budget


def test_what_is_in_hand_counts_until_it_gave_no_story() -> None:
    budget = Budget(max_stories=2)
    assert not budget.spent(in_hand=1)
    assert budget.spent(in_hand=2)
    budget.handed_out("a.example")
    budget.finished("a.example", stored=True)
    assert budget.spent(in_hand=1)
    assert not budget.spent(in_hand=0)


def test_a_site_is_full_after_its_share_and_closed_after_its_limit() -> None:
    budget = Budget(max_stories=10, max_per_site=6, share=0.3)
    for _ in range(3):
        budget.handed_out("a.example")
    assert (budget.full_sites(), budget.closed_sites()) == ({"a.example"}, set())
    budget.finished("a.example", stored=False)
    assert budget.full_sites() == set()
    for _ in range(4):
        budget.handed_out("a.example")
    assert budget.closed_sites() == {"a.example"}


def test_a_redirect_to_another_site_counts_there() -> None:
    budget = Budget(max_per_site=1)
    budget.handed_out("a.example")
    budget.moved("a.example", "b.example")
    budget.finished("b.example", stored=True)
    assert budget.closed_sites() == {"b.example"}


def test_without_limits_nothing_is_ever_full() -> None:
    budget = Budget()
    for _ in range(1_000):
        budget.handed_out("a.example")
    assert not budget.spent(in_hand=1_000)
    assert budget.full_sites() == set()
