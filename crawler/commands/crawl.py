"""``scrapy crawl``: Scrapy's own, with arguments checked before any request, a summary, and exit codes that say why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pydantic import ValidationError
from scrapy.commands import crawl
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from crawler import logs, setting_rules
from crawler.arguments import complaint
from crawler.collection.command import refuse_options, writable_pidfile
from crawler.exit_codes import ExitCode, exit_code
from crawler.frontier import FrontierError, frontier_path, open_frontier
from crawler.monitors import actions
from crawler.output import OutputFailed, whole_output
from crawler.rendering import chromium
from crawler.storage import keys, open_store
from crawler.summary import named_state, summary

if TYPE_CHECKING:
    import argparse


class Command(crawl.Command):
    """Takes what Scrapy's command takes."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse wrong arguments here, before Scrapy opens its log: one line then stands alone. Exits with 2."""
        with writable_pidfile("crawl", opts):
            super().process_options(args, opts)
        refuse_options(args)
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl related -a seeds=…")
        wrong = self._complaint(args[0], opts)
        if wrong:
            print(f"scrapy crawl {args[0]}: {wrong}", file=sys.stderr)
            sys.exit(ExitCode.USAGE)
        assert self.settings is not None
        logs.install(self.settings, opts.spargs.get("collection"), opts.spargs.get("_job"))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Sets ``exitcode`` to one of :class:`crawler.exit_codes.ExitCode`."""
        assert self.crawler_process
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        stats = crawler.stats.get_stats() if crawler.stats else {}
        self.exitcode = ExitCode.FAILED if self.crawler_process.bootstrap_failed else exit_code(stats)
        if crawler in self.crawler_process.crawlers:  # it runs still, and has no reactor: a second signal stopped that
            self.exitcode = ExitCode.INTERRUPTED
        collection, run_id = getattr(crawler.spider, "collection", None), getattr(crawler.spider, "run_id", None)
        if collection and run_id:
            store = open_store(crawler.settings["STORE"], crawler.settings)
            named = crawler.settings.getpriority("STORE") == SETTINGS_PRIORITIES["cmdline"]
            run_key = keys.run(collection, run_id)
            state = named_state(crawler.settings)
            told = summary(stats, collection=collection, store=store.url, run_key=run_key, named=named, state=state)
            items = any(str(uri) == "stdout:" for uri in crawler.settings.getdict("FEEDS"))  # as -o -:jsonl has it
            try:
                with whole_output():
                    print(told, file=sys.stderr if items else sys.stdout)
            except OutputFailed as error:
                print(f"scrapy crawl {args[0]}: {error}", file=sys.stderr)
                self.exitcode = self.exitcode or ExitCode.FAILED

    def _has_begun(self, collection: str) -> bool:
        """Whether a collection knows any address: one whose first run found no store has an empty frontier."""
        assert self.settings is not None
        if not frontier_path(self.settings, collection).exists():
            return False
        try:
            frontier = open_frontier(self.settings, collection)
            begun = any(frontier.counts().values())
            frontier.close()
        except FrontierError:
            return True  # the scheduler says what is wrong with it, with the exit code for that
        return begun

    @staticmethod
    def _named(opts: argparse.Namespace) -> list[str]:
        """The settings of the command line, but those that the project gives itself: they are no slips."""
        own = get_project_settings()
        return [name for word in opts.set if (name := word.partition("=")[0]) not in own]

    def _complaint(self, name: str, opts: argparse.Namespace) -> str | None:
        assert self.settings is not None
        try:
            spider = get_spider_loader(self.settings).load(name)
        except KeyError:
            return "there is no such spider; scrapy list names them"
        wrong = next(filter(None, map(setting_rules.mistyped, self._named(opts))), None)
        wrong = wrong or setting_rules.complaint(self.settings)
        if wrong:
            return wrong
        try:
            if hasattr(spider, "arguments"):  # a spider of someone else's may check its own
                arguments = spider.arguments(**opts.spargs)
                if getattr(arguments, "render", None) == "always":
                    chromium.find(self.settings["RENDER_BROWSER"])
                if not arguments.seeds and not self._has_begun(arguments.collection):
                    nothing = f"collection {arguments.collection} has nothing queued yet"
                    return f"argument seeds is missing (-a seeds=https://…), and {nothing}"
                if arguments.seeds:  # read once: a pipe has nothing to say the second time, and a file may change
                    opts.spargs["seeds"] = arguments.seeds
            open_store(self.settings["STORE"], self.settings)
        except ValidationError as error:
            return complaint(error)
        except (ValueError, chromium.BrowserMissing) as error:
            return str(error)
        return actions.complaint(self.settings)
