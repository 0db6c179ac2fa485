"""Two runs of one collection at once, as the servers see them: no host is asked by both."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.faults.answers import story
from tests.faults.drive import start
from tests.faults.server import ROBOTS_ALLOW, Host, Visit, after, answer, serve

PAGES = 6
WORK = 1.0  # seconds that a page takes
SETTINGS = {"DOWNLOAD_DELAY": 0, "FRONTIER_PATIENCE": 20, "FRONTIER_RETRY_DELAY": 1}


async def _elsewhere(visit: Visit, out: asyncio.StreamWriter) -> None:
    port = visit.headers["host"].rpartition(":")[2]
    await answer("", "302 Found", Location=f"http://{HELD.address}:{port}/led{visit.path}")(visit, out)


def _pages(prefix: str) -> list[str]:
    return [f"{prefix}/story-{n}.html" for n in range(PAGES)]


HELD = Host(
    "held",
    {
        "/robots.txt": ROBOTS_ALLOW,
        **{path: after(WORK, answer(story(path.replace("/", "_")))) for path in (*_pages(""), *_pages("/led"))},
    },
)
LEADING = Host("leading", {"/robots.txt": ROBOTS_ALLOW, "*": _elsewhere})


def test_a_redirect_to_a_host_that_another_run_fetches_from_waits_until_it_is_free(
    project: Path, tmp_path: Path
) -> None:
    with serve([HELD, LEADING], first=220) as server:
        store = {"STORE": f"file://{tmp_path / 'store'}"}
        one = start(project, tmp_path / "one", [server.url("held", path) for path in _pages("")], **SETTINGS, **store)
        end = time.monotonic() + 30
        while not server.paths("held"):
            assert time.monotonic() < end
            time.sleep(0.01)
        led = [server.url("leading", path) for path in _pages("")]
        two = start(project, tmp_path / "two", led, **SETTINGS, **store)
        for process in (one, two):
            assert process.wait(60) == 0
        assert HELD.peak == 1, "or the two together ask more often than one may"
        assert sorted(server.paths("leading")) == _pages(""), "what led there is not asked where it leads again"
        assert sorted(server.paths("held")) == sorted([*_pages(""), *_pages("/led")])
