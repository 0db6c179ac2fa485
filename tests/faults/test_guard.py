"""With the guard on, nothing inside is even connected to: not for a page, not for its robots.txt."""

from __future__ import annotations

from pathlib import Path

from tests.faults.answers import story
from tests.faults.drive import crawl
from tests.faults.names import ANSWERS
from tests.faults.server import Host, answer, serve


def test_no_connection_reaches_this_machine(project: Path, tmp_path: Path) -> None:
    inside = Host("inside", {"*": answer(story("inside"))})
    with serve([inside]) as server:
        port = server.port
        seeds = [f"http://{name}:{port}/story.html" for name in ANSWERS]
        seeds += [f"http://{literal}:{port}/story.html" for literal in ("127.0.1.1", "0x7f.257", "2130706689", "[::1]")]
        seeds += [f"http://localhost:{port}/", f"http://inside:{port}/", "http://inside.example.com:22/"]
        outcome = crawl(
            project,
            tmp_path,
            seeds,
            "render=never",
            ALLOW_PRIVATE_ADDRESSES=False,
            TWISTED_DNS_RESOLVER="tests.faults.names.WrittenResolver",
            FRONTIER_TRIES=1,
            FRONTIER_PATIENCE=1,
        )
    assert inside.connections == 0
    assert outcome.stories == {}
    refusals = outcome.counts("backstory/refused/")
    assert refusals["private_address"] >= len(ANSWERS) + 4
    assert refusals["private_name"] >= 2
    assert refusals["bad_port"] >= 1
    assert outcome.stats.get("downloader/response_count", 0) == 0
