"""Choosing among candidates: by the order of trust, and for some fields by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crawler.extract import authors, dates, headline, images, json_ld, language, trust, visible
from crawler.extract.candidate import Candidate
from crawler.extract.text import fold, words

# Two places that differ by more disagree about when a story appeared; less is a zone or a late edition.
DISAGREEMENT = timedelta(days=1)
_PRINTED = ("visible", "dateline", "article-text")  # readings of one and the same byline
# Places whose headline only shows what another one is; it is never the story's by itself.
WITNESSES = (visible.HEADING, json_ld.ALTERNATIVE)


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
    """The most trusted place that names a person; where nobody is named, the one that names who signs instead.

    A place that names the same people and more wins: feeds often hold only the first of several authors. So does one
    that names a writer where the page itself says that the others are its editors; and so do two places that name the
    same, where the first names nobody of them: often it is who entered the story, or the publisher.
    """
    order = ranked(candidates)
    chosen = next((c for c in order if c.value.people), None)
    if chosen is None or chosen.source.startswith(trust.LAYOUT):
        return chosen or next(iter(order), None)
    chosen = _outvoted(chosen, order) or chosen
    helpers = {authors.key(name) for c in order for name in c.value.helpers}
    if _people(chosen) <= helpers:
        chosen = next((c for c in order if _people(c) - helpers), chosen)
    named = _people(chosen)
    return next((c for c in order if named < _people(c) and not (_people(c) - named) <= helpers), chosen)


def _outvoted(chosen: Candidate, order: Sequence[Candidate]) -> Candidate | None:
    voices: dict[frozenset[str], set[str]] = {}
    for candidate in order:
        people = frozenset(_people(candidate))
        if people and people.isdisjoint(_people(chosen)):
            voices.setdefault(people, set()).add("printed" if candidate.source in _PRINTED else candidate.source)
    agreed = next((people for people, sources in voices.items() if len(sources) > 1), None)
    return next((c for c in order if agreed and _people(c) == agreed), None)


def _people(candidate: Candidate) -> set[str]:
    return {authors.key(name) for name in candidate.value.people}


def headlined(candidates: Sequence[Candidate]) -> Candidate | None:
    """The most trusted headline, mended by the h1 that has it whole or without its section.

    Between JSON-LD's and Open Graph's the page decides: see :func:`_between`.
    """
    order = [candidate for candidate in ranked(candidates) if candidate.source not in WITNESSES]
    if not order:
        return None
    chosen = _between(order, candidates)
    if chosen.source.startswith(trust.LAYOUT):
        return chosen
    printed = next((candidate for candidate in order if candidate.source == visible.SOURCE), None)
    if printed is None:
        return chosen
    return printed if headline.is_mended(chosen.value, printed.value) or _foreign(chosen, printed, order) else chosen


def _foreign(chosen: Candidate, printed: Candidate, order: Sequence[Candidate]) -> bool:
    """True where only ``chosen`` says so: it shares no word with the page's title, which holds what is printed."""
    titles = [fold(c.value) for c in order if c.source == "title"]
    own = set(words(chosen.value))
    alone = all(c.source == chosen.source or fold(c.value) != fold(chosen.value) for c in order)
    return alone and any(fold(printed.value) in title and own.isdisjoint(words(title)) for title in titles)


def _between(order: list[Candidate], candidates: Sequence[Candidate]) -> Candidate:
    """Open Graph's headline where the page prints it, or prints neither, or where Twitter's title says the same.

    What no reader sees is often written for search engines (JSON-LD, title, an h1 among the breadcrumbs). An Open Graph
    title that Twitter's repeats is what the newsroom tells all others; but not where it only adds words to the other,
    nor where JSON-LD sets its headline apart from an alternative one, and so says which is which.
    """
    chosen = order[0]
    rival = next((candidate for candidate in order if candidate.source == "opengraph"), None)
    if rival is None or chosen.source.startswith(trust.LAYOUT) or fold(rival.value) == fold(chosen.value):
        return chosen
    ours, theirs = fold(chosen.value), fold(rival.value)
    headings = [fold(c.value) for c in candidates if c.source in (visible.SOURCE, visible.HEADING)]
    if ours not in headings or theirs in headings:
        return rival
    repeated = any(c.source == "twitter" and fold(c.value) == theirs for c in candidates)
    apart = any(c.source == json_ld.ALTERNATIVE for c in candidates)
    return rival if repeated and not apart and ours not in theirs else chosen


def spoken(candidates: Sequence[Candidate]) -> Candidate | None:
    """The language that the page declares, unless its text is in another: templates of one language hold many."""
    order = ranked(candidates)
    declared = next((candidate for candidate in order if candidate.source != "article-text"), None)
    heard = next((candidate for candidate in order if candidate.source == "article-text"), None)
    if declared and heard and not declared.source.startswith(trust.LAYOUT):
        return declared if language.same(declared.value, heard.value) else heard
    return declared or heard


def pictured(candidates: Sequence[Candidate]) -> Candidate | None:
    """The pictures of the text, led by the one that the metadata names; a layout's as they are."""
    order = ranked(candidates)
    if not order:
        return None
    chosen = order[0]
    if chosen.source.startswith(trust.LAYOUT) or chosen.source != "article-text":
        return chosen
    lead = next((candidate.value[0] for candidate in order[1:] if candidate.value), None)
    return Candidate(chosen.field, images.merged(chosen.value, lead), chosen.source)


def disagreements(field: str, chosen: Candidate, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """What other sources say that cannot be true beside ``chosen``: ``[{"field", "source", "value"}]``.

    Dates: more than a day apart. Headline: no word in common with the page's title, or not what the page prints as its
    heading. Language: another one.
    """
    if field in ("published", "modified"):
        here = dates.instant(chosen.value)
        odd = [c for c in ranked(candidates) if abs(dates.instant(c.value) - here) > DISAGREEMENT]
    elif field == "headline":
        own = set(words(chosen.value))
        odd = [c for c in candidates if c.source == "title" and own.isdisjoint(words(c.value)) and _spaced(c.value)]
        odd += _printed_otherwise(fold(chosen.value), candidates)
    elif field == "language":
        odd = [c for c in ranked(candidates) if not language.same(c.value, chosen.value)]
    else:
        return []
    return [{"field": field, "source": c.source, "value": c.value} for c in _one_per_source(odd)]


def _printed_otherwise(own: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    headings = [(c, fold(c.value)) for c in candidates if c.source in (visible.SOURCE, visible.HEADING)]
    if any(own in text or text in own for _, text in headings):
        return []
    return [c for c, _ in headings if c.source == visible.SOURCE][:1]


def _spaced(text: str) -> bool:
    return " " in text.strip()  # without spaces a sentence is one word, and sharing none says nothing


def _one_per_source(candidates: Sequence[Candidate]) -> list[Candidate]:
    return list({candidate.source: candidate for candidate in reversed(candidates)}.values())[::-1]
