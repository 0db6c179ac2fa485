"""Near-duplicates: how alike two texts are, from signatures of fixed size.

A text is the set of its shingles (runs of words, or of characters where a script writes no spaces); likeness is
the Jaccard similarity of two sets; MinHash estimates it (A. Broder, "On the resemblance and containment of
documents", 1997), and bands of the signature find candidates without comparing with everything (J. Leskovec,
A. Rajaraman, J. Ullman, "Mining of Massive Datasets", chapter 3.4).
"""

from __future__ import annotations

import re
import zlib
from functools import cached_property
from hashlib import blake2b

import numpy as np
from datasketch import MinHash

from crawler.extract.text import UNSPACED, UNSPACED_SIGN, fold

PERMUTATIONS = 128  # the estimate's standard error is .044 at a likeness of .5, and less elsewhere
BANDS = 32  # of 4 values each: a pair at .5 is a candidate with .87 probability, at .6 with .99, at .2 with .05
ENOUGH_SHINGLES = 40  # a shorter text says too little to be called a copy
_ROWS = PERMUTATIONS // BANDS
_WORDS, _CHARACTERS = 3, 5  # length of a shingle

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


def shingles(text: str) -> set[str]:
    """The shingles of a text, folded."""
    tokens = _TOKEN.findall(fold(text))
    characters = sum(1 for token in tokens if UNSPACED_SIGN.match(token))
    length = _CHARACTERS if characters * 2 > len(tokens) else _WORDS
    return {" ".join(tokens[start : start + length]) for start in range(len(tokens) - length + 1)}


class Signature:
    """What stands for a text in an index: 512 bytes."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    @classmethod
    def of(cls, text: str) -> Signature | None:
        """None where the text is too short to be compared."""
        found = shingles(text)
        if len(found) < ENOUGH_SHINGLES:
            return None
        # CRC-32 is quick, and datasketch mixes its bits before it uses them.
        sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)
        sketch.update_batch([shingle.encode("utf-8", "replace") for shingle in found])
        return cls(np.asarray(sketch.hashvalues, dtype=np.uint32))

    @classmethod
    def from_bytes(cls, data: bytes) -> Signature:
        """Raises ValueError for what :meth:`to_bytes` did not write."""
        values = np.frombuffer(data, dtype="<u4")
        if len(values) != PERMUTATIONS:
            raise ValueError("a signature has 512 bytes")
        return cls(values)

    def to_bytes(self) -> bytes:
        """The same on every machine."""
        return self._values.astype("<u4").tobytes()

    @cached_property
    def bands(self) -> list[int]:
        """One number of 48 bits for each band; texts that share one are worth comparing."""
        data, size = self.to_bytes(), 4 * _ROWS
        return [
            int.from_bytes(blake2b(data[size * n : size * (n + 1)], digest_size=6, key=bytes([n])).digest(), "big")
            for n in range(BANDS)
        ]

    def similarity(self, other: Signature) -> float:
        """The estimated share of shingles that both have, of those that either has."""
        return float(np.count_nonzero(self._values == other._values)) / PERMUTATIONS
