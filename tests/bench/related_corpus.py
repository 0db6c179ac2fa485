"""The labelled pages of ``related-links/``: reading them, scoring against them, and who is put aside.

The folder holds ``manifest.jsonl`` (``id``, ``path``, ``url``), ``labels.json`` and the pages, gzipped or not.
Publishers are put aside by a hash of their name, so that nobody chooses them; sister titles of one house stay together,
since they share templates.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler import urls
from crawler.items import Story
from crawler.page import Page

_HOUSES = Path(__file__).with_name("sister_titles.toml")
_ASIDE = 3  # one publisher in so many is put aside
# Parameters that name a campaign and not a page, by their beginnings.
_CAMPAIGN = (
    "utm_", "at_", "ns_", "ito", "cmpid", "ref", "src", "source", "xtor", "itm_", "wt_mc", "intcmp", "icid",
    "traffic_source", "fbclid", "gclid", "recirc", "int_source",
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A page with the links to find, and those that neither help nor hurt."""

    id: str
    url: str
    path: Path
    related: frozenset[str]
    ignored: frozenset[str]

    @property
    def publisher(self) -> str:
        """The house's name, else the registrable domain."""
        site = urls.site(self.url)
        return _houses().get(site, site)

    @property
    def put_aside(self) -> bool:
        """True for the publishers that nobody reads while tuning."""
        name = self.publisher
        digest = hashlib.sha256(name.encode()).hexdigest()
        return name not in _read_before() and int(digest, 16) % _ASIDE == 0

    def page(self) -> Page:
        """The page, read anew."""
        written = self.path.read_bytes()
        return Page.from_bytes(self.url, gzip.decompress(written) if self.path.suffix == ".gz" else written)


@dataclass
class Score:
    """Sums over pages: links to find, found and wrong, and each page's own F1."""

    pages: int = 0
    wanted: int = 0
    found: int = 0
    wrong: int = 0
    page_f1s: float = 0.0

    def add(self, labelled: Labelled, predicted: Iterable[str]) -> float:
        """Count one page; returns its F1 (1 where there is nothing to find and nothing was found)."""
        got = {same(url, labelled.url) for url in predicted} - labelled.ignored - {same(labelled.url, labelled.url)}
        hits = len(got & labelled.related)
        f1 = 2 * hits / (len(got) + len(labelled.related)) if got or labelled.related else 1.0
        self.pages += 1
        self.wanted += len(labelled.related)
        self.found += hits
        self.wrong += len(got) - hits
        self.page_f1s += f1
        return f1

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def micro_f1(self) -> float:
        return 2 * self.found / (self.found + self.wrong + self.wanted) if self.wanted or self.wrong else 1.0

    @property
    def page_f1(self) -> float:
        return self.page_f1s / self.pages if self.pages else 1.0


def line(name: str, figures: Score) -> str:
    """One line of the table."""
    return (
        f"{name:16} pages {figures.pages:4}  to find {figures.wanted:4}  found {figures.found:4}"
        f"  wrong {figures.wrong:4}  P {figures.precision:.3f}  R {figures.recall:.3f}"
        f"  micro F1 {figures.micro_f1:.3f}  page F1 {figures.page_f1:.3f}"
    )


def read(corpus: Path) -> Iterator[Labelled]:
    """The labelled pages below ``corpus``, in the order of the manifest. Raises OSError where they are not there."""
    folder = corpus / "related-links"
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        label = labels[entry["id"]]
        url = label["url"]
        related = frozenset(same(link, url) for link in label["related"])
        ignored = frozenset(same(link, url) for link in label["ignore"]) - related
        yield Labelled(entry["id"], url, folder / entry["path"], related, ignored)


def predicted(story: Story) -> list[str]:
    """The addresses of the links that the finder calls related."""
    return [link.url for link in story.related if link.kind == "related"]


def same(url: str, base: str) -> str:
    """One spelling for one page, as the labels compare: no scheme, www, fragment, campaign or trailing slash."""
    parts = urlsplit(urljoin(base, url.strip()))
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].lower().startswith(_CAMPAIGN)
    ]
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("http", host, parts.path.rstrip("/") or "/", urlencode(sorted(query)), ""))


@cache
def _houses() -> dict[str, str]:
    table = tomllib.loads(_HOUSES.read_text("utf-8"))["houses"]
    return {site: house for house, sites in table.items() for site in sites}


@cache
def _read_before() -> frozenset[str]:
    return frozenset(tomllib.loads(_HOUSES.read_text("utf-8"))["read_before"])
