"""TLS: a good certificate is enough, a bad one is never."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.answers import headline, story
from tests.faults.certificates import Authority
from tests.faults.drive import Outcome, crawl
from tests.faults.server import Host, answer, serve

_FIRST = 200  # the hosts get 127.0.1.201 and so on
_CASES: dict[str, dict[str, int | bool | str] | None] = {
    "good": {},
    "expired": {"first_day": -9, "last_day": -2},
    "not_yet": {"first_day": 2, "last_day": 9},
    "untrusted": {"trusted": False},
    "other_name": {"address": "127.0.1.99"},
    "no_tls": None,
}


@pytest.fixture(scope="module")
def outcome(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    hosts = []
    for number, (name, case) in enumerate(_CASES.items(), 1 + _FIRST):
        arguments = {"address": f"127.0.1.{number}", **(case or {})}
        context = None if case is None else authority.context(**arguments)  # type: ignore[arg-type]
        hosts.append(Host(name, {"/robots.txt": answer("", "404 Not Found"), "*": answer(story(name))}, tls=context))
    with serve(hosts, first=_FIRST) as server:
        seeds = [server.url(name).replace("http://", "https://") for name in _CASES]
        yield crawl(
            project,
            folder / "crawl",
            seeds,
            "render=never",
            environment={"SSL_CERT_FILE": str(authority.file)},
            ROBOTSTXT_OBEY=False,  # it could not be had either, and the pages would be put off for that
            DOWNLOAD_FIRST_BYTE_TIMEOUT=3,
            FRONTIER_TRIES=1,
            FRONTIER_PATIENCE=1,
        )


def test_only_the_good_one_is_stored(outcome: Outcome) -> None:
    assert [story["headline"] for story in outcome.stories.values()] == [headline("good")]


def test_the_others_are_given_up_with_their_reason(outcome: Outcome) -> None:
    assert outcome.counts("backstory/failed/") == {"bad_certificate": len(_CASES) - 2, "timeout": 1}
    assert outcome.stats["finish_reason"] == "finished"
