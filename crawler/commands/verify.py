"""``scrapy verify``: is every object of a collection there, whole, and what it says it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler import escape
from crawler.collection.command import CollectionCommand, console, require
from crawler.collection.verify import Report, verify
from crawler.exit_codes import ExitCode

if TYPE_CHECKING:
    from crawler.storage import Store


class Command(CollectionCommand):
    """Reads everything, changes nothing."""

    def short_desc(self) -> str:
        return "Check every object of a collection: hashes, references, schema"

    def work(self, store: Store, collection: str) -> None:
        """Prints a line for each finding; exit code 1 if there is one. Raises ValueError for no such collection."""
        require(store, collection)
        report = Report()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        out = console()
        err = console(stderr=True)
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
            tasks = []
            for finding in verify(
                store, collection, report, lambda what, count: tasks.append(bars.add_task(what, total=count))
            ):
                bars.advance(tasks[-1])
                if finding:
                    out.print(escape.terminal(f"{finding.key} {finding.problem}"))
        orphans = f"; {report.orphans} raw objects that no story names yet" if report.orphans else ""
        out.print(
            f"{collection}: {report.stories} stories in {report.versions} versions, {report.raw} raw objects, "
            f"{report.runs} runs: {len(report.findings) or 'nothing'} wrong{orphans}"
        )
        if report.findings:
            self.exitcode = ExitCode.FAILED
