"""A real S3 server for tests: SeaweedFS, as a process that can be killed and started again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Iterator

READY = 90.0  # seconds; a first start takes 5, one after a kill 12, on a busy machine several times that
_WEED = shutil.which("weed", path=str(Path(sys.executable).parent)) or "weed"
_SERVERS = ("master", "volume", "filer", "s3")


class Seaweed:
    """One server with its data in ``folder``; ports, keys and data stay the same over restarts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.access_key = "backstory"
        self.secret_key = secrets.token_urlsafe(24)
        self._ports = dict(zip(_ports(), _free_ports(len(_ports())), strict=True))
        self._process: subprocess.Popen[bytes] | None = None
        folder.joinpath("data").mkdir(parents=True)
        identity = {
            "name": "tests",
            "credentials": [{"accessKey": self.access_key, "secretKey": self.secret_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        folder.joinpath("s3.json").write_text(json.dumps({"identities": [identity]}))

    @property
    def endpoint(self) -> str:
        """``http://127.0.0.1:port``."""
        return f"http://127.0.0.1:{self._ports['s3.port']}"

    @property
    def environment(self) -> dict[str, str]:
        """What a crawl needs in its environment to use this server."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Returns when it answers. Raises TimeoutError with the end of its log."""
        command = [_WEED, "-logtostderr", "server", f"-dir={self.folder / 'data'}"]
        command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={self.folder / 's3.json'}"]
        command += ["-s3.port.lance=0"]  # else a fixed port, which two servers cannot share
        command += ["-master.telemetry=false", "-master.volumeSizeLimitMB=256", "-volume.max=100", "-idleTimeout=120"]
        command += [f"-{name}={port}" for name, port in self._ports.items()]
        with self.folder.joinpath("weed.log").open("ab") as log:
            # With AWS_ACCESS_KEY_ID in its environment this server takes that for a key of its own.
            ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=ours)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + READY
        client = self.client()
        while time.monotonic() < end and self._process and self._process.poll() is None:
            try:
                client.list_buckets()
                client.put_object(Bucket=self.bucket("ready"), Key="ready", Body=b"")
            except (BotoCoreError, ClientError):
                time.sleep(0.1)
            else:
                return
        log = self.folder.joinpath("weed.log").read_text("utf-8", "replace")[-2_000:]
        raise TimeoutError(f"SeaweedFS does not answer at {self.endpoint}:\n{log}")

    def kill(self) -> None:
        """As ``kill -9`` does; no error if it has ended. A polite end takes this server 20 seconds and more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    def client(self):  # type: ignore[no-untyped-def]
        """A client that asks once and says what it got."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name="us-east-1",
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10),
        )

    def bucket(self, name: str) -> str:
        """Make the bucket ``name`` if it is not there. Raises what boto3 raises."""
        try:
            self.client().create_bucket(Bucket=name)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("BucketAlreadyExists", "BucketAlreadyOwnedByYou"):
                raise
        return name


def _ports() -> list[str]:
    return [f"{server}.port{kind}" for server in _SERVERS for kind in ("", ".grpc")] + [
        "s3.port.iceberg",
        "s3.port.lance",
    ]


def _free_ports(count: int) -> list[int]:
    """Ports that are free now: this server can neither choose its own nor say which it has."""
    with ExitStack() as stack:
        doors = [stack.enter_context(socket.socket()) for _ in range(count)]
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [door.getsockname()[1] for door in doors]


@contextmanager
def seaweed(folder: Path) -> Iterator[Seaweed]:
    """A server that runs until the block ends. Another process may take a chosen port meanwhile: three tries."""
    for attempt in range(3):
        server = Seaweed(folder / str(attempt))
        try:
            server.start()
            break
        except TimeoutError:
            server.kill()
            if attempt == 2:
                raise
    try:
        yield server
    finally:
        server.kill()
