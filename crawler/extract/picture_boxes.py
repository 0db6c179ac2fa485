"""Whether words stand with a picture: who is named there made the picture, not the story."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract import dom

_NEAR = 4  # elements around the words
_LONGEST = 400  # characters in a picture's box
_PICTURE = re.compile(
    r"(?:^|[\W_])(?<!has[-_])(?<!with[-_])(?<!no[-_])(?<!without[-_])(?:photos?|fotos?|pictures?|images?|img|bild(?:er)?|captions?|zdjeci[ae]|imagen|imagem|immagine|obrazek|kuva|resim)"
    r"(?:$|[\W_])",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"auth?or|auteur|byline|writer|reporter|journalist|profile|avatar|bio(?:$|[\W_])", re.IGNORECASE)


def holds(words: HtmlElement) -> bool:
    """True for words in a figure, in a small box named for the picture in it, or named for a picture themselves.

    A figure or a box that is named for an author too shows who wrote the story.
    """
    if _says_picture(words) and next(words.iter(*dom.PICTURES), None) is None:
        return True
    return any(is_picture(box) for box in islice(words.iterancestors(), _NEAR))


def is_picture(box: HtmlElement) -> bool:
    """True for a figure or a small box named for the picture in it, where neither is named for an author.

    The head of a story is none, though it be named for the picture behind it.
    """
    if box.tag not in ("figure", "figcaption") and not _says_picture(box):
        return False
    if _SIGNS.search(dom.marks(box)) or next(box.iterancestors("address"), None) is not None:
        return False
    if next(box.iter("h1"), None) is not None:
        return False  # the story's head, with its picture behind it
    if box.tag == "figcaption":
        return box.getparent() is None or not _SIGNS.search(dom.marks(box.getparent()))
    return next(box.iter(*dom.PICTURES), None) is not None and len(box.text_content()) <= _LONGEST


def _says_picture(element: HtmlElement) -> bool:
    return bool(_PICTURE.search(dom.parted(dom.marks(element)[:300])))
