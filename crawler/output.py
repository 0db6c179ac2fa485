"""Standard output that cannot be written: nobody reads on, or there is no room."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class OutputFailed(Exception):
    """Not all of the output was written; the message is one line."""


@contextmanager
def whole_output() -> Iterator[None]:
    """All that the block prints is written when it ends.

    A reader who has read enough, as ``head`` does, ends the block in silence. Raises OutputFailed for a full disk.
    """
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
