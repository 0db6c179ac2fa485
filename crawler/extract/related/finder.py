"""From a page to its story links."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from crawler.extract.related import body_span, data_links, model, outline, printed, scopes
from crawler.extract.related.address import Addresses
from crawler.extract.related.cards import Card
from crawler.extract.related.features import Features, Reader
from crawler.extract.text import clean, unmarked
from crawler.items import LinkKind, RelatedLink
from crawler.page import Page

_DATA_SCORE = 0.6  # of a link that only data names: too few were seen among labelled pages for a measured one
_MOST_DATA = 12  # links taken from data alone
_MOST_HEADLINE = 400  # characters


@dataclass(slots=True)
class Verdict:
    """A card with all that was known of it and what was made of it."""

    card: Card
    features: Features
    score: float  # the chance that it is related
    kind: LinkKind


def read(page: Page, headline: str | None, text: str | None = None) -> list[tuple[Card, Features]]:
    """Every card of the page with its features, in document order."""
    addresses = Addresses(page.url, page.base_url, page.encoding)
    seen = outline.read(page.tree, addresses)
    text = body_span.told(seen, text) if text else None
    body = body_span.find(seen, text)
    title = (headline or page.tree.findtext(".//title") or "")[:_MOST_HEADLINE]
    cards = scopes.assign(seen, body, title)
    reader = Reader(seen, body, cards, title, text)
    return [(card, reader.features(card, index)) for index, card in enumerate(cards)]


def judge(page: Page, headline: str | None, body: str | None = None) -> list[Verdict]:
    """Every card with its verdict, in document order; an address in several places has several."""
    trained = model.load()
    found = []
    for card, features in read(page, headline, body):
        score = trained.score(features)
        kind: LinkKind = "recirculation"
        if "place in a sentence" in features and card.family != "related":
            kind = "inline"
        elif score >= trained.threshold:
            kind = "related"
        found.append(Verdict(card, features, score, kind))
    return found


def find(page: Page, headline: str | None, body: str | None) -> list[RelatedLink]:
    """Every story link of the page with its kind and score, in document order; of several places the best wins.

    ``headline`` and ``body`` are this story's own, plain text, where they are known. Never raises for what stands in
    a page, and never changes its tree.
    """
    best: dict[str, Verdict] = {}
    verdicts = judge(page, headline, body)
    for verdict in verdicts:
        known = best.get(verdict.card.first.key)
        if known is None or _rank(verdict) > _rank(known):
            best[verdict.card.first.key] = verdict
    ordered = sorted(best.values(), key=lambda verdict: verdict.card.first.number)
    stories = {link.href: link.key for verdict in verdicts for link in verdict.card.links}
    named = from_data(page, verdicts)
    taken = {link.url for link in named}
    links = [_link(verdict, page, stories) for verdict in ordered if verdict.card.first.url not in taken] + named
    for position, link in enumerate(links):
        link.position = position
    return links


def _rank(verdict: Verdict) -> tuple[int, float]:
    return ("recirculation", "inline", "related").index(verdict.kind), verdict.score


def _link(verdict: Verdict, page: Page, stories: dict[str, str]) -> RelatedLink:
    card = verdict.card
    heading = card.heading or card.outer
    related = verdict.kind == "related"
    published = section = None
    if related:  # nobody asks for the dates of what is on every page
        element = card.first.box.element
        published, section = printed.beside(element, page.declared_language, page.fetched_at, stories)
    return RelatedLink(
        url=card.first.url,
        text=clean(card.text),
        heading=clean(heading.text).rstrip(" :：") or None if heading else None,
        published=published,
        section=section,
        kind=verdict.kind,
        score=round(verdict.score if related else 1 - verdict.score, 3),
    )


def from_data(page: Page, verdicts: list[Verdict]) -> list[RelatedLink]:
    """Where nothing that a reader sees is related: the stories that the page's data names so.

    Those among them that stand in a list which says what it is are not taken.
    """
    if any(verdict.kind == "related" for verdict in verdicts):
        return []
    shown = {verdict.card.first.key: verdict.card.text for verdict in verdicts}
    listed = {verdict.card.first.key for verdict in verdicts if verdict.card.family or verdict.kind == "inline"}
    addresses = Addresses(page.url, page.base_url, page.encoding)
    listed.add(addresses.own_key)
    found: dict[str, RelatedLink] = {}
    for url, title in chain(data_links.declared(page), data_links.shipped(page)):
        story = addresses.story(url)
        if story is not None and story[1] not in listed:
            text = unmarked(title) or shown.get(story[1], "")
            found.setdefault(story[1], RelatedLink(url=story[0], text=text, score=_DATA_SCORE))
    return list(found.values())[:_MOST_DATA]
