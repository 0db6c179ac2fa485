"""How well and how cheaply related links are found on labelled pages.

``python -m tests.bench.bench_related --corpus DIR`` (DIR holds ``related-links/``). Quality over all pages, over those
tuned on and over the publishers put aside; what a score means; and the cost beside the parse of the same pages.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
import tomllib
from collections import defaultdict
from pathlib import Path

from crawler.extract import related
from crawler.items import RelatedLink
from crawler.loaders import load_story
from tests.bench import related_corpus
from tests.bench.related_corpus import Labelled, Score, line

FLOORS = Path(__file__).with_name("floors.toml")
COST_PAGES = 120
ROUNDS = 3  # of which the one with the lowest ratio counts: neighbours on the machine disturb either part
WARM = 10  # pages read before the clock runs: word lists load once a process
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)
WORST = 10


def calibration(rows: list[tuple[Labelled, RelatedLink]]) -> list[str]:
    """For each span of scores of related links: how many there are, and the share that is right."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for labelled, link in rows:
        spelled = related_corpus.same(link.url, labelled.url)
        if link.kind == "related" and spelled not in labelled.ignored:
            place = next(n for n, top in enumerate(BINS[1:]) if link.score < top)
            bins[place].append(spelled in labelled.related)
    return [
        f"  score {BINS[place]:.1f}-{min(BINS[place + 1], 1):.1f}  links {len(hits):4}"
        f"  right {sum(hits) / len(hits):.2f}"
        for place, hits in sorted(bins.items())
    ]


def cost(pages: list[Labelled], stories: list[tuple[str | None, str | None]]) -> tuple[float, float]:
    """Milliseconds of CPU a page, for the parse and for finding links, over the same pages; of rounds the best."""
    for labelled, story in list(zip(pages, stories, strict=True))[:WARM]:
        related.find(labelled.page(), *story)
    return min((_round(pages, stories) for _ in range(ROUNDS)), key=lambda times: times[1] / times[0])


def _round(pages: list[Labelled], stories: list[tuple[str | None, str | None]]) -> tuple[float, float]:
    read = [labelled.page() for labelled in pages]
    gc.collect()
    begun = time.process_time()
    for page in read:
        page.tree  # noqa: B018  # parsed here, once
    parsed = time.process_time() - begun
    for page in read:
        page.base_url  # noqa: B018  # every extractor shares it
    begun = time.process_time()
    for page, story in zip(read, stories, strict=True):
        related.find(page, *story)
    found = time.process_time() - begun
    return 1000 * parsed / len(read), 1000 * found / len(read)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 if a floor of floors.toml is missed, 0 with a line where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="the folder that holds related-links/")
    options = parser.parse_args(arguments)
    if options.corpus is None or not (options.corpus / "related-links").is_dir():
        print("related: no labelled pages; name their folder with --corpus (make bench CORPUS=…)")
        return 0
    everything = list(related_corpus.read(options.corpus))
    scores = {"all": Score(), "tuned on": Score(), "put aside": Score(), "with layouts": Score()}
    rows: list[tuple[Labelled, RelatedLink]] = []
    stories: list[tuple[str | None, str | None]] = []
    worst: list[tuple[float, str]] = []
    for labelled in everything:
        page = labelled.page()
        story = load_story(page, use_layouts=False)
        stories.append((story.headline, story.body))
        rows += [(labelled, link) for link in story.related if labelled.put_aside]
        predicted = related_corpus.predicted(story)
        f1 = scores["all"].add(labelled, predicted)
        scores["put aside" if labelled.put_aside else "tuned on"].add(labelled, predicted)
        scores["with layouts"].add(labelled, related_corpus.predicted(load_story(page)))
        worst.append((f1, labelled.id))
    for name, figures in scores.items():
        print(line(name, figures))
    print("What a score means (put aside):", *calibration(rows), sep="\n")
    print("Worst pages:", ", ".join(f"{name} {f1:.2f}" for f1, name in sorted(worst)[:WORST]))
    parsed, found = cost(everything[:COST_PAGES], stories[:COST_PAGES])
    print(f"cost: parse {parsed:.2f} ms, find {found:.2f} ms, ratio {found / parsed:.2f}")
    return _compare(scores["put aside"], scores["all"], found / parsed)


def _compare(aside: Score, everything: Score, ratio: float) -> int:
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["related"]
    measured = {
        "micro_f1": everything.micro_f1,
        "page_f1": everything.page_f1,
        "aside_micro_f1": aside.micro_f1,
        "aside_page_f1": aside.page_f1,
        "aside_precision": aside.precision,
    }
    missed = [name for name, value in measured.items() if value < floors[name]]
    missed += ["cost_ratio"] if ratio > floors["cost_ratio"] else []
    for name, value in {**measured, "cost_ratio": ratio}.items():
        print(f"  {name:16} {value:.3f}  floor {floors[name]:.3f}{'  MISSED' if name in missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
