"""What all tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, and a long hunt for others: `make fuzz` chooses it with --hypothesis-profile.
settings.register_profile("short", max_examples=60, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "long", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("short")

# A test that skips for a reason that begins so may skip in CI too: the machine itself forbids it.
CANNOT = "this machine cannot"


def pytest_configure() -> None:
    """A run that is told to end does as after Ctrl-C: the servers that it started end with it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project, where `scrapy` finds scrapy.cfg."""
    return Path(__file__).parent.parent


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In CI a skipped test that CI could have run is a failure."""
    if not os.environ.get("CI"):
        return
    skipped = [report for report in terminalreporter.getreports("skipped") if CANNOT not in str(report.longrepr)]
    if skipped:
        terminalreporter.section("skipped in CI")
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make what the summary names fail the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None or session.exitstatus != pytest.ExitCode.OK:
        return
    if any(CANNOT not in str(report.longrepr) for report in reporter.stats.get("skipped", [])):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
