"""Headlines without the site's name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract.text import fold

if TYPE_CHECKING:
    from crawler.page import Page

# (?<!\s) before \s*: a run of spaces is tried once, not from each of its spaces.
# East Asian scripts set no spaces: "…：朝日新聞", "…【読売新聞】", "…-新华网".
_SEPARATORS = re.compile(
    r"(?<!\s)\s+[|–—\-·•»«:/]+\s+|(?<!\s)\s*[|｜_：【]\s*|(?<!\s)\s*--\s*|\s[–—]\s|－"
    r"|(?<=[\u3040-\u9fff\uac00-\ud7af])[-–—](?=[\u3040-\u9fff\uac00-\ud7af])"
)
_TAIL = re.compile(r"\s[|•·»]\s|\s?\|\s?|\s-\s(?=\w+$)")  # what stands between a headline and its section
_SHORTEST = 25  # characters of a headline, below which beginning alike says little
_CUT_AT = 100  # characters; a headline as long as this that goes on elsewhere was cut
_NO_LETTER = re.compile(r"[\W_]")
_DATE = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{4}$")
_BESIDES = re.compile(
    r"(?:news|online|digital|com|tv|nachrichten|noticias|nyheter|haber|website|オンライン|デジタル|ニュース)$"
)
_SENTENCE = 4  # words of a name from which it may be a headline that a template repeats
_SHORT_NAME = 5  # letters of a name that would be too short to know without its second word
_PRONOUNS = re.compile(r"^(?:the|der|die|das|le|la|les|el|los|il|de|het)\s+")


def without_site(headline: str, site_names: list[str], host: str) -> str:
    """``headline`` less the parts at either end that are a name of the site: ``Snow falls | The Echo`` is "Snow falls".

    A part is a name if it is one of ``site_names`` or spells the host (``echo.example``); what would leave nothing
    stays.
    """
    names = _own_names(tuple(site_names), host)
    for _ in range(3):
        cut = _cut(headline, names)
        if cut is None:
            return headline
        headline = cut
    return headline


def longest_part(title: str) -> str:
    """The longest of the parts of a page's title: what "The Echo | Sport | Snow falls on the cup" is about."""
    return max((part.strip() for part in _SEPARATORS.split(title)), key=len)


def is_mended(headline: str, printed: str) -> bool:
    """True if ``printed``, an h1, is ``headline`` as it should be: whole where it was cut short, or less its section.

    JSON-LD's are cut at 110 characters, which is what Google's rich results once asked for; others at "…".
    """
    ours, theirs = fold(headline), fold(printed)
    begun = ours.removesuffix("…").removesuffix("...").rstrip()
    if theirs != ours and theirs.startswith(begun):
        return len(begun) >= (_CUT_AT if begun == ours else _SHORTEST)
    rest = ours.removeprefix(theirs)
    return len(theirs) >= _SHORTEST and rest != ours and bool(_TAIL.match(rest))


def is_site(text: str, site_names: list[str], host: str) -> bool:
    """True if ``text`` is nothing but a name of the site."""
    return _is_name(text, _own_names(tuple(site_names), host))


def is_titled(page: Page, name: str) -> bool:
    """True for a "name of the site" that is a sentence, and what this one page's titles begin with: its headline."""
    titles = (page.title, *page.meta.get("og:title", ()))
    return len(name.split()) >= _SENTENCE and any(fold(title).startswith(fold(name)) for title in titles)


@lru_cache(maxsize=256)
def _own_names(site_names: tuple[str, ...], host: str) -> frozenset[str]:
    """What the site is called and what its host spells, each as :func:`_key` gives it."""
    return frozenset(key for name in (*site_names, *_host_names(host)) if (key := _key(name)))


def _cut(headline: str, names: frozenset[str]) -> str | None:
    marks = list(_SEPARATORS.finditer(headline))
    for mark, rest, part in [
        *((m, headline[: m.start()], headline[m.end() :]) for m in marks),
        *((m, headline[m.end() :], headline[: m.start()]) for m in marks[:1] if "|" in m[0]),
    ]:
        if rest.strip() and mark and _is_name(part, names):
            return rest.strip()
    return None


def _is_name(part: str, names: frozenset[str]) -> bool:
    key = _key(part)
    return bool(_DATE.match(part)) or key in names or _bare(key) in names or key in {_bare(name) for name in names}


def _bare(key: str) -> str:
    """``CBC News`` and ``CBC`` are one name: less what many call themselves besides."""
    return _BESIDES.sub("", key) if len(key) > _SHORT_NAME else key


def spells_host(name: str, host: str) -> bool:
    """True if ``name`` is what the host is called: "The Echo" at ``echo.example``."""
    return _is_name(name, _own_names((), host))


def _key(name: str) -> str:
    """A name folded to its letters and digits, without an article before it."""
    return _NO_LETTER.sub("", _PRONOUNS.sub("", fold(name)))


def _host_names(host: str) -> list[str]:
    labels = host.lower().removeprefix("www.").split(".")
    own = labels[:-1] if len(labels) < 3 or len(labels[-2]) > 3 else labels[:-2]
    return [".".join(labels), *own, "".join(labels[-2:]), "".join(labels)]
