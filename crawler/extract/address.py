"""The story's canonical address: what the page says of itself, where that can be true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from crawler import tracking, urls
from crawler.extract.candidate import Candidate
from crawler.extract.choose import ranked

_DAY = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SLUG = 3  # words of a step that no section has
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOKEN = re.compile(r"\d{4,}|[^\W\d_]{4,}")
_WORDS = re.compile(r"[^\W_][-_][^\W_]")  # a slug; a section or a script's page is one word
# Parts of a query that name a story, or a page of it whose text is another: "id=7", "4711", "title=the-wall-gives-way".
_NAMES = re.compile(
    r"(?:^|&)(?:(?:\w{0,20}id|art(?:icle|ikel)?|story|news|item|nr|no|key|doc|slug|title|name|v|p|page|pg)=|\d{1,20}(?:&|$)"
    r"|(?:[^&=]{0,40}=)?[^&]{0,80}(?:\d{3}|[a-z]{2}[-_+][a-z]{2,20}[-_+][a-z]))",
    re.IGNORECASE,
)


def day(url: str) -> str | None:
    """The day that an address names (``/2005/03/21/``, ``-20050321-``), as ISO 8601, else None."""
    found = _DAY.search(urlsplit(url).path)
    return "-".join(found.groups()) if found else None


def choose(page_url: str, candidates: Sequence[Candidate]) -> Candidate:
    """The most trusted address that can be this story's, canonical; the page's own where there is none.

    It must be of the same site, no front page, and be the page's own without a query that names no story, or share with
    it the words or the number that name a story: a section front, a search or another story that a template names by
    mistake would merge many stories into one.
    """
    own = urls.canonical(page_url)
    for candidate in ranked(candidates):
        if candidate.source.startswith("layout:") or _plausible(own, candidate.value):
            return Candidate("canonical_url", urls.canonical(candidate.value), candidate.source)
    return Candidate("canonical_url", own, "address")


def _plausible(own: str, other: str) -> bool:
    if urlsplit(other).path in ("", "/") or not (urls.site(own) == urls.site(other) or _host(own) == _host(other)):
        return False
    if urls.identity(own) == urls.identity(other) or _is_without_query(own, other):
        return True
    mine, theirs = _tokens(own), _tokens(other)
    if len(theirs[-1]) == 1 and not _names_a_story(theirs[-1]):
        return mine[-1] == theirs[-1]  # "/news" shares its one word with many a story
    # The last step of a path names the story; sections are shared by all of them.
    return bool(mine[-1] & set().union(*theirs)) or _names_a_story(theirs[-1] & set().union(*mine))


def _is_without_query(own: str, other: str) -> bool:
    """Whether ``other`` is ``own`` less a query of how it was reached or is shown: ``?s=09``, ``?view=print``."""
    path, _, query = urls.identity(own).partition("?")
    step = unquote(path).rpartition("/")[2]
    return bool(
        query
        and urls.identity(other) == path
        and _WORDS.search(step)
        and not tracking.is_script(path)
        and not _NAMES.search(query)
    )


def _names_a_story(tokens: set[str]) -> bool:
    """Whether words and numbers of a step are more than a section's or a year's."""
    return len(tokens) >= _SLUG or any(token.isdigit() and not _YEAR.fullmatch(token) for token in tokens)


def _host(url: str) -> str:
    return urls.identity(url).partition("/")[0]


def _tokens(url: str) -> list[set[str]]:
    parts = urlsplit(url)
    steps = [step for step in unquote(parts.path).lower().split("/") if step] + (
        [parts.query.lower()] if parts.query else []
    )
    return [set(_TOKEN.findall(step)) for step in steps] or [set()]
