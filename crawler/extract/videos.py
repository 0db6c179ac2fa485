"""The films of a story: players and embedded films in its text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract import dom
from crawler.extract.text import unmarked
from crawler.items import Video

_MOST = 20
_players = dom.finder(".//video | .//iframe | .//amp-youtube | .//*[@data-youtube-id or @data-video-id]")
_FILM = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/|dailymotion\.com/embed|geo\.dailymotion\.com|jwplatform\.com|"
    r"brightcove|players?\.|/video|/embed/video|facebook\.com/plugins/video|rutube\.ru/play|streamable\.com|ooyala)",
    re.IGNORECASE,
)


def of_article(container: HtmlElement) -> list[Video]:
    """The films in the story's ``container``, in document order, each address once."""
    found: dict[str, Video] = {}
    for player in _players(container)[:_MOST]:
        url = _address(player)
        if url:
            title = unmarked(player.get("title") or player.get("aria-label") or player.get("data-title") or "")
            found.setdefault(url, Video(url, title or None))
    return list(found.values())


def _address(player: HtmlElement) -> str | None:
    youtube = player.get("data-youtube-id") or (player.get("data-videoid") if player.tag == "amp-youtube" else None)
    if youtube and re.fullmatch(r"[\w-]{6,20}", youtube):
        return f"https://www.youtube.com/watch?v={youtube}"
    source = player.get("src") or player.get("data-src") or ""
    if player.tag == "video":
        inner = next((s.get("src") for s in player.iter("source") if s.get("src")), None)
        return source or inner
    return source if player.tag == "iframe" and _FILM.search(source) else None
