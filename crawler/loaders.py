"""From a page to a story: the one path that ``scrapy crawl``, ``scrapy extract`` and reprocessing share."""

from __future__ import annotations

from crawler import urls
from crawler.extract import layouts, metadata, related
from crawler.items import Story
from crawler.page import Page

# Response headers worth keeping: what the body is, and what a later visit or a reader of the archive needs.
HEADERS_KEPT = ("content-type", "last-modified", "etag", "date")


def load_story(page: Page, *, use_layouts: bool = True) -> Story:
    """Every field and related link that the page gives; what was not found is None.

    The crawl's own fields (collection, seed, discovered_from, depth, run_id, raw and version) are left to the
    caller. With ``use_layouts`` False only the general extraction speaks.
    """
    story = Story(url=page.url, canonical_url=urls.canonical(page.url), status=page.status, encoding=page.encoding)
    story.id = urls.story_id(story.canonical_url)
    story.fetched_at = page.fetched_at.isoformat()
    story.headers = {name: page.headers[name] for name in HEADERS_KEPT if name in page.headers}
    layout = layouts.for_page(page) if use_layouts else None
    candidates = [*(layout.candidates(page) if layout else ()), *metadata.candidates(page)]
    for candidate in candidates:
        if candidate.value and not getattr(story, candidate.field):
            setattr(story, candidate.field, candidate.value)
            story.sources[candidate.field] = candidate.source
    links = layout.related(page) if layout else None
    story.related = related.find(page, story.headline, story.body) if links is None else links
    return story
