"""A real S3 server and a failing one, for every folder of tests whose conftest.py imports these fixtures."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.storage.s3 import S3Store
from tests.services.proxy import Proxy, proxy
from tests.services.seaweed import Seaweed, seaweed

if TYPE_CHECKING:
    from collections.abc import Iterator

BUCKET = "tests"


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """A SeaweedFS with the bucket ``tests``, running for the whole session."""
    with seaweed(tmp_path_factory.mktemp("seaweed")) as server:
        server.bucket(BUCKET)
        yield server


@pytest.fixture
def s3_environment(s3_server: Seaweed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Our environment names the server and its keys; nobody's own AWS files are read."""
    nowhere = {name: str(tmp_path / "none") for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")}
    environment = s3_server.environment | nowhere | {"AWS_EC2_METADATA_DISABLED": "true"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment


@pytest.fixture
def s3_url(s3_environment: dict[str, str]) -> str:
    """An address in the bucket that no other test uses."""
    return f"s3://{BUCKET}/{secrets.token_hex(6)}"


@pytest.fixture
def s3_store(s3_url: str) -> Iterator[S3Store]:
    store = S3Store(BUCKET, s3_url.rpartition("/")[2])
    yield store
    store.close()


@pytest.fixture
def s3_proxy(s3_server: Seaweed, s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before the server, and our environment names it in its place."""
    with proxy(s3_server.endpoint) as between:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", between.endpoint)
        yield between


__all__ = ["s3_environment", "s3_proxy", "s3_server", "s3_store", "s3_url"]
