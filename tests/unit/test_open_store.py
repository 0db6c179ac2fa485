"""One setting chooses the store, and never holds a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.storage import open_store
from crawler.storage.redact import redacted


def test_addresses_of_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_store("file:///var/lib/stories").url == "file:///var/lib/stories"
    assert open_store("file://./data").url == f"file://{tmp_path}/data"
    assert open_store("file://./no%231%3F").url == f"file://{tmp_path}/no#1?"
    assert open_store("file:///var/me@work/a:b").url == "file:///var/me@work/a:b"
    assert open_store("s3://bucket").url == "s3://bucket"
    assert open_store("s3://bucket/a/b/", Settings()).url == "s3://bucket/a/b"


def test_a_store_may_be_named_from_home_or_as_a_file_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_store("file://~/news").url == f"file://{tmp_path}/news"
    assert open_store("file://~").url == f"file://{tmp_path}"
    assert open_store("file://localhost/var/lib/stories").url == "file:///var/lib/stories"
    monkeypatch.chdir(tmp_path)
    assert open_store("file://./~/news").url == f"file://{tmp_path}/~/news"
    with pytest.raises(ValueError, match="~nosuchuser is nobody's home folder"):
        open_store("file://~nosuchuser/news")


@pytest.mark.parametrize("url", ["", "data", "ftp://host/x", "s3://", "file://"])
def test_what_names_no_store_is_refused_with_the_mend(url: str) -> None:
    with pytest.raises(ValueError, match=r"names no store: write file://PATH or s3://BUCKET/PREFIX"):
        open_store(url)


@pytest.mark.parametrize("bucket", ["b", "-bucket", "my bucket"])
def test_a_name_that_no_bucket_has_is_named(bucket: str) -> None:
    with pytest.raises(ValueError, match=f"'{bucket}' is no name of a bucket"):
        open_store(f"s3://{bucket}/prefix")


@pytest.mark.parametrize("url", ["s3://bucket?token=hunter2", "s3://bucket/a#b", "file:///data/a?b", "file://./#1"])
def test_an_address_of_which_a_part_would_be_lost_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="goes on after its path: write %3F for") as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "secret", ["hunter2", "hunter2/K7/bPx", "K7/hunter2@x", "12/hunter2", "K?hunter2#x", "a/@hunter2/"]
)
@pytest.mark.parametrize(
    "address", ["s3://AKIAEXAMPLE:{}@bucket/prefix", "https://AKIA:{}@store:9000/bucket", "file://AKIA:{}@"]
)
def test_credentials_in_the_address_are_refused_and_not_repeated(address: str, secret: str) -> None:
    with pytest.raises(ValueError, match="belong into AWS_ACCESS_KEY_ID") as caught:
        open_store(address.format(secret))
    for part in ("hunter2", "AKIA", "K7"):
        assert part not in str(caught.value)


def test_redaction() -> None:
    assert redacted("at http://u:p@host:1/x?a=1 and s3://k:s@b") == "at http://host:1/x?a=1 and s3://b"
    assert redacted("https://h/?X-Amz-Signature=abc&b=2&token=x") == "https://h/?X-Amz-Signature=***&b=2&token=***"
    assert redacted("http://u:p@ss@host/") == "http://host/"
    assert redacted("no s3://k:s/e@b/c, nor me@work: http://host/@me") == "no s3://b/c, nor me@work: http://host/@me"


def test_a_wrong_addressing_style_is_refused() -> None:
    with pytest.raises(ValueError, match="S3_ADDRESSING='paths': it must be one of auto, path, virtual"):
        open_store("s3://bucket", Settings({"S3_ADDRESSING": "paths"}))
