"""What the address of a picture says: which other addresses show the same one, and that it is no picture of a story."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler import urls

_NUMBER = re.compile(r"[0-9a-f]{12,}|\d{6,}", re.IGNORECASE)  # by which a newsroom's system names a picture
_DAY = re.compile(r"(?:19|20)\d{6}$")
# A number alone is no size: "DSC_0123" and "DSC_0124" are two pictures.
_SIZE = re.compile(
    r"(?:[-_~]{1,2}(?:\d{2,4}x\d{2,4}|\d{3,4}w|s\d{3,4}(?:-c\d{2,3})?|scaled|large|medium|small)"
    r"|__(?=\w{0,9}\d)(?=\w{0,9}[a-z])\w{4,10})$",
    re.IGNORECASE,
)
_SIZED_FOLDER = re.compile(r"/\d{1,4}x\d{1,4}(?=/|$)")  # "/16x9/photo.jpg"
_WIDTH = re.compile(r"[-_~](?!199\d|200[1-9]|20[1-3]\d)([3-9]\d\d|[1-4]\d{3})$")  # pixels, and no year
_STEP = 1.2  # two widths of one picture differ by more; the numbers of neighbours in a series by less
_OWN_NAME = 5  # characters of a name before a width; "DSC" and "IMG" are any camera's
_LONG_NAME = 16  # characters of a name that no other picture has
_SHARED_NAME = re.compile(
    r"(?:original|default|image|photo|picture|img|main|large|medium|small|thumb(?:nail)?|full|crop|file|media|wide|square|portrait|landscape|teaser|header|hero|lead)?[\d@_-]{0,12}"
)

_WORD = re.compile(r"[^\W\d_]+")
# What a whole name says of a picture that is none of the story's. Within a longer name most are ordinary words:
# "counter-terrorism.jpg", "author-of-the-report.jpg".
_SURE = frozenset(
    (
        *("logo", "icon", "favicon", "avatar", "gravatar", "placeholder", "spacer", "sprite", "pixel", "nameplate"),
        *("lazyload", "badge", "button", "emoji", "loader"),
    )
)
_ORNAMENTS = _SURE | frozenset(
    (
        *("blank", "banner", "loading", "fallback", "transparent", "tracking", "counter", "author", "profile"),
        *("byline", "mugshot", "headshot", "dummy", "lazy", "lazyloading", "lazyloader", "preload", "preloader"),
        *("lqip", "noimage", "nophoto", "defaultimage", "defaultimg"),
    )
)
_BESIDE = frozenset(
    (
        *("site", "default", "share", "social", "og", "fb", "facebook", "twitter", "header", "footer", "main", "small"),
        *("large", "big", "white", "black", "dark", "light", "color", "colour", "square", "round", "new", "mobile"),
        *("retina", "x", "w", "h", "v", "px", "image", "img", "photo", "picture", "user", "news", "the", "bg", "no"),
    )
)
_NO_IMAGE = re.compile(
    r"(?:default|no)[-_]?(?:image|img|photo|picture|thumb(?:nail)?)|(?:default|generic)[-_](?:share|sharing|social|og|facebook)"
    r"(?:[-_](?:image|img))?|(?:share|sharing|social|og|facebook)[-_](?:(?:image|img)[-_])?(?:default|generic)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:\d{1,2}x\d{1,2}|\d?px|gr[ae]y|white|black|clear|trans|empty|bg|dot)\.(?:gif|png)", re.IGNORECASE
)
_DRAWN = ("png", "gif", "svg")  # in which logos and icons are kept, and photographs hardly
_FEW = 3  # words of the name of a logo


def key(url: str) -> str:
    """By what two addresses are taken for one picture: its file name without size and extension.

    A name that many pictures share ("original.jpg", "wide__980x551") counts with its folder; none, with all of it.
    """
    folder, stem, whole = _parts(url)
    if not stem or ("?" in url and whole and len(stem) < _LONG_NAME):
        return url  # "/image?id=1"
    return f"{_SIZED_FOLDER.sub('', folder)}/{stem}" if _SHARED_NAME.fullmatch(stem) else stem


def same(one: str, other: str) -> bool:
    """True if the picture that the metadata names and one of the text are sizes of one.

    They have one :func:`key`, or one long number in their addresses, or one name before two widths. The last is too
    little between two pictures of one text: many a series is numbered.
    """
    if key(one) == key(other) or not _numbers(one).isdisjoint(_numbers(other)):
        return True
    (name, width), (its_name, its_width) = _before_width(one), _before_width(other)
    if name != its_name or len(name) < _OWN_NAME or _SHARED_NAME.fullmatch(name):
        return False
    return width is None or its_width is None or max(width, its_width) >= _STEP * min(width, its_width)


def is_ornament(url: str) -> bool:
    """True for an address that says that it is a logo, a portrait beside a byline, or a stand-in.

    A folder or a file says so by its whole name ("/avatars/", "logo-2x.png"), or by one sure word beside the site's own
    name ("echo-logo.jpg" at ``echo.example``) or in a short name of a drawing ("city-logo.png").
    """
    *folders, name = path(url).lower().split("/")
    stem, _, extension = name.rpartition(".")
    if _NOTHING.fullmatch(name) or _NO_IMAGE.fullmatch(stem or name) or any(_says_so(folder) for folder in folders):
        return True
    words = _words(stem or name)
    rest = [word for word in words if word not in _ORNAMENTS and word not in _BESIDE]
    if not rest or _SURE.isdisjoint(words):
        return not rest and not _ORNAMENTS.isdisjoint(words)
    return (extension in _DRAWN and len(words) <= _FEW) or all(word in urls.host(url) for word in rest)


def says_ornament(alt: str) -> bool:
    """True for an alternative text of nothing but such words: "Site logo"; "The logo of a bank" is a picture's."""
    words = _words(alt.lower())
    return not _SURE.isdisjoint(words) and _SURE.union(_BESIDE).issuperset(words)


def path(url: str) -> str:
    """The path of an address, escapes resolved; the address itself where it is none."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError:  # "http://[": whoever cleans it will say so
        return url


def _says_so(folder: str) -> bool:
    words = _words(folder)
    return not _ORNAMENTS.isdisjoint(words) and _ORNAMENTS.union(_BESIDE).issuperset(words)


def _words(text: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    one = word.removesuffix("s")
    return one if one in _ORNAMENTS or one in _BESIDE else word


def _parts(url: str) -> tuple[str, str, bool]:
    """Folder, name without size and extension, and whether it had no extension."""
    folder, _, name = path(url).rstrip("/").rpartition("/")
    stem, _, extension = name.rpartition(".")
    return folder, _SIZE.sub("", stem or extension).lower(), not stem


def _before_width(url: str) -> tuple[str, int | None]:
    stem = _parts(url)[1]
    width = _WIDTH.search(stem)
    return (stem[: width.start()], int(width[1])) if width else (stem, None)


def _numbers(url: str) -> set[str]:
    return {number for number in _NUMBER.findall(path(url)) if not _DAY.match(number)}
