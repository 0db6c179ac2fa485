"""The service of compose.yaml that makes the bucket, run against a real S3 server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.services.seaweed import Seaweed


@pytest.mark.parametrize(
    ("store", "made"), [("s3://own-bucket/news", {"own-bucket"}), ("file:///var/lib/backstory/store", set())]
)
def test_the_bucket_that_store_names_is_made_once_and_no_other(
    store: str, made: set[str], project: Path, s3_server: Seaweed, s3_environment: dict[str, str]
) -> None:
    service = yaml.safe_load((project / "deploy" / "compose.yaml").read_text("utf-8"))["services"]["bucket"]
    assert service["environment"]["STORE"] == "${STORE:-s3://backstory/news}"
    program, *words = service["command"]
    assert program == "python"

    def buckets() -> set[str]:
        listed = s3_server.client().list_buckets()  # type: ignore[no-untyped-call]
        return {bucket["Name"] for bucket in listed["Buckets"]}

    before = buckets()
    for _ in range(2):
        environment = os.environ | s3_environment | {"STORE": store}
        subprocess.run([sys.executable, *words], env=environment, check=True, timeout=60)
        assert buckets() - before == made
