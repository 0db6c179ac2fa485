"""Why each link of a page got its kind: the text of ``scrapy extract --explain``."""

from __future__ import annotations

from collections.abc import Sized
from itertools import groupby

from crawler.extract.related import finder, model
from crawler.extract.related.finder import Verdict
from crawler.page import Page

_WIDTH = 90  # characters of a headline


def explain(page: Page, headline: str | None, body: str | None) -> str:
    """Every block of the page under its heading; of every link its kind, score and the three strongest reasons."""
    lines = [f"{page.url}: {headline or '(no headline)'}"]
    verdicts = finder.judge(page, headline, body)
    for heading, block in groupby(verdicts, key=_heading):
        links = list(block)
        lines.append(f"\n[{heading}] {len(links)} {_stories(links)}")
        for verdict in links:
            lines += _told(verdict)
    if not verdicts:
        lines.append("no link of this page looks like the address of a story")
    if named := finder.from_data(page, verdicts):
        lines.append(f"\n[only in the page's data] {len(named)} {_stories(named)}")
        for link in named:
            lines += [f"  {link.kind:13} {link.score:.2f}  {link.text[:_WIDTH]}", f"      {link.url}"]
    return "\n".join(lines)


def _stories(found: Sized) -> str:
    return "story" if len(found) == 1 else "stories"


def _heading(verdict: Verdict) -> str:
    heading = verdict.card.heading
    outer = verdict.card.outer
    if heading is None:
        return "no heading"
    return f"{outer.text} / {heading.text}" if outer else heading.text


def _told(verdict: Verdict) -> list[str]:
    reasons = model.load().reasons(verdict.features)
    return [
        f"  {verdict.kind:13} {verdict.score:.2f}  {verdict.card.text[:_WIDTH]}",
        f"      {verdict.card.first.url}",
        "      because: " + "; ".join(f"{name} {moved:+.1f}" for name, moved in reasons if moved),
    ]
