"""``scrapy extract``: what the crawl would read on saved pages, without network and without a store."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import escape, urls
from crawler.collection.command import refuse_options
from crawler.exit_codes import ExitCode
from crawler.extract.related.explain import explain
from crawler.items import story_to_dict
from crawler.loaders import load_story
from crawler.output import OutputFailed, whole_output
from crawler.page import Page

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


class Command(ScrapyCommand):
    """One page to the terminal, or a manifest of pages to a file of JSON lines."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "PAGE.html --url URL | --manifest PAGES.jsonl [-o OUT.jsonl]"

    def short_desc(self) -> str:
        return "Print the story of a saved page as JSON, without network and store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address that the page was fetched from")
        parser.add_argument("--manifest", metavar="FILE", help='lines of {"id", "path", "url"}; paths relative to FILE')
        parser.add_argument("-o", "--output", metavar="FILE", help="where the lines go (default: standard output)")
        parser.add_argument("--explain", action="store_true", help="say why each link of PAGE.html got its kind")
        parser.add_argument("--no-layouts", action="store_true", help="leave the known page layouts out")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 2 for a wrong call, 1 if a page could not be read."""
        try:
            with whole_output():
                self._run(args, opts)
        except OutputFailed as error:
            self._fail(str(error), ExitCode.FAILED)

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args)
        if bool(opts.manifest) == bool(args) or len(args) > 1:
            raise UsageError("give one page with --url, or a --manifest")
        if opts.manifest and opts.explain:
            raise UsageError("--explain tells of one page: give it with --url in place of --manifest")
        if opts.manifest:
            self._manifest(Path(opts.manifest), opts)
            return
        if not opts.url or urls.clean(opts.url) is None:
            wrong = (
                f"--url {opts.url!r} is no http(s) address"
                if opts.url
                else "--url is missing, the address that the page was fetched from"
            )
            self._fail(f"{wrong}; the page's links are relative to it", ExitCode.USAGE)
            return
        story: dict[str, Any] | None = None
        try:
            if opts.explain:
                told = escape.terminal(_explained(Path(args[0]), opts.url), lines=True)
            else:
                story = read_story(Path(args[0]), opts.url, use_layouts=not opts.no_layouts)
                told = escape.json_text(json.dumps(story, ensure_ascii=False, indent=1))
        except (OSError, EOFError, zlib.error) as error:
            self._fail(f"{args[0]} cannot be read: {getattr(error, 'strerror', None) or error}", ExitCode.FAILED)
            return
        try:
            with _output(opts) as out:
                print(told, file=out)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or not opts.output:
                raise
            self._fail(f"-o {opts.output}: {error.strerror or error}", ExitCode.USAGE)
            return
        if story is not None and not (story["headline"] and story["body"]):
            print(
                f"scrapy extract: no {'text' if story['headline'] else 'headline'} was found in {args[0]}: "
                "a crawl would not keep this page",
                file=sys.stderr,
            )

    def _manifest(self, manifest: Path, opts: argparse.Namespace) -> None:
        failed = 0
        try:
            lines = manifest.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            why = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror or error
            self._fail(f"--manifest {manifest} cannot be read: {why}", ExitCode.USAGE)
            return
        try:
            with _output(opts) as out:
                for row in extract_all(lines, manifest.parent, use_layouts=not opts.no_layouts):
                    failed += "error" in row
                    out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
        except OSError as error:
            if isinstance(error, BrokenPipeError) or not opts.output:
                raise
            self._fail(f"-o {opts.output}: {error.strerror or error}", ExitCode.USAGE)
            return
        if failed:
            self._fail(f"{failed} of the pages could not be read; their lines say why", ExitCode.FAILED)

    def _fail(self, message: str, code: ExitCode) -> None:
        print(f"scrapy extract: {message}", file=sys.stderr)
        self.exitcode = code


def _output(opts: argparse.Namespace) -> AbstractContextManager[TextIO]:
    """Where the lines go; the terminal stays open."""
    return Path(opts.output).open("w", encoding="utf-8") if opts.output else nullcontext(sys.stdout)


def read_story(path: Path, url: str, *, use_layouts: bool = True) -> dict[str, Any]:
    """The story of a saved page (``.html`` or ``.html.gz``). Raises OSError or EOFError if it cannot be read."""
    return story_to_dict(load_story(_page(path, url), use_layouts=use_layouts))


def _explained(path: Path, url: str) -> str:
    """The general finder's verdict over each link: a layout that knows the page is not asked."""
    page = _page(path, url)
    story = load_story(page)
    return explain(page, story.headline, story.body)


def _page(path: Path, url: str) -> Page:
    body = path.read_bytes()
    if path.suffix == ".gz":
        body = gzip.decompress(body)
    return Page.from_bytes(url, body)


def extract_all(lines: list[str], folder: Path, *, use_layouts: bool = True) -> Iterator[dict[str, Any]]:
    """For each manifest line ``{"id", "story"}``, or ``{"id", "error"}`` where the page cannot be read."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identifier: Any = f"line {number}"
        try:
            entry = json.loads(line)
            identifier = entry["id"]
            story = read_story(folder / entry["path"], entry["url"], use_layouts=use_layouts)
            yield {"id": identifier, "story": story}
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            yield {"id": identifier, "error": f"{type(error).__name__}: {error}"}
