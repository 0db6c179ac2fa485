"""How a story ends that adds nothing to its collection."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import DropItem

Outcome = Literal["unchanged", "duplicates", "near_duplicates"]


class AlreadyStored(DropItem):
    """The collection has this text: the page is done, and nothing is missing from the store.

    ``outcome`` is the last part of the stat ``backstory/stories/<outcome>``; ``key`` is the object that has the text.
    """

    def __init__(self, url: str, outcome: Outcome, key: str) -> None:
        super().__init__(f"{url} adds nothing to {key} ({outcome.replace('_', ' ')})", log_level="DEBUG")
        self.outcome = outcome
        self.key = key
