"""The verdict: a sum of weighted features, squeezed between 0 and 1. The weights lie in ``weights.json``."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crawler.extract.related.features import Features


class Model(NamedTuple):
    """Weights by name of feature, what a link has without any, and the score from which it is related."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def score(self, features: Features) -> float:
        """The chance that a link with these features is related."""
        total = self.bias + sum([self.weights.get(name, 0.0) * value for name, value in features.items()])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def reasons(self, features: Features, count: int = 3) -> list[tuple[str, float]]:
        """The features that moved the score most, strongest first, with what each added."""
        moved = [(name, self.weights.get(name, 0.0) * value) for name, value in features.items()]
        return sorted(moved, key=lambda pair: -abs(pair[1]))[:count]


@cache
def load() -> Model:
    """The trained model of the project."""
    data = json.loads((files("crawler.extract.related") / "weights.json").read_text("utf-8"))
    return Model(data["weights"], data["bias"], data["threshold"])
