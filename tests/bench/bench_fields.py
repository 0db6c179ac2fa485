"""How well story fields are read on labelled pages of real publishers, and how fast, beside trafilatura.

``python -m tests.bench.bench_fields [--corpus DIR] [--verbose]``. DIR is the folder with the labelled pages
(``manifest.jsonl``, ``truth.json``, ``score.py``) or the one above it, ``story-fields``. Without it the speed is taken
on the fictional newspapers, whose pages are small, and no figure of quality is printed.

A third of the publishers, by a hash of their domain, is named "put aside": rules are to be made on the others.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from crawler import urls
from crawler.extract import body, choose, metadata, related
from crawler.items import story_to_dict
from crawler.loaders import load_story
from crawler.page import Page

QUALITY = ("headline", "day", "minute", "authors", "body_micro")
_FIGURES = re.compile(r"(headline|day|minute|authors) ([\d.]+) of|body-micro .* F1 ([\d.]+)")


@dataclass(frozen=True)
class Saved:
    """One page of the corpus."""

    id: str
    url: str
    html: bytes


def corpus(folder: Path) -> tuple[Path, list[Saved]]:
    """The folder of the labelled pages, and the pages."""
    folder = folder if (folder / "manifest.jsonl").exists() else folder / "story-fields"
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines() if line.strip()]
    return folder, [Saved(row["id"], row["url"], gzip.decompress((folder / row["path"]).read_bytes())) for row in rows]


def fictional() -> list[Saved]:
    """The pages of the fictional newspapers."""
    pages = sorted((Path(__file__).parent.parent / "sites").rglob("*.html"))
    return [Saved(page.stem, f"https://news.example/{page.name}", page.read_bytes()) for page in pages]


def put_aside(url: str) -> bool:
    """True for the third of the publishers that no rule is to be made on."""
    return hashlib.sha256(urls.site(url).encode()).digest()[0] % 3 == 0


def quality(folder: Path, pages: Iterable[Saved], verbose: bool = False) -> dict[str, float]:
    """What the corpus's own scorer says of these pages."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        predictions, wanted = Path(scratch) / "out.jsonl", Path(scratch) / "truth.json"
        rows = [
            {"id": page.id, "story": story_to_dict(load_story(Page.from_bytes(page.url, page.html)))} for page in pages
        ]
        predictions.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        wanted.write_text(json.dumps({row["id"]: truth[row["id"]] for row in rows}), "utf-8")
        command = [
            sys.executable,
            str(folder / "score.py"),
            str(predictions),
            str(wanted),
            *(["-v"] if verbose else []),
        ]
        said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    if verbose:
        print(said)
    last = said.strip().splitlines()[-1]
    return {match[1] or "body_micro": float(match[2] or match[3]) for match in _FIGURES.finditer(last)}


ROUNDS = 3


def cpu(work: Callable[[], object]) -> float:
    """Seconds of one core that ``work`` takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def speed(pages: list[Saved]) -> tuple[dict[str, float], dict[str, float]]:
    """Figures of speed, and seconds by step over all pages.

    Each page is read once before, so that data is loaded; then its best of ROUNDS counts, since what makes a reading
    slower than that is the machine's other work.
    """
    steps = dict.fromkeys(("parse", "metadata", "text", "related links"), 0.0)
    ours, theirs = [], []
    for saved in pages:
        html = Page.from_bytes(saved.url, saved.html).html
        mine = [cpu(lambda html=html, url=saved.url: load_story(Page(url, html))) for _ in range(1 + ROUNDS)]  # type: ignore[misc]
        rival = [
            cpu(lambda html=html, url=saved.url: trafilatura.bare_extraction(html, url=url, with_metadata=True))  # type: ignore[misc]
            for _ in range(1 + ROUNDS)
        ]
        ours.append(min(mine[1:]))
        theirs.append(min(rival[1:]))
        _steps(Page(saved.url, html), steps)
    ours.sort()
    median = ours[len(ours) // 2]
    figures = {
        "pages_per_second": len(ours) / sum(ours),
        "rival_pages_per_second": len(theirs) / sum(theirs),
        "times_trafilatura": sum(theirs) / sum(ours),
        "p99_over_median": ours[min(len(ours) - 1, int(len(ours) * 0.99))] / median,
    }
    return figures, {**steps, "the rest": max(0.0, sum(ours) - sum(steps.values())), "all": sum(ours)}


def _steps(page: Page, steps: dict[str, float]) -> None:
    steps["parse"] += cpu(lambda: page.elements)
    found: list[object] = []
    steps["metadata"] += cpu(lambda: found.extend(metadata.candidates(page)))
    headlines = [c.value for c in found if c.field == "headline" and c.source not in choose.WITNESSES]  # type: ignore[attr-defined]
    articles: list[body.Article | None] = []
    steps["text"] += cpu(lambda: articles.append(body.extract(page, headlines)))
    text = articles[0].text if articles[0] else None
    steps["related links"] += cpu(lambda: related.find(page, headlines[0] if headlines else None, text))


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 if a floor of floors.toml is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="the folder with the labelled pages, or the one above it")
    parser.add_argument("--verbose", action="store_true", help="print what is missed on the pages not put aside")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # both libraries report on pages that they refuse
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["fields"]
    figures: dict[str, float] = {}
    pages = fictional()
    if options.corpus:
        folder, pages = corpus(options.corpus)
        figures |= quality(folder, pages)
        aside = quality(folder, [page for page in pages if put_aside(page.url)])
        rest = quality(folder, [page for page in pages if not put_aside(page.url)], options.verbose)
        figures |= {f"{name}_put_aside": value for name, value in aside.items()}
        print(f"{'':12}{'all':>8}{'aside':>8}{'rest':>8}   of {len(pages)} pages")
        for name in QUALITY:
            print(f"{name:12}{figures[name]:8.3f}{aside[name]:8.3f}{rest[name]:8.3f}")
    fast, steps = speed(pages)
    figures |= fast
    shares = ", ".join(f"{step} {seconds / steps['all']:.0%}" for step, seconds in steps.items() if step != "all")
    rival = fast["rival_pages_per_second"]
    print(f"{fast['pages_per_second']:.0f} pages/s; trafilatura with metadata {rival:.0f}; of ours {shares}")
    return _held(figures, floors)


def _held(figures: dict[str, float], floors: dict[str, float]) -> int:
    missed = 0
    for name, floor in floors.items():
        if name not in figures:
            continue
        ceiling = name == "p99_over_median"
        held = figures[name] <= floor if ceiling else figures[name] >= floor
        missed += not held
        print(f"{name:24}{figures[name]:8.3f}  {'at most' if ceiling else 'floor'} {floor}{'' if held else '  MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
