"""A POST of JSON to an address of yours, or to Slack's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar

import requests
from spidermon.core.actions import Action

from crawler.monitors.actions.report import WAIT, report, text

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class Webhook(Action):  # type: ignore[misc]
    """Posts the report to the address in the environment variable BACKSTORY_WEBHOOK.

    Such addresses carry their own password, so they are no setting: Scrapy logs those.
    Raises ConnectionError, without the address.
    """

    variable: ClassVar[str] = "BACKSTORY_WEBHOOK"

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    @classmethod
    def missing(cls, settings: BaseSettings) -> str | None:  # noqa: ARG003 (other actions look there)
        """What must be set before this can be of use, or None."""
        return None if os.environ.get(cls.variable) else f"set {cls.variable} in the environment"

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:  # noqa: ARG003 (spidermon's signature)
        """The address."""
        return {"address": os.environ.get(cls.variable, "")}

    def run_action(self) -> None:
        """Send it."""
        try:
            answer = requests.post(self._address, json=self.body(report(self)), timeout=WAIT)
        except requests.RequestException as error:
            raise ConnectionError(f"{self.variable}: {type(error).__name__}") from None
        if not answer.ok:
            raise ConnectionError(f"{self.variable}: answered {answer.status_code}")

    def body(self, said: dict[str, Any]) -> dict[str, Any]:
        """What is posted."""
        return said


class Slack(Webhook):
    """Posts the report as text to the incoming webhook in the environment variable BACKSTORY_SLACK.

    Source: Slack API, "Sending messages using incoming webhooks".
    """

    variable = "BACKSTORY_SLACK"

    def body(self, said: dict[str, Any]) -> dict[str, Any]:
        """A message's text."""
        return {"text": text(said)}
