"""Which links stand under which heading.

A heading heads what follows it inside the nearest box that holds both: wrappers that hold only the heading are climbed
by that. It ends where its box ends, where a heading of its own or a higher rank begins, and where the story's text
goes on. An item's own title is no heading.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from crawler.extract.related import lexicon
from crawler.extract.related.body_span import Body
from crawler.extract.related.outline import STYLED_RANK, Box, Heading, Link, Outline

_FARTHEST = 16  # texts and links between a heading and its first story, beyond which its own list is empty
_SHORT = 60  # characters of a neutral heading
_FEW_WORDS = 4  # "More local news" is a link to a list; longer texts may be headlines
_TITLE = 12  # characters of a heading in a link, from which it is the headline and no kicker
_BESIDE = 40  # characters that may stand in a line beside a heading's words


@dataclass(slots=True)
class Card:
    """One story as a reader sees it on the page: picture, headline and "more" of one address."""

    links: list[Link]
    heading: Heading | None = None  # the nearest
    outer: Heading | None = None  # the nearest whose words the lexicon knows, where the nearest is neutral
    since: int = 0  # cards between the heading and this one
    below_subject: bool = False  # in a box headed with words of this story's headline

    @property
    def family(self) -> lexicon.Family | None:
        """What the label in its own text, else its heading, says of it."""
        said = lexicon.label(self.text)
        if said is None and len(self.first.texts) > 1 and (verdict := lexicon.verdict(self.first.texts[0])):
            said = (verdict.family, "") if verdict.whole and verdict.family in ("related", "advertisement") else None
        if said is not None and said[0] != "veto":
            return "related" if said[0] in ("related", "weak") else "recirculation"
        for heading in (self.heading, self.outer):
            if heading is not None and heading.verdict is not None:
                colon = heading.label and heading.text.rstrip().endswith((":", "："))
                return "related" if colon and heading.verdict.family == "weak" else heading.verdict.family
        return None

    @property
    def is_list_link(self) -> bool:
        """Its text is what headings say ("More local news"): it leads to a list, not to a story."""
        verdict = lexicon.verdict(self.text)
        return verdict is not None and len(self.links) == 1 and (verdict.whole or self.text.count(" ") < _FEW_WORDS)

    @property
    def first(self) -> Link:
        return self.links[0]

    @property
    def text(self) -> str:
        """The headline: what stands in a heading element, else the longest text, else the picture's words."""
        headed = next((link.headed for link in self.links if link.headed), "")
        if len(headed) >= _TITLE and lexicon.verdict(headed) is None:
            return headed
        texts = sorted((link.text for link in self.links), key=len, reverse=True)
        return texts[0] or next((link.alt for link in self.links if link.alt), "")


def cards(outline: Outline) -> list[Card]:
    """The story links in document order, neighbours of one address as one."""
    found: list[Card] = []
    for link in outline.links:
        if found and found[-1].first.key == link.key and link.number - found[-1].links[-1].end <= _FARTHEST:
            found[-1].links.append(link)
        else:
            found.append(Card([link]))
    return [card for card in found if not card.is_list_link]


def assign(outline: Outline, body: Body, headline: str) -> list[Card]:
    """Every card with its heading."""
    found = cards(outline)
    numbers = [link.number for link in outline.links]
    headings = [h for h in _candidates(outline, lexicon.fold(headline)) if _bind(h, numbers, body)]
    headings.sort(key=lambda heading: heading.number)
    stack: list[tuple[Heading, int]] = []
    place = turn = 0
    for index, card in enumerate(found):
        number = card.first.number
        while place < len(headings) and headings[place].number < number:
            heading = headings[place]
            kicker = stack and _is_kicker(heading, stack[-1][0])
            while stack and not kicker and _ends(stack[-1][0], heading):
                stack.pop()
            if not kicker:
                stack.append((heading, index))
            place += 1
        while turn < len(body.breaks) and body.breaks[turn] < number:
            at = body.breaks[turn]
            stack = [s for s in stack if s[0].number > at or not _holds(s[0].scope, at)]
            turn += 1
        while stack and not _holds(stack[-1][0].scope, number):
            stack.pop()
        if stack:
            card.heading, begun = stack[-1]
            card.since = index - begun
            card.below_subject = any(heading.topical for heading, _ in stack if heading is not card.heading)
            if card.heading.verdict is None:
                card.outer = next((h for h, _ in reversed(stack[:-1]) if h.verdict is not None), None)
    return found


def _holds(scope: Box | None, number: int) -> bool:
    return scope is not None and scope.start <= number <= scope.end


def _is_kicker(new: Heading, old: Heading) -> bool:
    """A weak word over one story of a list ("Analysis", "Video") says what it is, and leaves it in its list."""
    return (
        new.verdict is not None
        and new.verdict.family in ("weak", "recirculation")
        and new.rank == STYLED_RANK
        and (old.verdict is not None and old.verdict.family != "weak")
        and new.scope is not None
        and new.scope.stories == 1
        and old.scope is not None
        and _holds(old.scope, new.number)
        and old.scope.depth < new.scope.depth
    )


def _ends(old: Heading, new: Heading) -> bool:
    """Whether a new heading ends an older one that is still open."""
    if old.scope is None or new.scope is None or old.scope.end < new.number:
        return True
    # A box headed with the story's own subject keeps its sub-headings, "Latest news" among them.
    hub = bool(old.topical) and old.scope.depth < new.scope.depth and old.scope.start <= new.scope.start
    if new.verdict is not None and new.verdict.family != "weak":
        return not new.label and not hub
    return old.scope.depth >= new.scope.depth or (new.rank <= old.rank and not hub)


def _candidates(outline: Outline, headline: str) -> list[Heading]:
    found = []
    subject = lexicon.words(headline)
    for heading in outline.headings:
        text = heading.text
        if heading.verdict is None and text:
            heading.verdict = lexicon.verdict(text)
        if _is_advertisement(heading.verdict) or _is_title(heading):
            continue
        if heading.verdict is None:
            if not any(character.isalpha() for character in text[:20]):
                continue
            heading.topical = len(lexicon.words(text) & subject)
        if not text or (heading.stories and not (heading.verdict and heading.verdict.whole)):
            continue
        if heading.verdict is None and headline and lexicon.fold(text) == headline:
            heading.rank = 1
        found.append(heading)
    for seen in outline.texts:
        spoken = _spoken(seen.text, seen.number, seen.box)
        if spoken:
            if spoken.verdict is None:
                spoken.topical = len(lexicon.words(spoken.words) & subject)
            found.append(spoken)
    return found


def _is_advertisement(verdict: lexicon.Verdict | None) -> bool:
    """The word over an advertisement stands anywhere, in the midst of lists too, and heads nothing else."""
    return verdict is not None and verdict.family == "advertisement"


def _is_title(heading: Heading) -> bool:
    """An item's title: it stands in the item's link, or in a box with the item's only link."""
    if heading.verdict is not None and heading.verdict.whole:
        return False
    link = heading.box.link
    if link is not None and link.url:
        return True
    box: Box | None = heading.box
    while box is not None and not box.stories:
        box = box.parent
    return heading.verdict is None and box is not None and box.stories == 1


def _spoken(text: str, number: int, box: Box) -> Heading | None:
    """A line of text that heads what follows, by its words or by its class."""
    if len(text) > lexicon.LONGEST:
        return None
    verdict = lexicon.verdict(text)
    if _is_advertisement(verdict):
        return None
    block = box.block()
    if verdict is None:
        styled = len(text) <= _SHORT and block.plain <= _SHORT and (box.marks().heading or block.marks().heading)
        return Heading(number, box, STYLED_RANK, words=text, end=number) if styled else None
    if block.plain - len(text) > _BESIDE and not (block.start == number and text.rstrip().endswith((":", "："))):
        return None
    return Heading(number, box, STYLED_RANK, words=text, end=number, verdict=verdict)


def _bind(heading: Heading, numbers: list[int], body: Body) -> bool:
    """Find the box that a heading is for; False if it heads no story."""
    place = bisect_right(numbers, heading.end)
    if place == len(numbers):
        return False
    following = numbers[place]
    if following - heading.end > _FARTHEST or body.broken(heading.end, following):
        return False
    scope = below = heading.box
    while scope.end < following and scope.parent is not None:
        below, scope = scope, scope.parent
    heading.scope = scope
    block = heading.box.block()
    heading.label = block.end >= following
    if heading.rank == STYLED_RANK and below.stories == 1 and below.start < heading.number:
        # "Politics" below an item's title is the section of that item.
        return heading.verdict is not None and heading.verdict.family == "related"
    # A neutral text over a single story is that story's title or kicker.
    return heading.verdict is not None or scope.stories > 1
