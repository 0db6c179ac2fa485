"""One walk over the tree: the links, the short texts that may head them, and the boxes that hold both.

Everything is numbered in document order, and every box knows its first and last number, so that "after", "inside" and
"the nearest box that holds both" are comparisons. Each element is entered and left once, so the work grows with the
page and not faster; what cannot be a story's address is known by its first look.

Most elements hold nothing that is asked for later: a box is made when something in it needs one. What a box holds is
the difference between two counts, taken where its element begins and where it ends.
"""

from __future__ import annotations

from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.related import furniture, lexicon, linked_heading, tabs
from crawler.extract.related.address import Addresses
from crawler.extract.related.parts import MOST_TEXT, Box, Count, Heading, Link, Outline, Text

# Of a link that its own markup calls a tag, a person or paid for (https://html.spec.whatwg.org/multipage/links.html).
_NO_STORY_RELS = frozenset(("author", "license", "search", "sponsored", "tag"))
MOST_LINKS = 20_000  # links read of one page; a page with more is a list, not a story
_UNSEEN = frozenset(("head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template"))
_UNREAD = _UNSEEN | {"button", "select", "textarea"}
_PASSED = _UNREAD | furniture.TAGS
_LABELLED = tabs.BOXES  # whose aria-label may be a heading, or that a tab opens
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)} | {"summary": 4, "legend": 4, "caption": 5, "dt": 6, "th": 6}
_AFTER = frozenset(("ol", "p", "table", "ul"))  # that no heading holds: one before them was never closed
# The tags that say more than their texts.
_TOLD = _PASSED | _LABELLED | frozenset(_HEADINGS) | _AFTER | {"a", "img"}
_TITLE = 12  # characters of what is said of a link without words, from which it may be a title and no "Next"
_INWARDS = 40  # elements between a box and the heading in it that names it
_MOST_TEXTS = 12  # pieces kept of a link's text


class _Walk:
    """What is gathered on the way, and the elements that are open."""

    def __init__(self, root: HtmlElement, addresses: Addresses) -> None:
        self.links: list[Link] = []
        self.headings: list[Heading] = []
        self.texts: list[Text] = []
        self.furniture: set[str] = set()
        self.addresses = addresses
        self.count: Count = (0, 0, 0, 0)
        self.root = root
        self.ids: dict[str, HtmlElement] | None = None  # what may head a box that names it, once one does
        self.named_words: dict[str, str] = {}  # of those, by id: many boxes may name one
        self.before, self.since = "", 0  # the address of the last story link, and its number
        self.tabs = tabs.Tabs()
        # The open elements, each with its tag, the count where it began and the link and heading around it.
        self.open: list[tuple[HtmlElement, str, Count, Link | None, Heading | None]] = []
        self.boxes: list[Box | None] = []  # of the open elements, where they have one already
        self.link: Link | None = None
        self.heading: Heading | None = None
        # Stands for every link that leads to no story.
        self.elsewhere = Link(0, Box(root, root.tag, None, 0, self.count))

    def box(self) -> Box:
        """The innermost open element's box; made, with those around it, where nothing needed it before."""
        boxes = self.boxes
        made = len(boxes)
        while made and boxes[made - 1] is None:
            made -= 1
        box = boxes[made - 1] if made else None
        for depth in range(made, len(boxes)):
            element, tag, begun, _, _ = self.open[depth]
            box = boxes[depth] = Box(element, tag, box, depth, begun)
        assert box is not None
        return box

    def next(self) -> int:
        """Give out a number."""
        number, plain, linked, stories = self.count
        self.count = number + 1, plain, linked, stories
        return number + 1

    def leave(self) -> None:
        """The innermost open element ends; the text after it is its parent's."""
        ended, _, _, self.link, self.heading = self.open.pop()
        box = self.boxes.pop()
        if box is not None:
            box.close(self.count)
        tail = ended.tail
        if tail and self.open and not tail.isspace():
            self.text(tail)

    def text(self, raw: str) -> None:
        """A text of the innermost open element."""
        text = " ".join(raw.split())
        number, plain, linked, stories = self.count
        number += 1
        heading, link = self.heading, self.link
        if heading is not None:
            heading.texts.append(text)
            heading.end = number
        if link is None:
            self.count = number, plain + len(text), linked, stories
            if heading is None and not (self.open[-1][1] in tabs.NAMES and self.tabs.tell(self.open[-1][0], text)):
                self.texts.append(Text(number, self.box(), text))
            return
        self.count = number, plain, linked + len(text), stories
        if not link.url:
            if heading is not None:
                return
            if linked_heading.is_one(text, self.open[-1][0], self.addresses):
                self.texts.append(Text(number, self.box(), text))
            elif linked_heading.is_written_as_one(text, self.open[-1][0]):
                subject = Heading.of_words(number, self.box(), text)
                subject.link = link
                self.headings.append(subject)
        else:
            if len(link.texts) < _MOST_TEXTS:
                link.texts.append(text)
            link.end = number
            if heading is not None and heading.number > link.number:
                link.headed = f"{link.headed} {text}".strip()[:MOST_TEXT]

    def anchor(self, element: HtmlElement) -> None:
        href = element.get("href")
        if not href:
            self.tab(element, (element.get("data-bs-target") or "").removeprefix("#"))
            return
        if href[0] == "#" or href.startswith("javascript:"):
            self.tab(element, href[1:] if href[0] == "#" else "")
        number, plain, linked, stories = self.count
        number += 1
        target = self.addresses.story(href)
        if target is None or len(self.links) >= MOST_LINKS or _is_marked_no_story(element):
            self.count = number, plain, linked, stories
            self.link = self.elsewhere
            return
        link = self.link = Link(number, self.box(), *target, end=number, href=href)
        said = element.get("aria-label") or element.get("title")
        if said and len(said) >= _TITLE:
            link.alt = " ".join(said[:MOST_TEXT].split())
        self.links.append(link)
        if link.key == self.before:
            self.again()
        else:
            stories += 1
        self.count = number, plain, linked, stories
        self.before, self.since = link.key, number
        if self.heading is not None:
            self.heading.stories += 1

    def again(self) -> None:
        """A link to the story of the link before it: one more of its card, and the first story of what began since."""
        opened = self.open
        for depth in range(len(opened) - 1, -1, -1):
            element, tag, (number, plain, linked, stories), link, heading = opened[depth]
            if number < self.since:
                return
            begun = number, plain, linked, stories - 1
            opened[depth] = element, tag, begun, link, heading
            if (box := self.boxes[depth]) is not None:
                box.begun = begun

    def head(self, rank: int) -> None:
        """A heading element begins."""
        if self.heading is None:
            number = self.next()
            self.heading = Heading(number, self.box(), rank, end=number, link=self.link)
            self.headings.append(self.heading)

    def follow(self, element: HtmlElement, tag: str) -> None:
        """A block that no heading holds begins: it ends one that was never closed, and is one that it emptied.

        Editors write ``<h3><p>See also</p></h3>``, and a parser ends the heading where the paragraph begins.
        """
        if self.heading is not None:
            if self.heading.texts or tag != "p":  # a list or a table has headings of its own
                self.heading = None
        elif tag == "p" and self.headings:
            last = self.headings[-1]
            if not (last.texts or last.words) and last.box.element is element.getprevious():
                self.head(last.rank)

    def passes(self, element: HtmlElement, tag: str) -> bool:
        """Whether an element is left out with all that it holds, but for what a tab says."""
        if tag in furniture.TAGS:
            return furniture.is_the_sites(element, tag)
        if tag == "button":
            self.tab(element, element.get("aria-controls"))
            said = linked_heading.words(element) if self.heading is None else ""
            if said and linked_heading.is_one(said, element, self.addresses):
                self.texts.append(Text(self.next(), self.box(), said))
        # A button that is all of a heading folds its box up.
        return tag != "button" or self.heading is None or bool(self.heading.texts)

    def picture(self, element: HtmlElement) -> None:
        """What a picture says to who cannot see it: a link's words, a heading's, or a heading of its own."""
        said = " ".join((element.get("alt") or "")[:MOST_TEXT].split())
        if not said:
            return
        if self.link is not None and self.link.url:
            self.link.alt = self.link.alt or said
        elif self.link is not None and not linked_heading.is_one(said, self.open[-2][0], self.addresses, drawn=True):
            return  # to a section or a shop
        elif self.heading is not None:
            self.heading.texts.append(said)
        else:
            self.spoken(said)

    def tab(self, element: HtmlElement, target: str | None) -> None:
        """What may open another box of the page."""
        said = f"{element.text or ''} {''.join(child.text or '' for child in element[:1])}"
        self.tabs.tell(element, " ".join(said.split()), target)

    def labelled(self, element: HtmlElement) -> None:
        """A box that may say aloud what it holds, or that a tab opens."""
        said = self.tabs.over(element)
        if not said and element.tag != "article":  # an item's label is its title
            said = element.get("aria-label") or ""
            if not said and (name := element.get("aria-labelledby")):
                said = self.named(element, name)
        if said:
            self.spoken(" ".join(said[:MOST_TEXT].split()))

    def named(self, element: HtmlElement, name: str) -> str:
        """The words of the element that a box names as its heading by an id, where that stands outside the box."""
        if self.ids is None:
            self.ids = {}
            for other in self.root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "div", "strong"):
                if own := other.get("id"):
                    self.ids.setdefault(own, other)
        heading = self.ids.get(name.strip())
        if heading is None or any(around is element for around in islice(heading.iterancestors(), _INWARDS)):
            return ""
        if name not in self.named_words:
            self.named_words[name] = linked_heading.words(heading)[:MOST_TEXT]
        return self.named_words[name]

    def spoken(self, said: str) -> None:
        """A heading that nobody sees as text."""
        if len(said) <= lexicon.LONGEST:
            found = lexicon.verdict(said)
            if found is not None and found.family not in ("weak", "kicker", "advertisement", "control"):
                heading = Heading.of_words(self.next(), self.box(), said, found)
                heading.link = self.link
                self.headings.append(heading)


def _is_marked_no_story(element: HtmlElement) -> bool:
    """Whether the rel of a link says that it leads to no story of the paper's own."""
    rel = element.get("rel")
    return bool(rel) and not _NO_STORY_RELS.isdisjoint(rel.lower().split())


def read(tree: HtmlElement, addresses: Addresses) -> Outline:
    """Walk ``tree``, which stays as it is."""
    walk = _Walk(tree, addresses)
    opened, boxes = walk.open, walk.boxes
    steps = etree.iterwalk(tree, events=("start", "end"))
    for step, element in steps:
        if step == "end":
            walk.leave()
            continue
        tag = element.tag
        opened.append((element, tag, walk.count, walk.link, walk.heading))
        boxes.append(None)
        if tag in _TOLD:
            if tag in _PASSED and walk.passes(element, tag):
                if tag in furniture.TAGS:
                    walk.furniture.update(link.get("href") or "" for link in element.iter("a"))
                steps.skip_subtree()
                continue
            if tag in _LABELLED:
                walk.labelled(element)
            elif tag == "a":
                walk.anchor(element)
            elif tag == "img":
                walk.picture(element)
            elif tag in _HEADINGS:
                walk.head(_HEADINGS[tag])
            if tag in _AFTER:
                walk.follow(element, tag)
        text = element.text
        if text and not text.isspace():
            walk.text(text)
    return Outline(walk.links, walk.headings, walk.texts, walk.furniture, addresses, walk.count[0])
