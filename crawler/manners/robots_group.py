"""The one group of a robots.txt that is meant for us: the others cost time and memory, and never count."""

from __future__ import annotations

from collections.abc import Iterator

from protego import Protego
from protego._protego import _SITE_WIDE_DIRECTIVES, _USER_AGENT_DIRECTIVE, _extract_directive

_EVERYBODY = "*"


def own_group(body: bytes, agent: str) -> bytes:
    """A robots.txt (``body``, as it came) with what it says to ``agent`` alone, as rules for everybody.

    Protego copies each rule into each group that is named above it: a thousand names over ten thousand rules are ten
    million. Which group is ours is still Protego's choice (the longest name that fits, else ``*``), groups of one name
    are joined (RFC 9309, 2.2.1), and lines are read as leniently as Protego reads them. Sitemap and Host lines stay,
    since they belong to no group. The work grows as ``body`` does.
    """
    lines = list(_directives(body.decode("utf-8-sig", errors="ignore")))
    ours = _chosen((value for field, value in lines if field in _USER_AGENT_DIRECTIVE), agent.lower())
    kept = [f"User-agent: {_EVERYBODY}"]
    meant, naming = False, False  # whether the group is ours, and whether its names go on
    for field, value in lines:
        if field in _SITE_WIDE_DIRECTIVES:
            kept.append(f"{field}: {value}")
        elif field in _USER_AGENT_DIRECTIVE:
            meant = (meant and naming) or (ours is not None and _name(value) == ours)
            naming = True
        else:
            naming = False
            if meant:
                kept.append(f"{field}: {value}")
    return "\n".join(kept).encode()


def _directives(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        directive = _extract_directive(said) if said else None
        if directive:
            yield directive


def _name(value: str) -> str:
    name = value.lower()
    return name if name == _EVERYBODY else name.replace("*", "").strip()


def _chosen(values: Iterator[str], agent: str) -> str | None:
    """The name that Protego would take for ``agent``, asked with one number in place of each name's rules."""
    names = [name for name in dict.fromkeys(map(_name, values)) if name == _EVERYBODY or (name and name in agent)]
    asked = Protego.parse("".join(f"User-agent: {name}\nCrawl-delay: {n}\n" for n, name in enumerate(names)))
    number = asked.crawl_delay(agent)
    return None if number is None else names[int(number)]
