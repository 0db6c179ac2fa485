"""Does this page need a browser? Read from the plain page, before any browser is asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from crawler.extract import state

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.page import Page

Reason = Literal["shell", "noscript", "state", "thin", "placeholder"]

# Without a browser these pages give no story at all; the others give one, perhaps a poorer one.
ESSENTIAL: frozenset[Reason] = frozenset(("shell", "noscript", "state"))

_ENOUGH_PROSE = 400  # characters in paragraphs: the shortest wire stories have as much
_ENOUGH_TEXT = 2_500  # characters in all, for the pages of old that know no paragraphs
_PARAGRAPH = 40  # characters; below it stand labels and teasers
_SHELL_TEXT = 250  # characters in all: a name, a menu, "Loading …"
_MAX_PLACEHOLDER = 40  # characters that an empty box may say, such as "Loading …"
_NO_PROSE_IN = frozenset(("nav", "footer", "header", "aside", "form", "noscript"))
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg", "head", "title"))
_MOUNTS = re.compile(
    r"^(?:root|app|main-?app|react-?(?:root|app)|__next|__nuxt|___gatsby|svelte|q-app|app-?root)$", re.I
)
_ASKS_FOR_SCRIPTS = re.compile(r"java\s?script", re.IGNORECASE)
# What the house calls related; recommendations and most-read lists are drawn too, but nobody follows them.
_RELATED_BOX = re.compile(
    r"(?<![a-z])(?:related|relateds|more[-_]?on|see[-_]?also|read[-_]?also|further[-_]?reading|backstory|"
    r"lesen[-_]?sie[-_]?auch|mehr[-_]?zum|lire[-_]?aussi|les[-_]?ogs[aå]|relacionad[ao]s?|correlat[ei])(?![a-z])",
    re.IGNORECASE,
)
# A part of a box, or a box of something else: its being empty says nothing.
_PART = re.compile(
    r"title|head|header|heading|toggle|nav|image|video|gallery|button|btn|cta|topic|tag|ad[sv]?(?![a-z])|icon|search"
)
_WAITING = re.compile(r"\.\.\.|…|loading", re.IGNORECASE)
_BOXES = ("div", "section", "aside", "ul", "nav")
_MARKS = ("id", "class", "data-component", "data-module", "data-src", "data-url", "data-testid", "data-island")


def reason(page: Page) -> Reason | None:
    """Why a browser would show more than the plain page does, or None where the plain page suffices.

    ``shell`` a page without text where an application would stand, ``noscript`` a page that asks for JavaScript,
    ``state`` one that ships JSON without the article, ``thin`` one with scripts and little text, ``placeholder`` an
    article with an empty box where its related stories belong.
    """
    scripts = any(True for _ in page.tree.iter("script"))
    if not scripts:
        return None
    if has_article(page):
        return "placeholder" if _empty_boxes(page) else None
    return None if state.article(page) else _lack(page)


def _lack(page: Page) -> Reason:
    if _asks_for_scripts(page):
        return "noscript"
    if _is_shell(page):
        return "shell"
    return "state" if state.has_state(page) else "thin"


def helped(why: Reason, drawn: Page) -> bool:
    """Whether a page that was drawn for ``why`` now shows what it lacked; an empty box beside a new text is no lack."""
    still = reason(drawn)
    return still is None or (still == "placeholder" != why)


def layout(page: Page) -> str:
    """A name for the page's frame: the same for all pages of one template, 12 hex digits.

    Made of what stands at the top of the body, by tag and id, without digits and without what varies with a story.
    """
    body = page.tree.find("body")
    marks = [] if body is None else [_mark(element, depth) for element, depth in _frame(body)]
    return hashlib.sha256("\n".join(dict.fromkeys(marks)).encode()).hexdigest()[:12]


def _frame(body: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    for child in body:
        if child.tag in ("script", "style", "noscript", "iframe", "p", "br"):
            continue
        yield child, 1
        for grandchild in child:
            if isinstance(grandchild.tag, str) and grandchild.get("id"):
                yield grandchild, 2


def _mark(element: HtmlElement, depth: int) -> str:
    return f"{depth}{element.tag}#{re.sub(r'[0-9]+', '', element.get('id') or '')}"


def has_article(page: Page) -> bool:
    """Whether the page has as much text as an article has."""
    prose = 0
    for paragraph in page.tree.iter("p"):
        text = paragraph.text_content().strip()
        if len(text) >= _PARAGRAPH and not any(above.tag in _NO_PROSE_IN for above in paragraph.iterancestors()):
            prose += len(text)
            if prose >= _ENOUGH_PROSE:
                return True
    return _visible_text(page.tree, _ENOUGH_TEXT) >= _ENOUGH_TEXT


def _visible_text(root: HtmlElement, enough: int) -> int:
    """Characters of text that a reader without scripts sees; counting stops at ``enough``."""
    total = 0
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            total += len((element.text or "").strip())
        total += len((element.tail or "").strip())
        if total >= enough:
            break
    return total


def _is_shell(page: Page) -> bool:
    mounts = (e for e in page.tree.iter("div", "main", "section") if _MOUNTS.match(e.get("id") or ""))
    if any(_visible_text(mount, _SHELL_TEXT) < _SHELL_TEXT for mount in mounts):
        return True
    return _visible_text(page.tree, _SHELL_TEXT) < _SHELL_TEXT


def _asks_for_scripts(page: Page) -> bool:
    return any(_ASKS_FOR_SCRIPTS.search(element.text_content()) for element in page.tree.iter("noscript"))


def _empty_boxes(page: Page) -> bool:
    """Whether a box for related stories waits to be filled, and no other one is."""
    waiting = False
    for box in page.tree.iter(*_BOXES):
        marks = " ".join(filter(None, (box.get(name) for name in _MARKS)))
        if not marks or not _RELATED_BOX.search(marks):
            continue
        if next(box.iter("a"), None) is not None:
            return False
        waiting = waiting or (not _PART.search(marks.lower()) and _waits(box))
    return waiting


def _waits(box: HtmlElement) -> bool:
    if next(box.iter("img", "article"), None) is not None:
        return False
    text = _visible_text(box, _MAX_PLACEHOLDER + 1)
    return not text or (text <= _MAX_PLACEHOLDER and bool(_WAITING.search(box.text_content())))
