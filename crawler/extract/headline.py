"""Headlines without the site's name."""

from __future__ import annotations

import re

from crawler.extract.text import fold

# (?<!\s) before \s*: a run of spaces is tried once, not from each of its spaces.
_SEPARATORS = re.compile(r"(?<!\s)\s+[|–—\-·•»«:/]+\s+|(?<!\s)\s*[|｜_]\s*|(?<!\s)\s*--\s*|\s[–—]\s|－")
_DATE = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{4}$")
_PRONOUNS = re.compile(r"^(?:the|der|die|das|le|la|les|el|los|il|de|het)\s+")


def without_site(headline: str, site_names: list[str], host: str) -> str:
    """``headline`` less the parts at either end that are a name of the site: ``Snow falls | The Echo`` is "Snow falls".

    A part is a name if it is one of ``site_names`` or spells the host (``echo.example``); what would leave nothing
    stays.
    """
    names, labels = _own_names(site_names, host)
    for _ in range(3):
        cut = _cut(headline, names, labels)
        if cut is None:
            return headline
        headline = cut
    return headline


def is_site(text: str, site_names: list[str], host: str) -> bool:
    """True if ``text`` is nothing but a name of the site."""
    return _is_name(text, *_own_names(site_names, host))


def _own_names(site_names: list[str], host: str) -> tuple[set[str], set[str]]:
    return {_key(name) for name in site_names if name}, {re.sub(r"\W", "", label) for label in _host_names(host)}


def _cut(headline: str, names: set[str], labels: set[str]) -> str | None:
    marks = list(_SEPARATORS.finditer(headline))
    for mark, rest, part in [
        *((m, headline[: m.start()], headline[m.end() :]) for m in marks),
        *((m, headline[m.end() :], headline[: m.start()]) for m in marks[:1] if "|" in m[0]),
    ]:
        if rest.strip() and mark and _is_name(part, names, labels):
            return rest.strip()
    return None


def _is_name(part: str, names: set[str], labels: set[str]) -> bool:
    key = _key(part)
    if not key:
        return False
    squeezed = re.sub(r"\W", "", key)
    if _DATE.match(part):
        return True
    return key in names or squeezed in labels or squeezed in {re.sub(r"\W", "", name) for name in names}


def _key(name: str) -> str:
    return _PRONOUNS.sub("", fold(name)).strip(" .:|-")


def _host_names(host: str) -> list[str]:
    labels = host.lower().removeprefix("www.").split(".")
    own = labels[:-1] if len(labels) < 3 or len(labels[-2]) > 3 else labels[:-2]
    return [".".join(labels), *own, "".join(labels[-2:]), "".join(labels)]
