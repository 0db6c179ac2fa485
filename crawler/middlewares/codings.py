"""Whether the body of a content coding is there to its end: Scrapy's decoders give what there is and say nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from gzip import BadGzipFile, GzipFile
from io import BytesIO

import brotli
import zstandard

_CHUNK = 64 * 1024
_TRAILER = bytes(8)  # as long as gzip's own


def is_whole(body: bytes, coding: bytes) -> bool:
    """False for a ``body`` of ``coding`` (``gzip``, ``deflate``, ``br``, ``zstd``) that ends too soon or is damaged.

    The text counts and not its check sum, which servers often get wrong or leave out. ``body`` is one that was decoded
    already, so that its size is within bounds. Nothing at all is whole, as is any other coding.
    """
    check = _CHECKS.get(coding)
    return not body or check is None or check(body)


def _gzip(body: bytes) -> bool:
    try:
        # Read as a check sum these bytes make a wrong one, and as compressed text they never make an end.
        with GzipFile(fileobj=BytesIO(body + _TRAILER)) as file:
            while file.read(_CHUNK):
                pass
    except BadGzipFile:  # the check sum, or what follows it
        return True
    except (EOFError, zlib.error):
        return False
    return True


def _deflate(body: bytes) -> bool:
    try:
        zlib.decompressobj().decompress(body[:_CHUNK], _CHUNK)
        raw = body[2:]  # behind zlib's header
    except zlib.error:
        raw = body
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        stream.decompress(raw)
    except zlib.error:
        return False
    return stream.eof


def _brotli(body: bytes) -> bool:
    stream = brotli.Decompressor()
    try:
        stream.process(body)
    except brotli.error:  # it was decoded before, so this is about what follows it
        return True
    return bool(stream.is_finished())


def _zstd(body: bytes) -> bool:
    while body:
        frame = zstandard.ZstdDecompressor().decompressobj()
        try:
            frame.decompress(body)
        except zstandard.ZstdError:  # as above
            return True
        if not frame.eof:
            return False
        body = frame.unused_data
    return True


_CHECKS: dict[bytes, Callable[[bytes], bool]] = {
    b"gzip": _gzip,
    b"x-gzip": _gzip,
    b"deflate": _deflate,
    b"br": _brotli,
    b"zstd": _zstd,
}
