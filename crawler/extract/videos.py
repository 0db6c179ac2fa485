"""The films of a story: players and embedded films in its text, and above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.around import Place
from crawler.extract.text import unmarked
from crawler.items import Video

_MOST = 20
_MOST_SEEN = 200  # frames and players looked at
_DEEPEST = 12  # elements around one that are asked what they are
_MOST_ATTRIBUTES = 20
_LONGEST = 2_000  # characters of an address
_TAGS = (
    *("video", "iframe", "video-js", "lite-youtube", "lite-vimeo"),
    *("amp-youtube", "amp-vimeo", "amp-dailymotion", "amp-brightcove", "amp-iframe", "amp-video"),
)
_MARKS = frozenset(("data-youtube-id", "data-video-id", "data-src"))  # of other elements that a script makes a player
_FRAMES = frozenset(("iframe", "amp-iframe"))
_FILES = frozenset(("video", "amp-video"))
_players = dom.finder("|".join((*(f".//{tag}" for tag in _TAGS), *(f".//*[@{mark}]" for mark in sorted(_MARKS)))))
_FILM = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/|dailymotion\.com/embed|geo\.dailymotion\.com|jwplatform\.com|"
    r"brightcove|players?\.|/video|/embed/video|facebook\.com/plugins/video|rutube\.ru/play|streamable\.com|ooyala|"
    r"tiktok\.com/(?:embed|player)|rumble\.com/embed|ultimedia\.com/deliver|kaltura)",
    re.IGNORECASE,
)
# Frames of these alone, on elements that a script makes one of.
_KNOWN = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/|dailymotion\.com/embed/)|(?:https?:)?//player\.vimeo\.com/video/",
    re.IGNORECASE,
)
# Players that show nothing.
_HEARD = re.compile(
    r"//[^/?#]{0,80}(?:audio(?!vis)|podcast|simplecast|megaphone|(?<![a-z])acast|omny|podbean|buzzsprout|blubrry|libsyn|soundcloud|spreaker|ausha|"
    r"captivate|transistor\.fm|art19|podigee|spotify)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?/[^\s{}]+$", re.IGNORECASE)
# What a player shows before it plays.
_STILL = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_YOUTUBE = re.compile(
    r"youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=)(?!videoseries)([\w-]{11})(?![\w-])", re.IGNORECASE
)
_ID = re.compile(r"[\w-]{6,20}")
_BRIGHTCOVE = re.compile(r"\d{1,20}|ref:[\w.-]{1,80}")
_SPOT = re.compile(
    r"(?:^|[\W_])(?:ads?|advert\w*|adsbygoogle|sponsor\w*|related|recommend\w*|outbrain|taboola|sidebar|newsletter|more[-_]?videos?|rail|playlist)(?:$|[\W_])",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("aside", "nav", "footer"))


def of_article(place: Place) -> list[Video]:
    """The films in the story's text, and those above and below its headline, in document order, each once."""
    found: dict[str, Video] = {}
    whole = {place.container, *place.container.iterancestors()}
    around = place.around(*_TAGS, "div")
    above = (player for player in around if not (player.tag == "div" and _MARKS.isdisjoint(player.keys())))
    above = (player for player in above if not _in_box_aside(player))
    for player in islice(chain(above, place.within(_players)), _MOST_SEEN):
        url = _address(player) if len(found) < _MOST else None
        if url and not _is_spot(player, whole):
            title = (
                player.get("title") or player.get("aria-label") or player.get("data-title") or player.get("playlabel")
            )
            film = Video(url, unmarked(title or "") or None)
            known = found.setdefault(_key(url), film)
            known.title = known.title or film.title  # the twin for who runs no scripts may have it
    return list(found.values())


def _key(url: str) -> str:
    youtube = _YOUTUBE.search(url)
    return youtube[1] if youtube else url


def _in_box_aside(player: HtmlElement) -> bool:
    return any(box.tag in _ELSEWHERE for box in islice(player.iterancestors(), _DEEPEST))


def _is_spot(player: HtmlElement, whole: Set[HtmlElement]) -> bool:
    """True for a film in a box of advertisements or of other stories; those in ``whole`` hold the story itself."""
    for box in chain((player,), islice(player.iterancestors(), _DEEPEST)):
        if box in whole:
            return False
        if _SPOT.search(dom.marks(box)[:300]):
            return True
    return False


def _address(player: HtmlElement) -> str | None:
    if player.tag in _FILES:
        inner = (s.get("src") or s.get("data-src") for s in player.iter("source"))
        return player.get("src") or player.get("data-src") or next(filter(None, inner), None)
    if player.tag in _FRAMES:
        return next((url for url in _named(player) if _FILM.search(url) and not _HEARD.search(url)), None)
    return _by_number(player) or next(filter(_KNOWN.match, _named(player)), None)


def _named(player: HtmlElement) -> Iterator[str]:
    """The addresses that a frame has, or that a script will give it: ``data-src``, ``data-lazy-src``."""
    source = (player.get("src") or "").strip()
    if 0 < len(source) <= _LONGEST:
        yield source  # it may be relative
    for name, value in islice(player.items(), _MOST_ATTRIBUTES):
        address = value.strip() if name.startswith("data-") and len(value) <= _LONGEST else ""
        if _ADDRESS.match(address) and not _STILL.search(address):
            yield address


def _by_number(player: HtmlElement) -> str | None:
    """The address of a film of which only the number is named, as its host makes it."""
    number = player.get("data-videoid") or player.get("videoid") or ""
    youtube = player.get("data-youtube-id") or (number if player.tag in ("amp-youtube", "lite-youtube") else "")
    if _ID.fullmatch(youtube):
        return f"https://www.youtube.com/watch?v={youtube}"
    if player.tag in ("amp-vimeo", "lite-vimeo") and number.isdecimal():
        return f"https://player.vimeo.com/video/{number}"
    if player.tag == "amp-dailymotion" and number.isalnum():
        return f"https://www.dailymotion.com/embed/video/{number}"
    account, film = player.get("data-account") or "", player.get("data-video-id") or ""
    if account.isdecimal() and _BRIGHTCOVE.fullmatch(film):
        drawn = player.get("data-player") or player.get("data-player-id") or "default"
        shape = player.get("data-embed") or "default"
        named = _ID.fullmatch(drawn) and _ID.fullmatch(shape)
        return f"https://players.brightcove.net/{account}/{drawn}_{shape}/index.html?videoId={film}" if named else None
    return None
