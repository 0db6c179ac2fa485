"""What a run has claimed from the frontier and not handed out yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.frontier.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.frontier import Frontier

PER_HOST = 4  # addresses of a host taken in hand at once, so that a claim is not made for each page


class Claims(Turns):
    """Claimed addresses by turns; ``together`` is how many pages may be fetched at once."""

    def __init__(self, together: int) -> None:
        super().__init__()
        self.frontier: Frontier
        self._together = together

    def more(self, paused: Collection[str], sites: Collection[str]) -> bool:
        """Claim more, nothing of the hosts ``paused`` and of ``sites``; whether there was any. Raises FrontierError."""
        most = 4 * self._together
        if len(self.hosts()) >= most:  # sites that are full would keep all others out
            self.give_back(self.hosts(sites))
        if len(self.hosts()) >= most:
            return False
        without = {*self.hosts(), *paused}
        claimed = self.frontier.claim(2 * self._together, per_host=PER_HOST, without=without, sites=sites)
        self.add(claimed)
        return bool(claimed)

    def give_back(self, hosts: Collection[str]) -> None:
        """What is claimed of these hosts is queued again. Raises FrontierError."""
        if keys := [address.key for host in hosts for address in self.remove_host(host)]:
            self.frontier.give_back(keys)
