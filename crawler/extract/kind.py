"""Is this page a story at all, and may all of it be read?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract import dom, json_ld
from crawler.extract.phrases import says
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
    r"recherche|buscar|busca|cerca|zoeken|sok|szukaj|categor(?:y|ies|ia|ie)|kategorie|rubrik|section|archives?|page)"
    r"/[^/]*/?(?:page/\d+/?)?$",
    re.IGNORECASE,
)
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
    length = len(story.body or "")
    marked = _is_marked(page, story)
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


def _is_marked(page: Page, story: Story) -> bool:
    """True if the page says that it is an article."""
    if json_ld.articles(page) or story.sources.get("headline", "").startswith("layout:"):
        return True
    kinds = [kind.lower() for kind in page.meta.get("og:type", [])]
    return any("article" in kind for kind in kinds) or "article:published_time" in page.meta


def _wall(page: Page, story: Story) -> str | None:
    path = urlsplit(page.url).path
    title = f"{story.headline or ''} {page.title}"
    if says(title, "not_found"):
        return "error_page"
    said = dom.text(page.tree)[:_READ]
    if _WALL_PATH.search(path) or (says(said, "consent") and (says(title, "consent") or not story.body)):
        return "consent_wall"
    if _LOGIN_PATH.search(path) or (_passwords(page.tree) and says(title, "login")):
        return "login_wall"
    return None


def _listing(page: Page, length: int) -> str | None:
    parts = urlsplit(page.url)
    if parts.path.rstrip("/").lower().endswith(("/search", "/suche", "/recherche", "/buscar")) or (
        _SEARCH_QUERY.search(parts.query) and length < STUB
    ):
        return "search"
    kinds = {kind for thing in page.json_ld for kind in json_ld.types(thing)}
    if "searchresultspage" in kinds:
        return "search"
    if parts.path in ("", "/") and not parts.query:
        return "listing"
    if _STORY_STEP.search(parts.path):
        return None
    if length < _FRONT_TEXT and (kinds & _LISTING_TYPES or _LISTING_PATH.search(parts.path)):
        return "listing"
    return "listing" if length < SHORT and len(_linked_headings(page.tree)) >= _CARDS else None


def access(page: Page, story: Story) -> Access | None:
    """``paywall`` for a stub whose rest is for subscribers, ``metered`` where all is shown but not to everyone.

    None for a page that says nothing of the kind. Sources: schema.org ``isAccessibleForFree``, Facebook's
    ``article:content_tier``, and what stands on the page.
    """
    tier = next(iter(page.meta.get("article:content_tier", [])), "").lower()
    declared = tier in ("locked", "metered") or json_ld.locked(page)
    if tier == "metered":
        return "metered"
    stub = len(story.body or "") < STUB
    if declared:
        return "paywall" if stub and _offers(page) else "metered"
    return "paywall" if stub and _offers(page) else None


_walls = dom.finder(
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'regwall')"
    " or contains(@class, 'piano-') or contains(@class, 'subscriber-only') or contains(@class, 'premium-')]"
)


def _offers(page: Page) -> bool:
    """True if a box that is named a wall offers a subscription."""
    return any(says(dom.text(wall), "offer") for wall in _walls(page.tree)[:_MOST_WALLS])
