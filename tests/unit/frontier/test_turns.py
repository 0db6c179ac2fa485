"""Whose turn it is among what was claimed."""

from __future__ import annotations

from crawler.frontier.turns import Turns
from tests.unit.frontier.conftest import address


def test_what_waits_is_found_by_each_of_its_spellings() -> None:
    turns = Turns()
    turns.add([address("https://www.paper.example/a"), address("https://www.paper.example/b")])
    assert turns.remove(address("http://paper.example/a").key), "or a redirect there fetches it twice"
    assert not turns.remove(address("https://www.paper.example/a").key)
    assert [waiting.url for waiting in turns.first(())] == ["https://www.paper.example/b"]
