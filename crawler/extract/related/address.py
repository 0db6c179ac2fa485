"""Links' addresses: made absolute cheaply, unwrapped, and weighed for whether they lead to a story.

A story's address is known by its likeness to this page's own address more than by absolute rules: some papers name
stories by slugs, some by numbers, some by opaque ids.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler import urls
from crawler.extract.related import signs

STORY = 0.5  # the likeness from which an address may be a story

# Most links need nothing of what `urls.clean` does (no query, no escapes, no ports), and it costs ten times as much.
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*[a-z0-9]/[A-Za-z0-9/_~,-]*(?:\.[A-Za-z0-9]+)?")
_PLAIN_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_~,-]*(?:\.[A-Za-z0-9]+)?")
_LONG_NUMBER = re.compile(r"\d{4,}")
_SLUG = 3  # hyphens of an address that is a headline
_PLAIN_LENGTH = 1_000  # characters; longer addresses are looked at closely
_SCHEME = re.compile(r"(?!https?:)[a-zA-Z][a-zA-Z0-9+-]*:")
# Redirectors that carry their target: parameter names by the words that stand in their hosts or paths.
_REDIRECTOR = re.compile(
    r"//l\.(?:facebook|instagram)\.com/l\.php|google\.[a-z.]+/url\?|newstracker|/redir(?:ect)?\b|//go\.|"
    r"//(?:click|out|r|t|track)\.[^/]+/|/(?:away|out|exit|goto)\b", re.IGNORECASE
)  # fmt: skip
_TARGETS = ("u", "url", "q", "target", "dest", "destination", "to", "r", "link", "redirect", "goto", "loc")
_PATH_TARGET = re.compile(r"/(?=https?://)")

_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m3u8?|docx?|xlsx?|zip|css|js|xml|rss|ics)$", re.IGNORECASE)
_FOREIGN_HOST = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|youtu|linkedin|pinterest|reddit|whatsapp|t|telegram|tiktok|google|"
    r"apple|amazon|bsky|threads|vk|ok|weibo|line|flipboard|wa|outbrain|taboola|doubleclick|addtoany|feedly|spotify|"
    r"wikipedia|wikimedia|trustpilot|patreon|paypal|change|surveymonkey|eventbrite)\.[a-z.]{2,6}$|"
    r"^(?:shop|store|jobs?|careers?|account|login|my|mein|subscribe|abo|help|support|advertis\w*|play|games?|wetter|"
    r"weather|newsletter\w*|epaper|immo\w*|auto|stellen\w*|anzeigen|trauer|tickets?|coupons?|gutschein\w*|deals|api|"
    r"cdn|static|plus|members?|login|sso|id|identity|auth|tv|horoscop\w*)\.", re.IGNORECASE
)  # fmt: skip
_NO_STORY_STEP = signs.words("no_story")
_DATE = re.compile(r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?(?!\d)")
_NUMBER = re.compile(r"\d{5,}")
_WORD = re.compile(r"[^\W\d_]{2,}|%[0-9A-F]{2}")
_LETTERS = re.compile(r"[^\W\d_]{3,}")  # shorter ones are codes: /a-123 is a story, /t-123 a subject
_DIGITS = re.compile(r"\d+")
_DOUBLED = re.compile(r"(?:a[-_+])+a")


class Addresses:
    """Reads the links of one page."""

    def __init__(self, page_url: str, base_url: str) -> None:
        self.base = base_url
        parts = urlsplit(urls.clean(base_url) or page_url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.own = urls.clean(page_url) or page_url
        self.own_key = key(self.own)
        self.own_host = urlsplit(self.own).netloc
        self.site = urls.site(self.own)
        self.steps = _steps(self.own)
        self.shape = _shape(self.steps)
        # Where stories here have numbers or long slugs, an address without either is looked at no closer.
        last = self.own.rstrip("/").rpartition("/")[2]
        self.telling = bool(_LONG_NUMBER.search(last)) or last.count("-") >= _SLUG
        self._same_site: dict[str, bool] = {}
        self._stories: dict[str, tuple[str, str, float] | None] = {}

    def story(self, href: str) -> tuple[str, str, float] | None:
        """The address, its :func:`key` and its likeness, where it may lead to another story than this one."""
        try:
            return self._stories[href]
        except KeyError:
            found = self._stories[href] = self._story(href)
            return found

    def _story(self, href: str) -> tuple[str, str, float] | None:
        if (
            self.telling
            and href.count("-") + href.count("_") < _SLUG - 1
            and not _DIGITS.search(href)
            and href.isascii()
        ):
            return None
        url = self.absolute(href)
        if url is None:
            return None
        own = key(url)
        likeness = self.likeness(url) if own != self.own_key else -1.0
        return (url, own, likeness) if likeness >= STORY else None

    def absolute(self, href: str) -> str | None:
        """The address a link leads to, or None for what is no page of the web."""
        href = href.strip()
        if not href or href[0] == "#" or _SCHEME.match(href):
            return None
        if _PLAIN_PATH.fullmatch(href) and len(href) < _PLAIN_LENGTH:
            return self.origin + href
        if not _PLAIN.fullmatch(href) or len(href) >= _PLAIN_LENGTH:
            if _REDIRECTOR.search(href) or "http" in href[8:]:
                href = unwrapped(href)
            return urls.clean(href, self.base)
        return href

    def same_site(self, url: str) -> bool:
        """True for an address of this publisher: its site, or a sister's (``bbc.com``, ``bbc.co.uk``)."""
        host = url.split("/", 3)[2]
        known = self._same_site.get(host)
        if known is None:
            site = urls.site(url)
            known = self._same_site[host] = site == self.site or (
                site.split(".")[0] == self.site.split(".")[0] and len(site.split(".")[0]) >= 3
            )
        return known

    def likeness(self, url: str) -> float:
        """How much an address looks like a story's; from :data:`STORY` on it may be one."""
        host = url.split("/", 3)[2]
        if _FOREIGN_HOST.search(host):
            return -3.0
        steps = _steps(url)
        if not steps or _MEDIA.search(steps[-1]):
            return -3.0
        score = _slug(steps) + self._alike(url, steps)
        if any(step in _NO_STORY_STEP for step in steps[:-1]) or steps[-1] in _NO_STORY_STEP:
            # Stories on the weather lie below /weather/ as well.
            score -= 0.7 if len(_WORD.findall(steps[-1])) >= 4 else 3.0
        return score

    def _alike(self, url: str, steps: list[str]) -> float:
        score = 0.0
        if not self.same_site(url):
            return -0.6
        if _shape(steps) == self.shape or (
            len(steps) > 1 and steps[:-1] == self.steps[:-1] and _DIGITS.search(steps[-1])
        ):
            score += 1.5
        elif len(steps) == len(self.steps):
            score += 0.3
        if len(steps) > 1 and self.steps and steps[0] == self.steps[0]:
            score += 0.3
        return score


def key(url: str) -> str:
    """What twins of an address share, cheaply: no scheme, www, trailing slash or fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def unwrapped(href: str) -> str:
    """The target that stands in a redirector's address, else the address itself."""
    query = href.partition("?")[2]
    if query and "http" in query:
        for name, value in parse_qsl(query):
            if name.lower() in _TARGETS and value.startswith(("http://", "https://")):
                return value if _REDIRECTOR.search(href) else href
    inner = _PATH_TARGET.search(href, 8)
    if inner and _REDIRECTOR.search(href):
        return unquote(href[inner.end() :])
    return href


def _steps(url: str) -> list[str]:
    path = url.split("/", 3)[3:]
    if not path:
        return []
    path_only, _, query = path[0].partition("#")[0].partition("?")
    steps = [step.lower() for step in path_only.split("/") if step]
    if query and _DIGITS.search(query) and len(steps) <= 2:
        steps.append(query.lower())
    return steps


def _slug(steps: list[str]) -> float:
    """Words, dates and numbers as stories' addresses have them."""
    score = 0.0
    words = max(len(_WORD.findall(step)) for step in steps[-2:])
    score += 2.0 if words >= 5 else 1.3 if words == 4 else 0.8 if words == 3 else 0.2 if words == 2 else -0.3
    if _DATE.search("/".join(steps)):
        score += 1.2
    if _NUMBER.search("/".join(steps[-2:])):
        score += 1.0
    if len(steps) == 1 and words <= 3 and not _DIGITS.search(steps[0]):
        score -= 1.0
    return score


def _shape(steps: list[str]) -> tuple[int, str]:
    """How the last step of a path is built: ``long-words-1234.html`` and its like become one."""
    if not steps:
        return 0, ""
    last = _DOUBLED.sub("s", _DIGITS.sub("0", _LETTERS.sub("a", steps[-1])))
    return len(steps), last
