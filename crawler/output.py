"""Standard output that cannot be written: nobody reads on, there is no room, or its encoding lacks a character."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_ESCAPED = "backstory-escaped"  # the name of an error handler of ours, as codecs know them


class OutputFailed(Exception):
    """Not all of the output was written; the message is one line."""


@contextmanager
def whole_output() -> Iterator[None]:
    """All that the block prints is written when it ends.

    A reader who has read enough, as ``head`` does, ends the block in silence. What the terminal's encoding cannot write
    becomes an escape of JSON's (``\\u20ac``), in JSON and elsewhere. Raises OutputFailed for a full disk.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in ("strict", "surrogateescape"):
        with suppress(OSError):  # of what was printed before the block: it is said at its end
            sys.stdout.reconfigure(errors=_ESCAPED)
    try:
        yield
        if sys.stdout is not None:  # it was closed when Python began: nobody reads at all
            sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
    except OSError as error:
        if error.filename is not None:
            raise  # of a file that somebody opened
        _write_no_more()
        raise OutputFailed(f"standard output cannot be written: {error.strerror or error}") from error


def _write_no_more() -> None:
    """Python writes what is left once more when it ends, and would say again that it cannot."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    try:
        return text.encode("ascii", "surrogateescape"), error.end  # bytes of a file's name, which Python could not read
    except UnicodeEncodeError:
        return json.dumps(text)[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)
