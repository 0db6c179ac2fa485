"""Cards: one story as a reader sees it on the page, its picture, headline and "more" together."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from crawler.extract.related import lexicon, sentence
from crawler.extract.related.parts import Box, Heading, Link, Outline
from crawler.extract.text import COLONS

NEAR = 16  # texts and links between parts of one card, or between a heading and its first story; beyond, it has none
_FEW_WORDS = 4  # "More local news" is a link to a list; longer texts may be headlines
_TITLE = 12  # characters of a heading in a link, from which it is the headline and no kicker
_LIKE_OURS = 1.5  # likeness of an address that is written as this story's own is
_PAID_LABEL = 40  # characters of the label of a paid card
_PAID_DEPTH = 2  # boxes around it that hold nothing else
_PIECES = 8  # texts of a card that may be its title
# A photographer's name behind a picture's caption: "At the gate | Photo: Agency".
_CREDIT = re.compile(
    r"[|(/.,–-]\s*(?:foto|photo|image|picture|bild|fot|fotó|фото|写真|摄影|攝影|사진)\s?[:：©]\s*[^:：]{2,40}$",
    re.IGNORECASE,
)
_HASHTAG = re.compile(r"[#＃](?:\w[\w'-]*(?: \w+){0,3})?")


@dataclass(slots=True)
class Card:
    """One story as a reader sees it on the page: picture, headline and "more" of one address."""

    links: list[Link]
    heading: Heading | None = None  # the nearest
    outer: Heading | None = None  # the nearest whose words the lexicon knows, where the nearest is neutral
    since: int = 0  # cards between the heading and this one
    text: str = ""  # the headline
    titled: bool = True  # in a link; else its only link says "Read more"
    paid: bool = False  # as a label beside its link says
    family: lexicon.Family | None = None  # what the label in its own text, else its heading, says of it

    def judged(self) -> lexicon.Family | None:
        """Its family, from its links and headings."""
        if self.paid or (self.first.texts and lexicon.is_sponsored(self.first.texts[0])):
            return "recirculation"
        over = [(h, h.verdict.family) for h in (self.heading, self.outer) if h is not None and h.verdict is not None]
        said = lexicon.label(self.text)
        if said is not None and said[0] in ("weak", "kicker"):
            # "Read more:" in the text says what a heading would; in a list it says less than the list's heading.
            said = None if over or said[0] == "kicker" else said
        if said is None and len(self.first.texts) > 1 and (verdict := lexicon.verdict(self.first.texts[0])):
            said = (verdict.family, "") if verdict.whole and verdict.family in ("related", "advertisement") else None
        if said is not None and said[0] == "recirculation" and any(f in ("related", "weak") for _, f in over):
            said = None  # "Update: …" in a list of related stories
        if said is not None and said[0] not in ("veto", "control"):
            return "related" if said[0] in ("related", "weak") else "recirculation"
        if not over:
            return None
        heading, family = over[0]
        colon = heading.label and heading.text.rstrip().endswith(COLONS)
        return "related" if colon and family == "weak" else family

    @property
    def is_list_link(self) -> bool:
        """Its text is a hashtag or what headings say ("More local news"): it leads to a list, not to a story.

        In a sentence the same words ("they said <a>last week</a>") lead to one.
        """
        if _HASHTAG.fullmatch(self.text):
            return True
        verdict = lexicon.verdict(self.text)
        if verdict is None or len(self.links) > 1:
            return False
        box = self.first.box
        amid = sentence.follows_words(box) or sentence.begins_a_sentence(box)
        if amid and sentence.around(box, self.text, ""):
            return False
        if verdict.whole and verdict.family == "related" and self.first.likeness >= _LIKE_OURS:
            block = box.block()
            if block.tag == "p" and block.stories == 1 and not block.plain:
                return False  # "We have written of this before", a line of the text that leads to one story
        # "Profile: a name" is a story with its kicker.
        return verdict.whole or (self.text.count(" ") < _FEW_WORDS and lexicon.label(self.text) is None)

    @property
    def first(self) -> Link:
        return self.links[0]

    def begins(self) -> int:
        """The number of its first link with words: a label may stand between those and a picture."""
        return next((link.number for link in self.links if link.texts), self.first.number)

    def headline(self) -> str:
        """What stands in a heading element, else the longest text, else the picture's words."""
        for link in self.links:
            if link.headed:
                if len(link.headed) >= _TITLE and lexicon.verdict(link.headed) is None:
                    return link.headed
                break
        longest = max([link.text for link in self.links], key=len)
        return longest or next((link.alt for link in self.links if link.alt), "")


def gather(outline: Outline) -> list[Card]:
    """The story links in document order, neighbours of one address as one; pictures' pages left out."""
    found: list[Card] = []
    for link in outline.links:
        if found and _continues(found[-1], link):
            found[-1].links.append(link)
        else:
            found.append(Card([link]))
    for card in found:
        card.text = card.headline()
        if not any(link.texts for link in card.links):
            card.text = _title_beside(card.first, outline) or card.text
        elif _says_only_more(card.text):
            card.titled = not (beside := _heading_beside(card.first, outline))
            card.text = beside or card.text
    for card, after in pairwise(found):
        if not card.text and card.first.path == after.first.path:  # a picture that is counted apart from its title
            card.text = after.text
    _tell_paid(found, outline)
    return [card for card in found if not card.is_list_link and not _CREDIT.search(card.text)]


def _tell_paid(found: list[Card], outline: Outline) -> None:
    """Mark the cards beside whose links "Sponsored" stands.

    The word that stands over advertisements too is nothing to a link below an advertisement's box.
    """
    numbers = [card.first.number for card in found]
    for text in outline.texts:
        if len(text.text) > _PAID_LABEL or not lexicon.is_sponsored(text.text):
            continue
        said = lexicon.verdict(text.text)
        box = text.box.block()
        for _ in range(1 if said is not None and said.family == "advertisement" else _PAID_DEPTH):
            if box.stories or box.parent is None:
                break
            box = box.parent
        place = bisect_left(numbers, box.start)
        if box.is_card() and place < len(found) and numbers[place] <= box.end:
            found[place].paid = True


def _continues(card: Card, link: Link) -> bool:
    """Whether a link is one more of a card: near, and of its address; not what follows a sentence that names it."""
    last = card.links[-1]
    if card.first.key != link.key or link.number - last.end > NEAR:
        return False
    return not last.texts or link.box.block() is last.box.block() or not sentence.around(last.box, last.text, "")


def _says_only_more(text: str) -> bool:
    verdict = lexicon.verdict(text)
    return verdict is not None and verdict.whole and verdict.family in ("weak", "control")


def _box_of(link: Link) -> Box:
    """The card that a link stands in: the largest box that leads to no other story and holds no long text."""
    box = link.box
    while box.parent is not None and box.parent.is_card():
        box = box.parent
    return box


def _heading_beside(link: Link, outline: Outline) -> str:
    """The title in the card of a link that says only "Read more"."""
    box, headings = _box_of(link), outline.headings
    place = bisect_left(headings, box.start, key=lambda heading: heading.number)
    for heading in headings[place : place + _PIECES]:
        if heading.number > box.end:
            break
        if heading.link is None and len(heading.text) >= _TITLE and lexicon.verdict(heading.text) is None:
            return heading.text
    return ""


def _heads_a_list(heading: Heading) -> bool:
    """By what it says, or because it leads to one."""
    return bool(heading.words) or lexicon.verdict(heading.text) is not None


def _title_beside(link: Link, outline: Outline) -> str:
    """The title in the card of a link without words, as a picture or a veil over the whole card has none."""
    box, headings = _box_of(link), outline.headings
    place = bisect_left(headings, box.start, key=lambda heading: heading.number)
    while place < len(headings) and headings[place].number < link.number and _heads_a_list(headings[place]):
        place += 1  # "Related story" is over the card, and not in it
    if place < len(headings) and headings[place].number <= box.end and headings[place].link is None:
        return headings[place].text
    texts = outline.texts
    first = bisect_left(texts, box.start, key=lambda text: text.number)
    inside = [text for text in texts[first : first + _PIECES] if text.number <= box.end and len(text.text) >= _TITLE]
    titled = next((text.text for text in inside if text.box.marks().heading), None)
    return titled or max((text.text for text in inside), key=len, default="")
