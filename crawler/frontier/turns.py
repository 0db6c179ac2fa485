"""Claimed addresses that wait to be handed out: hosts take turns."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from crawler.frontier.base import Address


class Turns:
    """By host, each in the order in which its addresses came."""

    def __init__(self) -> None:
        self._by_host: dict[str, deque[Address]] = {}

    def __len__(self) -> int:
        """How many addresses wait."""
        return sum(map(len, self._by_host.values()))

    def hosts(self, sites: Collection[str] | None = None) -> list[str]:
        """Those of which something waits, all or those of ``sites``; who waited longest comes first."""
        return [host for host, waiting in self._by_host.items() if sites is None or waiting[0].site in sites]

    def add(self, addresses: Iterable[Address]) -> None:
        """At the end of their hosts' lines; new hosts come last."""
        for address in addresses:
            self._by_host.setdefault(address.host, deque()).append(address)

    def first(self, without_sites: Collection[str]) -> Iterator[Address]:
        """The next address of each host outside ``without_sites``; one may be taken meanwhile."""
        for host in self.hosts():
            if self._by_host[host][0].site not in without_sites:
                yield self._by_host[host][0]

    def take(self, address: Address) -> None:
        """It has had its turn: the other hosts have theirs first."""
        if self.remove(address.key) and address.host in self._by_host:
            self._by_host[address.host] = self._by_host.pop(address.host)

    def remove(self, key: str) -> bool:
        """Whether the address waited, in whatever spelling and so at whatever host; it does no longer."""
        for host, waiting in self._by_host.items():
            for address in waiting:
                if address.key == key:
                    waiting.remove(address)
                    if not waiting:
                        del self._by_host[host]
                    return True
        return False

    def remove_host(self, host: str) -> Iterable[Address]:
        """All that waited of a host."""
        return self._by_host.pop(host, ())
