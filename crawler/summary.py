"""The short table that ends a crawl in a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.extensions.run_record import WRITTEN
from crawler.storage.outage import REASON

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_STORIES = (
    ("stories stored", "backstory/stories/stored"),
    ("versions", "backstory/versions"),
    ("unchanged", "backstory/stories/unchanged"),
    ("duplicates", "backstory/stories/duplicates"),
    ("links followed", "backstory/links/followed"),
)
_NEAR = "backstory/stories/near_duplicates"  # with NEAR_DUPLICATES=mark they are among those stored
# What a user can do where pages came and none of them is a story, by the reason in crawler.extract.kind.
_LIST = "what came is a list of stories and no story: give the address of a story as seed"
_HINTS = {
    "listing": _LIST,
    "search": _LIST,
    "consent_wall": "what came asks for consent: docs/rendering.md says how a browser may answer (RENDER_CONSENT)",
}
# What this run did not come to, or could not do.
_LEFT = (
    ("answered with 304", "backstory/frontier/not_modified"),  # stories among them count as unchanged, too
    ("gone", "backstory/frontier/gone"),
    ("queued for later", "backstory/frontier/left/queued"),
    ("not to be fetched", "backstory/frontier/aside"),
    ("to be tried again", "backstory/frontier/left/waiting"),
    ("failed", "backstory/frontier/left/failed"),
)


def summary(
    stats: Mapping[str, Any],
    *,
    collection: str,
    store: str,
    run_key: str,
    named: bool = False,
    state: Mapping[str, str] | None = None,
) -> str:
    """Counts from Scrapy's ``stats`` as aligned lines; ``store`` is a URL without credentials.

    ``named`` if this crawl's command line named the store, so that the next one must, too; ``state`` is what
    :func:`named_state` gave.
    """
    rows = [(label, stats.get(key, 0)) for label, key in _STORIES]
    if stats.get(_NEAR):
        rows.insert(-1, ("near-duplicates", stats[_NEAR]))
    rows += [(f"  left: {name}", count) for name, count in _below(stats, "backstory/links/left/")]
    rows += [(f"no story: {name}", count) for name, count in _below(stats, "backstory/pages/no_story/")]
    rows += [(label, stats[key]) for label, key in _LEFT if stats.get(key)]
    errors = stats.get("log_count/ERROR", 0)
    rows += [("errors in the log", errors)] if errors else []
    width = max(len(label) for label, _ in rows)
    lines = [f"{label:<{width}}  {count:>7}" for label, count in rows]
    ended = stats.get("finish_reason", "stopped by force")
    return "\n".join(
        [
            f"Collection {collection}: {ended}",
            *lines,
            f"{'store':<{width}}  {store}",
            f"{'run record':<{width}}  {run_key if stats.get(WRITTEN) else 'not written'}",
            *(f"{'hint':<{width}}  {hint}" for hint in _hints(stats)),
            f"{'next':<{width}}  {_next(stats, collection, {'STORE': store} if named else {}, state or {})}",
        ]
    )


def named_state(settings: BaseSettings) -> dict[str, str]:
    """The settings by which a frontier is found, as far as the command line gave them."""
    given = SETTINGS_PRIORITIES["cmdline"]
    return {name: settings[name] for name in ("FRONTIER", "STATE_DIR") if settings.getpriority(name) == given}


def _kept(stats: Mapping[str, Any]) -> bool:
    return any(stats.get(key) for key in (_NEAR, *(key for label, key in _STORIES if label != "links followed")))


def _hints(stats: Mapping[str, Any]) -> list[str]:
    """One each for why pages that came are no stories, where the run kept nothing."""
    met = [] if _kept(stats) else [name for name in _HINTS if stats.get(f"backstory/pages/no_story/{name}")]
    return list(dict.fromkeys(_HINTS[name] for name in met))


def _next(stats: Mapping[str, Any], collection: str, store: dict[str, str], state: Mapping[str, str]) -> str:
    """The command that shows what there is: the stories, or else why there are none."""
    if stats.get("finish_reason") == REASON:
        return "the same command again, when the store serves"
    if _kept(stats) or not stats.get("backstory/frontier/handed_out"):
        return _command("stories", collection, "", store)
    reasons = (
        ("--aside", "backstory/frontier/aside"),
        ("--failed", "backstory/frontier/left/failed"),
        ("--gone", "backstory/frontier/gone"),
        ("--no-story", "backstory/frontier/no_story"),
    )
    flag = next((flag for flag, key in reasons if stats.get(key)), "")
    return _command("frontier", collection, flag, store | dict(state))


def _command(name: str, collection: str, flag: str, settings: Mapping[str, str]) -> str:
    words = ["scrapy", name, collection, *([flag] if flag else [])]
    return shlex.join([*words, *(word for key, value in settings.items() for word in ("-s", f"{key}={value}"))])


def _below(stats: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    found = [
        (key.removeprefix(prefix).replace("_", " "), value) for key, value in stats.items() if key.startswith(prefix)
    ]
    return sorted(found, key=lambda row: -row[1])
