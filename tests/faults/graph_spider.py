"""The spider ``graph``: ``related``, but for the links, which it reads off a generated page as they stand.

So the tests of the frontier are of the frontier, and not of how well related links are found.
"""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
from scrapy import Request

from crawler import urls
from crawler.items import RelatedLink, Story
from crawler.spiders.related import RelatedSpider


class GraphSpider(RelatedSpider):
    """Follows what stands in the first box beside the article; breaks at pages that say POISON."""

    name = "graph"

    def _follow(self, story: Story) -> Iterator[Request]:
        if b"POISON" in story.raw:
            raise ValueError("this page cannot be borne")
        page = lxml.html.document_fromstring(story.raw)
        links = [(urls.clean(a.get("href"), story.url), a.text_content()) for a in page.xpath("//aside[1]//li/a")]
        story.related = [RelatedLink(url, text, position=place) for place, (url, text) in enumerate(links) if url]
        return super()._follow(story)
