"""A collection of one story, and the commands that read it, for every test module that imports these fixtures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.collection import fingerprint
from crawler.items import Story
from crawler.storage import keys, objects
from crawler.storage.local import LocalStore

ID = "0a69c051addd5a112eaf3cc2"


def kept(store: LocalStore, minute: int, **values: object) -> str:
    """Store a version and its page, and return the version's key."""
    story = Story(ID, "news", "https://paper.example/a", "https://paper.example/a", headline="Bridge closed")
    story.fetched_at = f"2026-03-01T10:{minute:02}:00+00:00"
    story.raw_key, _ = objects.put_raw(store, "news", b"<p>page %d</p>" % minute)
    story.raw_sha256 = keys.sha256_of(story.raw_key)
    story.body = f"The bridge was closed at minute {minute}."
    story.published = "2026-03-01"
    story = replace(story, **values)
    story.text_sha256 = story.text_sha256 or fingerprint.text_sha256(story)
    key = objects.story_key(story)
    objects.put_story(store, key, story)
    return key


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """Two versions of one story."""
    store = LocalStore(tmp_path / "store")
    kept(store, 0)
    kept(store, 5, version=2, headline="Bridge open")
    return store


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def scrapy(store: LocalStore, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command as ``scrapy`` would: exit code, standard output, standard error."""

    def run(name: str, *arguments: str) -> tuple[int, str, str]:
        command = import_module(f"crawler.commands.{name}").Command()
        command.settings = Settings({"STORE": store.url})
        parser = argparse.ArgumentParser()
        command.add_options(parser)
        options, rest = parser.parse_known_args(arguments)
        capfd.readouterr()
        command.run(rest, options)
        sys.stdout.flush()
        return command.exitcode, *capfd.readouterr()

    return run


__all__ = ["ID", "Command", "kept", "scrapy", "store"]
