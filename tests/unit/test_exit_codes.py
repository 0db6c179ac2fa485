"""What the shell is told when a crawl ends."""

from __future__ import annotations

import pytest

from crawler.exit_codes import ExitCode, exit_code


@pytest.mark.parametrize(
    ("stats", "code"),
    [
        ({"finish_reason": "finished", "backstory/stories/stored": 3, "downloader/request_count": 4}, ExitCode.OK),
        ({"finish_reason": "finished", "backstory/stories/unchanged": 3, "downloader/request_count": 4}, ExitCode.OK),
        (
            {"finish_reason": "finished", "backstory/frontier/not_modified": 1, "downloader/request_count": 2},
            ExitCode.OK,
        ),
        (
            {"finish_reason": "finished", "backstory/stories/near_duplicates": 2, "downloader/request_count": 2},
            ExitCode.OK,
        ),
        (
            {"finish_reason": "finished", "backstory/frontier/queued_there": 1, "downloader/request_count": 2},
            ExitCode.OK,
        ),
        ({"finish_reason": "finished"}, ExitCode.OK),
        ({"finish_reason": "finished", "downloader/request_count": 4}, ExitCode.NOTHING_FETCHED),
        ({"finish_reason": "store_unavailable", "backstory/stories/stored": 3}, ExitCode.STORE_UNAVAILABLE),
        ({"finish_reason": "already_running"}, ExitCode.ALREADY_RUNNING),
        ({"finish_reason": "shutdown", "backstory/stories/stored": 3}, ExitCode.INTERRUPTED),
        (
            {"finish_reason": "finished", "backstory/stories/stored": 3, "backstory/monitors/failed": 1},
            ExitCode.MONITORS_FAILED,
        ),
        ({}, ExitCode.FAILED),
    ],
)
def test_a_crawl_ends_with_the_code_that_says_why(stats: dict[str, object], code: ExitCode) -> None:
    assert exit_code(stats) is code
