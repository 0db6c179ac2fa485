"""From a page to its story links."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.related import body_span, model, outline, printed, scopes
from crawler.extract.related.address import Addresses
from crawler.extract.related.features import Features, Reader
from crawler.extract.related.scopes import Card
from crawler.items import LinkKind, RelatedLink
from crawler.page import Page

_MOST_HEADLINE = 400  # characters


@dataclass(slots=True)
class Verdict:
    """A card with all that was known of it and what was made of it."""

    card: Card
    features: Features
    score: float  # the chance that it is related
    kind: LinkKind


def read(page: Page, headline: str | None) -> list[tuple[Card, Features]]:
    """Every card of the page with its features, in document order."""
    addresses = Addresses(page.url, page.base_url)
    seen = outline.read(page.tree, addresses)
    body = body_span.find(seen)
    title = (headline or page.tree.findtext(".//title") or "")[:_MOST_HEADLINE]
    cards = scopes.assign(seen, body, title)
    reader = Reader(seen, body, cards, title)
    return [(card, reader.features(card, index)) for index, card in enumerate(cards)]


def judge(page: Page, headline: str | None) -> list[Verdict]:
    """Every card with its verdict, in document order; an address in several places has several."""
    trained = model.load()
    found = []
    for card, features in read(page, headline):
        score = trained.score(features)
        kind: LinkKind = "recirculation"
        if "place in a sentence" in features and card.family != "related":
            kind = "inline"
        elif score >= trained.threshold:
            kind = "related"
        found.append(Verdict(card, features, score, kind))
    return found


def find(page: Page, headline: str | None, body: str | None) -> list[RelatedLink]:  # noqa: ARG001
    """Every story link of the page with its kind and score, in document order; of several places the best wins.

    ``headline`` and ``body`` are this story's own, plain text, where they are known. Never raises for what stands in
    a page, and never changes its tree.
    """
    best: dict[str, Verdict] = {}
    for verdict in judge(page, headline):
        known = best.get(verdict.card.first.key)
        if known is None or _rank(verdict) > _rank(known):
            best[verdict.card.first.key] = verdict
    ordered = sorted(best.values(), key=lambda verdict: verdict.card.first.number)
    return [_link(page, verdict, position) for position, verdict in enumerate(ordered)]


def _rank(verdict: Verdict) -> tuple[int, float]:
    return ("recirculation", "inline", "related").index(verdict.kind), verdict.score


def _link(page: Page, verdict: Verdict, position: int) -> RelatedLink:
    card = verdict.card
    heading = card.heading or card.outer
    published = section = None
    if verdict.kind == "related":  # nobody asks for the dates of what is on every page
        published, section = printed.beside(card.first.box.element, page.declared_language)
    return RelatedLink(
        url=card.first.url or "",
        text=card.text,
        heading=heading.text.rstrip(" :：") or None if heading else None,
        published=published,
        section=section,
        kind=verdict.kind,
        score=round(verdict.score if verdict.kind == "related" else 1 - verdict.score, 3),
        position=position,
    )
