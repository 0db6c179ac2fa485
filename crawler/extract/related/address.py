"""Links' addresses: made absolute cheaply, unwrapped, and weighed for whether they lead to a story.

A story's address is known by its likeness to this page's own address more than by absolute rules: some papers name
stories by slugs, some by numbers, some by opaque ids.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from w3lib.url import safe_url_string

from crawler import tracking, urls
from crawler.extract.related import looks
from crawler.extract.related.looks import Look
from crawler.remembered import remembered

STORY = 0.5  # the likeness from which an address may be a story

# Most links need little of what `urls.clean` does (no escapes, no ports), and it costs a hundred times as much: origin,
# path and query of those.
_PLAIN = re.compile(
    r"(?:(https?://[a-z0-9][a-z0-9.-]*[a-z0-9])|(?!//))(/[A-Za-z0-9/_~,-]*(?:\.[A-Za-z0-9]+)?)"
    r"(?:\?((?!\S*http)[A-Za-z0-9_=&.~+,:/-]*))?(?:#\S*)?"
)
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?![^/?#])")
_LONE_NUMBER = re.compile(r"(?<![0-9a-f])\d{5,}(?![0-9a-f])")
_LONG_NUMBER = re.compile(r"\d{4,}")
_NAME_WORDS = 4  # of a paper's name at the end of a heading
_COUNTED = re.compile(r"[^\W\d_]{2}[-_]\d{5,}[-_][^\W\d_]{2}")  # /march-of-100000-women counts them
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_NEXT_PAGE = re.compile(r"[/_-]\d{1,2}(?:\.[a-z]{2,5})?$|\?(?:page|seite|pagina|p|pg)=\d")
_PLAIN_LENGTH = 1_000  # characters; longer addresses are looked at closely
_SCHEME = re.compile(r"(?!(?i:https?):)[a-zA-Z][a-zA-Z0-9+-]*:")
# Redirectors that carry their target: parameter names by the words that stand in their hosts or paths.
_REDIRECTOR = re.compile(
    r"//lm?\.(?:facebook|instagram)\.com/l\.php|google\.[a-z.]+/url\?|newstracker|/redir(?:ect)?\b|//go\.|"
    r"//(?:click|out|r|t|track)\.[^/]+/|/(?:away|out|exit|goto)\b", re.IGNORECASE
)  # fmt: skip
_TARGETS = ("u", "url", "q", "target", "dest", "destination", "to", "r", "link", "redirect", "goto", "loc")
_PATH_TARGET = re.compile(r"/(?=https?://)")


class Addresses:
    """Reads the links of one page, which was written in ``encoding`` (a codec's name)."""

    def __init__(self, page_url: str, base_url: str, encoding: str = "utf-8") -> None:
        self.base, self.encoding = base_url, encoding
        parts = urlsplit(urls.clean(base_url) or page_url)
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self.own = urls.clean(page_url) or page_url
        self.home = urls.host(self.own)
        self.own_key = looks.key(self.own)
        self._identity = urls.identity(self.own)
        self._name = _EXTENSION.sub("", self._identity.rpartition("/")[2])  # no other edition leaves it out
        self.site = urls.site(self.own)
        site = self.site.removeprefix("www.").replace("-", "").removeprefix("the")
        self._names = frozenset((site.partition(".")[0], site.replace(".", "")))
        self.steps = looks.steps_of(self.own)
        self.shape = looks.shape(self.steps[-1]) if self.steps else ""
        # One of an id's neighbours has no digit: /news/article/NrZPVoA2H, /news/article/qaHQqzCQw.
        self._opaque = bool(self.steps) and looks.OPAQUE_STEP.fullmatch(self.steps[-1]) is not None
        # Where stories below the root have numbers or long slugs, an address without either is looked at no closer.
        last = self.own.rstrip("/").rpartition("/")[2]
        self.telling = bool(_LONG_NUMBER.search(last)) or last.count("-") >= looks.SLUG
        self._stem = _EXTENSION.sub("", self.own_key)
        number = max(looks.NUMBER.findall(last), key=len, default="")
        self._number = "" if looks.DATE.match(number) else number
        # Of several one may be a section's or a journal's, and one amid other signs is a piece of an id.
        self._lone = [number] == _LONE_NUMBER.findall(last) and not _COUNTED.search(last)
        self._same_site: dict[str, bool] = {}
        self._stories: dict[str, tuple[str, str, float] | None] = {}

    def before_name(self, text: str) -> str:
        """What stands before the name that the paper's site has, at the end of a folded text ("read more on the
        lantern"); empty where that name does not end it.
        """
        words = text.split(" ")
        for count in range(min(len(words) - 1, _NAME_WORDS), 0, -1):
            if "".join(words[-count:]).removeprefix("the") in self._names:
                return " ".join(words[:-count])
        return ""

    def story(self, href: str) -> tuple[str, str, float] | None:
        """The address, its :func:`key` and its likeness, where it may lead to another story than this one."""
        if href not in self._stories:
            self._stories[href] = self._story(href)
        return self._stories[href]

    def _story(self, href: str) -> tuple[str, str, float] | None:
        if (
            self.telling
            and len(self.steps) > 1
            and href.count("-") + href.count("_") < looks.SLUG - 1
            and not looks.DIGITS.search(href)
            and href.isascii()
        ):
            return None
        plain, look = _plain(href, self.origin, self.home)
        if not plain:
            url = self._cleaned(href)
            look = looks.at(url, self.home) if url is not None else None
        if look is None:
            return None
        if look.key == self.own_key or (self._name in look.key and urls.identity(look.url) == self._identity):
            # An item of a list like any other ("most read", this story first), though nobody follows it.
            return (look.url, self.own_key, STORY) if "#" not in href else None
        if self._is_own_part(look.key):
            return None
        likeness = look.score + self._alike(look)
        if look.services and not look.services.issubset(looks.names(self.steps)):
            likeness -= look.penalty
        if look.alone is not None and (look.alone < 2 or (look.alone <= 3 and len(self.steps) > 1)):
            likeness -= 1.0  # a first step is a section, but for papers that keep their stories there
        return (look.url, look.key, likeness) if likeness >= STORY else None

    def _is_own_part(self, key: str) -> bool:
        """Another page of this very story: its pictures, its comments, its second page."""
        if key.startswith(self._stem):
            if _NEXT_PAGE.match(key, len(self._stem)):
                return True
            parts = (self._stem + "/", self._stem + "_", self.own_key + "?", self.own_key + "&")
            if self.telling and key.startswith(parts):
                return True
        if not self._number or self._number not in key:
            return False
        path, _, query = key.partition("?")
        # Beside a number of its own it is a story that belongs to this one.
        return self._number in looks.DIGITS.findall(query) or (
            self._lone and _LONE_NUMBER.findall(path) == [self._number]
        )

    def _cleaned(self, href: str) -> str | None:
        """The address a link leads to, or None for what is no page of the web, or of a host without stories."""
        href = href.strip()
        if not href or href[0] == "#" or _SCHEME.match(href):
            return None
        if "http" in href[1:]:  # what has no second address in it carries none
            href = unwrapped(href)
        named = _HOST.match(href)
        if named and looks.is_foreign(named[1], self.home):
            return None
        return urls.clean(self._asked(href), self.base)

    def _asked(self, href: str) -> str:
        """As browsers ask for it: queries are sent in the page's own charset (WHATWG URL, "query state")."""
        if href.isascii() or "?" not in href or self.encoding == "utf-8":
            return href
        try:
            return safe_url_string(href, self.encoding)
        except ValueError:  # a sign that the charset lacks, a broken host
            return href

    def same_site(self, url: str) -> bool:
        """True for an address of this publisher: its site, or a sister's (``bbc.com``, ``bbc.co.uk``)."""
        return self._of_same_site(url.split("/", 3)[2])

    def _of_same_site(self, host: str) -> bool:
        known = self._same_site.get(host)
        if known is None:
            site = urls.site(f"https://{host}/")
            known = self._same_site[host] = site == self.site or (
                site.split(".")[0] == self.site.split(".")[0] and len(site.split(".")[0]) >= 3
            )
        return known

    def _alike(self, look: Look) -> float:
        if not self._of_same_site(look.host):
            # A portal's stories lead to the papers that they are from, by numbers as often as by words.
            return -0.1 if looks.NUMBER.search(look.steps[-1]) else -0.6
        score = 0.0
        steps, own = look.steps, self.steps
        if len(steps) == len(own):
            numbered = look.numbered or (self._opaque and len(steps[-1]) == len(own[-1]))
            neighbour = numbered and len(steps) > 1 and steps[:-1] == own[:-1]
            score = 1.5 if neighbour or looks.shape(steps[-1]) == self.shape else 0.3
        elif min(len(steps), len(own)) > 1 and look.numbered and steps[-2] == own[-2]:
            score = 1.0  # /sport/football/articles/c1, on /news/articles/c2
        if len(steps) > 1 and own and steps[0] == own[0]:
            score += 0.3
        return score


@remembered(looks.CACHED)
def _plain(href: str, origin: str, home: str) -> tuple[bool, Look | None]:
    """Whether a link on a page of ``origin``, at ``home``, is plainly written, and then the look of where it leads."""
    plain = _PLAIN.fullmatch(href.strip()) if len(href) < _PLAIN_LENGTH else None
    if plain is None or not (origin := plain[1] or origin):
        return False, None
    path, query = plain[2], plain[3]
    known = query and tracking.kept(path, query)
    return True, looks.at(f"{origin}{path}?{known}" if known else origin + path, home)


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
