"""Stories with known answers: wire copies in many papers, and different stories of one event.

Words are made up and drawn by Zipf's law, as in real text, so that two independent stories share common words and
some pairs of them, but no sentences.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_VOCABULARY = 6_000
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, and the event and the wire story that it is of; ``wire`` is -1 for a paper's own story."""

    body: str
    event: int
    wire: int


class Newsroom:
    """Writes texts; the same ``seed`` gives the same ones."""

    def __init__(self, seed: int = 1, *, unspaced: bool = False) -> None:
        """``unspaced`` writes as Chinese does: one character a syllable, no spaces."""
        self._chance = random.Random(seed)
        words = random.Random(0)
        self._space = "" if unspaced else " "
        if unspaced:
            self._words = [
                "".join(chr(0x4E00 + words.randrange(3_000)) for _ in range(words.randint(1, 3)))
                for _ in range(_VOCABULARY)
            ]
        else:
            self._words = ["".join(words.choices(_SYLLABLES, k=words.randint(1, 4))) for _ in range(_VOCABULARY)]
        self._weights = list(accumulate(1 / rank for rank in range(3, _VOCABULARY + 3)))

    def sentence(self, length: int = 0) -> str:
        """8 to 28 words."""
        count = length or self._chance.randint(8, 28)
        words = self._chance.choices(self._words, cum_weights=self._weights, k=count)
        return self._space.join(words).capitalize() + "."

    def paragraph(self) -> str:
        """One to three sentences."""
        return self._space.join(self.sentence() for _ in range(self._chance.randint(1, 3)))

    def story(self) -> list[str]:
        """6 to 20 paragraphs."""
        return [self.paragraph() for _ in range(self._chance.randint(6, 20))]

    def copy(self, wire: list[str]) -> str:
        """A wire story as a paper prints it: one paragraph cut, one added, another place line."""
        paragraphs = list(wire)
        del paragraphs[self._chance.randrange(1, len(paragraphs))]
        paragraphs.insert(self._chance.randrange(1, len(paragraphs) + 1), self.paragraph())
        paragraphs[0] = f"{self.sentence(2).upper()} - {paragraphs[0]}"
        return "\n\n".join(paragraphs)

    def own(self, wire: list[str]) -> str:
        """Another story of the same event: its own text, one quotation and one background paragraph shared."""
        paragraphs = self.story()
        for shared in self._chance.sample(wire, 2):
            paragraphs.insert(self._chance.randrange(1, len(paragraphs)), shared)
        return "\n\n".join(paragraphs)

    def edition(self, events: int, papers: int = 10, own: int = 4) -> Iterator[Piece]:
        """All stories of a day, in no order."""
        pieces = []
        for event in range(events):
            wire = self.story()
            pieces += [Piece(self.copy(wire), event, event) for _ in range(papers)]
            pieces += [Piece(self.own(wire), event, -1) for _ in range(own)]
        self._chance.shuffle(pieces)
        yield from pieces
