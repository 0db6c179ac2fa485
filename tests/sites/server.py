"""Real HTTP for the fictional sites: each on a loopback address of its own, so that each is a site of its own.

Sites are told apart by registrable domain, and an IP address is its own; ports do not tell sites apart. So the
first site gets 127.0.0.1, the second 127.0.0.2 and so on, each with a port that the kernel chose. Answers carry
ETag and Last-Modified, and a conditional request gets 304 (RFC 9110, 13.2.2).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any

from tests.sites.newspaper import Newspaper
from tests.sites.site import Document, Site

_NOT_FOUND = Document(b"<title>404</title><h1>There is nothing here</h1>", status=404)


class Server:
    """Sites at their addresses. ``bases`` maps a site's name to ``http://host:port``."""

    def __init__(self, sites: Sequence[Site], log: IO[str] | None, delay: float) -> None:
        self.sites = {site.name: site for site in sites}
        self.bases: dict[str, str] = {}
        self.delay = delay
        self._log = log
        self._visits: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def seeds(self, name: str) -> list[str]:
        """The addresses of a site's stories to begin with."""
        return [self.bases[name] + path for path in self.sites[name].seeds]

    def visits(self, name: str | None = None) -> list[dict[str, Any]]:
        """Every request so far, of one site or of all: time, site, method, path, status, bytes, seconds, agent."""
        with self._lock:
            return [visit for visit in self._visits if name in (None, visit["site"])]

    def paths(self, name: str | None = None) -> list[str]:
        """The paths asked for so far, robots.txt left out, in order."""
        return [visit["path"] for visit in self.visits(name) if visit["path"] != "/robots.txt"]

    def forget(self) -> None:
        """Begin the log anew."""
        with self._lock:
            self._visits.clear()

    def record(self, visit: dict[str, Any]) -> None:
        """Note a request, and write it to the log if there is one."""
        with self._lock:
            self._visits.append(visit)
            if self._log:
                print(json.dumps(visit), file=self._log, flush=True)

    def announcement(self) -> dict[str, Any]:
        """What the command prints first: every site's address and seeds."""
        return {"sites": {name: {"url": self.bases[name], "seeds": self.seeds(name)} for name in self.sites}}


@contextmanager
def serve(*sites: Site | str, port: int = 0, log: IO[str] | None = None, delay: float = 0.0) -> Iterator[Server]:
    """Serve sites (names are those of newspapers) until the block ends.

    ``port`` 0 lets the kernel choose one for each; ``log`` takes every request as a JSON line; ``delay`` is seconds
    before each answer. Raises ValueError for an unknown newspaper, OSError where an address cannot be bound.
    """
    server = Server([Newspaper(site) if isinstance(site, str) else site for site in sites], log, delay)
    with ExitStack() as stack:
        doors = []
        for number, site in enumerate(server.sites.values(), start=1):
            door = _open((f"127.0.0.{number}", port), server, site)
            stack.callback(door.server_close)
            server.bases[site.name] = f"http://{door.server_address[0]}:{door.server_address[1]}"
            doors.append(door)
        for site in server.sites.values():
            site.bind(server.bases)
        for door in doors:
            threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(door.shutdown)
        yield server


def _open(address: tuple[str, int], server: Server, site: Site) -> _Door:
    try:
        return _Door(address, server, site)
    except OSError as error:
        host, port = address
        mend = "" if host == "127.0.0.1" else f" (macOS knows it only after: sudo ifconfig lo0 alias {host})"
        raise OSError(f"{host}:{port} cannot be bound: {error.strerror}{mend}") from error


class _Door(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client may keep its connection for long
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], server: Server, site: Site) -> None:
        super().__init__(address, _Handler)
        self.owner = server
        self.site = site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Door
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # one packet for headers and body: two would wait for the client's delayed ACK
    disable_nagle_algorithm = True
    timeout = 120  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        begun = time.perf_counter()
        if self.server.owner.delay:
            time.sleep(self.server.owner.delay)
        document = self.server.site.answer(self.path) or _NOT_FOUND
        status, body = document.status, document.body
        if status == HTTPStatus.OK and self._known(document):
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self._record(status, len(body), begun)
        self.send_response(status)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", document.content_type)
            self.send_header("Content-Length", str(len(body)))
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            self.send_header("ETag", document.etag)
            if document.last_modified:
                self.send_header("Last-Modified", format_datetime(document.last_modified.astimezone(UTC), usegmt=True))
        for name, value in document.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    do_HEAD = do_GET  # noqa: N815

    def _known(self, document: Document) -> bool:
        """Whether the client says that it has this document; If-None-Match goes before If-Modified-Since."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return document.etag in (tag.strip().removeprefix("W/") for tag in tags.split(",")) or tags.strip() == "*"
        since = self.headers.get("If-Modified-Since")
        if since and document.last_modified:
            with suppress(ValueError):
                return document.last_modified.replace(microsecond=0) <= parsedate_to_datetime(since).astimezone(UTC)
        return False

    def _record(self, status: int, size: int, begun: float) -> None:
        self.server.owner.record(
            {
                "time": datetime.now(UTC).isoformat(),
                "site": self.server.site.name,
                "method": self.command,
                "path": self.path,
                "status": int(status),
                "bytes": size,
                "seconds": round(time.perf_counter() - begun, 4),
                "agent": self.headers.get("User-Agent"),
            }
        )

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """The log is the server's own."""
