"""What all commands on a collection share: its name, its store, and errors in one line."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import escape
from crawler.exit_codes import ExitCode
from crawler.output import OutputFailed, whole_output
from crawler.storage import StoreError, StoreUnavailable, keys, open_store

if TYPE_CHECKING:
    import argparse

    from crawler.storage import Store


class CollectionCommand(ScrapyCommand):
    """``scrapy NAME COLLECTION …``; a subclass says in :meth:`work` what is done with it."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}
    more: ClassVar[tuple[str, ...]] = ()  # names of the arguments after the collection
    rest: list[str]  # those arguments, set before work()
    opts: argparse.Namespace

    def syntax(self) -> str:
        return " ".join(["[options]", "COLLECTION", *self.more])

    @property
    def name(self) -> str:
        """What stands after ``scrapy``."""
        return type(self).__module__.rpartition(".")[2]

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        with writable_pidfile(self.name, opts):
            super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 2 for a wrong call, 4 for a store that does not serve, 1 for whatever the command finds.

        1 as well where the output cannot be written.
        """
        refuse_options(args)
        names = ("COLLECTION", *self.more)
        if len(args) != len(names):
            left = names[len(args) :]
            raise UsageError(f"{left[0]} is missing" if left else f"{args[len(names)]!r} is one argument too many")
        assert self.settings is not None
        try:
            collection = keys.collection(args[0])
            store = open_store(self.settings["STORE"], self.settings)
            self.rest, self.opts = args[1:], opts
            with whole_output():
                self.work(store, collection)
            store.close()
        except OutputFailed as error:
            self.fail(str(error), ExitCode.FAILED)
        except OSError as error:
            self.fail(f"{error.filename} cannot be used: {error.strerror or error}", ExitCode.FAILED)
        except ValueError as error:
            self.fail(str(error), ExitCode.USAGE)
        except StoreUnavailable as error:
            self.fail(str(error), ExitCode.STORE_UNAVAILABLE)
        except StoreError as error:
            self.fail(str(error), ExitCode.FAILED)

    @abstractmethod
    def work(self, store: Store, collection: str) -> None:
        """Do it. ValueError means a wrong argument; StoreError needs no catching."""

    def fail(self, message: str, code: ExitCode) -> None:
        """One line for a person, and the exit code."""
        print(f"scrapy {self.name}: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code


@contextmanager
def writable_pidfile(command: str, opts: argparse.Namespace) -> Iterator[None]:
    """Around Scrapy's reading of the options: says in one line, with exit code 2, that --pidfile cannot be written."""
    try:
        yield
    except OSError as error:
        if not opts.pidfile:
            raise
        mend = "name a file in a folder that is there and that this user may write to"
        print(f"scrapy {command}: --pidfile {opts.pidfile} ({error.strerror}): {mend}", file=sys.stderr)  # noqa: T201
        sys.exit(ExitCode.USAGE)


def refuse_options(args: list[str]) -> None:
    """Raises UsageError for an option that there is not: Scrapy hands it on among the arguments."""
    if wrong := next((arg for arg in args if arg.startswith("-") and arg != "-"), None):
        raise UsageError(f"there is no option {wrong.partition('=')[0]}; -h lists them")


def require(store: Store, collection: str) -> None:
    """Raises ValueError where the store has no object of a collection: its name is mistyped, or STORE is another."""
    for prefix in (keys.stories_prefix, keys.runs_prefix, keys.raw_prefix):
        if next(store.keys(prefix(collection)), None) is not None:
            return
    raise ValueError(f"there is no collection {collection} in {store.url}")


class _Console(Console):
    """Text is a stranger's: what a terminal would act upon is taken out of it."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(escape.terminal(o, lines=True) if isinstance(o, str) else o for o in objects), **options)

    def on_broken_pipe(self) -> None:
        """Called while the error is handled: whoever prints decides what it means."""
        raise  # noqa: PLE0704


def console(*, stderr: bool = False) -> Console:
    """Where commands print: colours on a terminal only, and lines as long as they are elsewhere."""
    return _Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False, markup=False)
