"""Which Backstory this is: of an installed package, of an egg on Scrapyd, of a bare checkout."""

from __future__ import annotations

from email.parser import Parser
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from zipfile import Path as ZipPath

UNKNOWN = "0.1.0"  # a checkout that was never installed


def backstory_version() -> str:
    """The version of the code that runs, such as ``0.1.0`` or, of an egg that was deployed, ``0.1.0+g1a2b3c4d5``.

    An egg says it itself: importlib.metadata takes a distribution's name from the egg's file name, and Scrapyd
    names the file after the time of the upload.
    """
    package = files("crawler")
    if isinstance(package, ZipPath):
        metadata = ZipPath(package.root, "EGG-INFO/PKG-INFO")
        if metadata.exists():
            return str(Parser().parsestr(metadata.read_text("utf-8"))["Version"])
    try:
        return version("backstory")
    except PackageNotFoundError:
        return UNKNOWN
