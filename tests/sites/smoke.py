"""``make smoke``: crawl each fictional newspaper as a user would, and hold what is stored against what is there."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sites import EDITED, Newspaper, Server, serve
from tests.sites.crawling import crawl
from tests.sites.graph import reach

LONGEST = 60  # seconds for one newspaper; one takes three


@dataclass(frozen=True)
class Outcome:
    """What became of one newspaper."""

    name: str
    code: int
    stored: int
    expected: int
    decoys: list[str]
    seconds: float
    log: str

    @property
    def good(self) -> bool:
        """All stories, nothing else asked for, and the shell was told so."""
        return self.code == 0 and self.stored == self.expected and not self.decoys


def smoke(server: Server, name: str, store: Path) -> Outcome:
    """Crawl one newspaper to its end, with `scrapy crawl related` in a process of its own."""
    newspaper = server.sites[name]
    assert isinstance(newspaper, Newspaper)
    expected = reach(newspaper)
    begun = time.monotonic()
    seeds = " ".join(server.seeds(name))
    done = crawl(f"file://{store}", seeds, "-L", "WARNING", longest=LONGEST, collection=name, depth=0)
    stored = len([story for story in (store / name / "stories").glob("*") if story.is_dir()])
    decoys = sorted({*server.paths(name)} - {*expected.depths, *expected.twins})
    return Outcome(
        name, done.returncode, stored, len(expected.depths), decoys, time.monotonic() - begun, done.stdout + done.stderr
    )


def main() -> int:
    """Returns 1 if anything is missing or too much."""
    outcomes = []
    print(f"{'newspaper':<12} {'exit':>4} {'stored':>7} {'expected':>9} {'decoys':>7} {'seconds':>8}")
    with TemporaryDirectory() as folder, serve(*EDITED) as server:
        for name in EDITED:
            outcome = smoke(server, name, Path(folder))
            outcomes.append(outcome)
            print(
                f"{name:<12} {outcome.code:>4} {outcome.stored:>7} {outcome.expected:>9} "
                f"{len(outcome.decoys):>7} {outcome.seconds:>8.1f}",
                flush=True,
            )
    for outcome in outcomes:
        if not outcome.good:
            print(f"\n{outcome.name}: asked for {outcome.decoys}\n{outcome.log}", file=sys.stderr)
    bad = sum(not outcome.good for outcome in outcomes)
    print(f"{len(outcomes) - bad} of {len(outcomes)} newspapers gathered as they should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
