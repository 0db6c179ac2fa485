"""What an S3 server says, in the house's words: which errors stop a crawl, and which are about one object."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from crawler.storage import ObjectMissing, StoreError, StoreRefused, StoreUnavailable
from crawler.storage.s3 import S3Store
from crawler.storage.s3_errors import translated


def said(code: str, status: int) -> StoreError:
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return translated(ClientError(answer, "GetObject"), "s3://bucket", "a/b")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("SlowDown", 503, StoreUnavailable),
        ("RequestTimeout", 400, StoreUnavailable),
        ("ExpiredToken", 400, StoreRefused),
        ("RequestTimeTooSkewed", 403, StoreRefused),
        ("AccessDenied", 403, StoreRefused),
        ("NoSuchKey", 404, ObjectMissing),
        ("EntityTooLarge", 400, StoreError),
    ],
)
def test_an_error_is_of_the_store_of_a_person_or_of_one_object(code: str, status: int, kind: type[StoreError]) -> None:
    assert type(said(code, status)) is kind


def test_a_list_from_somebody_on_the_way_is_no_empty_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a proxy's with status 200 is read by boto3 as a list without anything."""
    client = SimpleNamespace(list_objects_v2=lambda **_: {"ResponseMetadata": {"HTTPStatusCode": 200}})
    monkeypatch.setattr(S3Store, "client", client)
    store = S3Store("bucket")
    with pytest.raises(StoreUnavailable, match="not as an S3 server does"):
        store.check()
    with pytest.raises(StoreUnavailable, match="not as an S3 server does"):
        list(store.keys("a/"))
    client.list_objects_v2 = lambda **_: {"Name": "bucket", "IsTruncated": False, "KeyCount": 0}
    assert list(store.keys("a/")) == []


def test_a_list_that_goes_on_and_does_not_say_where_is_no_whole_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that know the first version of the call only answer so, after a thousand keys."""
    page = {"Name": "bucket", "IsTruncated": True, "Contents": [{"Key": "a/1"}]}
    monkeypatch.setattr(S3Store, "client", SimpleNamespace(list_objects_v2=lambda **_: page))
    with pytest.raises(StoreError, match="only the first 1 keys below a/"):
        list(S3Store("bucket").keys("a/"))


def test_an_object_that_a_rule_of_the_bucket_has_archived_is_named_with_its_mend() -> None:
    assert str(said("InvalidObjectState", 403)) == (
        "s3://bucket refuses a/b (InvalidObjectState, HTTP 403): restore the object from its archive class"
    )
