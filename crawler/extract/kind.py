"""Is this page a story at all, and may all of it be read?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract import dom, json_ld
from crawler.extract.phrases import covers, says
from crawler.items import Access, Story
from crawler.page import Page

# Characters of text up to which a page is doubted: walls, error pages and stubs say less, most stories more.
SHORT = 700
STUB = 1_500
_FRONT_TEXT = 900  # characters of running text that a front page reaches with one long teaser
_MOST_WALLS = 6  # boxes looked at: templates name some that stay empty
_READ = 4_000  # characters of a page in which a wall speaks
_CARDS = 10  # linked headings from which a page without a story's marks is a list of stories

_LISTING_TYPES = frozenset(
    ("collectionpage", "searchresultspage", "profilepage", "contactpage", "aboutpage", "checkoutpage")
)
_LISTING_PATH = re.compile(
    r"/(?:tags?|topics?|thema|themen|temas?|tema|sujet|authors?|autor(?:en|es|i)?|auteurs?|journalists?|search|suche|"
    r"recherche|buscar|busca|cerca|zoeken|sok|szukaj)"
    r"/[^/]*/?(?:page/\d+/?)?$",
    re.IGNORECASE,
)
# Words in addresses of lists that some papers and blogs have in those of their stories too ("/archives/123").
_SHARED_PATH = re.compile(
    r"/(?:categor(?:y|ies|ia|ie)|kategorie|rubrik|section|archives?|page)/[^/]*/?(?:page/\d+/?)?$", re.IGNORECASE
)
_LITTLE = 300  # characters of text that a list's introduction may have
_PARTS = re.compile(r" [|–—·-] ")
_MOSTLY = 0.3  # share of a headline that the words "page not found" have; a story about such a page says more
# A last step of a path that names a story: a number of five digits or more, or four words.
_STORY_STEP = re.compile(r"/[^/]*(?:\d{5}|[^/-](?:-[^/-]+){3})[^/]*/?$")
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:q|s|query|search|searchterm|keyword)=", re.IGNORECASE)
_WALL_PATH = re.compile(r"/(?:consent|cookie-?wall|gdpr|privacy-?gate|zustimmung)(?:/|$|\?)", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|anmelden|connexion|accedi|inloggen|account|subscribe|abo|sso|oauth)(?:/|$|\.)", re.IGNORECASE
)

_linked_headings = dom.finder("//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]")
_passwords = dom.finder("//input[@type='password']")


def not_a_story(page: Page, story: Story) -> str | None:
    """Why ``page`` holds no story, in a word or two for the counts, else None.

    ``error_page`` (by status or by its words), ``consent_wall``, ``login_wall``, ``search``, ``listing`` (section
    fronts, tag and author pages), ``no_headline``, ``no_text``. A paywall's stub is a story: see :func:`access`.
    """
    if page.status >= 400:
        return "error_page"
    length = _own_length(page, story)
    marked = _is_marked(page, story, length)
    if length < SHORT and not (marked and length):
        reason = _wall(page, story)
        if reason:
            return reason
    reason = None if marked else _listing(page, length)
    if reason:
        return reason
    if not story.headline:
        return "no_headline"
    return None if story.body else "no_text"


def _own_length(page: Page, story: Story) -> int:
    """Characters of the story's text; 0 for teasers under linked headings, which trafilatura takes for one."""
    if story.sources.get("body") == "trafilatura" and len(_linked_headings(page.tree)) >= _CARDS:
        return 0
    return len(story.body or "")


def _is_marked(page: Page, story: Story, length: int) -> bool:
    """True if the page says that it is an article; templates say so of section fronts too, which have no text."""
    if json_ld.articles(page) or story.sources.get("headline", "").startswith("layout:"):
        return True
    if "article:published_time" in page.meta:
        return True
    return bool(length) and any("article" in kind.lower() for kind in page.meta.get("og:type", []))


def _wall(page: Page, story: Story) -> str | None:
    path = urlsplit(page.url).path
    title = f"{story.headline or ''} {page.title}"
    if _is_error(page, story):
        return "error_page"
    said = dom.text(page.tree)[:_READ]
    if _WALL_PATH.search(path) or (says(said, "consent") and (says(title, "consent") or not story.body)):
        return "consent_wall"
    if _LOGIN_PATH.search(path) or (_passwords(page.tree) and says(title, "login")):
        return "login_wall"
    return None


def _is_error(page: Page, story: Story) -> bool:
    """True if the headline, or a part of the title, says little else than that there is no such page."""
    parts = [story.headline or "", *_PARTS.split(page.title)]
    return any(part and covers(part, "not_found") >= _MOSTLY for part in parts)


def _listing(page: Page, length: int) -> str | None:
    parts = urlsplit(page.url)
    kinds = {kind for thing in page.json_ld for kind in json_ld.types(thing)}
    asked = parts.path.rstrip("/").lower().endswith(("/search", "/suche", "/recherche", "/buscar"))
    if asked or "searchresultspage" in kinds or (_SEARCH_QUERY.search(parts.query) and length < STUB):
        return "search"
    if parts.path in ("", "/") and not parts.query:
        return "listing"
    if _STORY_STEP.search(parts.path) or length >= _FRONT_TEXT:
        return None
    return "listing" if kinds & _LISTING_TYPES or _lists(page, parts.path, length) else None


def _lists(page: Page, path: str, length: int) -> bool:
    if _LISTING_PATH.search(path):
        return True
    cards = len(_linked_headings(page.tree))
    shared = bool(_SHARED_PATH.search(path)) and (length < _LITTLE or cards >= _CARDS // 2)
    return shared or (length < SHORT and cards >= _CARDS)


def access(page: Page, story: Story) -> Access | None:
    """``paywall`` for a stub whose rest is for subscribers, ``metered`` where all is shown but not to everyone.

    None for a page that says nothing of the kind, or that it is free: an offer on it is an advertisement. Sources:
    schema.org ``isAccessibleForFree``, Facebook's ``article:content_tier``, and what stands on the page.
    """
    if is_free(page):
        return None
    if _tier(page) == "metered":
        return "metered"
    length = len(story.body or "")
    if length < STUB and _offers(page):
        return "paywall"
    if _tier(page) != "locked" and not json_ld.locked(page):
        return None
    return "paywall" if length < SHORT else "metered"


def is_free(page: Page) -> bool:
    """True if the page declares its story to be free, and nowhere that it is not."""
    return _tier(page) == "free" and not json_ld.locked(page)


def _tier(page: Page) -> str:
    return next(iter(page.meta.get("article:content_tier", [])), "").lower()


_walls = dom.finder(
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'regwall')"
    " or contains(@class, 'piano-') or contains(@class, 'subscriber-only') or contains(@class, 'premium-')]"
)


def _offers(page: Page) -> bool:
    """True if a box that is named a wall offers a subscription."""
    return any(says(dom.text(wall), "offer") for wall in _walls(page.tree)[:_MOST_WALLS])
