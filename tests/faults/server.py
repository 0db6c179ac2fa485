"""Raw HTTP, so that everything in it can be wrong: each host is a loopback address of its own with one fault.

Hosts are 127.0.1.1, 127.0.1.2 and so on, all on one port that the kernel chose: what one fault does to its host
(pauses, circuits) touches no other. The log says who asked when, and how many were served at once.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_CLOSING = 2.0  # seconds that open answers get when the server stops


@dataclass
class Visit:
    """One request as the server saw it; ``began`` in seconds of a monotonic clock."""

    host: str
    path: str
    headers: dict[str, str]
    nth: int  # of this path at this host, from 1
    began: float


Answer = Callable[[Visit, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Host:
    """What one address serves: an answer for each path; ``*`` for all others."""

    name: str
    answers: dict[str, Answer]
    tls: ssl.SSLContext | None = None
    address: str = ""
    visits: list[Visit] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    peak: int = 0  # requests in hand at once, at most


class Server:
    """``url(name, path)`` is where a host's page stands; ``hosts[name]`` holds its log."""

    def __init__(self, hosts: Sequence[Host], first: int = 1) -> None:
        self.hosts = {host.name: host for host in hosts}
        self.port = 0
        for number, host in enumerate(hosts, first):
            host.address = f"127.0.{1 + number // 250}.{1 + number % 250}"

    def paths(self, name: str) -> list[str]:
        """What was asked of a host, in order, robots.txt left out."""
        return [visit.path for visit in self.hosts[name].visits if visit.path != "/robots.txt"]

    def gaps(self, name: str) -> list[float]:
        """Seconds between the starts of a host's requests, robots.txt among them."""
        began = [visit.began for visit in self.hosts[name].visits]
        return [later - earlier for earlier, later in pairwise(began)]

    def url(self, name: str, path: str = "/story.html") -> str:
        host = self.hosts[name]
        return f"http{'s' if host.tls else ''}://{host.address}:{self.port}{path}"

    async def start(self) -> list[asyncio.Server]:
        doors = []
        for host in self.hosts.values():
            serve = _Door(host)
            door = await asyncio.start_server(serve, host.address, self.port, ssl=host.tls, limit=1 << 20)
            self.port = door.sockets[0].getsockname()[1]
            doors.append(door)
        return doors


class _Door:
    def __init__(self, host: Host) -> None:
        self.host = host

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.host.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                if not await self._answer(head, writer):
                    break
        with suppress(Exception):
            writer.close()

    async def _answer(self, head: str, writer: asyncio.StreamWriter) -> bool:
        host, (line, *rest) = self.host, head.split("\r\n")
        path = line.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in rest) if name}
        nth = 1 + sum(visit.path == path for visit in host.visits)
        visit = Visit(host.name, path, headers, nth, time.monotonic())
        host.visits.append(visit)
        host.open += 1
        host.peak = max(host.peak, host.open)
        try:
            answer = host.answers.get(path) or host.answers["*"]
            await answer(visit, writer)
            await writer.drain()
        finally:
            host.open -= 1
        return not writer.is_closing()


@contextmanager
def serve(hosts: Sequence[Host], first: int = 1) -> Iterator[Server]:
    """Serve ``hosts`` in a thread until the block ends; ``first`` numbers the first one's address."""
    server = Server(hosts, first)
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    failed: list[BaseException] = []

    async def main() -> list[asyncio.Server]:
        try:
            return await server.start()
        except OSError as error:
            failed.append(error)
            return []
        finally:
            ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        doors = loop.run_until_complete(main())
        loop.run_forever()
        for door in doors:
            door.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(30)
    if failed:
        raise failed[0]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CLOSING)


def header_lines(headers: dict[str, Any], status: str = "200 OK") -> bytes:
    """Status line and headers of an answer."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: Any) -> Answer:
    """An honest answer: the right length, HTML in UTF-8 unless ``headers`` (``Content_Type=…``) say otherwise."""
    content = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": len(content)}
    said.update({name.replace("_", "-"): value for name, value in headers.items()})
    whole = header_lines({name: value for name, value in said.items() if value is not None}, status) + content

    async def write(_: Visit, out: asyncio.StreamWriter) -> None:
        out.write(whole)

    return write


def raw(*pieces: bytes, pause: float = 0.0, close: bool = True) -> Answer:
    """Exactly these bytes, ``pause`` seconds between them, then the connection ends."""

    async def write(_: Visit, out: asyncio.StreamWriter) -> None:
        for number, piece in enumerate(pieces):
            if number and pause:
                await asyncio.sleep(pause)
            out.write(piece)
            await out.drain()
        if close:
            out.close()

    return write


def then(*answers: Answer) -> Answer:
    """The first answer at the first visit, the second at the second; the last one for all that follow."""

    async def write(visit: Visit, out: asyncio.StreamWriter) -> None:
        await answers[min(visit.nth, len(answers)) - 1](visit, out)

    return write


def after(seconds: float, later: Answer) -> Answer:
    """``later``, after ``seconds`` of work."""

    async def write(visit: Visit, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await later(visit, out)

    return write


async def hang(_: Visit, out: asyncio.StreamWriter) -> None:
    """Take the request and never say a word, until the client gives up."""
    while not out.is_closing():
        await asyncio.sleep(0.1)
        if out.transport.is_closing():
            return


ROBOTS_ALLOW = answer("User-agent: *\nAllow: /\n", Content_Type="text/plain")
NOT_FOUND = answer("<h1>Nothing here</h1>", "404 Not Found")
