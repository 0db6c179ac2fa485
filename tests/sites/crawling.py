"""A crawl of fictional newspapers to its end, with ``scrapy crawl related`` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def crawl(
    store: str, seeds: str, *options: str, longest: float, **arguments: object
) -> subprocess.CompletedProcess[str]:
    """Crawl from ``seeds`` (parted by white space) into ``store``; ``arguments`` are the spider's.

    Raises subprocess.TimeoutExpired after ``longest`` seconds.
    """
    command = [sys.executable, "-m", "scrapy", "crawl", "related", *options, "-s", f"STORE={store}"]
    for name, value in {"seeds": seeds, **arguments}.items():
        command += ["-a", f"{name}={value}"]
    return subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "SCRAPY_PROJECT": "ci"},
        capture_output=True,
        text=True,
        timeout=longest,
        check=False,
    )
