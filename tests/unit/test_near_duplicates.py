"""Near-duplicates: wire copies are found, other stories of the same event are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.collection.index import Entry, Index
from crawler.collection.near import BANDS, Signature, shingles
from settings import base
from tests.wire import Newsroom, Piece


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path)


def judged(index: Index, pieces: list[Piece], threshold: float) -> tuple[int, int, int]:
    """True marks, all marks, marks that should be: each piece is compared with those before it, then added."""
    true = marks = should = 0
    seen: set[int] = set()
    for number, piece in enumerate(pieces):
        signature = Signature.of(piece.body)
        assert signature
        found = index.like(signature, threshold, without="")
        marks += found is not None
        if found:
            original = pieces[int(found[0])]
            true += piece.wire >= 0 and original.wire == piece.wire
        should += piece.wire in seen
        seen |= {piece.wire} - {-1}
        index.add(str(number), Entry(f"k/{number}", 1, "", str(number), frozenset(), None), signature)
    return true, marks, should


@pytest.mark.parametrize("unspaced", [False, True])
def test_precision_and_recall_on_known_answers(index: Index, unspaced: bool) -> None:
    pieces = list(Newsroom(7, unspaced=unspaced).edition(30))
    true, marks, should = judged(index, pieces, base.NEAR_DUPLICATE_THRESHOLD)
    assert should == 30 * 9
    assert true / marks >= 0.95, f"{marks - true} of {marks} marks are wrong"
    assert true / should >= 0.95, f"{should - true} of {should} copies were missed"


def test_the_first_one_seen_is_the_original(index: Index) -> None:
    room = Newsroom()
    wire = room.story()
    for number in range(3):
        signature = Signature.of(room.copy(wire))
        assert signature
        found = index.like(signature, 0.4, without=str(number))
        assert (found[0] if found else None) == ("0" if number else None)
        index.add(str(number), Entry(f"k/{number}", 1, "", str(number), frozenset(), None), signature)


def test_signatures_estimate_likeness() -> None:
    room = Newsroom(3)
    wire = room.story()
    one, other = room.copy(wire), room.copy(wire)
    exact = len(shingles(one) & shingles(other)) / len(shingles(one) | shingles(other))
    first, second = Signature.of(one), Signature.of(other)
    assert first
    assert second
    assert abs(first.similarity(second) - exact) < 0.15
    assert first.similarity(Signature.from_bytes(first.to_bytes())) == 1.0
    assert len(set(first.bands)) == BANDS


def test_short_texts_have_no_signature() -> None:
    assert Signature.of("Watch live. " * 3) is None


def test_spelling_makes_no_difference() -> None:
    text = Newsroom(5).copy(Newsroom(5).story())
    assert shingles(text) == shingles(text.upper().replace(" ", "  "))
