"""What is known of one card, as named numbers: the verdict and ``--explain`` read nothing else."""

from __future__ import annotations

import math
import re
from collections import Counter

from crawler.extract.related import lexicon, sentence
from crawler.extract.related.body_span import Body
from crawler.extract.related.cards import Card
from crawler.extract.related.marks import NONE, Marks, both
from crawler.extract.related.parts import Box, Outline

_COMMON = 0.3  # share of the page's cards, from which a word says nothing about this story
_MOST_TEXT = 4_000  # characters of the story's text whose words are known; what it is about stands there
_FEWEST_WORDS = 3  # a title of fewer words is weighed as if it had so many
_STRANGE = 0.1  # share of a title's words known from the text, below which it tells of something else
_ARROW = re.compile(r"^\s*[<«‹←]|[>»›→]\s*$")
_BACK = ("<", "«", "‹", "←")
_DATE = 30  # characters of a date
_UNSPACED_DATE = 5  # signs of a script without spaces, from which a text is a title
_POINTER = 4  # words, from which a text with an arrow behind it is a title
_NEAR = 0.15  # of the page's length after the text's end, that still counts as right after it
_SUBJECT = 60  # characters of a heading that names the subject; longer ones are stories' titles
_SUBJECT_RANK = 2  # of a heading that may name the subject; the first rank is the story's own headline

Features = dict[str, float]


class Reader:
    """Reads the cards of one page. ``headline`` and ``text`` are its story's own."""

    def __init__(self, outline: Outline, body: Body, cards: list[Card], headline: str, text: str | None) -> None:
        self.outline, self.body = outline, body
        self.around: dict[Box, Marks] = {}
        self.holders: set[Box] = set()
        box = body.box
        while box is not None:
            self.holders.add(box)
            box = box.parent
        tops = [h.end for h in outline.headings if h.rank == 1 and h.number < body.start]
        self.top = max(tops, default=body.start)
        # A box of related stories that stands twice, for wide and for narrow screens, makes none of them common.
        listed = [card for card in cards if card.family != "related" and card.titled]
        self.places = Counter(card.first.key for card in listed)
        # Nor does a sentence that links to a story: what the text itself points to is no fixture of the site.
        all_places = Counter(card.first.key for card in cards)
        twice = [card for card in listed if all_places[card.first.key] > 1]
        self.places.subtract(card.first.key for card in twice if self._is_in_sentence(card))
        words = [lexicon.words(" ".join(link.text for link in card.links)) for card in cards]
        counts = Counter(word for found in words for word in found)
        common = max(3, _COMMON * len(cards))
        self.subject = lexicon.words(headline)
        rare = {word for word, count in counts.items() if count <= common}
        own = rare & self.subject
        told = rare & lexicon.words_of_text((text or "")[:_MOST_TEXT])
        self.shared = [len(found & own) for found in words]
        self.known = [len(found & told) / max(_FEWEST_WORDS, len(found)) for found in words]
        self.lists: dict[int, list[float]] = {}  # cards, words shared with the headline, known words
        self.listed = [_list(card, body) for card in cards]
        for number, shared, known in zip(self.listed, self.shared, self.known, strict=True):
            sums = self.lists.setdefault(number, [0, 0.0, 0.0])
            sums[0] += 1
            sums[1] += min(shared, 2)
            sums[2] += known

    def features(self, card: Card, index: int) -> Features:
        """The numbers that speak for and against ``card``, those that are 0 left out."""
        place, found = self._place(card)
        found[f"{_head(card)} {place}"] = 1.0
        found[f"place {place}"] = 1.0
        self._heading(card, found)
        self._marks(card, found)
        self._words_of(card, index, found)
        self._address(card, found)
        return {name: value for name, value in found.items() if value}

    def _place(self, card: Card) -> tuple[str, Features]:
        box, body = card.first.box, self.body
        block = box.block()
        number = card.first.number
        inside = self._is_inside(number)
        if self._is_in_sentence(card):
            return "in a sentence", {}
        if inside and body.start <= number <= body.end:
            return "in the text", {"alone in its line": float(block.parent is body.box and block.stories == 1)}
        if number < body.start:
            return ("under the headline" if number > self.top else "before"), {}
        if inside:
            return "right after", {}
        far = (number - body.end) / max(1, self.outline.last)
        return ("after" if far <= _NEAR else "far after"), {}

    def _is_inside(self, number: int) -> bool:
        """Whether the box of the story's text holds what has this number."""
        box = self.body.box
        return box is not None and box.start <= number <= box.end

    def _is_in_sentence(self, card: Card) -> bool:
        """Outside the box of the story's text a list that says what it is has no sentences."""
        box = card.first.box
        label = card.heading.text if card.heading and card.heading.label else ""
        inside = self._is_inside(card.first.number)
        if not card.titled:
            return False  # "… and nobody knew. Read more" ends a teaser
        if card.family is None:
            if sentence.goes_on(box, card.text) or (inside and sentence.begins_a_sentence(box)):
                return True
            inside = inside or sentence.follows_words(box)
        excerpted = card.family == "related" and card.first.number == box.block().start
        return inside and not excerpted and sentence.around(box, card.text, label)

    def _heading(self, card: Card, found: Features) -> None:
        heading = card.heading
        if heading is None or (card.family == "related" and heading.verdict is None and card.outer is None):
            # Its own label says what a heading would.
            found["heading related, known"] = found["label in its line"] = float(card.family == "related")
            return
        if heading.verdict is not None:
            found[f"heading {heading.verdict.family}, {'known' if heading.verdict.whole else 'begins'}"] = 1.0
        elif heading.rank >= _SUBJECT_RANK and len(heading.text) <= _SUBJECT:
            found["heading on the subject"] = float(min(len(lexicon.words(heading.text) & self.subject), 2))
        found["label in its line"] = float(heading.label)
        found["far below its heading"] = min(math.log1p(card.since), 3.0)
        size = heading.scope.stories if heading.scope else 0
        found["heads many"] = math.log1p(max(0, size - 6))
        found["heads one"] = float(size == 1)

    def _marks(self, card: Card, found: Features) -> None:
        marks = self._around(card.first.box)
        heading = card.heading
        on_subject = heading is not None and heading.topical > 0 and heading.rank >= _SUBJECT_RANK
        # Readers see headings, not classes: without words that agree, a class name says next to nothing.
        agreed = card.family not in (None, "recirculation", "veto") or on_subject
        found["class related"] = float(marks.related and agreed)
        found["class recirculation"] = float(marks.recirculation)
        found["class advertisement"] = float(marks.advertisement)
        found["class navigation"] = float(marks.navigation)
        found["class side"] = float(marks.side)

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
                marks = both(marks, own)
            self.around[new] = marks
        return marks

    def _words_of(self, card: Card, index: int, found: Features) -> None:
        count, shared, known = self.lists[self.listed[index]]
        found["shares a rare word"] = float(self.shared[index] >= 1)
        found["its list shares words"] = shared / count
        found["known from the text"] = self.known[index]
        found["its list is known from the text"] = known / count
        found["nothing shared, no heading"] = float(
            card.heading is None and not shared and max(self.known[index], known / count) < _STRANGE
        )
        text = card.text
        found["no text"] = float(not text)
        if not (card.family == "related" and lexicon.is_pointing(text)):  # "Read more about the pier here"
            found["short text"] = float(len(text) < 20 and text.isascii())
            found["a word or two, barely like a story"] = float(
                text.count(" ") < 2 and text.isascii() and card.first.likeness < 2.5
            )
            found["begins in lower case"] = float(sentence.begins_low(text))
        found["a date"] = float(
            len(text) < _DATE
            and sum(map(str.isdigit, text)) >= 3
            and len(lexicon.SOME_LETTERS.findall(text)) <= 1
            and lexicon.unspaced(text) < _UNSPACED_DATE
        )
        found["previous or next"] = float(_points(text) or card.first.box.element.get("rel") in ("prev", "next"))

    def _address(self, card: Card, found: Features) -> None:
        link = card.first
        found["other site"] = float(not self.outline.addresses.same_site(link.url))
        found["barely like a story"] = float(link.likeness < 1.8)
        found["in several places"] = float(
            self.places[link.key] > (card.family != "related") or link.href in self.outline.furniture
        )


def _points(text: str) -> bool:
    """Whether a text begins with an arrow, or is a word or two before one; a quotation mark of a pair is none."""
    if not _ARROW.search(text) or ("«" in text and "»" in text):
        return False
    return lexicon.length(text) < _POINTER or text.lstrip()[:1] in _BACK


def _list(card: Card, body: Body) -> int:
    """A number that a card shares with those of its list: its heading's, else that of the box that holds them.

    What stands here and there in the text without a heading is one list.
    """
    if card.heading:
        return card.heading.number
    if body.start <= card.first.number <= body.end:
        return 0
    box = card.first.box
    while box.parent is not None and box.stories < 2:
        box = box.parent
    return -box.start


def _head(card: Card) -> str:
    if card.family is not None:
        return f"{card.family} heading"
    return "neutral heading" if card.heading is not None else "no heading"
