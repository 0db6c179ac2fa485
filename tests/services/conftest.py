"""A Scrapyd for the tests: in an environment with the dependencies only, with an egg of what is committed."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.s3_fixtures import *  # noqa: F403 - fixtures
from tests.services.scrapyd_server import SECRET, ScrapydServer
from tests.sites import Generated, Server, serve

# Few requests in flight: a clean stop waits for those, and a test for the stop.
SETTINGS = {"DOWNLOAD_DELAY": "0.001", "CONCURRENT_REQUESTS": "2", "AWS_SECRET_ACCESS_KEY": SECRET}


@pytest.fixture
def newspaper(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A newspaper of as many generated stories as the module's STORIES says, all of them seeds."""
    count = request.module.STORIES
    site = Generated(count, 4_000, 0)
    site.seeds = [site.path(number) for number in range(count)]
    with serve(site) as server:
        yield server


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that has all that these tests have, but not Backstory."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    there = home / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    for kind in ("purelib", "platlib"):
        for entry in Path(sysconfig.get_path(kind)).iterdir():
            ours = "backstory" in entry.name.lower() or entry.name in ("crawler", "pipelines", "settings")
            if not ours and not (there / entry.name).exists():
                (there / entry.name).symlink_to(entry)
    scripts = home / "bin"
    (scripts / "scrapyd").write_text(f"#!{scripts / 'python'}\nfrom scrapyd.__main__ import main\nmain()\n", "utf-8")
    (scripts / "scrapyd").chmod(0o755)
    return scripts


@pytest.fixture
def scrapyd(scripts: Path, tmp_path: Path) -> Iterator[ScrapydServer]:
    """A running Scrapyd without a project."""
    server = ScrapydServer(scripts, tmp_path / "scrapyd", SETTINGS)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def deployed(scrapyd: ScrapydServer) -> ScrapydServer:
    """A running Scrapyd that has the egg."""
    done = scrapyd.deploy(Path(sys.executable))
    assert done.returncode == 0, done.stderr
    assert '"status": "ok"' in done.stdout, done.stdout
    return scrapyd
