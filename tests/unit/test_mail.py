"""Mail goes by a connection that is what the settings say, or not at all, and its password to no stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from spidermon import MonitorSuite
from spidermon.runners import MonitorRunner

from crawler.monitors.actions import complaint
from crawler.monitors.actions.mail import Mail
from settings import base
from tests.faults.certificates import Authority
from tests.services.scrapyd_server import free_port

MAIL = "crawler.monitors.actions.mail.Mail"


class Post:
    """A mail server with a certificate of ``authority``, or one that nobody signed."""

    def __init__(self, folder: Path, authority: Authority, security: str, *, trusted: bool) -> None:
        context = authority.context("127.0.0.1", trusted=trusted)
        encrypted = {"ssl_context": context} if security == "ssl" else {"tls_context": context}
        self.passwords: list[bytes] = []
        self._letters = folder / "letters"
        self.controller = Controller(
            Mailbox(str(self._letters)),
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=self._authenticate,
            auth_require_tls=False,
            **encrypted,
        )

    def letters(self) -> list[str]:
        return [path.read_text("utf-8") for path in (self._letters / "new").iterdir()]

    def _authenticate(self, server: SMTP, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.passwords.append(said.password)
        return AuthResult(success=True)


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Post]]:
    """Starts a :class:`Post` whose authority this machine trusts."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("BACKSTORY_MAIL_PASSWORD", "hush")
    started: list[Post] = []

    def start(security: str, *, trusted: bool) -> Post:
        started.append(Post(tmp_path, authority, security, trusted=trusted))
        started[-1].controller.start()
        return started[-1]

    yield start
    for running in started:
        running.controller.stop()


def settings(**said: Any) -> Settings:
    ours = {name: getattr(base, name) for name in dir(base) if name.startswith("MONITOR")}
    return Settings({**ours, "MONITOR_ACTIONS": [MAIL], "MONITOR_MAIL_TO": ["desk@news.example"], **said})


def tell(said: Settings) -> Any:
    """A run without a single story ends; what became of the mail about it."""
    crawler = SimpleNamespace(settings=said)
    mail = Mail(**Mail.from_crawler_kwargs(crawler))  # type: ignore[arg-type]
    monitors = [load_object("crawler.monitors.duration.Duration")]
    suite = MonitorSuite(monitors=monitors, monitors_failed_actions=[mail], crawler=crawler)
    spider = SimpleNamespace(collection="harbour", run_id="r")
    result = MonitorRunner().run(suite, counts={"elapsed_time_seconds": 9}, history=[], crawler=crawler, spider=spider)
    (told,) = result.monitors_failed_action_results
    return told


@pytest.mark.parametrize("security", ["starttls", "ssl"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_password_goes_only_to_a_server_with_a_good_certificate(
    post: Callable[..., Post], security: str, trusted: bool
) -> None:
    server = post(security, trusted=trusted)
    told = tell(
        settings(
            MONITOR_DURATION_MAX=0.001,
            MONITOR_MAIL_HOST="127.0.0.1",
            MONITOR_MAIL_PORT=server.controller.port,
            MONITOR_MAIL_SECURITY=security,
            MONITOR_MAIL_USER="desk",
        )
    )
    if trusted:
        assert told.status == "OK", told.error
        assert server.passwords == [b"hush"]
        assert "Subject: Backstory: harbour: 1 monitors failed" in server.letters()[0]
    else:
        assert "certificate verify failed" in str(told.error)
        assert server.passwords == []
        assert server.letters() == []


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ({"MONITOR_MAIL_USER": "desk"}, "set MONITOR_MAIL_SECURITY to starttls or ssl"),
        ({"MONITOR_MAIL_USER": "desk", "MONITOR_MAIL_SECURITY": "STARTTLS"}, "MONITOR_MAIL_SECURITY is 'STARTTLS'"),
        ({"MONITOR_MAIL_SECURITY": "tls"}, "it can be starttls, ssl or empty"),
    ],
)
def test_mail_that_would_show_its_password_is_refused_before_the_crawl(said: dict[str, str], mend: str) -> None:
    assert mend in str(complaint(settings(**said)))


@pytest.mark.parametrize("said", [{}, {"MONITOR_MAIL_USER": "desk", "MONITOR_MAIL_SECURITY": "ssl"}])
def test_mail_that_is_set_right_has_nothing_to_complain_of(said: dict[str, str]) -> None:
    assert complaint(settings(**said)) is None
