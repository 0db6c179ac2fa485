"""From a page to a story: the one path that ``scrapy crawl``, ``scrapy extract`` and reprocessing share."""

from __future__ import annotations

import logging
from collections import ChainMap
from collections.abc import Iterable, Sequence
from typing import Any

from itemloaders import ItemLoader
from itemloaders.processors import Compose

from crawler import urls
from crawler.extract import (
    address,
    authors,
    body,
    choose,
    dateline,
    dates,
    headline,
    json_ld,
    kind,
    language,
    layouts,
    metadata,
    processors,
    related,
    state,
    visible,
)
from crawler.extract.attempt import attempt
from crawler.extract.candidate import Candidate
from crawler.items import Story
from crawler.page import Page

logger = logging.getLogger(__name__)

# Response headers worth keeping: what the body is, and what a later visit or a reader of the archive needs.
HEADERS_KEPT = ("content-type", "last-modified", "etag", "date")
_ADDRESS_FIELDS = ("canonical_url",)


class Cleaned(Compose):
    """An input processor: each candidate's value goes through the functions; None drops the candidate."""

    def __call__(self, value: Any, loader_context: Any = None) -> list[Candidate]:
        """``value`` is a list of candidates of one field; so is what comes out."""
        clean = super().__call__
        pairs = ((c, clean(c.value, ChainMap({"source": c.source}, loader_context or {}))) for c in value)
        return [Candidate(candidate.field, cleaned, candidate.source) for candidate, cleaned in pairs if cleaned]


class StoryLoader(ItemLoader):
    """Cleans candidates field by field, and chooses one for each field by the order in ``crawler/extract/trust.py``.

    Its values are candidates all the way: input processors clean them, output processors choose one. Needs ``page``,
    ``language`` and ``site_names`` in its context.
    """

    default_item_class = Story
    default_output_processor = staticmethod(choose.first)

    site_name_in = Cleaned(processors.plain, processors.a_site_name)
    language_in = Cleaned(processors.plain, processors.a_language)
    language_out = staticmethod(choose.spoken)
    canonical_url_in = Cleaned(processors.an_address)
    headline_in = Cleaned(processors.plain, processors.a_headline)
    headline_out = staticmethod(choose.headlined)
    standfirst_in = Cleaned(processors.plain, processors.a_standfirst)
    body_in = Cleaned(processors.text)
    crossheads_in = Cleaned(processors.lines)
    authors_in = Cleaned(processors.names)
    authors_out = staticmethod(choose.signed)
    published_in = modified_in = Cleaned(processors.plain, processors.a_time)
    published_out = modified_out = staticmethod(choose.moment)
    section_in = Cleaned(processors.plain, processors.a_section)
    tags_in = Cleaned(processors.tags)
    images_in = Cleaned(processors.images)
    images_out = staticmethod(choose.pictured)
    videos_in = Cleaned(processors.videos)

    def add_candidates(self, candidates: Iterable[Candidate]) -> None:
        """Take what the places on a page say; each is cleaned at once.

        Times in words are read only where no machine's instant is known: reading one costs as much as a page's parse.
        """
        wordy = []
        for candidate in candidates:
            if candidate.source == visible.LINE:
                wordy.append(candidate)
            else:
                self._take(candidate)
        for candidate in wordy:
            if not any(dates.is_zoned(known.value) for known in self.get_collected_values(candidate.field)):
                self._take(candidate)

    def _take(self, candidate: Candidate) -> None:
        try:
            self.add_value(candidate.field, candidate)
        except (KeyError, ValueError):  # no such field, or whatever a processor raised, as itemloaders has it
            logger.exception("No %s can be made of what %s says", candidate.field, candidate.source)

    def load_item(self) -> Story:
        """The story, with ``sources`` naming the winner of each field and what disagrees with it."""
        story: Story = self.item
        disagreements: list[dict[str, Any]] = []
        for field in list(self._values):
            chosen = self.get_output_value(field)
            if chosen is None or field in _ADDRESS_FIELDS:
                continue
            setattr(story, field, chosen.value)
            story.sources[field] = chosen.source
            disagreements += choose.disagreements(field, chosen, self.get_collected_values(field))
        _sign(story, self.get_collected_values("authors"))
        _say_what_is_unsure(story, disagreements)
        return story


def load_story(page: Page, *, use_layouts: bool = True) -> Story:
    """Every field and related link that the page gives; what was not found is None.

    The crawl's own fields (collection, seed, discovered_from, depth, run_id, raw and version) are left to the
    caller. With ``use_layouts`` False only the general extraction speaks.
    """
    layout = attempt(page, "layout", lambda: layouts.for_page(page)) if use_layouts else None
    candidates = attempt(page, "metadata", lambda: list(metadata.candidates(page))) or []
    if layout:
        known = attempt(page, "layout", lambda: list(layout.candidates(page))) or []
        candidates = [*known, *(c for c in candidates if c.field not in layout.mute)]
    story = _load(page, candidates)
    chosen = address.choose(page.url, _cleaned(page, candidates, "canonical_url"))
    story.url, story.canonical_url = page.url, chosen.value
    story.sources["canonical_url"] = chosen.source
    story.id = urls.story_id(story.canonical_url)
    story.status, story.encoding = page.status, page.encoding
    story.fetched_at = page.fetched_at.isoformat()
    story.headers = {name: page.headers[name] for name in HEADERS_KEPT if name in page.headers}
    story.access = story.access or attempt(page, "access", lambda: kind.access(page, story))
    links = attempt(page, "layout", lambda: layout.related(page)) if layout else None
    if links is None:
        links = attempt(page, "links", lambda: related.find(page, story.headline, story.body))
    story.related = links or []
    return story


def _load(page: Page, candidates: Sequence[Candidate]) -> Story:
    context: dict[str, Any] = {"page": page, "language": None, "site_names": []}
    candidates = [c for c in candidates if c.field != "site_name" or not headline.is_titled(page, str(c.value))]
    first = StoryLoader(**context)
    first.add_candidates(c for c in candidates if c.field in ("site_name", "language"))
    if not first.get_collected_values("site_name"):
        candidates = [*candidates, *_named_in_title(page)]
        first.add_candidates(c for c in candidates if c.source == dateline.SOURCE)
    known = first.load_item()
    context["language"] = known.language
    context["site_names"] = list(dict.fromkeys(c.value for c in first.get_collected_values("site_name")))
    loader = StoryLoader(**context)
    loader.add_candidates(candidates)
    loader.add_candidates(list(_below_headline(page, loader)))
    if not loader.get_collected_values("published"):
        found = dates.search(page.tree, page.url, page.fetched_at)
        loader.add_candidates([Candidate("published", found, "htmldate")] if found else [])
    if not any(c.field == "body" for c in candidates):
        headlines = [c.value for c in loader.get_collected_values("headline") if c.source not in choose.WITNESSES]
        descriptions = [c.value for c in loader.get_collected_values("standfirst")]
        loader.add_candidates(attempt(page, "text", lambda: list(_text(page, headlines, descriptions))) or [])
    told = "".join(c.value for c in loader.get_collected_values("body")[:1])
    heard = attempt(page, "language", lambda: language.detect(told))
    if heard:
        loader.add_candidates([Candidate("language", heard, "article-text")])
    return loader.load_item()


def _below_headline(page: Page, loader: StoryLoader) -> Iterable[Candidate]:
    """What the lines there say of what nothing else says; also the clock time of the day that the address names."""
    told, signed = (loader.get_collected_values(field) for field in ("published", "authors"))
    if signed and any(known.source != "address" for known in told):
        return
    for candidate in dateline.candidates(page):
        if candidate.field == "published" and told:
            moment = dates.parse(str(candidate.value), loader.context["language"]) or ""
            if len(moment) > 10 and all(c.source == "address" and moment.startswith(c.value) for c in told):
                yield candidate
        elif not loader.get_collected_values(candidate.field):
            yield candidate


def _named_in_title(page: Page) -> Iterable[Candidate]:
    name = dateline.site_name(page)
    if name:
        yield Candidate("site_name", name, dateline.SOURCE)


def _cleaned(page: Page, candidates: Sequence[Candidate], field: str) -> list[Candidate]:
    loader = StoryLoader(page=page, language=None, site_names=[])
    loader.add_candidates(c for c in candidates if c.field == field)
    return list(loader.get_collected_values(field))


def _text(page: Page, headlines: Sequence[str], descriptions: Sequence[str]) -> Iterable[Candidate]:
    """What is drawn; where that is next to nothing, what the page ships as JSON for its scripts to draw."""
    article = body.extract(page, headlines, descriptions)
    if article is None or len(article.text) < state.ENOUGH:
        shipped = list(state.candidates(page))
        if shipped:
            yield from shipped
            return
    if article:
        yield Candidate("body", article.text, article.source)
        yield Candidate("crossheads", article.crossheads, article.source)
        yield Candidate("images", article.images, article.source)
        yield Candidate("videos", article.videos, article.source)
        if article.cut and not kind.is_free(page) and (json_ld.locked(page) or len(article.text) < kind.STUB):
            yield Candidate("access", "paywall", article.source)
        if article.title and not headlines:
            yield Candidate("headline", article.title, article.source)
        if article.byline:
            yield Candidate("authors", [article.byline], article.source)
        if article.standfirst:
            yield Candidate("standfirst", article.standfirst, article.source)


def _sign(story: Story, signatures: Sequence[Candidate]) -> None:
    """People are authors; agencies stand apart. A story that no person signs keeps the name in that place."""
    if not signatures:
        return
    chosen = choose.signed(signatures)
    assert chosen is not None
    agencies = dict.fromkeys(name for c in choose.ranked(signatures) for name in c.value.agencies)
    story.agencies = list(agencies)
    people = authors.best_spelled(chosen.value.people, (c.value for c in signatures))
    story.authors = people or [*chosen.value.agencies, *chosen.value.organisations]


def _say_what_is_unsure(story: Story, disagreements: list[dict[str, Any]]) -> None:
    if disagreements:
        story.sources["disagreements"] = disagreements
    zoneless = [
        f for f in ("published", "modified") if (t := getattr(story, f)) and len(t) > 10 and not dates.is_zoned(t)
    ]
    if zoneless:
        story.sources["zone_unknown"] = zoneless
