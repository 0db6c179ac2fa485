"""A newspaper kept as files: ``pages/`` as they are served, and beside each story what an editor would say of it.

``<name>/site.toml`` says how pages are sent and which have a second address, ``<name>/robots.txt`` what robots may
read, ``<name>/seeds.txt`` the paths of the stories to begin with. ``pages/a/b.html`` is served at ``/a/b.html``;
``pages/a/b.html.json`` is its truth: the fields of a Story, and every story link with its kind. Addresses in it are
paths of this newspaper, or begin with the name of another one in braces.

In pages, ``{{base}}`` stands for the newspaper's own address and ``{{courier}}`` for that of the courier: ports are
known only when the server has bound them. A newspaper that is not served has an address that leads nowhere.
``{{>foot}}`` stands for what all pages share, kept once in ``parts/foot.html`` (ASCII, so that it fits every charset).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.sites.site import Document, robots

FOLDER = Path(__file__).parent
NEWSPAPERS = ("isles", "courier", "anzeiger", "gazette", "lantern")
EDITED = ("isles", "courier", "anzeiger", "gazette")  # those whose pages have a truth; the lantern is for browsers

_ADDRESS = re.compile(r"\{\{(\w+)\}\}")
_PART = re.compile(r"\{\{>(\w+)\}\}")


class Newspaper:
    """The newspaper in the folder ``name`` beside this file, or in ``folder``."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.folder = folder or FOLDER / name
        if not (self.folder / "site.toml").is_file():
            raise ValueError(f"{name!r} is no newspaper: there is no {self.folder / 'site.toml'}")
        self.seeds = (self.folder / "seeds.txt").read_text("utf-8").split()
        self._settings = tomllib.loads((self.folder / "site.toml").read_text("utf-8"))
        self._bases: dict[str, str] = {}
        self._documents: dict[str, Document] = {}

    @property
    def base(self) -> str:
        """``http://host:port`` once the server has bound it."""
        return self._bases["base"]

    def bind(self, bases: Mapping[str, str]) -> None:
        self._bases = {**bases, "base": bases[self.name]}
        pages = self.folder / "pages"
        self._documents = {"/robots.txt": robots((self.folder / "robots.txt").read_text("utf-8"))}
        for file in sorted(path for path in pages.rglob("*") if path.is_file() and path.suffix != ".json"):
            path = "/" + file.relative_to(pages).as_posix()
            self._documents[path] = self._document(path, file.read_bytes())
        for alias, path in self._settings.get("aliases", {}).items():
            self._documents[alias] = self._documents[path]

    def answer(self, path: str) -> Document | None:
        return self._documents.get(urlsplit(path).path)

    def replace(self, path: str, body: bytes) -> None:
        """Another body at ``path`` from now on, as when an editor changes a story."""
        self._documents[path] = self._document(path, body)

    def stories(self) -> list[str]:
        """The paths of all pages that have a truth, in order."""
        pages = self.folder / "pages"
        return sorted("/" + str(path.relative_to(pages).as_posix())[: -len(".json")] for path in pages.rglob("*.json"))

    def expected(self, path: str) -> dict[str, Any]:
        """What an editor would say of the story at ``path``, addresses made absolute; the newspaper must be bound."""
        truth: dict[str, Any] = json.loads((self.folder / f"pages{path}.json").read_text("utf-8"))
        truth["url"] = self.absolute(path)
        truth["canonical_url"] = self.absolute(truth.get("canonical_url") or path)
        for entry in [*truth["related"], *truth["images"], *truth["videos"]]:
            if entry.get("url"):
                entry["url"] = self.absolute(entry["url"])
        return truth

    def absolute(self, path: str) -> str:
        """The address of a path of this newspaper, or of ``{{other}}/path``."""
        return urljoin(self.base, self._fill(path))

    def _document(self, path: str, body: bytes) -> Document:
        settings = self._settings | self._settings.get("pages", {}).get(path, {})
        whole = _PART.sub(lambda match: self._part(match[1]), body.decode("latin-1"))
        return Document(
            self._fill(whole).encode("latin-1"),  # byte for byte, whatever the page's charset
            settings["content_type"],
            settings.get("last_modified"),
        )

    def _part(self, name: str) -> str:
        return (self.folder / "parts" / f"{name}.html").read_text("ascii")

    def _fill(self, text: str) -> str:
        return _ADDRESS.sub(lambda match: self._bases.get(match[1], f"http://{match[1]}.example"), text)
