"""Crawls to kill, and stores to kill them with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.crawls import Crawls, environment
from tests.services.s3_fixtures import *  # noqa: F403 - fixtures
from tests.sites import serve
from tests.sites.server import Server
from tests.sites.site import Site


@pytest.fixture
def crawls(project: Path, tmp_path: Path) -> Iterator[Callable[..., Crawls]]:
    """Makes :class:`Crawls` of a site, or of a server that runs already, each with a store of its own."""
    with ExitStack() as stack:

        def make(site: Site | Server, store: str | None = None, delay: float = 0.0) -> Crawls:
            server = site if isinstance(site, Server) else stack.enter_context(serve(site, delay=delay))
            made = Crawls(server, project, tmp_path / f"crawl-{len(list(tmp_path.iterdir()))}", store)
            made.folder.mkdir()
            stack.callback(made.end_all)
            return made

        yield make


@pytest.fixture
def scrapy(project: Path) -> Callable[..., str]:
    """Runs another command on a crawl's store; gives what it printed."""

    def run(crawl: Crawls, *words: str) -> str:
        settings = ["-s", f"STORE={crawl.url}", "-s", f"STATE_DIR={crawl.folder / 'state'}"]
        command = [sys.executable, "-m", "scrapy", *words, *settings]
        return subprocess.run(
            command, cwd=project, check=True, capture_output=True, text=True, timeout=60, env=environment()
        ).stdout

    return run
