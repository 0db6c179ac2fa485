"""How much a run may still take, and from which site: counts only, without a clock."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Any, Self


class Budget:
    """Counts stories by site. 0 means no limit."""

    def __init__(self, max_stories: int = 0, max_per_site: int = 0, share: float = 1.0) -> None:
        """``share`` (0 to 1) of ``max_stories`` is what one site gets while another has something to fetch."""
        self._max_stories = max_stories
        self._max_per_site = max_per_site
        self._share = ceil(max_stories * share) if max_stories else 0
        self._stored = 0
        self._by_site: Counter[str] = Counter()  # stories stored and addresses in hand

    @classmethod
    def from_arguments(cls, args: Any, share: float) -> Self:
        """From the arguments of a spider, as far as it has them."""
        return cls(getattr(args, "max_stories", 0), getattr(args, "max_per_site", 0), share)

    def handed_out(self, site: str) -> None:
        """An address of ``site`` is in hand."""
        self._by_site[site] += 1

    def moved(self, site: str, target: str) -> None:
        """A redirect: what is in hand is an address of ``target`` from now on."""
        self._by_site[site] -= 1
        self._by_site[target] += 1

    def finished(self, site: str, *, stored: bool) -> None:
        """It is finished; what gave no new story is given back to the budget."""
        if stored:
            self._stored += 1
        else:
            self._by_site[site] -= 1

    def spent(self, in_hand: int) -> bool:
        """Whether the stories stored and those that may come of what is in hand use up the run."""
        return bool(self._max_stories) and self._stored + in_hand >= self._max_stories

    def closed_sites(self) -> set[str]:
        """Sites that gave ``max_per_site`` stories."""
        return self._at_least(self._max_per_site)

    def full_sites(self) -> set[str]:
        """Those, and the sites that have had their share."""
        return self.closed_sites() | self._at_least(self._share)

    def _at_least(self, limit: int) -> set[str]:
        return {site for site, count in self._by_site.items() if count >= limit} if limit else set()
