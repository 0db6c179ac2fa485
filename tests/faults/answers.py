"""What the hosts of the table answer: pages that are stories, whole, in pieces, squeezed, endless or slow."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.server import Answer, Visit, answer, header_lines, raw

HTML = {"Content-Type": "text/html; charset=utf-8"}


def headline(name: str) -> str:
    """What the story behind a fault is called."""
    return f"The matter of {name.replace('_', ' ')} is settled"


def story(name: str, extra: str = "", head: str = "", charset: str = "utf-8") -> str:
    """A page that is a story beyond doubt, with text that no other fault's story shares."""
    paragraphs = "".join(
        f"<p>In chapter {number} of the {name.replace('_', ' ')} inquiry the commissioner {deed} that "
        f"{name[::-1]} had {name} times {number * 7} reasons to be late, and nobody in the long room objected.</p>"
        for number, deed in enumerate(("said", "wrote", "repeated", "denied", "recalled", "found"), 1)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>{headline(name)}</title>{head}</head>'
        f"<body><article><h1>{headline(name)}</h1>{paragraphs}{extra}</article></body></html>"
    )


def encoded(name: str, body: bytes, coding: str) -> Answer:
    """A body that is squeezed by a coding."""
    return answer(body, Content_Encoding=coding)


def part(name: str, of: int) -> Answer:
    """The first of ``of`` parts of a page, which nobody asked for."""
    body = story(name).encode()
    part = body[: len(body) // of]
    return answer(part, "206 Partial Content", Content_Range=f"bytes 0-{len(part) - 1}/{len(body)}")


def cut_off(name: str, squeeze: Callable[[bytes], bytes], coding: str) -> Answer:
    """Nine tenths of a page whose length nobody was told."""
    filler = "".join(f"<p>{number:x} {number**7:x}</p>" for number in range(3_000))
    body = squeeze(story(name, filler).encode())
    return raw(header_lines({**HTML, "Content-Encoding": coding, "Connection": "close"}), body[: len(body) * 9 // 10])


def zeros(megabytes: int) -> bytes:
    """What squeezes to next to nothing."""
    return b"<html>" + bytes(megabytes * 1_000_000)


def raw_deflate(data: bytes) -> bytes:
    """As some servers squeeze, without the header of zlib."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush()


async def endless_headers(_: Visit, out: asyncio.StreamWriter) -> None:
    """Headers that go on and on."""
    out.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(20_000):
        out.write(b"X-Header-%d: %s\r\n" % (number, b"x" * 100))
        await out.drain()


async def endless_body(_: Visit, out: asyncio.StreamWriter) -> None:
    """More than any page needs, of no length said."""
    out.write(header_lines({**HTML, "Transfer-Encoding": "chunked"}))
    for _number in range(400):
        out.write(b"2710\r\n" + b"<p>more</p>"[:10] * 1_000 + b"\r\n")
        await out.drain()


async def drip(_: Visit, out: asyncio.StreamWriter) -> None:
    """A byte now and then."""
    out.write(header_lines({**HTML, "Content-Length": 10_000}))
    for _number in range(10_000):
        out.write(b"x")
        await out.drain()
        await asyncio.sleep(0.2)


def slow_but_good(name: str) -> Answer:
    """A page in two pieces, with a pause between."""
    body = story(name).encode()
    middle = len(body) // 2
    return raw(header_lines({**HTML, "Content-Length": len(body)}), body[:middle], body[middle:], pause=0.5)


async def retry_after_date(visit: Visit, out: asyncio.StreamWriter) -> None:
    """A refusal that says until when."""
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    await answer("", "429 Too Many Requests", Retry_After=moment)(visit, out)


async def stairs(visit: Visit, out: asyncio.StreamWriter) -> None:
    """A redirect to another one, each time."""
    step = int(visit.path.rpartition("-")[2] or 0) if "step-" in visit.path else 0
    await answer("", "302 Found", Location=f"/step-{step + 1}")(visit, out)


def redirect(location: str, status: str = "302 Found") -> Answer:
    """An answer that leads elsewhere."""
    return answer("", status, Location=location)
