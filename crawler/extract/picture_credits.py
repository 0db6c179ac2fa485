"""Who made a picture, as it is said behind its caption."""

from __future__ import annotations

import re

_CREDIT = re.compile(
    r"[\s(\[|–—-]{0,8}(?<![^\W_])(?:(?:photo(?:graph)?|foto(?:grafie)?|picture|image|bild|bilde|credit|crédit|crédito|"
    r"fuente|source|quelle|kuva|"
    r"fot|zdjęcie|źródło|beeld|bron|fonte|fotoğraf|фото|источник|джерело|צילום|תמונה|تصوير|عکس|写真|사진|图片来源|图源|ảnh|फोटो)(?:\s+(?:by|credit|von|de|av))?\s*[:：]\s*|(?:credit|crédit|photo|foto)\s?(?:\.\.\.|…)\s*(?=(?-i:[^\W\d_a-z]))|©\s*|📷\s*)(?P<who>[^)\]]{2,100})[)\]]?\s*$",
    re.IGNORECASE,
)
# As Getty Images and the Associated Press sign: "(Photo by Jim Roe/Getty Images)", "(AP Photo/Jim Roe)".
_BRACKETED = re.compile(
    r"(?:[(\[](?:(?:photo(?:graph)?|picture|image)s?\s{1,4}by\s{1,4}|(?=(?:AP|EPA|AFP) (?:photo|foto)\s?[/)\]]))"
    r"|[(\[](?:photo|foto|fot\.|bild|beeld|crédits?|cr[eé]dito)\s{1,4}(?!agricole|mutuel|suisse|lyonnais|mitte|club)"
    r"(?=(?-i:[^\W\d_a-z]))"  # "(foto Ansa)"; a bank, a club and who stands in the middle made no picture
    # "[Jim Roe/Reuters]"; names hold no numbers: "(Bündnis 90/Die Grünen)"
    r"|[(\[](?=(?-i:[^\W\d_a-z])[^\s\d()\[\]/]{1,30}\s[^\d()\[\]/]{1,50}/\s?(?-i:[^\W\d_a-z])[^\d)\]]*[)\]]))"
    r"(?P<who>[^()\[\]]{2,100})[)\]]\s{0,8}$",
    re.IGNORECASE,
)


def at_end(text: str) -> re.Match[str] | None:
    """The credit that ``text`` ends with, its name in the group ``who``; None where there is none."""
    return _CREDIT.search(text) or _BRACKETED.search(text)


def whole(text: str) -> re.Match[str] | None:
    """The same where ``text`` is nothing but a credit."""
    return _CREDIT.match(text) or _BRACKETED.match(text)
