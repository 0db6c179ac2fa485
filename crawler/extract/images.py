"""The pictures of a story: those set in its text and above it, with what is printed under them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extract import captions, dom, picture_files, picture_names
from crawler.extract.around import Place
from crawler.extract.text import unmarked
from crawler.items import Image

_MOST = 60  # pictures of one story: a photo story has 40
_MOST_SEEN = 1_000  # img elements looked at for them in the text, and as many above it
_SMALLEST = 100  # pixels: below are icons, portraits beside a byline, and counters
_PORTRAIT = 120  # pixels: what an address says to be no larger is a portrait or a thumbnail
_DEEPEST = 12  # ancestors of a picture asked what they are

_pictures = dom.finder(".//img | .//amp-img")
# Words of classes of what is no picture of the story.
_NO_PICTURE = re.compile(
    r"(?:^|[\W_])(?:logos?|avatars?|icons?|pixel|spacer|blank|sprite|gravatar|placeholder|emoji|badge|button|banner|"
    r"loading|loader|fallback|transparent|tracking|counter|author|profile|byline|mugshot|headshot|favicon|default-?(?:image|img)|"
    r"nameplate|no-?image|dummy)(?:$|[\W_])",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|[\W_])(?:related|recommend\w*|teasers?|promo\w*|newsletter|author\w*|autor(?:en)?-?(?:box|kasten|info|profil)\w*|by-?line|bio|share|sharedaddy|sharing|shariff|addtoany\w*|addthis\w*|jp-relatedposts|social|comments?|ads?|advert\w*|"
    r"sponsor\w*|more|most\w*|sidebar|footer|nav|outbrain|taboola|podcast|app-?store)(?:$|[\W_])",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)|/(?:photo|image|gallery)", re.IGNORECASE)
_PIXELS = re.compile(r"\d{1,5}")  # "²" is a digit, too, and no number
# The sides of a picture, where its address names them: "?w=105&h=105", "portrait~314x314".
_SIDES = re.compile(
    r"[?&;,]w(?:idth)?[=_](\d{2,4})\b.{0,20}?[&;,]h(?:eight)?[=_](\d{2,4})\b|[-_~](\d{2,3})x(\d{2,3})(?=[.?]|$)"
)


def of_article(place: Place) -> list[Image]:
    """The pictures in the story's text, and those above and below its headline, in document order.

    Left out are logos, portraits of authors, pixels, pictures of boxes about other things and of links to elsewhere.
    """
    found: dict[str, Image] = {}
    container = place.container
    # What holds the story itself is about it, whatever it is called: "no-sidebar", "ads-enabled".
    boxes = dict.fromkeys(container.iterancestors(), False)
    read: dict[HtmlElement, captions.Words] = {}
    for picture in chain(islice(place.around(*dom.PICTURES), _MOST_SEEN), islice(place.within(_pictures), _MOST_SEEN)):
        if len(found) >= _MOST:
            break
        source = picture_files.of(picture)
        name = picture_names.key(source) if source else ""
        if source and name not in found and _is_picture(picture, source, container, boxes):
            words = captions.under(picture, container, read)
            found[name] = Image(source, unmarked(picture.get("alt") or "") or None, *words)
    return list(found.values())


def _is_picture(picture: HtmlElement, source: str, container: HtmlElement, boxes: dict[HtmlElement, bool]) -> bool:
    """``boxes`` keeps of each ancestor whether it is about something else: one may hold all pictures of a page."""
    sides = [int(value) for side in ("width", "height") if _PIXELS.fullmatch(value := picture.get(side) or "")]
    named = _SIDES.search(source)
    sides += [int(side) for side in named.groups() if side] if named else []
    if any(side < _SMALLEST for side in sides) or (named and max(sides) < _PORTRAIT):
        return False
    if _NO_PICTURE.search(dom.marks(picture)[:200]) or picture_names.says_ornament((picture.get("alt") or "")[:200]):
        return False
    for ancestor in islice(picture.iterancestors(), _DEEPEST + 1):
        if ancestor is container:
            return True
        if ancestor not in boxes:
            boxes[ancestor] = _is_elsewhere(ancestor)
        if boxes[ancestor]:
            return False
    return True


def _is_elsewhere(box: HtmlElement) -> bool:
    if box.tag in ("aside", "nav", "footer", "button") or _ASIDE.search(dom.marks(box)):
        return True
    return box.tag == "a" and not _to_picture(box.get("href") or "")


def _to_picture(href: str) -> bool:
    return not href or href.startswith("#") or bool(_PICTURE_FILE.search(href))


def merged(told: Iterable[Image], lead: Image | None) -> list[Image]:
    """The pictures of the text, led by the one that the metadata names unless it is among them."""
    images = list(told)
    if (
        lead is None
        or picture_names.is_ornament(lead.url)
        or any(picture_names.same(lead.url, image.url) for image in images)
    ):
        return images
    return [lead, *images]
