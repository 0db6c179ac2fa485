"""What a page drawn for its text has no need of: pictures, fonts, films, counters and advertisements."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit


def trackers(path: str = "") -> frozenset[str]:
    """The hosts of a list, one a line, ``#`` begins a comment: the file ``path``, or the house's own list.

    Raises OSError for a file that cannot be read.
    """
    text = (
        Path(path).read_text("utf-8-sig")
        if path
        else files("crawler.rendering").joinpath("data/trackers.txt").read_text("utf-8")
    )
    lines = (line.partition("#")[0].strip().lower() for line in text.splitlines())
    return frozenset(line for line in lines if line)


def is_tracker(url: str, hosts: Collection[str]) -> bool:
    """Whether the address's host, or a domain above it, is in ``hosts``."""
    labels = (urlsplit(url).hostname or "").lower().split(".")
    return any(".".join(labels[i:]) in hosts for i in range(len(labels)))
