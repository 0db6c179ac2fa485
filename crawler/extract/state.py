"""What a page ships as JSON for its own scripts to draw: an article that no browser is needed for.

Frameworks put the state of a page into the page (``__NEXT_DATA__``, ``window.__INITIAL_STATE__ = …``). It holds
the story, and often other stories too, so an article is believed only where its headline is the page's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from w3lib.html import remove_tags, replace_entities

from crawler.extract.candidate import Candidate
from crawler.extract.text import UNSPACED_SIGN
from crawler.page import Page

SOURCE = "json-state"

_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)(?:\.|\[[\"'])(\w{3,60})(?:[\"']\])?\s*=\s*(JSON\.parse\(\s*)?(?=[{\"'])"
)
_MAX_STATES = 40
_MAX_TITLES = 50  # spellings of the page's headline; every headline in its JSON is compared with each
_MAX_NODES = 200_000  # values looked at; the largest state of a real page seen had some 60,000
_MAX_BYTES = 8 * 1024 * 1024

_HEADLINES = ("headline", "title", "headlineText", "pageTitle", "name", "headlines", "promoHeadline", "shortTitle")
_BODY_KEY = re.compile(
    r"(?:article|story|main|full|raw|rendered)?_?(?:body|content|contents|text|paragraphs|blocks|elements|copy|"
    r"rich_?text|document|components)_?(?:html|text|blocks|elements|raw|model)?",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"^(?:https?:)?//|^[a-z0-9_./-]+$|^#[0-9a-f]{3,8}$|[{};]\s*$", re.IGNORECASE)
_ASIDE = re.compile(
    r"related|recommend|promo|caption|credit|alt|teaser|newsletter|advert|comment|seo|share|photographer|byline|author|"
    r"copyright|creator|agency",
    re.I,
)
# What editors' systems call the parts of a text: ProseMirror, Slate, Contentful, Gutenberg, Draft.js, Arc.
_KINDS = ("type", "nodeType", "_type", "__typename", "kind", "blockType", "tag")
_OF_TEXT = re.compile(
    r"(?:core/)?(?:p|h[1-6]|para(?:graph)?|head(?:ing|er)|header-\w+|sub-?head(?:ing|line)?|cross-?head(?:ing|line)?|"
    r"(?:block-?)?quote|list-?item|li|text|unstyled|heading-\d)(?:[-_]?(?:block|node|element|component))?",
    re.I,
)
_OF_PICTURES = re.compile(r"image|photo|picture|gallery|video|audio|embed|iframe|tweet|" + _ASIDE.pattern, re.I)
_ALSO_TEXT = re.compile(r"text|paragraph", re.I)  # "text_with_image"
_TEXTS = ("text", "html", "value", "content", "copy", "body")
_HOLD_TEXTS = ("content", "children", "blocks", "model", "data", "nodes")
_BREAK = re.compile(r"</?(?:p|div|h[1-6]|li|br|blockquote|section|figure|ul|ol)\b[^>]*>", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style|figcaption|aside|figure)\b", re.IGNORECASE)
_DROPPED_ENDS = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "figcaption", "aside", "figure")
}
_WORDS = re.compile(r"\w+")
_SHORTEST_PARAGRAPH = 25  # characters; below it stand types, ids and labels, unless their place says that they are text
_DENSE = 2.5  # a character of a script without spaces says as much as so many letters
ENOUGH = 300  # characters of prose that make an article


class StateArticle(NamedTuple):
    """An article out of a page's JSON: its headline and its paragraphs, parted by empty lines."""

    headline: str
    body: str


def candidates(page: Page) -> Iterator[Candidate]:
    """Headline and body of the page's own story, where its JSON holds them."""
    found = article(page)
    if found:
        yield Candidate("headline", found.headline, SOURCE)
        yield Candidate("body", found.body, SOURCE)


def article(page: Page) -> StateArticle | None:
    """The longest article in the page's JSON whose headline is the page's own."""
    titles = [_key(title) for title in islice(_titles(page), _MAX_TITLES)]
    best: StateArticle | None = None
    for state in states(page):
        for headline, holder in _holders(state):
            key = _key(headline)
            if not key or not any(key in title or title in key for title in titles if title):
                continue
            body = "\n\n".join(_prose(holder))
            if len(body) >= ENOUGH and (best is None or len(body) > len(best.body)):
                best = StateArticle(headline, body)
    return best


def has_state(page: Page) -> bool:
    """Whether the page ships JSON for its own scripts at all; cheap."""
    return next(_json_scripts(page), None) is not None or bool(_ASSIGNED.search(page.html))


def states(page: Page) -> Iterator[Any]:
    """Every JSON value that the page ships, at most :data:`_MAX_STATES`; what is broken is left out."""
    found = 0
    for text in _json_scripts(page):
        found += 1
        if found > _MAX_STATES:
            return
        value = _loaded(text) if len(text) <= _MAX_BYTES else None
        if value is not None:
            yield value
    html = page.html[:_MAX_BYTES]
    decoder = json.JSONDecoder()
    for match in _ASSIGNED.finditer(html):
        found += 1
        if found > _MAX_STATES:
            return
        try:
            value, _ = decoder.raw_decode(html, match.end())
        except (ValueError, RecursionError):
            continue
        yield _loaded(value) if isinstance(value, str) else value


def _json_scripts(page: Page) -> Iterator[str]:
    for script in page.tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/json"):
            yield (script.text or "").strip()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _titles(page: Page) -> Iterator[str]:
    yield from page.meta.get("og:title", [])
    yield from page.meta.get("twitter:title", [])
    title = page.title
    if title:
        yield title
    for heading in page.tree.iter("h1"):
        yield heading.text_content()


def _key(text: str) -> str:
    """What two spellings of one headline share; empty for a text too short to name a story."""
    words = "".join(_WORDS.findall(text.lower()))
    return words if len(words) >= 8 else ""


def _holders(state: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that has a headline, with the headline."""
    stack, seen = [state], 0
    while stack and seen < _MAX_NODES:
        value = stack.pop()
        seen += 1
        if isinstance(value, dict):
            headline = next((_text(value[name]) for name in _HEADLINES if name in value), None)
            if headline:
                yield headline, value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


def _text(value: Any) -> str | None:
    """A headline as a text, or as an object that holds one."""
    if isinstance(value, dict):
        value = next((v for k in ("basic", "text", "headline", "title", "rendered") if (v := value.get(k))), None)
    return replace_entities(_without_tags(value)).strip() if isinstance(value, str) and value.strip() else None


def _prose(holder: dict[str, Any]) -> list[str]:
    """The paragraphs below an object's body, in order."""
    paragraphs: list[str] = []
    for name, value in holder.items():
        if _BODY_KEY.fullmatch(name) and isinstance(value, (str, list, dict)):
            found = list(_paragraphs(value, [_MAX_NODES]))
            if sum(map(len, found)) > sum(map(len, paragraphs)):
                paragraphs = found
    return paragraphs


def _paragraphs(value: Any, budget: list[int], depth: int = 0) -> Iterator[str]:
    budget[0] -= 1
    if budget[0] < 0 or depth > 40:
        return
    if isinstance(value, str):
        yield from _split(value)
    elif isinstance(value, list):
        for entry in value:
            yield from _paragraphs(entry, budget, depth + 1)
    elif isinstance(value, dict):
        kind = _kind(value) if depth else ""
        if _is_picture(kind):
            return
        line = _line(value, budget, depth) if _OF_TEXT.fullmatch(kind) else None
        if line:
            yield from _split(line, told=True)
            return
        for name, entry in value.items():
            if not _ASIDE.search(name):
                yield from _paragraphs(entry, budget, depth + 1)


def _kind(part: dict[str, Any]) -> str:
    return next((kind for name in _KINDS if isinstance(kind := part.get(name), str)), "")


def _is_picture(kind: str) -> bool:
    return bool(_OF_PICTURES.search(kind)) and not _ALSO_TEXT.search(kind)


def _line(part: dict[str, Any], budget: list[int], depth: int) -> str | None:
    """The text of one paragraph or heading, its pieces joined; None if it holds paragraphs of its own."""
    budget[0] -= 1
    if budget[0] < 0 or depth > 40:
        return None
    own = next((text for name in _TEXTS if isinstance(text := part.get(name), str) and text.strip()), None)
    if own is not None:
        return own
    pieces: list[str] = []
    for name in _HOLD_TEXTS:
        held = part.get(name)
        for piece in held if isinstance(held, list) else [held]:
            if isinstance(piece, str):
                pieces.append(piece)
            elif isinstance(piece, dict):
                kind = _kind(piece)
                if _is_picture(kind):
                    continue
                if kind.lower() != "text" and _OF_TEXT.fullmatch(kind):
                    return None
                line = _line(piece, budget, depth + 1)
                if line is None:
                    return None
                pieces.append(line)
    return "".join(pieces)


def _split(text: str, *, told: bool = False) -> Iterator[str]:
    """Paragraphs of HTML or lines; short ones too where they stand among others, or where ``told`` says so."""
    told = told or bool(_BREAK.search(text, 0, text.rfind(">") + 1)) or ("\n" in text and len(text) >= ENOUGH)
    for part in _closed(_without_dropped(text), lambda whole: _BREAK.sub("\n", whole)).split("\n"):
        paragraph = " ".join(replace_entities(_without_tags(part)).split())
        if _WORDS.search(paragraph) if told else _is_long(paragraph) and not _NO_PROSE.search(paragraph):
            yield paragraph


def _is_long(paragraph: str) -> bool:
    size = len(paragraph)
    if size < _SHORTEST_PARAGRAPH and not paragraph.isascii():
        size += int(len(UNSPACED_SIGN.findall(paragraph)) * (_DENSE - 1))
    return size >= _SHORTEST_PARAGRAPH


def _without_dropped(text: str) -> str:
    """``text`` without elements that hold no prose; one that is never closed stays, as a page's own would."""
    kept, at, unclosed = [], 0, set()
    for begin in _DROPPED.finditer(text):
        name = begin[1].lower()
        if begin.start() < at or name in unclosed:
            continue
        end = _DROPPED_ENDS[name].search(text, begin.end())
        if end is None:
            unclosed.add(name)  # nor is any later one: the rest of the text is searched once, not for each of them
            continue
        kept.append(text[at : begin.start()])
        at = end.end()
    return "\n".join([*kept, text[at:]])


def _without_tags(text: str) -> str:
    return _closed(text, remove_tags)


def _closed(text: str, change: Callable[[str], str]) -> str:
    """``text`` with what may hold tags changed: behind the last ">" a pattern would look for one from each "<"."""
    end = text.rfind(">") + 1
    return change(text[:end]) + text[end:] if end else text
