"""Which pages of a newspaper a crawl must reach, by what its editors say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.sites.newspaper import Newspaper


@dataclass
class Reach:
    """What a crawl along related stories comes to, within one newspaper."""

    depths: dict[str, int] = field(default_factory=dict)  # path of a story -> links away from the nearest seed
    named_by: dict[str, set[str]] = field(default_factory=dict)  # path -> addresses of the stories one step nearer
    twins: set[str] = field(default_factory=set)  # other addresses of stories; they have no truth of their own


def reach(newspaper: Newspaper, depth: int = 0, start: Sequence[str] = ()) -> Reach:
    """Follow the related links ``depth`` steps (0: all the way) from ``start``, paths, or else from the seeds.

    The newspaper must be bound.
    """
    stories = set(newspaper.stories())
    ahead = list(start or newspaper.seeds)
    found = Reach(depths=dict.fromkeys(ahead, 0))
    for path in ahead:
        here = found.depths[path]
        if depth and here >= depth:
            continue
        for link in newspaper.expected(path)["related"]:
            if link["kind"] != "related" or not link["url"].startswith(newspaper.base):
                continue
            other = link["url"].removeprefix(newspaper.base)
            if other not in stories:
                found.twins.add(other)
                continue
            if other not in found.depths:
                found.depths[other] = here + 1
                ahead.append(other)
            if found.depths[other] == here + 1:
                found.named_by.setdefault(other, set()).add(newspaper.absolute(path))
    return found
