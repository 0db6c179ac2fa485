"""Which links stand under which heading.

A heading heads what follows it inside the nearest box that holds both: wrappers that hold only the heading are climbed
by that. It ends where its box ends, where a heading of its own or a higher rank begins, and where the story's text
goes on. An item's own title is no heading.
"""

from __future__ import annotations

from bisect import bisect_right
from statistics import median

from crawler.extract.related import candidates, cards, lexicon, other_stories
from crawler.extract.related.body_span import Body
from crawler.extract.related.cards import Card
from crawler.extract.related.columns import Columns
from crawler.extract.related.parts import INLINE, STYLED_RANK, Box, Heading, Outline

_LOW_RANK = 5  # of headings that name the section of one item
_GOES_ON = 3  # characters beside a label, from which its line holds what it is a label for
_FEWEST_TITLES = 2  # stories under a heading of topics
_TITLE_WORDS = 5  # of titles there; tags have fewer
_TAG, _TAG_WORDS = 24, 2  # characters and words of the longest tag
_TOLD_BELOW = frozenset(("topics", "related"))
_LISTS = frozenset(("aside", "nav"))  # boxes that have a heading of their own


def assign(outline: Outline, body: Body, headline: str) -> list[Card]:
    """Every card with its heading."""
    found = cards.gather(outline)
    own = lexicon.fold(headline)
    numbers = [link.number for link in outline.links]
    stories = [link.number for card in found for link in card.links]  # "More" beside a heading is none
    columns = Columns(outline)
    headings = [h for h in candidates.find(outline, own, numbers) if _bind(h, stories, body, columns)]
    headings.sort(key=lambda heading: heading.number)
    stack: list[tuple[Heading, int]] = []
    place = turn = 0
    for index, card in enumerate(found):
        number = card.begins()
        while place < len(headings) and headings[place].number < number:
            heading = headings[place]
            last, begun = stack[-1] if stack else (None, 0)
            if last is None or not ((begun == index and _goes_on(last, heading)) or _is_kicker(heading, last)):
                while stack and _ends(stack[-1][0], heading):
                    stack.pop()
                stack.append((heading, index))
            place += 1
        while turn < len(body.breaks) and body.breaks[turn] < number:
            at = body.breaks[turn]
            stack = [s for s in stack if s[0].number > at or not _holds(s[0].scope, at)]
            turn += 1
        while stack and not _holds(stack[-1][0].scope, number):
            stack.pop()
        if stack and stack[-1][1] < index and _is_in_menu_below(card, found[stack[-1][1]]):
            stack.pop()
        if stack:
            card.heading, begun = stack[-1]
            outer, outer_begun = next(((h, b) for h, b in reversed(stack[:-1]) if h.verdict is not None), (None, 0))
            if card.heading.verdict is None:
                card.outer = outer
            elif outer and outer.verdict and outer.verdict.family == "related" and _is_part(card.heading):
                card.heading, begun = outer, outer_begun
            card.since = index - begun
    _tell_topics(found)
    _tell_families(found, other_stories.find(outline, body, own))
    # This very story, and what has its title elsewhere (to be heard, to be printed), is no other.
    others = [card for card in found if card.first.key != outline.addresses.own_key]
    return [card for card in others if lexicon.fold(card.text) != own] if own else others


def _tell_topics(found: list[Card]) -> None:
    """ "Related topics" heads tags with some papers and stories with others, "more on this" seldom tags: titles have
    more words.
    """
    below: dict[int, tuple[Heading, lexicon.Verdict, list[str]]] = {}
    for card in found:
        for heading in (card.heading, card.outer):
            if heading is not None and heading.verdict is not None and heading.verdict.family in _TOLD_BELOW:
                texts = below.setdefault(heading.number, (heading, heading.verdict, []))[2]
                texts += [] if lexicon.is_pointing(card.text) else [card.text]
    for heading, verdict, texts in below.values():
        if verdict.family == "topics":
            stories = len(texts) >= _FEWEST_TITLES and median(map(lexicon.length, texts)) >= _TITLE_WORDS
        else:
            short = bool(texts) and all(0 < len(text) <= _TAG for text in texts)
            stories = not short or median(map(lexicon.length, texts)) > _TAG_WORDS
        heading.verdict = verdict._replace(family="related" if stories else "veto")


def _tell_families(found: list[Card], others: list[tuple[int, int]]) -> None:
    """What its links and headings say of each card; what stands in one of the ``others`` is that story's own."""
    for card in found:
        number = card.first.number
        place = bisect_right(others, number, key=lambda other: other[0]) - 1 if others else -1
        if place >= 0 and number <= others[place][1]:
            card.heading, card.outer, card.family = None, None, "recirculation"
        else:
            card.family = card.judged()


def _is_in_menu_below(card: Card, first: Card) -> bool:
    """Whether a card stands in a ``nav`` that begins after the first of its list: "previous" and "next" below it."""
    menu = card.first.box.menu
    return menu is not None and menu.start > first.first.number


def _holds(scope: Box | None, number: int) -> bool:
    return scope is not None and scope.start <= number <= scope.end


def _is_part(heading: Heading) -> bool:
    """Whether a heading ("Analysis", "Video") only names a part of the list that another heads."""
    return heading.verdict is not None and heading.verdict.family in ("weak", "kicker") and not heading.label


def _is_kicker(new: Heading, old: Heading) -> bool:
    """A weak word over one story of a list ("Analysis", "Video") says what it is, and leaves it in its list."""
    return (
        new.verdict is not None
        and new.verdict.family in ("weak", "kicker", "recirculation", "veto")
        and (new.rank == STYLED_RANK or new.rank > old.rank)
        and (old.verdict is not None and old.verdict.family not in ("weak", "kicker"))
        and new.scope is not None
        and new.scope.stories == 1
        and old.scope is not None
        and _holds(old.scope, new.number)
        and old.scope.depth < new.scope.depth
    )


def _goes_on(old: Heading, new: Heading) -> bool:
    """Whether a heading right below another, with nothing between, is more of the same one.

    It says the same again, as what is seen does after an aria-label, or is a second line: "Dossier / The old railway".
    """
    if old.verdict is None or new.number > old.end + 1 or not _holds(old.scope, new.number):
        return False
    if new.verdict is not None:
        return old.verdict == new.verdict and lexicon.fold(old.text) == lexicon.fold(new.text)
    lower = new.rank > old.rank or (new.rank == STYLED_RANK and new.look != old.look)
    return old.verdict.family == "related" and lower


def _ends(old: Heading, new: Heading) -> bool:
    """Whether a new heading ends an older one that is still open."""
    if old.scope is None or new.scope is None or old.scope.end < new.number:
        return True
    # A box headed with the story's own subject keeps its sub-headings, "Latest news" among them.
    hub = bool(old.topical) and old.scope.depth < new.scope.depth and old.scope.start <= new.scope.start
    if new.verdict is not None and new.verdict.family not in ("weak", "kicker"):
        return not new.label and not hub
    if old.scope is new.scope and new.rank > old.rank:
        return False
    return old.scope.depth >= new.scope.depth or (new.rank <= old.rank and not hub)


def _is_empty_list(box: Box, below: Box) -> bool:
    """A box made for a list that holds its heading and no story: a script fills it, and what follows is another's."""
    if box.tag in _LISTS:
        return True
    after = below.element.getnext() if below is not box else None
    if after is None or not isinstance(after.tag, str) or after.tag in INLINE:
        return False
    return (box.tag == "section" or box.marks().related) and not box.marks().heading and not _is_in_related(box)


def _is_over(heading: Heading, below: Box) -> bool:
    """Whether what a heading of tags is for has ended: it stood in its own line ("Tags: …") or with it in a box."""
    block = heading.box.block()
    if block.plain + block.linked - len(heading.text) > _GOES_ON and not heading.label:
        return True
    return below is not heading.box and not below.stories and below.linked > heading.box.linked


def _is_in_related(box: Box) -> bool:
    """Whether a box is a part of one that its class calls related: then the list may be another part."""
    above = box.parent
    while above is not None:
        if above.marks().related:
            return True
        above = above.parent
    return False


def _bind(heading: Heading, numbers: list[int], body: Body, columns: Columns) -> bool:
    """Find the box that a heading is for; False if it heads no story."""
    if (column := columns.below(heading)) is not None:
        heading.scope, heading.number, heading.end = column, column.start - 1, column.start - 1
        return True
    place = bisect_right(numbers, heading.end)
    following = numbers[place] if place < len(numbers) else None
    if following is None or following - heading.end > cards.NEAR or body.broken(heading.end, following):
        return False
    scope = below = heading.box
    while scope.end < following and scope.parent is not None:
        if _is_empty_list(scope, below):
            return False
        below, scope = scope, scope.parent
    heading.scope = scope
    heading.label = heading.box.block().end >= following
    if heading.verdict is not None and heading.verdict.family in ("veto", "topics") and _is_over(heading, below):
        return False
    if heading.rank >= _LOW_RANK and below.stories == 1 and below.start < heading.number:
        # "Politics" below an item's title is the section of that item.
        return heading.verdict is not None and heading.verdict.family == "related"
    # A neutral text over a single story is that story's title or kicker.
    return heading.verdict is not None or scope.stories > 1
