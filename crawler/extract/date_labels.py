"""The words beside a date that say of what it is: when the story appeared, or when it was changed."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.text import clean

PUBLISHED, MODIFIED = "published", "modified"

# Beginnings of words; "Stand:" and "Última hora" are said of nothing else. "Updates" are what one subscribes to.
_MODIFIED = (
    r"updat(?!es\b)|modif|aktualis|aktualiz|actualis|actualiz|atualiz|aggiorn|mise? à jour|màj|oppdater|uppdater|"
    "opdater|bijgewerkt|gewijzigd|aangepast|päivitetty|güncelle|обновлен|обновлён|оновлено|изменен|актуализ|ажурир|ažurir|"
    "izmijenjeno|izmenjeno|posodobljeno|frissít|módosít|atnaujint|atjaunin|uuendatud|muudetud|përditës|"
    "ενημέρωση|ενημερώθηκε|diperbarui|dikemas|cập nhật|更新|修改|수정|업데이트|تحديث|به‌روز|بروزرسانی|עודכן|"
    "अपडेट|अद्यतन|আপডেট|হালনাগাদ|อัปเดต|แก้ไข|განახლ|"
    r"última hora|senast ändrad|geändert|stand:"
)
_PUBLISHED = (
    r"(?<!re)publi|posted|pubblicat|first on|issued|created|veröffentlicht|erschienen|erstellt|gepubliceerd|geplaatst|"
    "udgivet|julkaistu|opublik|zveřejn|zverejn|objavlj|közzét|megjelen|paskelbt|avaldatud|creado|criado|"
    "δημοσιε|δημοσίε|yayın|giriş|опублик|опублік|публик|объявлено|објављ|diterbit|terbit|tayang|đăng|xuất bản|"
    "发布|發布|发表|發表|公開|掲載|配信|投稿|입력|등록|게재|작성|نشر|انتشار|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|გამოქვეყნ"
)
# What stands before a label and is no part of the date before it: "3 May 2024, last updated 4 May".
_LEAD = (
    r"(?:(?<!\w)(?:last|first|zuletzt|erstmals|dernière|última|ultima|ultimo|son|ilk|sist|senast|sidst|laatst|viimeksi|"
    r"ostatnia|ostatnio|naposledy|posledn\w{1,4}|последн\w{1,4}|останн\w{1,4}|آخر|最終|最后|最後|최종|최초)\s?)?"
)
_LABEL = re.compile(rf"{_LEAD}(?:(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}))", re.IGNORECASE)
_OTHER_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]")
_NEAR = 60  # characters before a date in which its label stands
_LONGEST_LABEL = 40  # characters of an element that holds nothing else
_MOST_STEPS = 6  # elements before and around a date that are looked at for its label
_BETWEEN = " \t\r\n,;|/·•–—-(["  # around the parts of a line
_ENDS = frozenset(("time", "a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "body", "main", "article", "section"))


def says(text: str) -> str | None:
    """What the last label in ``text``, the words before a date, says of it: "published", "modified", else None."""
    return next((found.lastgroup for found in reversed(list(_LABEL.finditer(text)))), None)


def begin(text: str) -> int | None:
    """Where the first label in ``text`` begins; None where there is none."""
    found = _LABEL.search(text)
    return found.start() if found else None


def of_marks(element: HtmlElement) -> str | None:
    """What the class and id of an element say of the date in it; None if nothing.

    WordPress marks the date of a story that was never changed as published and updated.
    """
    said = {found.lastgroup for found in _LABEL.finditer(dom.marks(element))}
    return PUBLISHED if PUBLISHED in said else next(iter(said), None)


def before(element: HtmlElement) -> str:
    """The words that lead to a date: the text before its element, and the elements that hold a label and no more.

    They end where another date stands, a heading or a link; at most some 60 characters.
    """
    words = ""
    for _ in range(_MOST_STEPS):
        words = f"{dom.text_before(element)[-_NEAR:]} {words}"
        if len(words) >= _NEAR or _OTHER_DATE.search(words) or _LABEL.search(words):
            break
        previous = element.getprevious()
        if previous is None:
            parent = element.getparent()
            if parent is None or parent.tag in _ENDS:
                break
            element = parent
            continue
        text = clean(dom.text(previous)) if isinstance(previous.tag, str) else ""
        if previous.tag in _ENDS or len(text) > _LONGEST_LABEL or any(character.isdigit() for character in text):
            break
        words, element = f"{text} {words}", previous
        if _LABEL.search(text):
            break
    return _OTHER_DATE.split(words)[-1]


def parted(text: str) -> list[tuple[str | None, str]]:
    """A line cut at its labels, each part with what its label says: ``Published 3 May, updated 4 May`` is two.

    A part is of the label before it, but in ``3 May published, 4 May updated`` of the one behind it. What has no
    label comes with None; parts without digits are left out.
    """
    labels = list(_LABEL.finditer(text))
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    if not labels or not digits:
        return [(None, text)] if digits else []
    if labels[0].start() > digits[0] and labels[-1].start() > digits[-1]:
        ends = [0, *(label.end() for label in labels)]
        parts = [(label.lastgroup, text[begin : label.start()]) for label, begin in zip(labels, ends, strict=False)]
    else:
        ends = [*(label.start() for label in labels[1:]), len(text)]
        parts = [(None, text[: labels[0].start()])]
        parts += [
            (label.lastgroup, text[label.start(label.lastgroup or 0) : end])
            for label, end in zip(labels, ends, strict=True)
        ]
    return [(said, part.strip(_BETWEEN)) for said, part in parts if any(character.isdigit() for character in part)]
