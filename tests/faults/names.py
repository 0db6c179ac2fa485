"""A resolver for crawls against the guard: names whose answers a test has written.

Only the look-up itself is replaced; what the house does with the answers is the real thing.
"""

from __future__ import annotations

import socket

from crawler.guard.resolver import GuardedResolver

ANSWERS = {
    "inside.example.com": "127.0.1.1",
    "metadata.example.com": "169.254.169.254",
    "router.example.com": "192.168.0.1",
}


def _look_up(name: str) -> str:
    if name in ANSWERS:
        return ANSWERS[name]
    raise socket.gaierror(f"no such name here: {name}")


class WrittenResolver(GuardedResolver):
    """The guard, on answers from :data:`ANSWERS`."""

    def install_on_reactor(self) -> None:
        socket.gethostbyname = _look_up
        super().install_on_reactor()
