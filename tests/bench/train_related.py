"""Train the weights of the related-link verdict from labelled pages, publishers put aside left out.

``python -m tests.bench.train_related --corpus DIR`` writes ``crawler/extract/related/weights.json``. Needs the
``train`` extra (scikit-learn); nothing else of the project does.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from crawler.extract.related import finder
from crawler.extract.related.features import Features
from crawler.loaders import load_story
from crawler.page import Page
from tests.bench import related_corpus
from tests.bench.related_corpus import Labelled, Score, line

WEIGHTS = Path(finder.__file__).with_name("weights.json")
STRENGTH = 0.1  # of the evidence against the prior that no feature matters (scikit-learn's C)
RAREST = 6  # publishers that must show a feature before it may have a weight
ROUNDS = 2  # after the first, an address in several places is learned from its best place only
THRESHOLD = 0.45  # the middle of where micro F1 and page F1 are flat in cross-validation


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
        example.weight = min(1.0, (8 / groups[example.related]) ** 0.5)
    return found


class Learned:
    """A linear model over the features that enough publishers show."""

    def __init__(self, lessons: list[Lesson]) -> None:
        shown: dict[str, set[str]] = defaultdict(set)
        for each in lessons:
            for example in each.examples:
                for name in example.features:
                    shown[name].add(each.labelled.publisher)
        self.names = {name for name, publishers in shown.items() if len(publishers) >= RAREST}
        examples = [example for each in lessons for example in each.examples]
        self.vectors = DictVectorizer()
        self.vectors.fit([self._kept(example.features) for example in examples])
        self.model = LogisticRegression(C=STRENGTH, max_iter=4000)
        chosen = examples
        for _ in range(ROUNDS):
            self.model.fit(
                self.vectors.transform([self._kept(example.features) for example in chosen]),
                [example.related for example in chosen],
                sample_weight=[example.weight for example in chosen],
            )
            self.rate(lessons)
            chosen = [example for each in lessons for example in _best_places(each)]

    def _kept(self, features: Features) -> Features:
        return {name: value for name, value in features.items() if name in self.names}

    def rate(self, lessons: list[Lesson]) -> None:
        """Give every example its score."""
        for each in lessons:
            if each.examples:
                vectors = self.vectors.transform([self._kept(example.features) for example in each.examples])
                for example, score in zip(each.examples, self.model.predict_proba(vectors)[:, 1], strict=True):
                    example.score = float(score)

    def weights(self) -> dict[str, float]:
        names = self.vectors.get_feature_names_out()
        return {name: round(float(weight), 3) for name, weight in zip(names, self.model.coef_[0], strict=True)}


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
        print(line("cross-validated", score(cross_validate(lessons), THRESHOLD)))
    learned = Learned(lessons)
    learned.rate(lessons)
    print(line("trained on", score(lessons, THRESHOLD)))
    if options.aside:
        aside = [lesson(each) for each in everything if each.put_aside]
        learned.rate(aside)
        print(line("put aside", score(aside, THRESHOLD)))
    if not options.dry:
        data = {
            "bias": round(float(learned.model.intercept_[0]), 3),
            "threshold": THRESHOLD,
            "weights": learned.weights(),
        }
        WEIGHTS.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
