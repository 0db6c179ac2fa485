"""The browser's only way out: it connects to what the guard found good, and to nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from crawler.guard import Refused
from crawler.rendering import asking
from crawler.rendering.proxy import GuardingProxy

Talk = Callable[[str, list[bytes]], Awaitable[Any]]


async def _answer(seen: list[bytes], body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    seen.append(await reader.readuntil(b"\r\n\r\n"))
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)
    await writer.drain()
    writer.close()


def ask(
    request: str, *, body: bytes = b"hello", refuse: bool = False, limit: int = 1_000_000, admit: bool = True
) -> tuple[bytes, Any]:
    """Send one request through a proxy that leads every host to one little server: the answer, and what was seen."""
    seen: list[bytes] = []
    asked: list[tuple[str, int]] = []
    refused: list[str] = []

    async def run() -> bytes:
        server = await asyncio.start_server(lambda r, w: _answer(seen, body, r, w), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]

        async def resolve(host: str, port: int) -> list[str]:
            asked.append((host, port))
            if refuse:
                raise Refused("private_address", "leads inside")
            return ["127.0.0.1"]

        proxy = GuardingProxy(resolve, limit=limit, admits=lambda *_: admit, on_refused=refused.append)
        address = await proxy.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(request.replace("PORT", str(port)).replace("\n", "\r\n").encode())
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        await proxy.stop()
        server.close()
        return answer

    return asyncio.run(run()), (seen, asked, refused)


def test_a_request_is_passed_on_as_its_server_expects_it() -> None:
    answer, (seen, asked, _) = ask(
        "GET http://paper.example:PORT/a?b=1 HTTP/1.1\nHost: paper.example\nProxy-Connection: keep-alive\n\n"
    )
    assert answer.endswith(b"hello")
    assert seen[0].startswith(b"GET /a?b=1 HTTP/1.1\r\nHost: paper.example\r\n")
    assert b"Proxy-" not in seen[0]
    assert asked[0][0] == "paper.example"


def test_a_connection_has_one_request_even_where_the_server_keeps_it_open() -> None:
    """The second one may be for a host that the guard never heard of."""
    seen: list[bytes] = []
    asked: list[str] = []

    async def stubborn(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                seen.append(await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(4))
                early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                writer.write(early + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        over.set()
        writer.close()

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async def run() -> bytes:
        server = await asyncio.start_server(stubborn, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        proxy = GuardingProxy(resolve, limit=1_000_000)
        reader, writer = await asyncio.open_connection("127.0.0.1", int((await proxy.start()).rpartition(":")[2]))
        for host, said in (("a.example", "data"), ("b.example", "more")):
            head = f"POST http://{host}:{port}/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\n\r\n"
            writer.write((head + said).encode())
        async with asyncio.timeout(10):
            answer = await reader.readuntil(b"hello")
            writer.close()
            await proxy.stop()
            await over.wait()
        server.close()
        return answer

    over = asyncio.Event()
    answer = asyncio.run(run())
    assert answer.startswith(b"HTTP/1.1 200 OK\r\nConnection: close\r\n"), "so that the browser opens another one"
    assert [request.endswith(b"\r\n\r\ndata") for request in seen] == [True]
    assert asked == ["a.example"]


def test_a_body_without_a_length_is_not_passed_on() -> None:
    answer, (seen, asked, _) = ask(
        "POST http://paper.example:PORT/ HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n0\n\n"
    )
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert not seen
    assert not asked


def test_a_tunnel_leads_to_the_address_that_was_checked() -> None:
    answer, (seen, _, _) = ask("CONNECT paper.example:PORT HTTP/1.1\nHost: x\n\n\x16hello to the server\n\n")
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert answer.endswith(b"hello")
    assert seen == [b"\x16hello to the server\r\n\r\n"]


def test_a_tunnel_is_for_tls_and_not_for_a_web_socket() -> None:
    answer, (seen, _, refused) = ask("CONNECT paper.example:PORT HTTP/1.1\nHost: x\n\nGET / HTTP/1.1\nHost: x\n\n")
    assert answer == b"HTTP/1.1 200 Connection established\r\n\r\n"
    assert not seen
    assert refused == ["socket"]


@pytest.mark.parametrize("request_line", ["GET http://paper.example:PORT/", "CONNECT paper.example:PORT"])
def test_where_no_page_has_a_reason_to_go_is_not_even_looked_up(request_line: str) -> None:
    answer, (seen, asked, refused) = ask(f"{request_line} HTTP/1.1\nHost: x\n\n", admit=False)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert not seen
    assert not asked
    assert refused == ["connection"]


@pytest.mark.parametrize("request_line", ["GET http://inside.example:PORT/", "CONNECT inside.example:PORT"])
def test_what_the_guard_refuses_is_not_connected_to(request_line: str) -> None:
    answer, (seen, _, refused) = ask(f"{request_line} HTTP/1.1\nHost: x\n\n", refuse=True)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert not seen
    assert refused == ["address"]


@pytest.mark.parametrize(
    "request_line", ["GET /local HTTP/1.1", "GET file:///etc/passwd HTTP/1.1", "GET", "\x00", "GET http://[ HTTP/1.1"]
)
def test_what_is_no_proxy_request_gets_nothing(request_line: str) -> None:
    answer, (seen, asked, _) = ask(f"{request_line}\nHost: x\n\n")
    assert answer == b""
    assert not seen
    assert not asked


def test_an_endless_answer_is_cut_off() -> None:
    answer, _ = ask("GET http://paper.example:PORT/ HTTP/1.1\nHost: x\n\n", body=b"x" * 1_000_000, limit=10_000)
    assert len(answer) == 10_000


def test_a_server_that_is_not_there_is_a_bad_gateway() -> None:
    answer, _ = ask("GET http://paper.example:1/ HTTP/1.1\nHost: x\n\n")
    assert answer.startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    ("answers", "allowed"),
    [
        (["93.184.216.34"], ["93.184.216.34"]),
        (["127.0.0.1"], None),
        (["10.1.2.3", "169.254.169.254"], None),
        (["10.1.2.3", "93.184.216.34"], ["93.184.216.34"]),
    ],
)
def test_a_public_name_that_leads_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch, answers: list[str], allowed: list[str] | None
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (answer, 80)) for answer in answers])
    question = asking.Asking(get_crawler(), lambda _: None).addresses("rebound.example", 80)
    if allowed is None:
        with pytest.raises(Refused, match="leads to"):
            asyncio.run(question)
    else:
        assert asyncio.run(question) == allowed


@pytest.mark.parametrize("host", ["localhost", "127.1", "[::1]", "metadata.internal", "0x7f000001"])
def test_a_name_of_this_machine_is_refused_before_it_is_looked_up(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(Refused):
        asyncio.run(asking.Asking(get_crawler(), lambda _: None).addresses(host, 80))
