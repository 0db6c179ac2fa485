"""The server of the fictional sites keeps HTTP's promises, since everything else is tested through it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

import pytest

from tests.sites import Generated, Server, serve


@pytest.fixture
def mill() -> Iterator[Server]:
    with serve(Generated(30, size=3_000, links=3)) as server:
        yield server


def ask(server: Server, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(server.bases["generated"].removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_a_story_that_is_known_already_is_not_sent_again(mill: Server) -> None:
    path = mill.sites["generated"].seeds[0]
    first, body = ask(mill, path)
    assert first.status == 200
    assert len(body) == int(first.headers["Content-Length"])
    same, nothing = ask(mill, path, If_None_Match=first.headers["ETag"])
    assert (same.status, nothing) == (304, b"")
    assert ask(mill, path, If_Modified_Since=first.headers["Last-Modified"])[0].status == 304
    assert ask(mill, path, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"])[0].status == 200


def test_every_request_is_in_the_log(mill: Server) -> None:
    ask(mill, "/news/0/story-1.html", User_Agent="reader")
    ask(mill, "/news/0/story-30.html")
    assert [(visit["path"], visit["status"]) for visit in mill.visits()] == [
        ("/news/0/story-1.html", 200),
        ("/news/0/story-30.html", 404),
    ]
    assert mill.visits()[0]["agent"] == "reader"
    json.dumps(mill.visits())


def test_every_generated_story_is_reached_from_the_seed_and_stays_as_it_is() -> None:
    site = Generated(30, size=3_000, links=3)
    reached, ahead = {0}, [0]
    while ahead:
        fresh = set(site.related(ahead.pop())) - reached
        reached |= fresh
        ahead.extend(fresh)
    assert reached == set(range(30))
    bodies = [site.answer(site.path(number)).body for number in range(30)]  # type: ignore[union-attr]
    assert len(set(bodies)) == 30
    assert all(2_500 < len(body) < 4_500 for body in bodies)
    assert Generated(30, size=3_000, links=3).answer(site.path(7)).body == bodies[7]  # type: ignore[union-attr]


def test_sites_that_share_a_server_are_sites_of_their_own() -> None:
    with serve(Generated(2, name="one"), Generated(2, name="two")) as server:
        hosts = [base.rpartition(":")[0] for base in server.bases.values()]
        assert hosts == ["http://127.0.0.1", "http://127.0.0.2"]
