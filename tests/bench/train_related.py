"""Train the weights of the related-link verdict from labelled pages, publishers put aside left out.

``python -m tests.bench.train_related --corpus DIR`` writes ``crawler/extract/related/weights.json``. A logistic
regression whose weights keep the sign that ``beliefs.toml`` allows them and are drawn to the mean that it names. Needs
the ``train`` extra (scipy); nothing else of the project does.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crawler.extract.related import finder
from crawler.extract.related.features import Features
from crawler.loaders import load_story
from crawler.page import Page
from tests.bench import related_corpus
from tests.bench.related_corpus import Labelled, Score, line

WEIGHTS = Path(finder.__file__).with_name("weights.json")
BELIEFS = Path(__file__).with_name("beliefs.toml")
STRENGTH = 0.5  # of the evidence against the beliefs
RAREST = 6  # publishers that must show a feature before it may have a weight
LARGE_BOX = 4  # links of one kind on a page, beyond which each further one teaches less
NO_FEATURE = -2.0  # where the search for the constant begins: most links are not related
ROUNDS = 2  # after the first, an address in several places is learned from its best place only
# Log odds taken off what training found: rules err more on pages that none of them was made by. Of links between .5 and
# .8, 2 of 12 were right on 79 such pages (tests/pages; only their sums are known), 3 of 4 on pages that were read.
DOUBT = 0.4
THRESHOLD = 0.5  # more likely than not
DOUBTED = 1 / (1 + math.exp(-DOUBT))  # the score before the doubt that is THRESHOLD after it


def story_of(page: Page) -> tuple[str | None, str | None]:
    """The story's headline and text, as the crawl reads them without layouts."""
    story = load_story(page, use_layouts=False)
    return story.headline, story.body


@dataclass
class Example:
    """One card of a labelled page."""

    features: Features
    url: str
    key: str
    related: bool
    weight: float
    score: float = 0.0


@dataclass
class Lesson:
    """A labelled page with its cards."""

    labelled: Labelled
    examples: list[Example] = field(default_factory=list)


def lesson(labelled: Labelled) -> Lesson:
    """Read the cards of a page; those that the labels leave open are dropped."""
    page = labelled.page()
    found = Lesson(labelled)
    for card, features in finder.read(page, *story_of(page)):
        url = card.first.url
        spelled = related_corpus.same(url, labelled.url)
        if spelled not in labelled.ignored:
            found.examples.append(Example(features, url, spelled, spelled in labelled.related, 1.0))
    groups = Counter(example.related for example in found.examples)
    for example in found.examples:
        # A box of twenty teaches little more than a box of five.
        example.weight = min(1.0, (LARGE_BOX / groups[example.related]) ** 0.5)
    return found


class Learned:
    """A linear model over the features that enough publishers show, or that something is believed of."""

    def __init__(self, lessons: list[Lesson]) -> None:
        beliefs = tomllib.loads(BELIEFS.read_text("utf-8"))["feature"]
        shown: dict[str, set[str]] = defaultdict(set)
        for each in lessons:
            for example in each.examples:
                for name in example.features:
                    shown[name].add(each.labelled.publisher)
        believed = {name: _belief(beliefs, name) for name in shown}
        self.names = sorted(
            name for name, publishers in shown.items() if len(publishers) >= RAREST or believed[name]["mean"]
        )
        self.columns = {name: number for number, name in enumerate(self.names)}
        self.means = np.array([believed[name]["mean"] for name in self.names])
        self.bounds = [_BOUNDS[believed[name]["sign"]] for name in self.names] + [(None, None)]
        self.found = np.append(self.means, NO_FEATURE)
        chosen = [example for each in lessons for example in each.examples]
        for _ in range(ROUNDS):
            self._fit(chosen)
            self.rate(lessons)
            chosen = [example for each in lessons for example in _best_places(each)]

    def _fit(self, examples: list[Example]) -> None:
        rows = self._rows(examples)
        sides = np.array([1.0 if example.related else -1.0 for example in examples])
        weights = STRENGTH * np.array([example.weight for example in examples])

        def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
            margins = sides * (rows @ at[:-1] + at[-1])
            slopes = -weights * sides / (1 + np.exp(np.clip(margins, -30, 30)))
            apart = at[:-1] - self.means
            total = (weights * np.logaddexp(0, -margins)).sum() + apart @ apart / 2
            return total, np.append(rows.T @ slopes + apart, slopes.sum())

        self.found = minimize(loss, self.found, jac=True, bounds=self.bounds, method="L-BFGS-B").x

    def _rows(self, examples: list[Example]) -> np.ndarray:
        rows = np.zeros((len(examples), len(self.names)))
        for row, example in zip(rows, examples, strict=True):
            for name, value in example.features.items():
                if name in self.columns:
                    row[self.columns[name]] = value
        return rows

    def rate(self, lessons: list[Lesson]) -> None:
        """Give every example its score."""
        for each in lessons:
            totals = self._rows(each.examples) @ self.found[:-1] + self.found[-1]
            for example, total in zip(each.examples, totals, strict=True):
                example.score = float(1 / (1 + np.exp(-np.clip(total, -30, 30))))

    def weights(self) -> dict[str, float]:
        """The weight of each feature that has one."""
        rounded = {name: round(float(weight), 3) for name, weight in zip(self.names, self.found[:-1], strict=True)}
        return {name: weight for name, weight in rounded.items() if weight}

    @property
    def bias(self) -> float:
        """What a link has without any feature."""
        return round(float(self.found[-1]) - DOUBT, 3)


_BOUNDS = {1: (0, None), -1: (None, 0), 0: (None, None)}


def _belief(beliefs: dict[str, dict[str, float]], name: str) -> dict[str, float]:
    known = max((prefix for prefix in beliefs if name.startswith(prefix)), key=len, default="")
    return beliefs.get(known, {"sign": 0, "mean": 0.0})


def _best_places(each: Lesson) -> list[Example]:
    best: dict[str, Example] = {}
    for example in each.examples:
        if example.related and (example.key not in best or example.score > best[example.key].score):
            best[example.key] = example
    return [example for example in each.examples if not example.related or best[example.key] is example]


def score(lessons: list[Lesson], threshold: float) -> Score:
    """The figures of rated lessons at a threshold."""
    total = Score()
    for each in lessons:
        total.add(each.labelled, [example.url for example in each.examples if example.score >= threshold])
    return total


def cross_validate(lessons: list[Lesson]) -> list[Lesson]:
    """Rate every lesson by a model that saw nothing of its publisher."""
    publishers = sorted({each.labelled.publisher for each in lessons if each.labelled.related})
    Learned(lessons).rate(lessons)
    saved: dict[int, list[float]] = {}
    for publisher in publishers:
        left = [each for each in lessons if each.labelled.publisher == publisher]
        Learned([each for each in lessons if each.labelled.publisher != publisher]).rate(left)
        saved |= {id(each): [example.score for example in each.examples] for each in left}
    others = [each for each in lessons if id(each) not in saved]
    # Publishers with nothing to find teach the model little each: a sixth of them is left out at a time.
    for part in range(6):
        names = {each.labelled.publisher for each in others[part::6]}
        left = [each for each in others if each.labelled.publisher in names]
        Learned([each for each in lessons if each.labelled.publisher not in names]).rate(left)
        saved |= {id(each): [example.score for example in each.examples] for each in left}
    for each in lessons:
        for example, rated in zip(each.examples, saved[id(each)], strict=True):
            example.score = rated
    return lessons


def main(arguments: list[str] | None = None) -> int:
    """Train, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--no-cross-validation", action="store_true")
    parser.add_argument(
        "--aside", action="store_true", help="show the publishers put aside, too: to report, not to tune"
    )
    options = parser.parse_args(arguments)
    everything = list(related_corpus.read(options.corpus))
    lessons = [lesson(each) for each in everything if not each.put_aside]
    if not options.no_cross_validation:
        validated = cross_validate(lessons)
        print(line("cross-validated", score(validated, THRESHOLD)))
        print(line("doubted", score(validated, DOUBTED)))
    learned = Learned(lessons)
    learned.rate(lessons)
    print(line("trained on", score(lessons, DOUBTED)))
    if options.aside:
        aside = [lesson(each) for each in everything if each.put_aside]
        learned.rate(aside)
        print(line("put aside", score(aside, DOUBTED)))
    if not options.dry:
        data = {
            "bias": learned.bias,
            "threshold": THRESHOLD,
            "weights": learned.weights(),
        }
        WEIGHTS.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
