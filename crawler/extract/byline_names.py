"""One byline as it is written, taken apart into the names in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.byline_words import (
    MARKS,
    agency,
    by_others,
    cited,
    is_organisation,
    is_role,
    joiner,
    prefix,
    words,
)
from crawler.extract.text import fold, unmarked

_SPOKEN = 2  # words that no name has, from which a line is a sentence or a headline; "the" may stand before a paper
_LONGEST_AGENCY = 4  # words of an agency behind a name
LONGEST = 400  # characters read of one byline: names stand at its beginning

_ADDRESS = re.compile(r"(?<!\S)\S*@\S+\.\S+|@\S+|https?://\S*|\bwww\.\S+|(?<!\S)\S+/\S+/\S+")
_ASIDE = re.compile(r"[(\[（【<《]([^)\]）】>》]{0,200})[)\]）】>》]?")
_ALL_ASIDE = re.compile(r"[(\[（【<《]([^)\]）】>》]{2,80})[)\]）】>》]")
# (?<!\s) before \s*: a run of spaces is tried once, not from each of its spaces.
_SEPARATOR = re.compile(r"(?<!\s)\s*[;,|/&+·•、，；：]\s*")
_DASH = re.compile(r"\s[–—-]\s")
# Letters of Vietnamese alone: Croats write "đ" too, Yoruba and Igbo "ẹ", "ị", "ọ" and "ụ", Guaraní "ẽ" and "ỹ".
_VIETNAMESE = re.compile(r"[ơưƠƯ\u1ea0-\u1eb7\u1eba\u1ebb\u1ebe-\u1ec9\u1ece-\u1ee3\u1ee6-\u1ef7]")
_HYPHEN = re.compile(r"\s?[–—-]\s?")
_SLASH = re.compile(r"\s?[/,]\s?")  # "(dpa/lby)", "(Reuters, Lille)"
_SUFFIX = re.compile(r"\s?,\s?((?:Jr|Sr)\b|I{2,3}\b)")  # "Name, Jr.": the comma parts no two people
# Where the next credit begins, "… Photo: …", and a credit's label that no list of ours knows.
_LABEL = re.compile(r"[\s,;|/]{1,4}(?=[^\W\d_]{3,20}\s?:\s|[^\W\d_]{2,8}：)")
_ONE_LABEL = re.compile(r"^[^\s\d:：]{2,20}(?: (?:by|av|af|od))?\s?[:：]\s?(?=\S)", re.IGNORECASE)
_VERB_BY = re.compile(r"^[^\W\d_]{4,14} by (?=\w)|^By(?=[A-ZÀ-Þ])", re.IGNORECASE)
_DATED = re.compile(
    r"(?<!\w)(?:[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}\.? (?:de )?\d{4}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./年-] ?\d{1,2}[./月-] ?\d{1,2}日?)(?!\w)"
)
_READING_TIME = re.compile(r"\s\d{1,3}\s?(?:min\b|mins\b|minutes?\b|분|分)")
# "Quill, Ada": in metadata, not in print, the surname may stand first.
_TURNED = re.compile(r"([^\W\d_]{2,30}(?:['’-][^\W\d_]{2,30})?), ([^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?)")
_PARTICLE = re.compile(r"(?:Van|De|Da|Di) ([A-ZÀ-Þ][\w'’-]{1,30})")
_TRAILING_DIGIT = re.compile(r"(?<=[^\W\d])\d{1,2}$")
_INITIALS = re.compile(r"^[A-Z]{2,5}$")
_GENERATION = re.compile(r"^(?:I{2,3}|IV|JR|SR)$", re.IGNORECASE)
# Chinese, Japanese and Korean write what someone does before or after the name, without a space.
_CJK_ROLE = re.compile(
    r"(?:^(?:記者|记者|作者|编辑(?!部)|編輯(?!部)|文|責任編輯|责任编辑|取材・文)\s*[:：/]?\s*|"
    r"(?<!\s)\s*(?:記者|记者|기자|특파원|編集委員|論説委員|通讯员)$|^[가-힣]{1,6}(?:부|팀|국)\s(?!기자|특파원)(?=[가-힣]{2,4}(?:\s|$)))"
)
_CJK_PAPER = re.compile(r"^(?P<paper>[\u4e00-\u9fff]{2,6}?)(?:记者|記者)\s?(?P<names>[\u4e00-\u9fff ]{2,40})$")
_CJK_SPACED = re.compile(r"^记者\s?[:：]?\s?(?P<names>(?:[\u4e00-\u9fff]{2,4} )+[\u4e00-\u9fff]{2,4})$")  # two or more
_CJK_REPORTED = re.compile(r"[\s/]{0,3}[\u4e00-\u9fff]{2,6}(?:報導|报道|報道|電)$")
_FULL_WIDTH = str.maketrans("／＝（）［］｜＆", "/=()[]|&")


def parted(text: str) -> list[str]:
    """``text`` cut where another label begins: "Text: Ann Example Photo: Bo Sample" is two."""
    parts = _LABEL.split(unmarked(text[:LONGEST])) if ":" in text or "：" in text else [text]
    return [credit for part in parts for credit in by_others(part) if credit.strip()]


def names(text: str, *, surname_first: bool = False) -> list[str]:
    """The names in one credit, in order: of people, agencies and newsrooms; no roles, addresses, dates or places."""
    text = _SUFFIX.sub(r" \1", unmarked(text[:LONGEST])).translate(_FULL_WIDTH)
    whole = _ALL_ASIDE.fullmatch(text)
    text = whole[1] if whole else text
    if (surname_first and re.fullmatch(r"[^,]+,[^,]+", text)) or _is_turned(text):
        last, _, first = text.partition(",")
        text = f"{first.strip()} {last.strip()}"
    text = _READING_TIME.split(_DATED.sub(" | ", text))[0]
    asides = [cited(aside) or aside for found in _ASIDE.finditer(text) if (aside := found[1].strip())]
    agencies = [
        part for aside in asides for part in ([aside] if agency(aside) else _SLASH.split(aside)) if agency(part)
    ]
    text = _ASIDE.sub(" ", _ADDRESS.sub(" ", text))
    found: list[str] = []
    chunks = [chunk for chunk in _SEPARATOR.split(_before_dash(text)) if chunk.strip(MARKS)]
    for chunk in chunks:
        pieces = list(_pieces(chunk))
        beside = len(chunks) > 1 and len(pieces) == 1
        found += [name for piece in pieces if (name := _name(piece, beside=beside)) and not is_role(name)]
    parts = [part for name in found for part in _apart(name)]
    if len(parts) + len(agencies) > 1 and (agencies or any(map(agency, parts))):
        # "Ansa/Reuters": beside an agency a short word is another, and no first name.
        parts = [part.upper() if agency(part.upper()) and not agency(part) else part for part in parts]
    return _without_places(parts) + agencies


def agencies(text: str) -> list[str]:
    """The agencies in ``text`` where it names nothing else ("dpa/afp", "The Canadian Press Staff"), else nothing."""
    found = names(text)
    return found if all(map(agency, found)) else []


def _before_dash(text: str) -> str:
    """What a dash parts from a name is a place, a paper or a role; where a lone word stands before it, that is one."""
    parts = [part for part in _DASH.split(text) if part.strip(MARKS)]
    if len(parts) < 2:
        return text
    named = [part for part in parts if " " in part.strip() and not _says_role(part) and not agency(part)]
    if not named:
        return ", ".join(parts)
    # Vietnamese papers part their reporters' names with it: "Nguyễn Văn Hùng - Trần Thị Lan".
    signs = named if _VIETNAMESE.search(text) else named[:1]
    return ", ".join(part for part in parts if part in signs or agency(part))


def _says_role(text: str) -> bool:
    return any(word.strip(MARKS) in words("roles") for word in fold(text).split())


def _pieces(chunk: str) -> Iterator[str]:
    """``chunk`` parted at "and"; nothing of one that is a sentence or a headline."""
    if sum(word in words("no_names") for word in fold(chunk).split()) < _SPOKEN:
        yield from _of_paper(chunk) or joiner().split(chunk)


def _of_paper(chunk: str) -> list[str]:
    """``新华社记者王小明 李大``: the paper, where it is an agency, and its reporters."""
    if several := _CJK_SPACED.match(chunk.strip()):
        return several["names"].split()
    found = _CJK_PAPER.match(chunk.strip())
    if not found:
        return []
    paper = [found["paper"]] if agency(found["paper"]) else []
    return [*paper, *_CJK_REPORTED.sub("", found["names"]).split()]


def _is_turned(text: str) -> bool:
    """True for two lone words that are no agency, newsroom or work: one person's surname and first name."""
    turned = _TURNED.fullmatch(text)
    return bool(turned) and not any(
        agency(word) or is_organisation(word) or is_role(word) or not word.istitle()
        for word in (turned.groups() if turned else ())
    )


def _name(piece: str, *, beside: bool) -> str:
    piece = piece.strip(MARKS)
    if source := cited(piece):
        return source
    for _ in range(2):
        if not agency(piece) and not _is_surname_first(piece, beside=beside):
            piece = prefix().sub("", piece + " ").strip(MARKS)
        piece = _ONE_LABEL.sub("", _VERB_BY.sub("", piece))
    piece = _CJK_ROLE.sub("", _CJK_REPORTED.sub("", piece)).rpartition("=")[2].strip(MARKS)
    kept = (piece if agency(piece) else _TRAILING_DIGIT.sub("", piece)).split()  # "News1" is an agency
    half = len(kept) // 2
    if half > 1 and kept[:half] == kept[half:]:  # printed once for the eye and once for the ear
        kept = kept[:half]
    roles, ignored = words("roles"), words("ignored")
    unworked = kept[: next((place for place in range(len(kept), 0, -1) if fold(kept[place - 1]) not in roles), 0)]
    if len(_apart(" ".join(unworked))) > 1 or agency(" ".join(unworked)):  # "Reuters Staff"
        return " ".join(unworked)
    for position, word in enumerate(kept):
        if position >= 2 and fold(word) in roles:  # "Jen Mills Travel News Reporter" ends before her work
            return _before_role(kept[:position])
        if position < 2 and fold(word) in roles and len(kept) - position > 2 and kept[-1][:1].isupper():
            return " ".join(kept[position + 1 :])  # "Political editor Ben Reed"
        if position >= 2 and (word in words("places") or (word == kept[-1] and fold(word) in ignored)):
            return " ".join(kept[:position])
    return " ".join(kept)


def _before_role(kept: list[str]) -> str:
    return " ".join(kept[:2]) if len(kept) > 2 and kept[-1][:1].isupper() else " ".join(kept)


def _is_surname_first(piece: str, *, beside: bool) -> bool:
    """True for "Van Badham" and "De Wit": what begins as "by" does in some language, and is a name of two words.

    ``beside`` another name all but "Van" lead to a place: "Ada Souza, De Brasília".
    """
    name = _PARTICLE.fullmatch(piece)
    if name is None or (beside and not piece.startswith("Van")):
        return False
    return not (agency(name[1]) or is_organisation(name[1]) or is_role(name[1]))


def _apart(name: str) -> list[str]:
    """A name less the paper's or the agency's behind it, which stands by itself if it is an agency's.

    "Ben Reed BBC", "BEN REED Associated Press", "ANSA-AFP".
    """
    kept = name.split()
    for place in range(max(len(kept) - _LONGEST_AGENCY, 2), len(kept) - 1):
        if agency(" ".join(kept[place:])):
            return [" ".join(kept[:place]), " ".join(kept[place:])]
        if _INITIALS.match(kept[place]) and all(map(is_organisation, kept[place + 1 :])) and not name.isupper():
            return [" ".join(kept[:place])]  # "Ben Reed BBC Sport"
    joined = _HYPHEN.split(name)
    if len(joined) > 1 and not agency(name) and all(map(agency, joined)):
        return joined
    if len(kept) < 3 or name.isupper() or not _INITIALS.match(kept[-1]) or _GENERATION.match(kept[-1]):
        return [name]
    return [" ".join(kept[:-1]), *([kept[-1]] if agency(kept[-1]) else [])]


def _without_places(parts: list[str]) -> list[str]:
    # "Ann Example, Lille": a lone word after a full name is where she wrote from.
    spaced = any(" " in part for part in parts)
    return [
        part
        for number, part in enumerate(parts)
        if number == 0
        or agency(part)
        or (fold(part) not in words("cities") and (not spaced or " " in part or (not part.isascii() and len(part) < 5)))
    ]
