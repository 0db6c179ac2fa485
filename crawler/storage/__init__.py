"""Where objects are kept: one protocol, several stores."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.storage.base import ObjectMissing, Store, StoreError, StoreRefused, StoreUnavailable
from crawler.storage.local import LocalStore
from crawler.storage.redact import redacted, without_credentials

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# Amazon S3 User Guide, "General purpose bucket naming rules", and the longer names of older buckets.
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")

__all__ = [
    "ObjectMissing",
    "Store",
    "StoreError",
    "StoreRefused",
    "StoreUnavailable",
    "local_folder",
    "open_store",
]


def open_store(url: str, settings: BaseSettings | None = None) -> Store:
    """The store at ``url``: ``file://PATH`` (``file://./PATH`` is below the working directory, ``file://~/PATH`` below
    the home folder) or ``s3://BUCKET/PREFIX``.

    Nothing is asked of it yet. Raises ValueError for an address that names no store, and for one with credentials:
    addresses are shown in logs and in lists of processes.
    """
    if without_credentials(url) != url:
        raise ValueError(
            f"STORE={redacted(url)} held credentials, which belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    place = urlsplit(url)
    path = unquote(place.path)
    if place.query or place.fragment:
        raise ValueError(f"STORE={redacted(url)} goes on after its path: write %3F for ? and %23 for # in a name")
    if place.scheme == "file" and (place.netloc or path):
        return LocalStore(local_folder(url))
    if place.scheme == "s3" and _BUCKET.fullmatch(place.netloc):
        # boto3 takes a quarter of a second to import, which nobody with a local store should wait for.
        from crawler.storage.s3 import S3Store  # noqa: PLC0415
        from crawler.storage.s3_client import S3Options  # noqa: PLC0415

        return S3Store(place.netloc, path.strip("/"), S3Options.from_settings(settings) if settings else None)
    if place.scheme == "s3" and place.netloc:
        must = "3 letters, digits, dots and hyphens at least, a letter or a digit first and last"
        raise ValueError(f"STORE={redacted(url)}: {place.netloc!r:.80} is no name of a bucket, which has {must}")
    raise ValueError(f"STORE={redacted(url)} names no store: write file://PATH or s3://BUCKET/PREFIX")


def local_folder(url: str) -> Path:
    """The folder of ``file://PATH``: no shell reads a ~ there, and ``localhost`` is this machine (RFC 8089).

    Raises ValueError where nobody has the home folder that it begins with.
    """
    place = urlsplit(url)
    begin, rest = unquote(place.netloc), unquote(place.path)
    if begin.lower() == "localhost" and rest:
        return Path(rest)
    if not begin.startswith("~"):
        return Path(begin + rest)
    try:
        return Path(begin + rest).expanduser()
    except RuntimeError:
        raise ValueError(f"STORE=file://{begin}{rest} names no store: {begin} is nobody's home folder") from None
