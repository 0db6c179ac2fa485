"""Which boxes of a page hold no story text, by their element, class, id and role."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract import dom, picture_credits
from crawler.extract.text import clean

# Elements that never hold a story's running text.
UNREAD = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video",
    "picture", "button", "select", "option", "input", "textarea", "nav", "footer", "head", "dialog", "menu", "map",
))  # fmt: skip
_BOXES = frozenset(("aside", "figure", "figcaption", "address", "form"))  # a form may hold the whole page (ASP.NET)

# Words in class and id, as templates in many languages write them. Word boundaries matter ("ad" is in "lead").
_NOISE = re.compile(
    r"(?:^|[\W_])(?:"
    r"relat(?:ed|e)|relacionad[ao]s?|verwandte?|correlat[io]|recommend(?:ed|ations?|s)?|recirc\w*|"
    r"promo(?:s|tion|box|ted)?|teasers?|outbrain|taboola|"
    r"newsletters?|subscribe|sign-?up|sign-?in|log-?in|register|identity|"
    r"paywall-?(?:promo|offer|box|message|banner|modal|overlay|prompt|teaser|cta)|upsell|abo-?box|drop-?down|"
    r"share|shar(?:ing|e-?bar|e-?tools?|eaholic)|social\w*|sociales|follow\w*|tools?|toolbar|"
    r"comments?|comment-?list|disqus|respond|kommentar\w*|comentarios|commentaires|"
    r"ads?|advert\w*|advertisement|adsbygoogle|dfp|sponsor\w*|anzeige|werbung|publicidad|pubblicita|reklam\w*|banner|"
    r"caption|captions|credit|credits|copyright|legende|bildunterschrift|didascalia|"
    r"by-?lines?|author-?\w*|authors|autor|autore|autoren|autor(?:en)?-?(?:box|kasten|info|profil)\w*|bio|biography|"
    r"breadcrumbs?|tags?|tag-?list|tag-?cloud|topics?|keywords|labels?|"
    r"cookies?|consent|gdpr|cmp|onetrust|modal|popup|pop-?over|tooltip|overlay\w*|lightbox|"
    r"fact-?box\w*|info-?box\w*|faktabo[kx]s?|fakta|faktarute|fakten-?box|sidebar|side-?bar|rail|widget\w*|most-?\w*|popular|trending|latest|ticker|"
    r"nav|navbar|navigation|menu|pagination|pager|footer|site-?header|masthead|"
    r"carousel|slider|swiper|slick|gallery|galleries|slideshow|player|audio|podcast|"
    r"excerpt|wp-block-post|metadata|meta-?text\w*|article-?meta|post-?meta(?:data)?|(?<!has-)(?<!with-)reading-?time(?!-\d)|entry-?meta|dateline|timestamp|date|pubdate|"
    r"sr-?only|visually-?hidden|hidden|screen-?reader\w*|skip-?link|offscreen|print-?only|"
    r"weather|horoscope|stock-?\w*|rating|rate|poll|quiz|survey|feedback|donat\w*|support-?us|"
    r"embed-?\w*|oembed|twitter-?tweet|instagram-?media|tweet|fb-?post|"
    r"see-?also|more-?(?:on|news|stories|from)|also-?read|lesen-?sie|lire-?aussi|leggi-?anche|"
    r"inline-?(?:links?|promo|article|related|teaser|story)|article-?link|linkbox|link-?box|factbox-?link|"
    r"disclaimer|correction-?policy|read-?next|up-?next|next-?up|prev-?next|whatsapp|telegram|app-?promo|download-?app"
    r")(?:$|[\W_])",
    re.IGNORECASE,
)
# Words of boxes that hold a teaser or an offer, and sometimes the story: its parts as cards, its rest behind a button.
_CARD = re.compile(r"(?:^|[\W_])cards?(?:$|[\W_])", re.IGNORECASE)
_REST = re.compile(
    r"(?:^|[\W_])(?:subscriptions?|registration|regwall|blocker|capping|read-?more)(?:$|[\W_])", re.IGNORECASE
)
# Of all these: what is no word of a sentence even in its midst, since no reader sees it or it is the house that speaks.
_INSET = re.compile(
    r"(?:^|[\W_])(?:sr-?only|visually-?hidden|screen-?reader\w*|offscreen|print-?only|skip-?link|"
    r"hidden(?!-(?:print|xs|sm|md|lg|mobile|desktop))|tooltip-?(?:text|content|inner|box)|tooltiptext|modal|popup|"
    r"ads?|advert\w*|adsbygoogle|dfp|sponsor\w*|anzeige|werbung|publicidad|pubblicita|reklam\w*|banner|"
    r"relat(?:ed|e)|recommend\w*|promo\w*|teasers?|outbrain|taboola|newsletters?|share|sharing|"
    r"read-?more|readmore|see-?also|also-?read|lire-?aussi|leggi-?anche)(?:$|[\W_])",
    re.IGNORECASE,
)
_WHO_OR_WHEN = re.compile(
    r"(?:^|[\W_])(?:by-?lines?|author[\w-]*|autor\w*|date|pubdate|dateline|timestamp|credits?|copyright)(?:$|[\W_])",
    re.IGNORECASE,
)
# Words that say "this is the story", which weigh more than a noise word beside them ("article-body--related").
_STORY = re.compile(
    r"(?:^|[\W_])(?:article-?(?:body|content|text|copy|main)|story-?(?:body|content|text|copy)|entry-?content|post-?(?:content|body)|"
    r"body-?(?:text|copy|content)|main-?content|content-?(?:body|main)|news-?(?:text|body|content)|text-?body|"
    r"articulo|artikel(?:text|body)|paragraph|rich-?text|standfirst|lead-?text)(?:$|[\W_])",
    re.IGNORECASE,
)
# A picture's words: "absatzbild__info__text", "detail-img__description", "InlineImage-credit".
_PICTURE_TEXT = re.compile(
    r"(?:img|image|bild|photo|foto|picture|video)[a-z]*(?:[-_]+\w+?)*?[-_]+"
    r"(?:descr\w*|info\w*|text|title|source|quelle|footer|embed|meta|pie)",
    re.IGNORECASE,
)
# A class that is nothing but such a word holds a picture and its caption; as part of a longer word it may hold all.
_PICTURES = frozenset(
    ["image", "images", "photo", "photos", "img", "picture", "foto", "fotos", "bild", "bilde", "figure", "media"]
)
# Boxes of a picture that hold its caption too, in words of their own: "photo-right", "imgleft", "article-image".
_PICTURE_BOX = re.compile(
    r"(?:^|[\W_])(?<!has[-_])(?<!with[-_])(?:img|image|photo|picture|pic|foto|bild|imagen|imagem|immagine|zdjecie|obrazek|kuva|resim)s?(?:left|right|cent(?:er|re)|box|block|wrap(?:per)?|container)?"
    r"(?:$|[\W_])",
    re.IGNORECASE,
)
_PICTURED = frozenset((*dom.PICTURES, "picture", "figure", "p", "div", "a", "center", "noscript"))
_SIGNED = frozenset(("p", "center"))  # in which old pages and blogs set a picture, and its caption below it
_SOURCE = re.compile(r"[\W_]{0,8}(?:source|fuente|quelle|fonte|bron|źródło|источник|джерело)\b", re.IGNORECASE)
_ENDED = re.compile(r"(?:^|[.!?…。！？।»”\")\]|/])\s?$")
_ROLES = frozenset(
    ["navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert", "menu", "toolbar"]
)
_INSET_ROLES = _ROLES | {"tooltip"}
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEADS_ON = frozenset((*_TITLES, "img", "picture"))
_RUNNING = 40  # characters of a paragraph
_MOST = 100  # paragraphs and links of a box that are looked at: boxes nest, and each would read all below it
_MANY = 3  # paragraphs that an offer does not have
_LINKED = 0.25  # share of link text that prose has at most
_LONGEST_PICTURE_TEXT = 600  # characters under a picture or film
_PARAGRAPH = 100  # characters of one that is the story's, in a box named for the picture beside it
_NAMES = 8  # words of a credit; what has more behind "source:" is a sentence
_LONGEST_CAPTION = 300  # characters; a table of more text is the layout of an old page
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def _says(marks: str) -> Literal["nothing", "noise", "card", "rest"]:
    words = dom.parted(marks)
    if _STORY.search(words):
        return "nothing"
    if _NOISE.search(words) or not _PICTURES.isdisjoint(marks.lower().split()):
        return "noise"
    return "card" if _CARD.search(words) else "rest" if _REST.search(words) else "nothing"


def _says_noise(element: HtmlElement, marks: str) -> bool:
    said = _says(marks)
    if said == "card":
        return len(element.text_content()) < _RUNNING or not _is_prose(element)
    if said == "rest":
        first = islice(element.iter("p"), _MOST)
        paragraphs = (p for p in first if len(p.text_content()) >= _RUNNING)
        return len(list(islice(paragraphs, _MANY))) < _MANY or not _is_prose(element)
    return said == "noise"


def _is_prose(box: HtmlElement) -> bool:
    """True for a box without a form, in which no link leads on: none on a heading or picture, few in its sentences."""
    if next(box.iter("form", "input"), None) is not None or next(box.iterancestors("a"), None) is not None:
        return False
    most = len(box.text_content()) * _LINKED
    links = list(islice(box.iter("a"), _MOST + 1))
    if len(links) > _MOST:
        return False
    for link in links:
        around = (link.getparent(), *link.iter("*"))
        most -= len(link.text_content())
        if most < 0 or any(element is not None and element.tag in _LEADS_ON for element in around):
            return False
    return True


def _is_picture_text(element: HtmlElement, marks: str) -> bool:
    # A box that a film and the story's first paragraphs share may be named so too: "video-text".
    return _says_picture_text(marks) and len(element.text_content()) <= _LONGEST_PICTURE_TEXT


@lru_cache(maxsize=16_384)
def _says_picture_text(marks: str) -> bool:
    words = dom.parted(marks)
    return bool(_PICTURE_TEXT.search(words)) and not _STORY.search(words)


def is_noise(element: HtmlElement) -> bool:
    """True for a box that by its own word is no part of the story's text."""
    if element.tag in _BOXES and not (element.tag == "figure" and _is_told(element)):
        return True
    if is_picture_box(element) or is_signed_caption(element):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if element.tag == "table" and is_picture_table(element):
        return True
    if attributes.get("role") in _ROLES or _is_hidden(element):
        return True
    marks = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return len(marks) > 1 and (_says_noise(element, marks[:300]) or _is_picture_text(element, marks[:300]))


def is_inset(element: HtmlElement) -> bool:
    """True for what stands in the midst of a sentence and is no part of it: hidden words, an advertisement, a link."""
    if _is_hidden(element) or element.get("role") in _INSET_ROLES:
        return True
    return bool(_INSET.search(dom.parted(dom.marks(element)[:300])))


def says_who_or_when(element: HtmlElement) -> bool:
    """True for an element that is named for an author or a date."""
    return bool(_WHO_OR_WHEN.search(dom.marks(element)[:300]))


def _is_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    if attributes.get("aria-hidden") == "true" or "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_told(figure: HtmlElement) -> bool:
    """True for a figure of text: a table, code, or a quotation with its source; without one it is a pull quote."""
    told = next(figure.iter("table", "pre", "blockquote"), None)
    if told is None or figure.find(".//img") is not None:
        return False
    return told.tag != "blockquote" or next(figure.iter("figcaption", "cite"), None) is not None


def is_picture_box(element: HtmlElement) -> bool:
    """True for a box of a picture and few words, by its class; and for a paragraph of one that ends with its credit."""
    signed = element.tag in _SIGNED
    if not signed and not (element.tag == "div" and _says_picture_box(dom.marks(element)[:300])):
        return False
    if next(element.iter(*dom.PICTURES), None) is None or next(element.iter(*_TITLES), None) is not None:
        return False
    text = clean(element.text_content())
    if len(text) > _LONGEST_CAPTION:
        return False
    if not signed:
        return all(len(paragraph.text_content()) < _PARAGRAPH for paragraph in element.iter("p"))
    return _signed(text) is not None


def is_signed_caption(element: HtmlElement) -> bool:
    """True for a line right below a picture, in an element of its own, that ends with who made it."""
    if element.tag not in ("p", "div"):
        return False
    above = element.getprevious()
    if above is None or above.tag not in _PICTURED or (above.tail or "").strip():
        return False
    if sum(1 for _ in islice(element.iter("p", "div", *dom.PICTURES), 2)) > 1:
        return False
    shown = above.tag in dom.PICTURES or next(above.iter(*dom.PICTURES), None) is not None
    if not shown or above.text_content().strip():
        return False
    text = clean(dom.text(element))
    signed = _signed(text)
    if signed is None or (signed.start() >= _PARAGRAPH and _SOURCE.match(signed[0])):
        return False  # a short report names its source, too
    # "in the picture: Ben Reed" ends a sentence.
    return not signed[0].strip()[0].isalpha() or _ENDED.search(text[: signed.start()]) is not None


def _signed(text: str) -> re.Match[str] | None:
    """Who made a picture, at the end of its caption; None where nobody is named there."""
    credit = picture_credits.at_end(text) if len(text) <= _LONGEST_CAPTION else None
    return credit if credit is not None and credit["who"].count(" ") < _NAMES else None


@lru_cache(maxsize=16_384)
def _says_picture_box(marks: str) -> bool:
    words = dom.parted(marks)
    return bool(_PICTURE_BOX.search(words)) and not _STORY.search(words)


def is_picture_table(element: HtmlElement) -> bool:
    """True for a table set beside the text that holds a picture and its caption: how pages did it before figures."""
    beside = element.get("align", "").lower() in ("left", "right")
    return beside and element.find(".//img") is not None and len(element.text_content().strip()) <= _LONGEST_CAPTION
