"""A site whose pages a test writes, changes, breaks and takes away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tests.sites.site import Document, robots

_TEXT = "The council voted on {what} after a debate that lasted until the early morning, and nobody was content. "


class Scripted:
    """Answers what :meth:`story` and :meth:`say` told it to; everything else is not there."""

    def __init__(self, *seeds: str, name: str = "scripted") -> None:
        self.name = name
        self.seeds = list(seeds)
        self._pages: dict[str, Document] = {"/robots.txt": robots("User-agent: *\nAllow: /\n")}
        self._failures: Counter[str] = Counter()

    def bind(self, bases: Mapping[str, str]) -> None:
        """Nothing to do: all links are relative."""

    def story(self, path: str, links: Iterable[str] = (), what: str | None = None, head: str = "") -> None:
        """A story about ``what`` (its path, if not given) that names ``links`` as related."""
        what = what or path
        items = "".join(f'<li><a href="{link}">The story at {link}</a></li>' for link in links)
        body = (
            f"<!DOCTYPE html><html lang='en'><head><title>On {what}</title>"
            f"<meta property='og:type' content='article'><meta property='og:title' content='A vote on {what}'>{head}"
            f"</head><body><article><h1>A vote on {what}</h1><p>{_TEXT.format(what=what) * 4}</p>"
            f"<p>{_TEXT.format(what=what[::-1]) * 4}</p></article>"
            f"<aside><h2>Related stories</h2><ul>{items}</ul></aside></body></html>"
        )
        self._pages[path] = Document(body.encode())

    def say(self, path: str, status: int, **headers: str) -> None:
        """An answer without a story: a redirect, an error."""
        self._pages[path] = Document(
            f"<title>{status}</title>".encode(), status=status, headers={k.title(): v for k, v in headers.items()}
        )

    def allow(self, rules: str) -> None:
        """What robots.txt says from now on."""
        self._pages["/robots.txt"] = robots(rules)

    def fail(self, path: str, times: int) -> None:
        """Answer 500 so many times before the page is as it should be."""
        self._failures[path] = times

    def answer(self, path: str) -> Document | None:
        if self._failures[path] > 0:
            self._failures[path] -= 1
            return Document(b"<title>500</title>", status=500)
        return self._pages.get(path)
