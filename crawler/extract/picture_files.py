"""Which file an img element shows: the photograph, not what stands in for it until a script has run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler import urls
from crawler.extract import picture_names

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_DEEPEST = 12  # elements between a picture element and its img: libxml2 puts each into the source before it
_MOST_IN_PICTURE = 40
_LONGEST_SRCSET = 8_000
_IN_SRCSET = re.compile(r"(\S+[^\s,])(?:\s+(\d{1,5}(?:\.\d{1,3})?)[wx])?\s*(?:,\s|,?\s*$)")
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", re.IGNORECASE)


def of(picture: HtmlElement) -> str | None:
    """The address, as written, of what an ``img`` shows; None where every one is a stand-in or an ornament.

    What a script will put into ``src`` comes before what stands there; of a set of sizes the widest is taken.
    """
    return next((found for found in _named(picture) if _is_file(found)), None)


def _named(picture: HtmlElement) -> Iterator[str]:
    yield from (found for name in _LAZY if _is_address(found := (picture.get(name) or "").strip()))
    sources = _sources(picture)
    for element in (picture, *sources):
        yield from (_widest(element.get(name)) for name in _LAZY_SETS)
    yield (picture.get("src") or "").strip()
    yield from (_widest(element.get("srcset")) for element in (picture, *sources))
    yield (picture.get("data-url") or "").strip()
    for name, value in picture.items():
        if name.startswith("data-") and _is_one_file(value.strip()):
            yield value.strip()


def _sources(picture: HtmlElement) -> list[HtmlElement]:
    """The source elements of the picture element around an ``img``, which has but one."""
    around = next((box for box in islice(picture.iterancestors(), _DEEPEST) if box.tag == "picture"), None)
    found: list[HtmlElement] = []
    for element in islice(around.iter(), _MOST_IN_PICTURE) if around is not None else ():
        if element.tag == "img" and element is not picture:
            break
        if element.tag == "source":
            found.append(element)
    return found


def _is_address(text: str) -> bool:
    # "{width}" is for a script to fill in, and "true" says that one is at work.
    return ("/" in text or "." in text) and "{" not in text


def _is_one_file(text: str) -> bool:
    return _is_address(text) and len(text) <= urls.MAX_LENGTH and bool(_ENDING.search(text)) and len(text.split()) == 1


def _is_file(source: str) -> bool:
    if not source or source.startswith(("data:", "blob:", "about:")):
        return False
    return not picture_names.path(source).endswith(".svg") and not picture_names.is_ornament(source)


def _widest(srcset: str | None) -> str:
    """The address of the widest picture in a srcset (HTML Standard, 4.8.4.2.1); addresses may hold commas."""
    found = _IN_SRCSET.findall(srcset[:_LONGEST_SRCSET]) if srcset else []
    return max(found, key=lambda entry: float(entry[1] or 1), default=("", ""))[0]
