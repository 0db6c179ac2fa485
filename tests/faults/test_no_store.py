"""A store at whose address nobody answers, as a crawl begins: one line, within seconds, and no request to anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.faults.answers import story
from tests.faults.crawls import complaint
from tests.faults.drive import crawl
from tests.faults.server import ROBOTS_ALLOW, Host, answer, serve


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:1", "http://no-such-store.invalid"])
def test_an_address_at_which_no_store_answers_is_said_at_once(project: Path, tmp_path: Path, endpoint: str) -> None:
    environment = {"AWS_ENDPOINT_URL_S3": endpoint, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    with serve([Host("paper", {"/robots.txt": ROBOTS_ALLOW, "*": answer(story("p"))})], first=230) as server:
        outcome = crawl(
            project,
            tmp_path,
            [server.url("paper")],
            environment=environment,
            STORE="s3://stories/news",
            STATE_DIR=tmp_path / "state",
        )
        assert outcome.code == ExitCode.STORE_UNAVAILABLE
        assert not server.hosts["paper"].visits
        assert "AWS_ENDPOINT_URL_S3" in complaint(outcome.log)
