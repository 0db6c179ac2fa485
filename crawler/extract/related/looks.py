"""What an address shows of where it leads, whoever links to it: a story, a list, a shop, a file."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler import urls
from crawler.extract.related import signs
from crawler.remembered import remembered

CACHED = 16_384  # addresses; the pages of one paper link to the same stories
_CACHED_HOSTS = 4_096
DIGITS = re.compile(r"\d+")
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4[av]|m3u8?|ogg|wav|webm|mov|docx?|xlsx?|zip|css|js|xml|rss|ics)$",
    re.IGNORECASE,
)
_FOREIGN_HOST = re.compile(rf"(?:^|\.)(?:{signs.any_of('foreign_host')})\.[a-z.]{{2,6}}$", re.IGNORECASE)
_SERVICE_HOST = re.compile(rf"^(?:{signs.any_of('service_host')})\.", re.IGNORECASE)
_LIST_STEP = signs.words("list")
_NO_STORY_STEP = signs.words("no_story") | _LIST_STEP
SLUG = 3  # hyphens of an address that is a headline
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[/-][1-9]|[/-]?(?:0[1-9]|1[0-2]))(?:[/-][1-9]|[/-]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)|"
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d(?!\d)|"
    r"(?:19|20)\d\d/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/[0-3]?\d(?!\d)"
)
_INDEX = re.compile(r"(?:index|default)\.\w{3,5}")
NUMBER = re.compile(r"\d{5,}")
_WORD = re.compile(r"[^\W\d_]{2,}|%[0-9A-F]{2}")
_LETTERS = re.compile(r"[^\W\d_]{3,}")  # shorter ones are codes: /a-123 is a story, /t-123 a subject
_DOUBLED = re.compile(r"(?:a[-_+])+a")
_OPAQUE = re.compile(r"(?<![0-9a-z])(?=[a-z]{0,9}\d)[0-9a-f]{10,}(?![0-9a-z])")  # an id of a database
OPAQUE_STEP = re.compile(r"(?=[a-z]{0,40}\d)(?=\d{0,40}[a-z])[0-9a-z]{6,}")  # letters and digits mixed, nothing between


class Look(NamedTuple):
    """An address that may be a story's."""

    url: str
    key: str
    host: str
    steps: list[str]  # of its path, in lower case
    numbered: bool  # digits in the last of them
    score: float  # for words, dates and numbers
    services: frozenset[str]  # those of its steps that lead to lists, people, shops and services
    penalty: float  # for these
    alone: int | None  # words of its only step, where that has no digits: of a section, most often


def at(url: str, home: str) -> Look | None:
    """The look of a clean address on a page of the host ``home``; None where none of its kind leads to a story."""
    host = url.split("/", 3)[2]
    if is_foreign(host, home):
        return None
    steps = steps_of(url)
    if not steps or ("." in steps[-1] and _MEDIA.search(steps[-1])):
        return None
    if not _LIST_STEP.isdisjoint(steps[:-1]):
        return None
    words, numbered = len(_WORD.findall(steps[-1])), DIGITS.search(steps[-1]) is not None
    services = _NO_STORY_STEP.intersection(names(steps))
    # Stories on the weather lie below /weather/ as well.
    penalty = 0.0 if not services else 0.7 if words >= 4 else 3.0
    alone = words if len(steps) == 1 and not numbered else None
    return Look(url, key(url), host, steps, numbered, _slug(steps), services, penalty, alone)


def key(url: str) -> str:
    """What twins of an address share, cheaply: no scheme, www, trailing slash or fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


@remembered(_CACHED_HOSTS)
def is_foreign(host: str, home: str) -> bool:
    """True for a host that has no stories: social networks, shops, players, a paper's own services.

    The page's own host is none of them, nor are its sisters: there are papers called Telegram, OK and Line.
    """
    if host.removeprefix("www.") == home.removeprefix("www."):
        return False
    if _SERVICE_HOST.search(host):
        return True
    return _FOREIGN_HOST.search(host) is not None and urls.site(f"http://{host}/") != urls.site(f"http://{home}/")


def steps_of(url: str) -> list[str]:
    """The steps of a path in lower case, and a query that alone names the page."""
    path = url.split("/", 3)[3:]
    if not path:
        return []
    path_only, _, query = path[0].partition("#")[0].partition("?")
    steps = [step for step in path_only.lower().split("/") if step]
    if len(steps) > 1 and _INDEX.fullmatch(steps[-1]):
        steps.pop()  # the step before it names the page
    if query and len(steps) <= 2 and (DIGITS.search(query) or query.count("-") >= SLUG):
        steps.append(query.lower())
    return steps


def names(steps: list[str]) -> list[str]:
    """Steps without their endings: ``company.php`` leads where ``company`` does."""
    return [step.partition(".")[0] for step in steps]


def _slug(steps: list[str]) -> float:
    """Words, dates and numbers as stories' addresses have them."""
    words = len(_WORD.findall(steps[-1]))
    if words < 5 and len(steps) > 1:
        # A number alone is behind a headline, ids stand behind more: /News/headline/-/1056/5109887/-/ruhvoj5
        near = steps[-2:-1] if not OPAQUE_STEP.fullmatch(steps[-1]) else steps[:-1]
        words = max(words, *[len(_WORD.findall(step)) for step in near])
    score = 2.0 if words >= 5 else 1.3 if words == 4 else 0.8 if words == 3 else 0.2 if words == 2 else -0.3
    path = "/".join(steps)
    dated = DATE.search(path)
    if dated and not (len(steps[-1]) <= 2 and dated.end() == len(path)):  # all that was printed on a day, in a month
        score += 1.2
    if NUMBER.search(path) and NUMBER.search("/".join(steps[-2:])):
        score += 1.0
    return score


@remembered(CACHED)
def shape(step: str) -> str:
    """How the last step of a path is built: ``long-words-1234.html`` and its like become one."""
    return _DOUBLED.sub("s", DIGITS.sub("0", _LETTERS.sub("a", _OPAQUE.sub("0", step))))
