"""What is printed under a picture: its caption and who is credited."""

from __future__ import annotations

import re
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

from crawler.extract import dom, picture_boxes, picture_credits
from crawler.extract.body import noise
from crawler.extract.text import clean

Words = tuple[str | None, str | None]  # caption and credit

_NEAR = 6  # elements around a picture
_LONGEST_CAPTION = 1_000  # characters
_LONGEST_CREDIT = 120
_LONG_CREDIT = 50  # a longer one that is the whole caption and names no photographer is the caption
_RUNNING = 40  # characters of a paragraph
_TEXT = 2  # paragraphs, from which a box holds the text and not only a picture
_MOST_PARAGRAPHS = 20

_pictures = dom.finder(".//img | .//amp-img")
_captions = dom.finder(
    ".//figcaption | .//*[contains(@class, 'aption') or contains(@class, 'legend') or contains(@class, 'didascalia')"
    " or contains(@class, 'bildunterschrift') or contains(@class, 'bildtext') or contains(@itemprop, 'caption')]"
)
_credits = dom.finder(
    ".//*[contains(@class, 'redit') or contains(@class, 'opyright') or contains(@class, 'photographer')"
    " or contains(@class, 'ource') or contains(@itemprop, 'creator') or contains(@itemprop, 'copyrightHolder')]"
)
_classed = dom.finder(".//*[@class]")
# Words of classes that name who made a picture, in its own box; elsewhere they are of who wrote the story.
_MAKER = re.compile(
    r"(?:^|[\W_])(?:author|autore?|auteur|by-?line|firma|fotograf\w*|photograph\w*|fuente|quelle|fonte|bron|zrodlo|zdroj|"
    r"kredit\w*|rechte(?:n|-?inhaber)?|rights|agen(?:cy|cia|ce|tur|cja))(?:$|[\W_])",
    re.IGNORECASE,
)
_TOLD = ("blockquote", "pre", "table")
# Words that tell who listens what a box is: "Image caption", "Image source", "Camera Icon".
_SPOKEN = re.compile(
    r"^(?:(?:image|picture|photo|media) (?:caption|source|copyright|credits?)|camera icon|image)\s?[:,]?\s+(?=\S)",
    re.IGNORECASE,
)


def under(picture: HtmlElement, container: HtmlElement, known: dict[HtmlElement, Words]) -> Words:
    """Caption and credit of a picture of ``container``, each None where there is none.

    ``known`` keeps what stands in each box: a figure of many pictures is read once.
    """
    box = _box(picture, container)
    if box is None:
        caption, credit = None, None
    else:
        if box not in known:
            known[box] = (_first(_captions(box), _LONGEST_CAPTION) or _in_figure(box), _credit(box))
        caption, credit = known[box]
    return _parted(caption or _beside(picture, container) or _below(picture, container), credit)


def _in_figure(box: HtmlElement) -> str | None:
    """All words of a figure of one picture, where none are called its caption: a figure holds nothing else."""
    if box.tag != "figure" or len(_pictures(box)) != 1 or next(box.iter(*_TOLD), None) is not None or _has_text(box):
        return None
    words = _words(box)
    if len(words) > _LONGEST_CAPTION or words == _offered(box) or (words.isascii() and " " not in words):
        return None  # "Video" is a button
    if not any(map(str.isalpha, words)):
        return None  # "3 / 12"
    return words


def _credit(box: HtmlElement) -> str | None:
    said = _first(_credits(box), _LONGEST_CREDIT)
    if said is None and picture_boxes.is_picture(box):
        makers = (e for e in _classed(box) if _MAKER.search(dom.parted(e.get("class", "")[:200])))
        said = _first(list(makers), _LONGEST_CREDIT)
    return said


def _first(elements: list[HtmlElement], longest: int) -> str | None:
    return next((text for element in elements if 0 < len(text := _words(element)) <= longest), None)


def _parted(caption: str | None, credit: str | None) -> Words:
    caption, credit = (_SPOKEN.sub("", text) if text else None for text in (caption, credit))
    if caption == credit and credit and len(credit) > _LONG_CREDIT and not picture_credits.at_end(credit):
        credit = None  # a template's class said so of the whole
    signed = picture_credits.at_end(caption) if caption else None
    if caption and signed and (not credit or credit not in caption or caption.endswith(credit)):
        credit = credit if credit and not credit.endswith(signed[0].strip()) else signed["who"].strip()
        caption = caption[: signed.start()].strip()
    elif caption and credit and credit in caption:
        caption = caption.replace(credit, "").strip(" |–—-()")
    bare = picture_credits.whole(credit) if credit else None
    return caption or None, (bare["who"].strip() if bare else _unbracketed(credit)) or None


def _unbracketed(credit: str | None) -> str | None:
    whole = credit and credit[0] == "(" and credit[-1] == ")" and "(" not in credit[1:]
    return credit[1:-1].strip() if credit and whole else credit


def _box(picture: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The nearest figure, or the nearest box that holds this picture and no other, with words."""
    best, alone = None, True
    for ancestor in islice(picture.iterancestors(), _NEAR):
        if ancestor is container or ancestor.tag == "figure":
            return ancestor if ancestor.tag == "figure" else best
        alone = alone and len(_pictures(ancestor)) == 1 and not _has_text(ancestor)
        best = ancestor if alone else best
    return best


def _has_text(box: HtmlElement) -> bool:
    first = islice(box.iter("p"), _MOST_PARAGRAPHS)
    return sum(len(paragraph.text_content()) >= _RUNNING for paragraph in first) >= _TEXT


def _beside(picture: HtmlElement, container: HtmlElement) -> str | None:
    """The words of the box that holds the picture and is no text, without a class that calls them a caption."""
    around = takewhile(lambda box: box is not container, islice(picture.iterancestors(), _NEAR))
    table = next(picture.iterancestors("table"), None)
    box = next(filter(noise.is_picture_box, around), table)
    if box is None or (box is table and not noise.is_picture_table(box)):
        return None
    words = _words(box)
    return words if words != _offered(box) else None


def _below(picture: HtmlElement, container: HtmlElement) -> str | None:
    """The line below the picture, in an element of its own and without a class, that ends with who made it."""
    for box in islice(chain((picture,), picture.iterancestors()), _NEAR):
        if box is container or (box.text or "").strip():
            return None
        line = box.getnext()
        if line is not None:
            return _words(line) if noise.is_signed_caption(line) else None
    return None


def _offered(box: HtmlElement) -> str:
    """What stands on the links and buttons of a picture: to enlarge it, to share it."""
    return clean(" ".join(map(dom.text, box.iter("a", "button"))))


def _words(element: HtmlElement) -> str:
    return clean(dom.text(element))
