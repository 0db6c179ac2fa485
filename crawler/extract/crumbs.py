"""What the links around a story say of where it belongs: the section in its breadcrumbs, its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import chain, islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler import urls
from crawler.extract import dom, json_ld
from crawler.extract.candidate import Candidate
from crawler.extract.text import clean, fold
from crawler.page import Page

SOURCE = "breadcrumbs"
TAG_LINKS = "tag-links"
_MOST = 12  # links of a trail; a list of all sections is none
_MOST_LINKS = 2_000  # links looked at for tags
_MOST_TAGS = 30
_NEAR = 4  # elements around a link that may be called tags
_HEADLINE = 30  # characters, from which the beginning of a title is the headline and no section
_LONGEST = 60  # characters of a section's or a tag's name

_trails = dom.finder("//*[@*[contains(., 'readcrumb')]]")  # one walk; which attribute says so is asked of the few
_TRAIL_BOXES = frozenset(("nav", "ol", "ul", "div", "p"))
_links = dom.finder(".//a[@href]")
# A day or the stories of a month, a language.
_NO_SECTION = re.compile(
    r"/?|(?:/\d{1,4}){1,3}/?|.*/(?:19|20)\d\d/[^/]{1,10}(?:/\d{1,2})?/?|/[a-z]{2}(?:[-_][a-z]{2})?/?", re.IGNORECASE
)
_TAG_PATH = re.compile(
    r"/(?:(?:news-?)?tags?|topics?|temas?|thema|themen|keywords?|etiquetas?|etiquettes?|mots?-cles?|tagi|teg|sujets?|emne|"
    r"stichwort|schlagwort|schlagworte|argoment[io]|tema-?de|dossiers?|etiket|label|amnen?|aihe|emner)/[^/]",
    re.IGNORECASE,
)
_TAG_BOX = re.compile(
    r"(?:^|[\W_])(?:(?:article|story|post|entry|news)?-?(?:tags?|keywords|topics?|etiquetas|temas|tagi|schlagworte|labels?)"
    r"(?:-?(?:list|links|box|wrap(?:per)?|container|items?))?)(?:$|[\W_])",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:^|[\W_])(?:related|recommend\w*|teasers?|sidebar|cards?|widget\w*|carousel|popular|trending|hot|latest|most\w*|"
    r"cloud|menu|nav\w*|ticker|swiper|slider|masthead)(?:$|[\W_])|tagcloud",
    re.IGNORECASE,
)


def candidates(page: Page, known: Set[str]) -> Iterator[Candidate]:
    """The section that the page's breadcrumbs end with, and the tags that stand by its story as links.

    The fields in ``known`` are not looked for.
    """
    if "section" not in known and (section := _section(_declared(page) or _drawn(page), page)):
        yield Candidate("section", section, SOURCE)
    if "tags" not in known and (tags := list(dict.fromkeys(islice(_tags(page), _MOST_TAGS)))):
        yield Candidate("tags", tags, TAG_LINKS)


def _section(trail: list[tuple[str, str]], page: Page) -> str | None:
    """The last name of a trail that is neither the front page's, nor the story's own, nor a date's."""
    own = urls.identity(page.url)
    titles = [fold(page.title), *(fold(clean(dom.text(h))) for h in islice(page.tree.iter("h1"), _MOST))]
    for name, address in reversed(trail):
        target = urls.clean(address, page.base_url) if address else None
        if not target or urls.identity(target) == own or _NO_SECTION.fullmatch(urlsplit(target).path):
            continue
        if (
            len(name) <= _LONGEST
            and any(map(str.isalpha, name))
            and not any(_is_titled(fold(name), title) for title in titles)
        ):
            return name
    return None


def _is_titled(name: str, title: str) -> bool:
    return name == title or (len(name) >= _HEADLINE and title.startswith(name))


def _declared(page: Page) -> list[tuple[str, str]]:
    """The names and addresses of the first list of breadcrumbs in JSON-LD."""
    lists = [thing for thing in page.json_ld if "breadcrumblist" in json_ld.types(thing)]
    lists += [t["breadcrumb"] for t in page.json_ld if isinstance(t.get("breadcrumb"), dict)]
    for thing in lists:
        entries = thing.get("itemListElement")
        found = [_entry(entry) for entry in entries[:_MOST]] if isinstance(entries, list) else []
        if any(name for name, _ in found):
            return found
    return []


def _entry(entry: Any) -> tuple[str, str]:
    item = entry.get("item") if isinstance(entry, dict) else None
    inner = item if isinstance(item, dict) else {}
    name = (entry.get("name") if isinstance(entry, dict) else None) or inner.get("name")
    address = item if isinstance(item, str) else inner.get("@id") or inner.get("url")
    return (clean(name) if isinstance(name, str) else "", address if isinstance(address, str) else "")


def _drawn(page: Page) -> list[tuple[str, str]]:
    for box in islice(filter(_is_trail, _trails(page.tree)), _MOST):
        links = [(clean(dom.text(link)), link.get("href") or "") for link in islice(_links(box), _MOST + 1)]
        if 0 < len(links) <= _MOST:
            return links
    return []


def _is_trail(box: HtmlElement) -> bool:
    named = box.tag in _TRAIL_BOXES and any("readcrumb" in box.get(name, "") for name in ("class", "id", "aria-label"))
    return named or "/BreadcrumbList" in box.get("itemtype", "")


def _tags(page: Page) -> Iterator[str]:
    """The words of links to pages of tags that stand in a box of tags, or say that they are tags by ``rel``."""
    heading = next(page.tree.iter("h1"), None)
    own = set(heading.iterancestors("article", "main")) if heading is not None else set()
    below = heading is None
    for link in islice(page.tree.iter("a", "h1"), _MOST_LINKS):
        below = below or link is heading
        if not link.get("href") or not (below or any(box in own for box in link.iterancestors("article"))):
            continue
        rel = (link.get("rel") or "").lower().split()
        said = "tag" in rel and "category" not in rel
        if (said or _TAG_PATH.search(_path(link))) and _stands_by(link, own, said):
            name = clean(dom.text(link)).lstrip("#").strip()
            if any(map(str.isalnum, name)) and len(name) <= _LONGEST:
                yield name


def _path(link: HtmlElement) -> str:
    try:
        href = link.get("href") or ""
        return unquote(urlsplit(href).path) if len(href) <= urls.MAX_LENGTH else ""  # the library remembers them
    except ValueError:
        return ""


def _stands_by(link: HtmlElement, own: set[HtmlElement], said: bool) -> bool:
    """True for a link in no box of other stories or of all tags; unless it says that it is a tag, in a box of such."""
    boxed, foot = said, False
    for depth, box in enumerate(chain((link,), link.iterancestors())):
        marks = f"{dom.marks(box)[:300]} {box.get('data-component', '')} {box.get('data-testid', '')}"
        if box.tag in ("article", "main", "body"):
            return boxed and (box in own or (not foot and (box.tag == "body" or not own)))
        foot = foot or box.tag == "footer"  # a story's own, or the site's
        if box.tag in ("aside", "nav", "header") or _OTHERS.search(marks):
            return False
        boxed = boxed or (depth < _NEAR and bool(_TAG_BOX.search(marks)))
    return False
