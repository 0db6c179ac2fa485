"""The pictures of a story: those set in its text and above it, with what is printed under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.body import noise
from crawler.extract.text import clean
from crawler.items import Image

_MOST = 60  # pictures of one story: a photo story has 40
_SMALLEST = 100  # pixels: below are icons, portraits beside a byline, and counters
_PORTRAIT = 120  # pixels: what an address says to be no larger is a portrait or a thumbnail
_LONGEST_CAPTION = 1_000  # characters
_LONGEST_CREDIT = 120
_LONG_CREDIT = 50  # a longer one that is the whole caption and names no photographer is the caption
_LONGEST_SRCSET = 8_000

_pictures = dom.finder(".//img | .//amp-img")
_captions = dom.finder(
    ".//figcaption | .//*[contains(@class, 'aption') or contains(@class, 'legend') or contains(@class, 'didascalia')"
    " or contains(@class, 'bildunterschrift') or contains(@class, 'bildtext') or contains(@itemprop, 'caption')]"
)
_credits = dom.finder(
    ".//*[contains(@class, 'redit') or contains(@class, 'opyright') or contains(@class, 'photographer')"
    " or contains(@class, 'ource') or contains(@itemprop, 'creator') or contains(@itemprop, 'copyrightHolder')]"
)
# Words of addresses, classes and alternative texts of what is no picture of the story.
_NO_PICTURE = re.compile(
    r"(?:^|[\W_])(?:logos?|avatars?|icons?|pixel|spacer|blank|sprite|gravatar|placeholder|emoji|badge|button|banner|1x1\.(?:gif|png)|"
    r"loading|loader|fallback|transparent|tracking|counter|author|profile|byline|mugshot|headshot|favicon|default-?(?:image|img)|"
    r"nameplate|no-?image|dummy)(?:$|[\W_])",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"(?:^|[\W_])lazy-?load(?:ing|er)?\.\w{3,4}$", re.IGNORECASE
)  # as a class it is said of pictures
_ASIDE = re.compile(
    r"(?:^|[\W_])(?:related|recommend\w*|teasers?|promo\w*|newsletter|author\w*|by-?line|bio|share|social|comments?|ads?|advert\w*|"
    r"sponsor\w*|more|most\w*|sidebar|footer|nav|outbrain|taboola|podcast|app-?store)(?:$|[\W_])",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[\s(\[|–—-]{0,8}(?<![^\W_])(?:(?:photo(?:graph)?|foto(?:grafie)?|picture|image|bild|bilde|credit|crédit|crédito|"
    r"fuente|source|quelle|kuva|"
    r"fot|zdjęcie|фото)(?:\s+(?:by|credit|von|de|av))?\s*[:：]\s*|©\s*|📷\s*)(?P<who>[^)\]]{2,100})[)\]]?\s*$",
    re.IGNORECASE,
)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-url", "data-lazy")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)|/(?:photo|image|gallery)", re.IGNORECASE)
_IN_SRCSET = re.compile(r"(\S+[^\s,])(?:\s+(\d{1,5}(?:\.\d{1,3})?)[wx])?\s*(?:,\s|,?\s*$)")
_NUMBER = re.compile(r"[0-9a-f]{12,}|\d{6,}", re.IGNORECASE)  # by which a newsroom's system names a picture
_DAY = re.compile(r"(?:19|20)\d{6}$")
_SIZE = re.compile(
    r"(?:[-_~](?:\d{2,4}x\d{2,4}|\d{2,4}w?|s\d{2,4}(?:-c\d{2,3})?|scaled|large|medium|small)|__\w{4,10})$",
    re.IGNORECASE,
)
_LONG_NAME = 16  # characters of a name that no other picture has
_SHARED_NAME = re.compile(
    r"(?:original|default|image|photo|picture|img|main|large|medium|small|thumb(?:nail)?|full|crop|file|media|wide|square|portrait|landscape|teaser|header|hero|lead)?[\d@_-]{0,12}"
)
# The sides of a picture, where its address names them: "?w=105&h=105", "portrait~314x314".
_SIDES = re.compile(
    r"[?&;,]w(?:idth)?[=_](\d{2,4})\b.{0,20}?[&;,]h(?:eight)?[=_](\d{2,4})\b|[-_~](\d{2,3})x(\d{2,3})(?=[.?]|$)"
)
# Words that tell who listens what a box is: "Image caption", "Image source", "Camera Icon".
_SPOKEN = re.compile(
    r"^(?:(?:image|picture|photo|media) (?:caption|source|copyright|credits?)|camera icon|image)\s?[:,]?\s+(?=\S)",
    re.IGNORECASE,
)


def of_article(container: HtmlElement, headline_block: HtmlElement | None = None) -> list[Image]:
    """The pictures in the story's ``container``, and those between the headline and it, in document order.

    Left out are logos, portraits of authors, pixels, pictures of boxes about other things and of links to elsewhere.
    """
    found: dict[str, Image] = {}
    top = _between(container, headline_block)
    for picture in (*top, *_pictures(container)):
        if len(found) >= _MOST:
            break
        source = _source(picture)
        if source and _is_picture(picture, source, container):
            found.setdefault(key(source), _described(picture, source, container))
    return list(found.values())


def key(url: str) -> str:
    """By what two addresses are taken for one picture: its file name without size and extension.

    A name that many pictures share ("original.jpg", "wide__980x551") counts with its folder; none, with all of it.
    """
    folder, _, name = _path(url).rstrip("/").rpartition("/")
    parts = name.rpartition(".")
    stem = _SIZE.sub("", parts[0] or parts[2]).lower()
    if not stem or ("?" in url and not parts[0] and len(stem) < _LONG_NAME):
        return url  # "/image?id=1"
    return f"{folder}/{stem}" if _SHARED_NAME.fullmatch(stem) else stem


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:  # "http://[": no address, and whoever cleans it will say so
        return url


def is_ornament(url: str) -> bool:
    """True for an address that says that it is a logo or a stand-in."""
    return bool(_NO_PICTURE.search(_path(url)) or _STAND_IN.search(_path(url)))


def _between(container: HtmlElement, headline: HtmlElement | None) -> Iterator[HtmlElement]:
    """Pictures after the headline and before the container: in many papers the lead picture."""
    if headline is None:
        return
    below = False
    for element in headline.getroottree().iter("img", headline.tag, container.tag):
        if element is container:
            return
        if below and element.tag == "img":
            yield element
        below = below or element is headline


def _source(picture: HtmlElement) -> str | None:
    plain = next((found for name in _SOURCES if _is_file(found := (picture.get(name) or "").strip())), None)
    if plain:
        return plain
    sets = [picture.get("srcset"), picture.get("data-srcset")]
    parent = picture.getparent()
    if parent is not None and parent.tag == "picture":
        sets += [source.get("srcset") or source.get("data-srcset") for source in parent.iter("source")]
    return next((found for text in sets if text and (found := _largest(text)) and _is_file(found)), None)


def _is_file(source: str) -> bool:
    return bool(source) and not source.startswith(("data:", "blob:")) and not is_ornament(source)


def _largest(srcset: str) -> str | None:
    """The address of the widest picture in a srcset (HTML Standard, 4.8.4.2.1); addresses may hold commas."""
    found = _IN_SRCSET.findall(srcset[:_LONGEST_SRCSET])
    return max(found, key=lambda entry: float(entry[1] or 1), default=(None, ""))[0]


def _is_picture(picture: HtmlElement, source: str, container: HtmlElement) -> bool:
    sides = [int(value) for side in ("width", "height") if (value := picture.get(side) or "").isdigit()]
    named = _SIDES.search(source)
    sides += [int(side) for side in named.groups() if side] if named else []
    if any(side < _SMALLEST for side in sides) or (named and max(sides) < _PORTRAIT):
        return False
    if _NO_PICTURE.search(f"{dom.marks(picture)} {picture.get('alt') or ''}"[:200]) or source.endswith(".svg"):
        return False
    for count, ancestor in enumerate(picture.iterancestors()):
        if ancestor is container or count > 12:
            return True
        if ancestor.tag in ("aside", "nav", "footer", "button") or _ASIDE.search(dom.marks(ancestor)):
            return False
        if ancestor.tag == "a" and not _to_picture(ancestor.get("href") or ""):
            return False
    return True


def _to_picture(href: str) -> bool:
    return not href or href.startswith("#") or bool(_PICTURE_FILE.search(href))


def _described(picture: HtmlElement, source: str, container: HtmlElement) -> Image:
    box = _box(picture, container)
    captions = [_words(element) for element in _captions(box)] if box is not None else []
    signed = [_words(element) for element in _credits(box)] if box is not None else []
    credit = next((text for text in signed if text and len(text) <= _LONGEST_CREDIT), None)
    caption = next((text for text in captions if text and len(text) <= _LONGEST_CAPTION), None)
    caption = caption or _beside(picture)
    return Image(source, clean(picture.get("alt") or "") or None, *_parted(caption, credit))


def _parted(caption: str | None, credit: str | None) -> tuple[str | None, str | None]:
    caption, credit = (_SPOKEN.sub("", text) if text else None for text in (caption, credit))
    if caption == credit and credit and len(credit) > _LONG_CREDIT and not _CREDIT.search(credit):
        credit = None  # a template's class said so of the whole
    if caption and credit and credit in caption:
        caption = caption.replace(credit, "").strip(" |–—-()")
    elif caption and (signed := _CREDIT.search(caption)):
        credit = credit or signed["who"].strip()
        caption = caption[: signed.start()].strip()
    bare = _CREDIT.match(credit) if credit else None
    return caption or None, (bare["who"].strip() if bare else credit) or None


def _box(picture: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The nearest figure, or the nearest box that holds this picture and no other, with words."""
    best = None
    for count, ancestor in enumerate(picture.iterancestors()):
        if ancestor is container or count > 5:
            break
        if ancestor.tag == "figure":
            return ancestor
        if len(_pictures(ancestor)) > 1:
            break
        best = ancestor
    return best


def _beside(picture: HtmlElement) -> str | None:
    table = next(picture.iterancestors("table"), None)
    return _words(table) or None if table is not None and noise.is_picture_table(table) else None


def _words(element: HtmlElement) -> str:
    return clean(dom.text(element))


def merged(told: Iterable[Image], lead: Image | None) -> list[Image]:
    """The pictures of the text, led by the one that the metadata names unless it is among them."""
    images = list(told)
    if lead is None or is_ornament(lead.url) or any(_same(lead.url, image.url) for image in images):
        return images
    return [lead, *images]


def _same(one: str, other: str) -> bool:
    """True for two sizes of one picture: the same file name, or the same long number in their addresses."""
    return key(one) == key(other) or not _numbers(one).isdisjoint(_numbers(other))


def _numbers(url: str) -> set[str]:
    return {number for number in _NUMBER.findall(_path(url)) if not _DAY.match(number)}
