"""Which headings and lines of text may head what follows, by what they are made of and what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from crawler.extract.related import lexicon, sentence
from crawler.extract.related.address import Addresses
from crawler.extract.related.parts import INLINE, Box, Heading, Link, Outline, Text
from crawler.extract.text import COLONS

_SHORT = 60  # characters of a neutral heading
_DATE = 30  # characters of a date
_DATE_DIGITS = 5
_SEE_ALSO = lexicon.Verdict("related", True)  # which needs no colon before its link
_ABOVE_TITLES = frozenset(("veto", "kicker", "weak"))  # "People" above a title in its link is the item's section
_TITLES = 2  # of stories, from which a linked heading that is written as they are is another item's title
# What ends a sentence, or parts a label from it.
_PARTED = re.compile(r"[.!?…。！？؟।۔։|;()\[\]–—\"“”„«»「」『』]|\s-\s")
_AND = 6  # characters between two links that one label is for: ", and"
_POINTING = frozenset(("related", "weak"))
_BOLD = frozenset(("b", "strong"))
_MOST_PIECES = 4  # of a heading
_BESIDE = 40  # characters that may stand in a line beside a heading's words


def find(outline: Outline, headline: str, numbers: list[int]) -> list[Heading]:
    """The candidates, headings first, then texts; ``headline`` is the story's own, folded, ``numbers`` the links'."""
    found = []
    subject = lexicon.words(headline)
    titles = Counter(heading.look for heading in outline.headings if heading.stories or _in_story(heading))
    for heading in outline.headings:
        text = heading.text
        if heading.verdict is None and text:
            heading.verdict = _said(text, outline.addresses)
        if _heads_nothing(heading.verdict) or _is_title(heading):
            continue
        if heading.verdict is None:
            if not _has_letters(text) or _is_date(text):
                continue
            heading.topical = len(lexicon.words(text) & subject)
            section = heading.words and not heading.topical  # a link in a heading's dress may be one of one item
            if section or (titles[heading.look] >= _TITLES and _leads_elsewhere(heading)):
                continue
        if label := _label_of_title(heading, outline, numbers):
            found.append(label)
            continue
        if not text or (heading.stories and not (heading.verdict and heading.verdict.whole)):
            continue
        if heading.verdict is None and headline and lexicon.fold(text) == headline:
            heading.rank = 1
        found.append(heading)
    for spoken in _lines(outline, numbers, found[-1] if found else None):
        if spoken.verdict is None:
            spoken.topical = len(lexicon.words(spoken.words) & subject)
        found.append(spoken)
    return found


def _lines(outline: Outline, numbers: list[int], before: Heading | None) -> Iterator[Heading]:
    """The texts that head something; ``before`` is the last candidate before them."""
    last = 0  # the number of what a heading in pieces has taken
    looks: set[tuple[str | None, ...]] = set()  # of known headings: what is written as they are is one
    for place, (seen, behind) in enumerate(zip_longest(outline.texts, outline.texts[1:])):
        if seen.number <= last:
            continue
        goes_on = behind is not None and behind.number == seen.number + 1 and seen.box.start == seen.number
        line = _in_pieces(place, outline) if goes_on else None
        line = line or _spoken(seen, outline, numbers) or _last_words(seen, outline, numbers, before)
        if line is None and looks and _look(seen) in looks and _has_letters(seen.text):
            line = Heading.of_words(seen.number, seen.box, seen.text)
        if line is not None:
            if line.verdict is not None and line.verdict.family in lexicon.LISTS and (look := _look(seen)):
                looks.add(look)
            before, last = line, line.end
            yield line


def _look(seen: Text) -> tuple[str | None, ...] | None:
    """How a line is written that is all in bold; None where it is not, or something stands beside it."""
    box = seen.box
    if box.tag not in _BOLD or len(seen.text) > _SHORT:
        return None
    block = box.block()
    if block.tag == "li" or block.plain != len(seen.text) or block.linked:
        return None
    return box.tag, box.element.get("class"), block.tag, block.element.get("class")


def _label_of_title(heading: Heading, outline: Outline, numbers: list[int]) -> Heading | None:
    """The label in a heading element before the only link in it: "Also read: <a>The pier is shut</a>"."""
    if heading.stories != 1 or len(heading.texts) < 2 or _in_story(heading):
        return None
    place = bisect_right(numbers, heading.number)
    verdict = _said(heading.texts[0], outline.addresses)
    if place == len(numbers) or verdict is None or not verdict.whole or verdict.family not in _POINTING:
        return None
    if outline.links[place].texts[:1] == heading.texts[:1]:
        return None  # the link begins with it
    return Heading.of_words(heading.number, heading.box, heading.texts[0], verdict)


def _leads_elsewhere(heading: Heading) -> bool:
    """Whether a heading with a class of its own holds a link, though to no story that its address shows."""
    element = heading.box.element
    return bool(element.get("class")) and next(element.iter("a"), None) is not None


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text[:20])


def _is_date(text: str) -> bool:
    return (
        len(text) < _DATE
        and sum(map(str.isdigit, text)) >= _DATE_DIGITS
        and len(lexicon.SOME_LETTERS.findall(text)) <= 2
    )


def _heads_nothing(verdict: lexicon.Verdict | None) -> bool:
    """The word over an advertisement or a button stands anywhere, in the midst of lists too, and heads no list."""
    return verdict is not None and verdict.family in ("advertisement", "control")


def _is_title(heading: Heading) -> bool:
    """An item's title or kicker: it stands in the item's link, or in a box with the item's only link."""
    if heading.verdict is not None and heading.verdict.whole:
        return _in_story(heading) and (heading.verdict.family in _ABOVE_TITLES or _is_kicker(heading))
    if _in_story(heading):
        return True
    box: Box | None = heading.box
    while box is not None and not box.stories:
        box = box.parent
    return heading.verdict is None and box is not None and box.stories == 1


def _is_kicker(heading: Heading) -> bool:
    """Whether the link that a heading stands in has a title besides, and so is no heading as a whole."""
    rest = heading.link.text.replace(heading.text, "", 1) if heading.link is not None else ""
    return _has_letters(rest) and lexicon.verdict(rest.strip()) is None


def _in_story(heading: Heading) -> bool:
    """Whether a heading stands in the link to a story."""
    return heading.link is not None and bool(heading.link.url)


def _said(text: str, addresses: Addresses) -> lexicon.Verdict | None:
    """What a heading says; "more on" the paper itself says as much as "more news"."""
    verdict = lexicon.verdict(text)
    if verdict == lexicon.ON_A_SUBJECT and (opening := addresses.before_name(lexicon.fold(text))):
        said = lexicon.verdict(opening)
        if said is not None and said.family == "topics":
            return lexicon.Verdict("recirculation", False)
    return verdict


def _spoken(seen: Text, outline: Outline, numbers: list[int]) -> Heading | None:
    """A line of text that heads what follows, by its words or by its class."""
    number, box, text = seen.number, seen.box, seen.text
    if len(text) > lexicon.LONGEST:
        return None
    verdict = _said(text, outline.addresses)
    if _heads_nothing(verdict):
        return None
    block = box.block()
    if verdict is None:
        styled = len(text) <= _SHORT and block.plain <= _SHORT and (box.marks().heading or block.marks().heading)
        return Heading.of_words(number, box, text) if styled and _has_letters(text) else None
    if (
        block.plain - len(text) > _BESIDE
        and not (
            text.rstrip().endswith(COLONS) and (box.start == number or _labels(number, box, outline.links, numbers))
        )
        and not _is_own_line(box)
        and not _is_first_line(number, box)
        and not (
            verdict == _SEE_ALSO and box.tag in INLINE and box.start == number and _next_link(number, numbers) >= 0
        )
    ):
        return None
    if _begins_a_sentence(seen, verdict, outline, numbers):
        return None
    return Heading.of_words(number, box, text, verdict)


def _in_pieces(place: int, outline: Outline) -> Heading | None:
    """A line that begins with several inline pieces which only together say what they head: "<b>Most</b> read"."""
    first, *behind = outline.texts[place : place + _MOST_PIECES]
    block = first.box.block()
    if block.plain > lexicon.LONGEST + _BESIDE or block.start != first.number:
        return None
    pieces = [first.text]
    for after in behind:
        if after.number != first.number + len(pieces) or after.box.block() is not block:
            break
        pieces.append(after.text)
    text = " ".join(pieces)
    if len(pieces) == 1 or len(text) > lexicon.LONGEST or block.plain - len(text) > _BESIDE:
        return None
    verdict = _said(text, outline.addresses)
    if verdict is None or _heads_nothing(verdict) or not (verdict.whole or not any(map(lexicon.verdict, pieces))):
        return None
    heading = Heading.of_words(first.number, block, text, verdict)
    heading.end = first.number + len(pieces) - 1
    return heading


def _begins_a_sentence(seen: Text, verdict: lexicon.Verdict, outline: Outline, numbers: list[int]) -> bool:
    """Whether a known word is the first of a sentence: "Earlier <a>the operator hired forty hands</a>."."""
    if seen.text.rstrip().endswith(COLONS) or (verdict.family != "recirculation" and " " in seen.text):
        return False
    place = _next_link(seen.number, numbers)
    if place < 0 or (link := outline.links[place]).box.block() is not seen.box.block():
        return False
    return sentence.begins_low(link.text) and sentence.goes_on(link.box, link.text)


def _last_words(seen: Text, outline: Outline, numbers: list[int], before: Heading | None) -> Heading | None:
    """The label of the one link that follows, where a line of text ends with it: "The pier is shut. See: <a>…".

    ``before`` is the last candidate: what is told of one link holds for those that a comma or an "and" adds to it.
    """
    text = seen.text.rstrip(sentence.QUOTES)
    adds, labels = len(text) <= _AND, text.endswith(COLONS)
    place = _next_link(seen.number, numbers) if adds or labels else -1
    if place < 0 or (link := outline.links[place]).box.block() is not seen.box.block():
        return None
    if adds and before is not None and place and before.box is outline.links[place - 1].box:
        return Heading.of_words(seen.number, link.box, before.words, before.verdict)
    if not labels or sentence.begins_low(link.text) or sentence.goes_on_behind(link.box):
        return None  # "They wrote: <a>the region will not pay</a>, and that was all."
    said = _PARTED.split(text[-lexicon.LONGEST :])[-1].strip()
    verdict = lexicon.verdict(said)
    if verdict is None or verdict.family not in _POINTING or not verdict.whole:
        return None
    return Heading.of_words(seen.number, link.box, said, verdict)


def _labels(number: int, box: Box, links: list[Link], numbers: list[int]) -> bool:
    """Whether a text stands between a line break and a link: a line of its own where breaks part the paragraphs."""
    place = _next_link(number, numbers)
    if place < 0:
        return False
    inline = box.tag in INLINE
    element = box.element if inline else links[place].box.element
    while element.getprevious() is None and (parent := element.getparent()) is not None and parent.tag in INLINE:
        element = parent
    before = element.getprevious()
    return before is not None and before.tag == "br" and not (inline and before.tail and before.tail.strip())


def _next_link(number: int, numbers: list[int]) -> int:
    """Which of the links begins right after a text; -1 where none does."""
    place = bisect_right(numbers, number)
    return place if place < len(numbers) and numbers[place] == number + 1 else -1


def _is_first_line(number: int, box: Box) -> bool:
    """A box begins with a text and a block follows: "<div>See also<ul>"."""
    element = box.element
    if box.tag in INLINE or box.start != number or not len(element):
        return False
    return element[0].tag == "br" or element[0].tag not in INLINE


def _is_own_line(box: Box) -> bool:
    """An inline element between blocks: a line of its own in a box that holds much else."""
    if box.tag not in INLINE:
        return False
    while box.parent is not None and box.parent.tag in INLINE:
        box = box.parent
    element = box.element
    before, after = element.getprevious(), element.getnext()
    return (
        not box.lead().strip()
        and not (element.tail and element.tail.strip())
        and (before is None or before.tag == "br" or before.tag not in INLINE)
        and (after is None or after.tag == "br" or after.tag not in INLINE)
    )
