"""A page may name as many servers as it likes: the crawl waits for none of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping

import pytest

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE, SENTENCE
from tests.sites import Document, serve


@pytest.fixture
def silent_servers() -> Iterator[list[socket.socket]]:
    """They take connections, and never answer."""
    found = [socket.create_server(("127.0.0.1", 0)) for _ in range(40)]
    for server in found:
        server.setblocking(False)
    yield found
    for server in found:
        server.close()


def _was_asked(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


class Gossip:
    """A page that names forty servers before it asks its own."""

    name = "gossip"
    seeds: tuple[str, ...] = ()

    def __init__(self, servers: list[socket.socket]) -> None:
        self._others = [f"http://127.0.0.1:{server.getsockname()[1]}/x.json" for server in servers]

    def bind(self, bases: Mapping[str, str]) -> None:
        """It needs no address of its own."""

    def answer(self, path: str) -> Document | None:
        if path.startswith("/gossip"):
            script = f"""for (const url of {self._others}) fetch(url).catch(() => 0);
              fetch('/words').then(() => {{ document.getElementById('root').innerHTML =
                '<h1>{HEADLINE}</h1>' + '<p>{SENTENCE * 3}</p>'.repeat(4); }});"""
            page = f"<!doctype html><title>{HEADLINE}</title><div id=root></div><script>{script}</script>"
            return Document(page.encode())
        return Document(b"" if path == "/robots.txt" else b"words", "text/plain")


def test_a_page_that_names_silent_servers_keeps_nobody_waiting(
    silent_servers: list[socket.socket], start: Start
) -> None:
    with serve(Gossip(silent_servers)) as server:
        url = f"{server.bases['gossip']}/gossip"
        crawl = start([url], CONCURRENT_REQUESTS=4).finish()
    assert HEADLINE in crawl.rendered(url), "its own server is asked at once"
    assert crawl.count("refused/hosts") == 10
    asked = [server for server in silent_servers if _was_asked(server)]
    assert 1 <= len(asked) <= 4, "one after the other, and none twice"
    assert "retry/count" not in crawl.stats
    assert "Traceback" not in crawl.log
