"""Consent walls: which button is pressed on which, by a list that is data. Off unless the user asks for it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import Page

_CLICK_TIME = 2_000  # milliseconds; a button that cannot be pressed by then is covered by something else


@dataclass(frozen=True)
class Rule:
    """``wall`` is the selector that says that the wall is there; the first visible of ``click`` is pressed."""

    name: str
    wall: str
    click: tuple[str, ...]


def rules(path: str = "") -> tuple[Rule, ...]:
    """The rules of a file, or the house's own list.

    Raises OSError for a file that cannot be read and ValueError for one of another form.
    """
    source = Path(path) if path else files("crawler.rendering").joinpath("data/consent.json")
    try:
        return tuple(
            Rule(str(rule["name"]), str(rule["wall"]), tuple(rule["click"]))
            for rule in json.loads(source.read_text("utf-8-sig"))["rules"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{source}: no list of consent rules ({type(error).__name__}: {error})") from None


async def answer(page: Page, known: tuple[Rule, ...]) -> str | None:
    """Press one button on the first wall that is there; the rule's name, or None if there was no wall to open."""
    for rule in known:
        if not await page.locator(rule.wall).count():
            continue
        for selector in rule.click:
            button = page.locator(selector).first
            with contextlib.suppress(PlaywrightError):
                if await button.is_visible():
                    await button.click(timeout=_CLICK_TIME)
                    return rule.name
    return None
