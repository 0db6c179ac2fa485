"""A proxy before an S3 server that fails in the ways that servers and networks fail."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Fault = Callable[["Handler"], bool]  # does what is wrong and returns True, or returns False for an honest answer


class Proxy:
    """Forwards to ``target`` (``http://host:port``); ``fault`` is asked about every request."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.fault: Fault = honest
        self.delay = 0.0  # seconds before each answer
        self.requests: list[str] = []  # method and path, in order
        self.connections: set[socket.socket] = set()
        self.server: ThreadingHTTPServer
        self.port = 0

    @property
    def endpoint(self) -> str:
        """``http://127.0.0.1:port``."""
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Accept connections; at the same port as before, if there was one."""
        self.server = _Server(("127.0.0.1", self.port), Handler)
        self.server.proxy = self  # type: ignore[attr-defined]
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def refuse(self) -> None:
        """Close the door, and hang up on all who are inside: connections are refused until :meth:`open`."""
        self.server.shutdown()
        self.server.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def writes(self) -> int:
        """How many objects were to be written so far."""
        return sum(line.startswith("PUT ") for line in self.requests)


class _Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    """One connection from a client, and one of its own to the server behind."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536
    timeout = 60

    def setup(self) -> None:
        super().setup()
        self.proxy: Proxy = self.server.proxy  # type: ignore[attr-defined]
        self.proxy.connections.add(self.connection)
        target = self.proxy.target
        self.upstream = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)

    def finish(self) -> None:
        self.proxy.connections.discard(self.connection)
        self.upstream.close()
        super().finish()

    def handle_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.proxy.requests.append(f"{self.command} {self.path}")
        if self.proxy.delay:
            time.sleep(self.proxy.delay)
        if not self.proxy.fault(self):
            self.answer(*self.forward())

    def handle_expect_100(self) -> bool:
        """Say so at once: the answer is buffered."""
        there = super().handle_expect_100()
        self.wfile.flush()
        return there

    def said(self) -> dict[str, str]:
        """The headers of the request, names in lower case."""
        return {name.lower(): value for name, value in self.headers.items()}

    def forward(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the server behind says."""
        headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        self.upstream.request(self.command, self.path, self.body, headers)
        answer = self.upstream.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Pass an answer on."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        lengths = [value for name, value in headers if name.lower() == "content-length"]
        self.send_header("Content-Length", lengths[0] if self.command == "HEAD" and lengths else str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def error(self, status: int, code: str) -> None:
        """Answer as S3 answers when it will not."""
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>a fault for a test</Message></Error>"
        self.answer(status, [("Content-Type", "application/xml")], b"" if self.command == "HEAD" else body.encode())

    def log_message(self, *args: Any) -> None:
        """Tests read ``requests``."""


def honest(_: Handler) -> bool:
    """No fault."""
    return False


def answers(status: int, code: str, method: str = "") -> Fault:
    """Answer every request (of one method) with an error, and do nothing."""

    def fault(handler: Handler) -> bool:
        if method and handler.command != method:
            return False
        handler.error(status, code)
        return True

    return fault


def once(fault: Fault) -> Fault:
    """The fault for the next write, then honesty."""
    struck: list[str] = []

    def fault_once(handler: Handler) -> bool:
        if struck or handler.command != "PUT":
            return False
        struck.append(handler.path)
        return fault(handler)

    return fault_once


def silent_after_write(handler: Handler) -> bool:
    """Carry writes out, and hang up without a word."""
    if handler.command != "PUT":
        return False
    handler.forward()
    handler.close_connection = True
    return True


def slow_after_write(seconds: float) -> Fault:
    """Carry writes out, and let the client wait longer than it will."""

    def fault(handler: Handler) -> bool:
        if handler.command == "PUT":
            answer = handler.forward()
            time.sleep(seconds)
            handler.answer(*answer)
            return True
        return False

    return fault


def no_conditions(handler: Handler) -> bool:
    """Know nothing of If-None-Match."""
    if "If-None-Match" not in handler.headers:
        return False
    handler.error(501, "NotImplemented")
    return True


for _method in ("GET", "PUT", "POST", "HEAD", "DELETE"):
    setattr(Handler, f"do_{_method}", Handler.handle_any)


@contextmanager
def proxy(target: str) -> Iterator[Proxy]:
    """A proxy until the block ends."""
    made = Proxy(target)
    made.open()
    try:
        yield made
    finally:
        made.refuse()
