"""Any number of stories, made as they are asked for: for benches, frontiers, stores and faults.

Story 0 is the seed. Story ``i`` names stories ``links * i + 1`` to ``links * i + links`` (modulo their number) as
related, so that all are reached from the seed, after about log(stories) / log(links) steps. The same arguments
give the same bytes on every machine, and no two stories share a sentence but by chance.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from tests.sites.site import Document, robots

_FIRST_DAY: Final = datetime(2020, 1, 1, 6, 0, tzinfo=UTC)
_CACHED: Final = 2_048  # pages kept, so that a bench measures the crawler and not this file

_PEOPLE = (
    "the council,the harbour master,a spokeswoman,two engineers,the union,the mayor,neighbours,the ministry,a judge"
)
_DEEDS = "welcomed,questioned,postponed,described,rejected,confirmed,measured,repaired,financed,visited,discussed"
_THINGS = "bridge,library,timetable,water main,school roof,ferry,market hall,lighthouse,orchard,tram line,archive,mill"
_MANNERS = "on Monday,after a long debate,without a vote,for the third time,in front of a full gallery,by a wide margin"
_REASONS = "costs had doubled,the river was rising,nobody had asked,spare parts were late,the lease had run out"
_WORDS = [part.split(",") for part in (_PEOPLE, _DEEDS, _THINGS, _MANNERS, _REASONS)]


class Generated:
    """``stories`` pages of about ``size`` bytes, each with ``links`` related ones."""

    def __init__(self, stories: int, size: int = 20_000, links: int = 4, name: str = "generated") -> None:
        if stories < 1 or links < 0:
            raise ValueError("a generated site needs at least one story and no negative number of links")
        self.name = name
        self.count = stories
        self.size = size
        self.links = links
        self.seeds = [self.path(0)]
        self._robots = robots("User-agent: *\nDisallow: /most-read/\n")
        self._made = lru_cache(maxsize=_CACHED)(self._document)

    def bind(self, bases: Mapping[str, str]) -> None:
        """Nothing to do: all links are relative."""

    def path(self, number: int) -> str:
        """The path of a story."""
        return f"/news/{number // 1000}/story-{number}.html"

    def related(self, number: int) -> list[int]:
        """The stories that a story names, in order, without itself and without repetition."""
        numbers = ((self.links * number + step) % self.count for step in range(1, self.links + 1))
        return [other for other in dict.fromkeys(numbers) if other != number]

    def headline(self, number: int) -> str:
        """A headline that no other story has."""
        chance = random.Random(number)
        return f"{chance.choice(_WORDS[2]).capitalize()} number {number} {chance.choice(_WORDS[3])}"

    def answer(self, path: str) -> Document | None:
        if path == "/robots.txt":
            return self._robots
        name = path.partition("?")[0].rpartition("/story-")[2].removesuffix(".html")
        number = int(name) if name.isascii() and name.isdigit() else self.count
        return self._made(number) if number < self.count and path.partition("?")[0] == self.path(number) else None

    def _document(self, number: int) -> Document:
        published = _FIRST_DAY + timedelta(hours=number)
        head = _HEAD.format(headline=self.headline(number), published=published.isoformat())
        links = "".join(
            f'<li><a href="{self.path(other)}">{self.headline(other)}</a></li>\n' for other in self.related(number)
        )
        tail = _TAIL.format(links=links)
        body = _text(number, self.size - len(head) - len(tail))
        return Document(f"{head}{body}{tail}".encode(), last_modified=published)


def _text(number: int, size: int) -> str:
    """Paragraphs of about ``size`` characters, at least one."""
    chance = random.Random(f"text {number}")
    paragraphs: list[str] = []
    length = 0
    while length < size or not paragraphs:
        sentences = []
        for _ in range(chance.randint(3, 6)):
            who, did, what, how, why = (chance.choice(words) for words in _WORDS)
            sentences.append(
                f"{who.capitalize()} {did} the {what} {how}, since {why} and bill {chance.randrange(10**6)} lay open."
            )
        paragraphs.append(f"<p>{' '.join(sentences)}</p>\n")
        length += len(paragraphs[-1])
    return "".join(paragraphs)


_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{headline} | The Paper Mill</title>
<meta property="og:type" content="article">
<meta property="og:title" content="{headline}">
<meta property="og:site_name" content="The Paper Mill">
<meta property="article:published_time" content="{published}">
</head>
<body>
<header><nav><a href="/">Home</a> <a href="/news/">News</a> <a href="/sport/">Sport</a></nav></header>
<main>
<article>
<h1>{headline}</h1>
<time datetime="{published}">{published}</time>
"""
_TAIL = """</article>
<aside>
<h2>Related stories</h2>
<ul>
{links}</ul>
</aside>
<aside>
<h2>Most read</h2>
<ol><li><a href="/most-read/story-1.html">The one that everybody reads today</a></li></ol>
</aside>
</main>
<footer><a href="/about.html">About us</a></footer>
</body>
</html>
"""
