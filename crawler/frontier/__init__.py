"""What to fetch next, and what is in hand: one protocol (``base``), an embedded frontier on SQLite (``sqlite``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.frontier.base import Frontier, FrontierError
from crawler.frontier.sqlite import LONGEST_PAUSE, SqliteFrontier
from crawler.state import from_home, state_dir

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["Frontier", "FrontierError", "frontier_path", "is_place", "open_frontier"]

FILE = "frontier.sqlite"
_SCHEME = "sqlite:///"


def frontier_path(settings: BaseSettings, collection: str) -> Path:
    """The file of a collection's frontier: FRONTIER, or ``frontier.sqlite`` in the collection's state folder.

    In ``sqlite:///PATH`` (four slashes for an absolute path) ``{collection}`` stands for the name. Raises
    FrontierError for another scheme.
    """
    place = settings.get("FRONTIER") or ""
    if not place:
        return state_dir(settings, collection) / FILE
    if not is_place(place):
        raise FrontierError(f"FRONTIER={place!r} is no frontier: write sqlite:///PATH, or leave it empty")
    return from_home(unquote(place.removeprefix(_SCHEME)).replace("{collection}", collection))


def is_place(place: str) -> bool:
    """Whether ``place`` says where a frontier is: ``sqlite:///PATH``."""
    return place.startswith(_SCHEME) and len(place) > len(_SCHEME)


def open_frontier(settings: BaseSettings, collection: str) -> Frontier:
    """The frontier of a collection, made if there is none. Raises FrontierError, ValueError for a bad name."""
    longest_pause = settings.getfloat("HOST_PAUSE_MAX", LONGEST_PAUSE)
    return SqliteFrontier(frontier_path(settings, collection), collection, longest_pause=longest_pause)
