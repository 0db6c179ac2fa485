"""A client of Scrapyd's JSON API: what is going on at one node, and start a job there.

Source: Scrapyd 1.6, "API" (daemonstatus.json, listjobs.json, schedule.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT = (5.0, 60.0)  # seconds to connect, to answer: the first job after a deploy waits for `scrapy list`


class ScrapydError(Exception):
    """A node did not do what it was asked; one line that names the node and, where there is one, the mend."""


class ScrapydUnavailable(ScrapydError):
    """The node cannot be reached; whether a job that was sent has arrived is not known."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job at one node. ``collection`` is known for waiting jobs only: Scrapyd tells no arguments of others."""

    id: str
    state: str  # pending, running or finished
    collection: str | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a node asks for; both empty where it asks for nothing."""

    username: str = ""
    password: str = ""


class Node:
    """One Scrapyd at ``url``. Every call raises ScrapydError, or ScrapydUnavailable where trying again may help."""

    def __init__(self, url: str, credentials: Credentials = Credentials()) -> None:
        self.url = url
        self._auth = (credentials.username, credentials.password) if credentials.username else None

    def jobs(self, project: str) -> list[Job]:
        """All jobs of ``project`` that the node still knows, waiting ones first."""
        answer = self._call("listjobs", query={"project": project})
        return [
            Job(job["id"], state, (job.get("args") or {}).get("collection"))
            for state in ("pending", "running", "finished")
            for job in answer[state]
        ]

    def load(self) -> int:
        """How many jobs wait or run at the node, of any project."""
        answer = self._call("daemonstatus")
        return int(answer["pending"]) + int(answer["running"])

    def schedule(
        self, project: str, spider: str, job_id: str, arguments: Mapping[str, str], settings: Mapping[str, str]
    ) -> None:
        """Put a job at the end of the node's queue."""
        form: list[tuple[str, str]] = [("project", project), ("spider", spider), ("jobid", job_id)]
        form += arguments.items()
        form += [("setting", f"{name}={value}") for name, value in settings.items()]
        self._call("schedule", form=form)

    def _call(
        self, what: str, *, query: Mapping[str, str] | None = None, form: list[tuple[str, str]] | None = None
    ) -> dict[str, Any]:
        method = "GET" if form is None else "POST"
        address = f"{self.url}/{what}.json"
        try:
            response = requests.request(method, address, params=query, data=form, auth=self._auth, timeout=TIMEOUT)
            if response.status_code == requests.codes.unauthorized:
                raise ScrapydError(
                    f"{self.url} refuses us: SCRAPYD_USERNAME and SCRAPYD_PASSWORD must be those of its scrapyd.conf"
                )
            answer = response.json()
        except requests.JSONDecodeError:
            raise ScrapydError(f"{self.url} answered {response.status_code}, no JSON: is it a Scrapyd?") from None
        except requests.RequestException as error:
            raise ScrapydUnavailable(f"{self.url} cannot be reached ({type(error).__name__})") from None
        if not isinstance(answer, dict) or answer.get("status") != "ok":
            reason = answer.get("message", "no reason given") if isinstance(answer, dict) else "no JSON object"
            raise ScrapydError(f"{self.url} answered: {reason}{_mend(str(reason))}")
        return answer


def _mend(reason: str) -> str:
    return " (deploy it there first: make deploy)" if reason.startswith("project ") else ""
