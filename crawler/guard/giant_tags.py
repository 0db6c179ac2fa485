"""Tags with more attributes than anybody writes.

libxml2 compares each attribute of a tag with all those before it: for 80,000 of them, 700 KB, that takes twenty seconds
in which nothing else of the crawl runs. Pages have tags of some dozens.
"""

from __future__ import annotations

import re
from functools import cache

_SMALL = 32_768  # characters of a page that takes no long time, whatever its tags hold
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"  # whose text is no markup
# An attribute, and a document up to the first tag that has too many, as browsers read them (WHATWG HTML, section
# 13.2.5). Nothing is tried twice, so the time grows with the page and not faster.
_ATTRIBUTE = r"""[\s/]*+[^\s>/][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_FITTING = r"""(?:
    [^<]++ | <!--(?:[^-]++|-(?!->))*+ | <(?![a-zA-Z])
    | <(?:RAW)(?![^\s/>])(?:ATTRIBUTE){0,MOST}+[\s/]*+(?:>|\Z)(?:[^<]++|<(?!/(?:RAW)))*+
    | <[a-zA-Z][^\s>/]*+(?:ATTRIBUTE){0,MOST}+[\s/]*+(?:>|\Z)
)*+"""


def has_one(html: str, most: int) -> bool:
    """Whether a tag of ``html`` has more than ``most`` attributes."""
    return len(html) > _SMALL and _fitting(most).match(html).end() < len(html)  # type: ignore[union-attr]


@cache
def _fitting(most: int) -> re.Pattern[str]:
    written = _FITTING.replace("RAW", _RAW).replace("ATTRIBUTE", _ATTRIBUTE).replace("MOST", str(most))
    return re.compile(written, re.IGNORECASE | re.VERBOSE)
