"""Choosing among candidates: by the order of trust, and for some fields by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crawler.extract import dates, headline, trust
from crawler.extract.candidate import Candidate
from crawler.extract.text import words

# Two places that differ by more disagree about when a story appeared; less is a zone or a late edition.
DISAGREEMENT = timedelta(days=1)


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Most trusted first; equals in the order in which they were found."""
    return sorted(candidates, key=lambda candidate: trust.rank(candidate.field, candidate.source))


def first(candidates: Sequence[Candidate]) -> Candidate | None:
    """The most trusted one."""
    return next(iter(ranked(candidates)), None)


def moment(candidates: Sequence[Candidate]) -> Candidate | None:
    """The most trusted instant; where there is none, the most trusted local time, then the most trusted day."""
    return min(ranked(candidates), key=lambda candidate: _vagueness(candidate.value), default=None)


def _vagueness(value: str) -> int:
    return 0 if dates.is_zoned(value) else 1 if len(value) > 10 else 2


def signed(candidates: Sequence[Candidate]) -> Candidate | None:
    """The most trusted place that names a person; where nobody is named, the one that names who signs instead."""
    order = ranked(candidates)
    return next((c for c in order if c.value.people), None) or next(iter(order), None)


def headlined(candidates: Sequence[Candidate]) -> Candidate | None:
    """The most trusted headline, without a kicker that another place leaves out."""
    order = ranked(candidates)
    if not order:
        return None
    chosen = order[0]
    others = [c.value for c in order[1:] if c.source in ("opengraph", "visible")]
    return Candidate(chosen.field, headline.without_kicker(chosen.value, others), chosen.source)


def disagreements(field: str, chosen: Candidate, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """What other sources say that cannot be true beside ``chosen``: ``[{"field", "source", "value"}]``.

    Dates: more than a day apart. Headline: no word in common with the page's title.
    """
    if field in ("published", "modified"):
        here = dates.instant(chosen.value)
        odd = [c for c in ranked(candidates) if abs(dates.instant(c.value) - here) > DISAGREEMENT]
    elif field == "headline":
        own = set(words(chosen.value))
        odd = [c for c in candidates if c.source == "title" and own.isdisjoint(words(c.value)) and _spaced(c.value)]
    else:
        return []
    return [{"field": field, "source": c.source, "value": c.value} for c in _one_per_source(odd)]


def _spaced(text: str) -> bool:
    return " " in text.strip()  # without spaces a sentence is one word, and sharing none says nothing


def _one_per_source(candidates: Sequence[Candidate]) -> list[Candidate]:
    return list({candidate.source: candidate for candidate in reversed(candidates)}.values())[::-1]
