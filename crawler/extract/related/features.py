"""What is known of one card, as named numbers: the verdict and ``--explain`` read nothing else."""

from __future__ import annotations

import math
import re
from collections import Counter

from crawler.extract.related import lexicon
from crawler.extract.related.body_span import Body
from crawler.extract.related.marks import NONE, Marks
from crawler.extract.related.outline import INLINE, Box, Outline
from crawler.extract.related.scopes import Card

_INLINE_TEXT = 40  # characters beside a link, from which it stands on words of running text
_COMMON = 0.3  # share of the page's cards, from which a word says nothing about this story
_ARROW = re.compile(r"^\s*[<«‹←]|[>»›→]\s*$")
_NEAR = 0.15  # of the page's length after the text's end, that still counts as right after it

Features = dict[str, float]


class Reader:
    """Reads the cards of one page."""

    def __init__(self, outline: Outline, body: Body, cards: list[Card], headline: str) -> None:
        self.outline, self.body = outline, body
        self.around: dict[Box, Marks] = {}
        self.holders: set[Box] = set()
        box = body.box
        while box is not None:
            self.holders.add(box)
            box = box.parent
        self.words = [lexicon.words(" ".join(link.text for link in card.links)) for card in cards]
        counts = Counter(word for words in self.words for word in words)
        common = max(3, _COMMON * len(cards))
        own = lexicon.words(headline)
        self.own = {word for word in own if counts[word] <= common}
        self.common = own - self.own
        self.places = Counter(card.first.key for card in cards)
        self.shared = [len(words & self.own) for words in self.words]
        self.by_heading: dict[int, tuple[int, int]] = {}
        for card, shared in zip(cards, self.shared, strict=True):
            number = card.heading.number if card.heading else -1
            count, total = self.by_heading.get(number, (0, 0))
            self.by_heading[number] = count + 1, total + min(shared, 2)

    def features(self, card: Card, index: int) -> Features:
        """The numbers that speak for and against ``card``, those that are 0 left out."""
        place, found = self._place(card)
        head = _head(card)
        found[f"{head} {place}"] = 1.0
        found[f"place {place}"] = 1.0
        self._heading(card, found)
        self._marks(card, found)
        self._words_of(card, index, found)
        self._address(card, found)
        return {name: value for name, value in found.items() if value}

    def _place(self, card: Card) -> tuple[str, Features]:
        found: Features = {}
        box, body = card.first.box, self.body
        block = box.block()
        beside = block.plain - (len(card.heading.text) if card.heading and card.heading.label else 0)
        number = card.first.number
        inside = body.box is not None and body.box.start <= number <= body.box.end
        if inside and beside >= _INLINE_TEXT and beside > 0.4 * block.linked and _amid_words(card.first.box):
            return "in a sentence", found
        if inside and body.start <= number <= body.end:
            found["alone in its line"] = float(block.parent is body.box and block.stories == 1)
            return "in the text", found
        if number < body.start:
            found["before, in the text's box"] = float(inside)
            return "before", found
        if inside:
            return "right after", found
        far = (number - body.end) / max(1, self.outline.last)
        return ("after" if far <= _NEAR else "far after"), found

    def _heading(self, card: Card, found: Features) -> None:
        heading = card.heading
        found["below a heading on the subject"] = float(card.below_subject)
        if heading is None or (card.family == "related" and heading.verdict is None and card.outer is None):
            # Its own label says what a heading would.
            found["heading related, known"] = found["label in its line"] = float(card.family == "related")
            return
        if heading.verdict is not None:
            found[f"heading {heading.verdict.family}, {'known' if heading.verdict.whole else 'begins'}"] = 1.0
        elif card.outer is not None and card.outer.verdict is not None:
            found[f"heading above {card.outer.verdict.family}"] = 1.0
        found["label in its line"] = float(heading.label)
        found["far below its heading"] = min(math.log1p(card.since), 3.0)
        size = heading.scope.stories if heading.scope else 0
        found["heads many"] = math.log1p(max(0, size - 6))
        found["heads one"] = float(size == 1)
        if heading.verdict is None:
            topical = len(lexicon.words(heading.text) & (self.own | self.common))
            found["heading on the subject"] = float(min(topical, 2))

    def _marks(self, card: Card, found: Features) -> None:
        marks = self._around(card.first.box)
        for name, value in zip(Marks._fields, marks, strict=True):
            if value and name not in ("heading",):
                found[f"class {name}"] = 1.0

    def _around(self, box: Box) -> Marks:
        """The marks of a box and of those around it, up to the ones that hold the story's text."""
        chain = []
        above: Box | None = box
        while above is not None and above not in self.around and above not in self.holders:
            chain.append(above)
            above = above.parent
        marks = self.around.get(above, NONE) if above is not None else NONE
        for new in reversed(chain):
            own = new.marks()
            if own is not NONE and own != marks:
                marks = Marks(*(a or b for a, b in zip(marks, own, strict=True)))
            self.around[new] = marks
        return marks

    def _words_of(self, card: Card, index: int, found: Features) -> None:
        shared = self.shared[index]
        found["shares a rare word"] = float(shared >= 1)
        found["shares rare words"] = float(min(max(shared - 1, 0), 3))
        found["shares a common word"] = float(bool(self.words[index] & self.common))
        count, total = self.by_heading[card.heading.number if card.heading else -1]
        found["its list shares words"] = total / count
        text = card.text
        found["short text"] = float(len(text) < 20 and text.isascii())
        found["a word or two, barely like a story"] = float(
            text.count(" ") < 2 and text.isascii() and card.first.likeness < 2.5
        )
        found["previous or next"] = float(
            bool(_ARROW.search(text)) or card.first.box.element.get("rel") in ("prev", "next")
        )
        found["no text"] = float(not text)

    def _address(self, card: Card, found: Features) -> None:
        link = card.first
        found["other site"] = float(not self.outline.addresses.same_site(link.url))
        found["like this address"] = min(link.likeness, 5.0)
        found["barely like a story"] = float(link.likeness < 1.8)
        found["in several places"] = float(self.places[link.key] > 1)
        found["with picture"] = float(len(card.links) > 1 or bool(link.alt))


def _head(card: Card) -> str:
    family = card.family
    if family is not None:
        return f"{family} heading"
    return "neutral heading" if card.heading is not None else "no heading"


def _amid_words(box: Box) -> bool:
    """Whether running text stands right before or after a link, in its own line."""
    element = box.element
    while True:
        before = element.getprevious()
        parent = element.getparent()
        near = (before.tail if before is not None else parent.text if parent is not None else "") or ""
        if any(character.isalpha() for character in near[-200:] + (element.tail or "")[:200]):
            return True
        if parent is None or parent.tag not in INLINE:
            return False
        element = parent
