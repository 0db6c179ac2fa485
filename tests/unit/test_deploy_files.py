"""The files of deploy/ fit together and the code: what they name exists, and no secret stands in them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from configparser import ConfigParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from crawler.arguments import RelatedArguments
from crawler.exit_codes import ExitCode
from crawler.metrics import RunCollector
from crawler.schedule.plan import read

SECRETS = (
    "SCRAPYD_PASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "BACKSTORY_WEBHOOK",
    "BACKSTORY_SLACK",
    "BACKSTORY_MAIL_PASSWORD",
)
OF_THE_MACHINE = {"HOME", "PATH", "LOCALAPPDATA", "PLAYWRIGHT_BROWSERS_PATH"}  # nobody sets them for Backstory
OF_THE_IMAGE = {"BACKSTORY_EGG", "BACKSTORY_STATE"}  # and these the files of deploy/ set themselves

MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
EVERYTHING = {  # the stats of a crawl in which everything happened
    "backstory/stories/stored": 1,
    "backstory/blocked/http_403": 1,
    "backstory/links/left/depth": 1,
    "backstory/pages/no_story/search": 1,
    "backstory/monitors/results": {"Slower than usual": "ok"},
    "downloader/response_status_count/200": 1,
    "start_time": MOMENT,
    "finish_time": MOMENT,
    "finish_reason": "finished",
}


def test_scrapy_cfg_is_read_in_any_locale(project: Path) -> None:
    assert (project / "scrapy.cfg").read_bytes().isascii()  # Python reads it in the locale's encoding


@pytest.fixture
def deploy(project: Path) -> Path:
    """The folder."""
    return project / "deploy"


@pytest.fixture
def compose(deploy: Path) -> Any:
    """The services of compose.yaml."""
    return yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))


def test_the_schedule_can_be_used_as_it_is(deploy: Path) -> None:
    """Read and checked by the scheduler's own code."""
    assert [collection.name for collection in read(deploy / "schedule.toml").collection] == ["harbour", "elections"]


def test_scrapyd_keeps_its_queue_and_listens_on_loopback(deploy: Path) -> None:
    """The settings whose defaults lose something."""
    conf = ConfigParser()
    conf.read(deploy / "scrapyd.conf")
    scrapyd = conf["scrapyd"]

    assert scrapyd["bind_address"] == "127.0.0.1"
    assert scrapyd["spiderqueue"].endswith("SqliteSpiderQueue")
    assert scrapyd["jobstorage"].endswith("SqliteJobStorage")
    assert int(scrapyd["jobs_to_keep"]) >= 24
    assert scrapyd["items_dir"] == scrapyd["jobs_dir"] == ""
    assert "password" not in scrapyd


def test_no_secret_stands_in_a_file(deploy: Path) -> None:
    """Names of secrets do; their values come from the environment."""
    for path in deploy.rglob("*"):
        if path.is_file():
            for name in SECRETS:
                values = re.findall(
                    rf"^[ \-]*(?:Environment=)?{name}[:=] *(\S+)", path.read_text("utf-8"), re.MULTILINE
                )
                assert all(value.startswith("${") or value == "backstory" for value in values), (path, values)


def test_compose_mounts_what_is_there_and_waits_for_what_it_needs(deploy: Path, compose: Any) -> None:
    """Every service that is waited for exists and says when it is well."""
    services = compose["services"]
    for service in services.values():
        for other, condition in (service.get("depends_on") or {}).items():
            if condition["condition"] == "service_healthy":
                assert other == "scrapyd" or "healthcheck" in services[other]  # Scrapyd's is in the image
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (deploy / source).exists() if source.startswith(".") else source in compose["volumes"]
    assert (deploy / services["scrapyd"]["build"]["context"] / services["scrapyd"]["build"]["dockerfile"]).is_file()
    assert all(re.match(r"127\.0\.0\.1:", port) for port in services["scrapyd"]["ports"])


def test_compose_gives_scrapyd_what_the_example_explains(deploy: Path, compose: Any) -> None:
    """Every variable that the example gives reaches a service, and none is asked for that it does not explain."""
    example = (deploy / "environment.example").read_text("utf-8")
    given, off = (set(re.findall(rf"^{mark}([A-Z_0-9]+)=", example, re.MULTILINE)) for mark in ("", "#"))
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", (deploy / "compose.yaml").read_text("utf-8")))
    asked |= {name for name, value in compose["services"]["scrapyd"]["environment"].items() if value is None}

    assert asked <= given | off
    assert given - asked <= {"METRICS_PORT"}  # fixed there, since the ports are published


def test_the_example_lists_every_variable_that_the_code_and_its_docs_name(project: Path, deploy: Path) -> None:
    """Those that settings and code ask the environment for, and those that the docs have a row or a word for."""
    listed = set(re.findall(r"^#?([A-Z_0-9]+)=", (deploy / "environment.example").read_text("utf-8"), re.MULTILINE))
    asked = set(re.findall(r'env\("([A-Z_0-9]+)"', (project / "settings" / "production.py").read_text("utf-8")))
    for path in (project / "crawler").rglob("*.py"):
        text = path.read_text("utf-8")
        if "environ" in text:
            asked |= set(re.findall(r'environ\.get\("([A-Z_0-9]+)"', text))
            asked |= set(re.findall(r'^ *(?:variable|ENVIRONMENT)\b.*= "([A-Z_0-9]+)"', text, re.MULTILINE))
    for page in (project / "docs").glob("*.md"):
        asked |= set(re.findall(r"`((?:AWS|BACKSTORY|SSL)_[A-Z_0-9]+)(?:=\w+)?`", page.read_text("utf-8")))

    assert {"BACKSTORY_CHROMIUM", "BACKSTORY_SLACK", "AWS_CA_BUNDLE", "STATE_DIR"} <= asked
    assert asked - OF_THE_MACHINE - OF_THE_IMAGE - listed == set()


def test_compose_gives_scrapyd_what_a_crawl_reads_from_the_environment(project: Path, compose: Any) -> None:
    """The settings of production, what actions of monitors ask for, and what the documentation names."""
    sources = [project / "settings" / "production.py", *(project / "crawler" / "monitors").rglob("*.py")]
    sources += [project / "docs" / "run-it-every-hour.md", project / "docs" / "store.md"]
    named = {
        name
        for source in sources
        for name in re.findall(
            r"""\benv\("([A-Z_]+)"|\b((?:MONITOR_MAIL|BACKSTORY|AWS|SSL)_[A-Z_0-9]+)\b""", source.read_text("utf-8")
        )
    }
    read = {in_settings or elsewhere for in_settings, elsewhere in named}

    assert len(read) > 20
    assert read - set(compose["services"]["scrapyd"]["environment"]) - OF_THE_IMAGE == set()


def test_the_image_copies_what_is_there(project: Path, deploy: Path) -> None:
    """Every source of a COPY, and the user is not root."""
    lines = (deploy / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    instructions = [shlex.split(line) for line in lines if line and not line.startswith(("#", "HEALTHCHECK"))]
    known = {"FROM", "ENV", "COPY", "RUN", "USER", "WORKDIR", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert {words[0] for words in instructions} <= known
    for words in instructions:
        if words[0] == "COPY" and not words[1].startswith("--from"):
            assert all((project / source).exists() for source in words[1:-1]), words
    assert [words[1] for words in instructions if words[0] == "USER"] == ["10001"]


def test_systemd_starts_what_is_there(deploy: Path) -> None:
    """The units name this folder's script, and restart what a restart mends."""
    scrapyd = (deploy / "systemd" / "backstory-scrapyd.service").read_text("utf-8")
    script = re.search(r"^ExecStart=/opt/backstory/(\S+)$", scrapyd, re.MULTILINE)
    assert script
    assert (deploy.parent / script[1]).stat().st_mode & 0o111
    scheduler = (deploy / "systemd" / "backstory-scheduler.service").read_text("utf-8")
    assert f"RestartPreventExitStatus={int(ExitCode.USAGE)}" in scheduler


def test_kubernetes_runs_a_crawl_that_would_start(deploy: Path) -> None:
    """Its arguments are the spider's, and its exit codes ours."""
    _, job = yaml.safe_load_all((deploy / "kubernetes" / "cronjob.yaml").read_text("utf-8"))
    spec = job["spec"]["jobTemplate"]["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    arguments = dict(word.split("=", 1) for word in container["args"] if word != "-a")

    assert RelatedArguments(**arguments).exclusive
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    final = {int(ExitCode.USAGE), int(ExitCode.ALREADY_RUNNING), int(ExitCode.MONITORS_FAILED)}
    assert set(spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"]) == final
    assert not {entry["name"] for entry in container["env"]} & set(SECRETS)


def test_the_dashboard_asks_for_metrics_that_exist(deploy: Path) -> None:
    """Every name in every expression is one that a crawl shows."""
    dashboard = json.loads((deploy / "grafana" / "backstory.json").read_text("utf-8"))
    registry = CollectorRegistry()
    registry.register(RunCollector("harbour", lambda: EVERYTHING, lambda: {"queued": 1}))
    shown = {sample.name for family in registry.collect() for sample in family.samples}
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked = {name for expression in expressions for name in re.findall(r"backstory_\w+", expression)}

    assert asked <= shown, asked - shown
    assert shown - asked <= {"backstory_build_info", "backstory_run_start_timestamp_seconds"}


@pytest.mark.parametrize(
    ("words", "missing"),
    [(["start-scrapyd.sh"], "scrapyd"), (["deploy-egg.sh", "--build-egg", "backstory.egg"], "scrapyd-deploy")],
)
def test_a_script_without_its_tool_says_where_to_get_it(
    words: list[str], missing: str, deploy: Path, tmp_path: Path
) -> None:
    environment = {"PATH": "/usr/bin:/bin", "SCRAPYD_USERNAME": "u", "SCRAPYD_PASSWORD": "p"}
    done = subprocess.run(
        [deploy / words[0], *words[1:]],
        cwd=tmp_path,
        env=environment | {"BACKSTORY_STATE": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"there is no {missing} on PATH" in done.stderr
    assert list(tmp_path.iterdir()) == []
