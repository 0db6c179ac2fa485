"""First stage: a story that nobody could trust later goes no further."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from crawler import urls
from crawler.items import Story


class ValidatePipeline:
    """Lets through items that are stories with an address, a headline or a text, and a page behind them."""

    def process_item(self, item: object) -> object:
        """Items that are no Story pass untouched. Raises DropItem with what is missing."""
        if not isinstance(item, Story):
            return item
        missing = [
            name
            for name, there in (
                ("id", item.id),
                ("collection", item.collection),
                ("url", urls.clean(item.url)),
                ("fetched_at", item.fetched_at),
                ("headline or body", item.headline or item.body),
                ("raw HTML", item.raw),
            )
            if not there
        ]
        if missing:
            raise DropItem(f"{item.url}: a story without {', '.join(missing)} is not stored")
        return item
