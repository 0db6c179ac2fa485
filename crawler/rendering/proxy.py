"""The one way out of the browser: a forward proxy on loopback that asks the guard before it connects.

A check of addresses inside the browser comes too early: a name may point elsewhere when the browser looks it up
itself (DNS rebinding), and web sockets, workers and popups pass by a page's own filter. Here the name is looked up
once, and the connection goes to the very address that was found good.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from crawler.guard import Refused

Resolve = Callable[[str, int], Awaitable[list[str]]]

_HEAD_LIMIT = 64 * 1024  # bytes of a request's first lines
_HEAD_TIME = 30.0  # seconds for them to arrive
_CONNECT_TIME = 15.0  # seconds
_IDLE_TIME = 60.0  # seconds without a byte in either direction
_CLOSE_TIME = 1.0  # seconds for the last bytes to be taken
_CHUNK = 64 * 1024
_INTERIM = re.compile(rb"HTTP/1\.\d 1\d\d\b")
_TLS = b"\x16"  # a handshake's first byte (RFC 8446, 5.1)
_HOP_BY_HOP = (b"proxy-connection", b"proxy-authorization", b"connection", b"keep-alive")


class GuardingProxy:
    """``resolve`` gives the addresses that may be connected to for a host and port, or raises guard.Refused
    or OSError.

    ``limit`` is how many bytes one connection may bring in. ``admits`` says of a host and port whether anything has a
    reason to go there. ``on_refused`` hears of each refusal in a word: ``connection`` for what is not admitted,
    ``address`` for what ``resolve`` refuses, ``socket`` for a tunnel that is not for TLS, as web sockets dig them.
    """

    def __init__(
        self,
        resolve: Resolve,
        *,
        limit: int,
        admits: Callable[[str, int], bool] = lambda _host, _port: True,
        on_refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._resolve = resolve
        self._limit = limit
        self._admits = admits
        self._on_refused = on_refused
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen on a port of loopback that the system picks; the proxy's address."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Let go of the port and of every connection."""
        if self._server:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.CancelledError, asyncio.LimitOverrunError):
            pass  # a browser that goes away, or a server that does, is everyday life here
        finally:
            self._tasks.discard(task)
            await _close(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_TIME):
            head = await reader.readuntil(b"\r\n\r\n")
        method, target, host, port = _target(head)
        # A connection that is no tunnel has one request: a second one may be for another host, which nobody looked at.
        body = None if method == "CONNECT" else int(_header(head, b"content-length") or 0)
        if body is not None and _header(head, b"transfer-encoding"):
            writer.write(_answer(411, "Length required"))  # browsers always know it
            return
        if not self._admits(host, port):
            self._on_refused("connection")
            writer.write(_answer(403, "Refused"))
            return
        try:
            upstream_reader, upstream_writer = await self._connect(host, port)
        except Refused:
            self._on_refused("address")
            writer.write(_answer(403, "Refused"))
            return
        except (OSError, TimeoutError):
            writer.write(_answer(502, "Bad gateway"))
            return
        try:
            if body is None:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                async with asyncio.timeout(_HEAD_TIME):
                    first = await reader.readexactly(1)
                if first != _TLS:
                    self._on_refused("socket")
                    return
                upstream_writer.write(first)
            else:
                upstream_writer.write(_forwarded(head, method, target))
            await self._both_ways(reader, writer, upstream_reader, upstream_writer, body)
        finally:
            await _close(upstream_writer)

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        problem: Exception = OSError(f"{host} has no address")
        async with asyncio.timeout(_CONNECT_TIME):
            for address in await self._resolve(host, port):
                try:
                    return await asyncio.open_connection(address, port)
                except OSError as error:
                    problem = error
        raise problem

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        upstream_reader: asyncio.StreamReader,
        upstream_writer: asyncio.StreamWriter,
        body: int | None,
    ) -> None:
        """``body`` is the length of a request's body in bytes, None for a tunnel."""
        upward = self._limit if body is None else min(body, self._limit)
        outgoing = asyncio.create_task(_pump(reader, upstream_writer, upward))
        try:
            begun = 0 if body is None else await _begin_last_answer(upstream_reader, writer)
            # The answer's end is the connection's end: what the browser would still send has no reader any more.
            await _pump(upstream_reader, writer, self._limit - begun)
        finally:
            outgoing.cancel()
            await asyncio.gather(outgoing, return_exceptions=True)


def _target(head: bytes) -> tuple[str, str, str, int]:
    """Method, path, host and port of a proxy request. Raises ValueError for one that is none of ours."""
    method, address, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    parts = urlsplit(f"//{address}" if method == "CONNECT" else address)
    if not parts.hostname or (method != "CONNECT" and parts.scheme != "http"):
        raise ValueError(f"no proxy request: {method} {address[:100]}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return method, path, parts.hostname, parts.port or (443 if method == "CONNECT" else 80)


def _header(head: bytes, name: bytes) -> bytes | None:
    """The first value of a request's header, ``name`` in lower case."""
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return next((value.strip() for said, _, value in lines if said.strip().lower() == name), None)


def _forwarded(head: bytes, method: str, path: str) -> bytes:
    """The request as its server shall see it: a path, and one request a connection."""
    lines = head.rstrip(b"\r\n").split(b"\r\n")[1:]
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _HOP_BY_HOP]
    first = f"{method} {path} HTTP/1.1".encode("latin-1")
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


def _answer(status: int, reason: str) -> bytes:
    return f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


async def _begin_last_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Pass an answer's first line on, and the word that its connection ends with it; how many bytes that were.

    The server was asked to close the connection, and may keep it open all the same.
    """
    async with asyncio.timeout(_IDLE_TIME):
        line = await reader.readuntil(b"\n")
        while _INTERIM.match(line):  # the browser needs none of them
            while line.strip():
                line = await reader.readuntil(b"\n")
            line = await reader.readuntil(b"\n")
    begun = line + b"Connection: close\r\n" if line.startswith(b"HTTP/") else line
    writer.write(begun)
    return len(begun)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int) -> None:
    """Carry bytes until their end, ``limit`` of them, or a long silence."""
    while limit > 0:
        async with asyncio.timeout(_IDLE_TIME):
            chunk = await reader.read(min(_CHUNK, limit))
            if not chunk:
                return
            limit -= len(chunk)
            writer.write(chunk)
            await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        async with asyncio.timeout(_CLOSE_TIME):
            await writer.wait_closed()
    except (OSError, TimeoutError, asyncio.CancelledError):
        writer.transport.abort()  # whoever does not read any more does not keep us
