"""An e-mail. Python's own smtplib: scrapy.mail, which spidermon's action stands on, is deprecated."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from spidermon.core.actions import Action

from crawler.monitors.actions.report import WAIT, report, text, title

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_SECURE = ("starttls", "ssl")


class Mail(Action):  # type: ignore[misc]
    """Sends the report to MONITOR_MAIL_TO by the server MONITOR_MAIL_HOST.

    The password comes from the environment variable BACKSTORY_MAIL_PASSWORD. A server with starttls or ssl must have a
    certificate that this machine trusts. Raises what smtplib and ssl raise.
    """

    def __init__(self, to: list[str], settings: dict[str, Any]) -> None:
        super().__init__()
        self._to = to
        self._settings = settings

    @classmethod
    def missing(cls, settings: BaseSettings) -> str | None:
        """What must be set before this can be of use, or None."""
        if not settings.getlist("MONITOR_MAIL_TO"):
            return "set MONITOR_MAIL_TO"
        secure = settings["MONITOR_MAIL_SECURITY"]
        if secure and secure not in _SECURE:
            return f"MONITOR_MAIL_SECURITY is {secure!r}; it can be starttls, ssl or empty"
        if settings["MONITOR_MAIL_USER"] and not secure:
            return "set MONITOR_MAIL_SECURITY to starttls or ssl, or anybody could read MONITOR_MAIL_USER's password"
        return None

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Receivers and server."""
        settings = crawler.settings
        return {
            "to": settings.getlist("MONITOR_MAIL_TO"),
            "settings": {
                "from": settings["MONITOR_MAIL_FROM"],
                "host": settings["MONITOR_MAIL_HOST"],
                "port": settings.getint("MONITOR_MAIL_PORT"),
                "security": settings["MONITOR_MAIL_SECURITY"],
                "user": settings["MONITOR_MAIL_USER"],
            },
        }

    def run_action(self) -> None:
        """Send it."""
        said = report(self)
        message = EmailMessage()
        message["Subject"] = title(said)
        message["From"] = self._settings["from"]
        message["To"] = ", ".join(self._to)
        message.set_content(text(said))
        secure = self._settings["security"]
        with self._connection(secure) as server:
            if secure == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self._settings["user"]:
                server.login(self._settings["user"], os.environ.get("BACKSTORY_MAIL_PASSWORD", ""))
            server.send_message(message)

    def _connection(self, secure: str) -> smtplib.SMTP:
        host, port = self._settings["host"], self._settings["port"]
        if secure == "ssl":
            return smtplib.SMTP_SSL(host, port, timeout=WAIT, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=WAIT)
