"""Who asks: what a publisher reads in the log of their server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import Server

CONTACT = "https://example.com/about"


@pytest.mark.parametrize("settings", [[], ["-s", f"USER_AGENT=Ours/1.0 (+{CONTACT})"]], ids=["ours", "theirs"])
def test_the_contact_stands_once_in_the_user_agent(
    settings: list[str], papers: Server, project: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={papers.seeds('isles')[0]}"]
    command += ["-a", "max_stories=1", "-a", "render=never", "-s", "ALLOW_PRIVATE_ADDRESSES=1", *settings]
    places = {"STORE": f"file://{tmp_path}/store", "STATE_DIR": f"{tmp_path}/state"}
    environment = {**os.environ, **places, "SCRAPY_PROJECT": "production", "CONTACT": CONTACT, "DOWNLOAD_DELAY": "0.1"}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    agents = {visit["agent"] for visit in papers.visits()}
    assert len(agents) == 1, done.stderr
    assert agents.pop().count(CONTACT) == 1
