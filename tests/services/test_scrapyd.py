"""The everyday life of a crawl on a real Scrapyd: deployed, asked for, logged, recorded, cancelled, killed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import requests

from tests.services.scrapyd_server import SECRET, ScrapydServer, wait_for
from tests.sites import Server

STORIES = 60


def test_nobody_gets_in_without_the_password(scrapyd: ScrapydServer) -> None:
    """Every page of it, the logs too."""
    for path in ("daemonstatus.json", "schedule.json", "logs/", ""):
        assert requests.get(f"{scrapyd.url}/{path}", timeout=10).status_code == 401
        assert requests.get(f"{scrapyd.url}/{path}", auth=("backstory", "guess"), timeout=10).status_code == 401
    assert scrapyd.call("daemonstatus")["status"] == "ok"


def test_it_does_not_start_without_a_password(project: Path, tmp_path: Path, scripts: Path) -> None:
    """Scrapyd itself would listen without one."""
    done = subprocess.run(
        [project / "deploy" / "start-scrapyd.sh"],
        env={"PATH": f"{scripts}:/usr/bin:/bin", "BACKSTORY_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 2
    assert "set SCRAPYD_USERNAME and SCRAPYD_PASSWORD" in done.stderr


def test_an_egg_that_was_taken_away_stays_away_until_there_is_another(scripts: Path, tmp_path: Path) -> None:
    """A restart is no deployment; without any version the egg is put there again."""
    egg = tmp_path / "backstory.egg"
    server = ScrapydServer(scripts, tmp_path / "scrapyd", {"BACKSTORY_EGG": str(egg)})

    def versions_after_start(*, committed: int | None = None) -> list[str]:
        if committed:
            egg.write_bytes(b"an egg")
            os.utime(egg, (committed, committed))
        server.stop()
        server.start()
        versions: list[str] = server.call("listversions", project="backstory")["versions"]
        return versions

    try:
        assert versions_after_start(committed=1_000_000_000) == ["20010909014640"]
        assert versions_after_start(committed=1_100_000_000) == ["20010909014640", "20041109113320"]
        server.call("delversion", {"project": "backstory", "version": "20041109113320"})
        assert versions_after_start() == ["20010909014640"]
        server.call("delversion", {"project": "backstory", "version": "20010909014640"})
        assert versions_after_start() == ["20041109113320"]
    finally:
        server.stop()


def test_a_job_runs_the_committed_code_with_its_arguments(
    deployed: ScrapydServer, newspaper: Server, project: Path
) -> None:
    """The version in the run record names the commit; log and record are where a person looks for them."""
    newspaper.delay = 0.1
    deployed.schedule("first", "harbour", newspaper.seeds("generated"), max_stories="5")
    deployed.wait_for_job("first")

    run = deployed.record("harbour", "first")
    commit = subprocess.check_output(["git", "-C", project, "rev-parse", "--short=9", "HEAD"], text=True).strip()
    assert run["versions"]["backstory"].endswith(f"+g{commit}")
    assert run["state"] == "stopped"
    assert run["arguments"]["max_stories"] == 5
    assert run["run_id"] == "first"
    assert Path(run["log"]).read_text("utf-8") == deployed.log("first")
    assert 5 <= len(deployed.stories("harbour")) < STORIES


def test_a_cancelled_job_stops_cleanly_and_the_next_completes(deployed: ScrapydServer, newspaper: Server) -> None:
    """Cancel is one SIGINT: the run record says so, and what was stored is whole."""
    newspaper.delay = 0.3
    deployed.schedule("cut", "harbour", newspaper.seeds("generated"))
    wait_for(lambda: deployed.stories("harbour"), "the first story")
    assert deployed.call("cancel", {"project": "backstory", "job": "cut"})["prevstate"] == "running"
    deployed.wait_for_job("cut")
    assert deployed.record("harbour", "cut")["state"] == "stopped"
    assert len(deployed.stories("harbour")) < STORIES

    newspaper.delay = 0
    deployed.schedule("whole", "harbour", newspaper.seeds("generated"))
    deployed.wait_for_job("whole")

    assert deployed.record("harbour", "whole")["state"] == "finished"
    assert len(deployed.stories("harbour")) == STORIES


def test_what_waits_survives_the_death_of_scrapyd(deployed: ScrapydServer, newspaper: Server) -> None:
    """Killed with -9 while one job runs and one waits: the running one goes on, the waiting one is run after."""
    newspaper.delay = 0.1
    (deployed.state / ".scrapyd.conf").write_text("[scrapyd]\nmax_proc = 1\n", "utf-8")
    deployed.stop()
    deployed.start()
    deployed.schedule("orphan", "harbour", newspaper.seeds("generated"))
    deployed.wait_for_job("orphan", "running")
    wait_for(lambda: deployed.stories("harbour"), "the first story")
    deployed.schedule("waiting", "harbour", newspaper.seeds("generated"))
    deployed.kill()

    deployed.start()

    deployed.wait_for_job("waiting")
    wait_for(lambda: deployed.record("harbour", "orphan").get("state") == "finished", "the orphan ends")
    assert deployed.record("harbour", "waiting")["state"] == "finished"
    assert len(deployed.stories("harbour")) == STORIES


def test_secrets_are_not_in_the_list_of_processes(deployed: ScrapydServer, newspaper: Server) -> None:
    """They reach a job by the environment, which other users cannot read."""
    newspaper.delay = 0.3
    deployed.schedule("shy", "harbour", newspaper.seeds("generated"))
    pid = deployed.wait_for_job("shy", "running")["pid"]
    command = Path(f"/proc/{pid}/cmdline").read_bytes()

    assert b"collection=harbour" in command
    assert SECRET.encode() not in command
    assert SECRET.encode() in Path(f"/proc/{pid}/environ").read_bytes()
