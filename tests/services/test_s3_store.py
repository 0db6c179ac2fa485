"""The S3 store against a real server: what both stores promise, and what only S3 can get wrong."""

from __future__ import annotations

import gzip
import json
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.storage import ObjectMissing, Store, StoreRefused, StoreUnavailable, objects, open_store
from crawler.storage.local import LocalStore
from crawler.storage.s3 import S3Store
from crawler.storage.s3_client import S3Options
from tests.services import proxy as faults
from tests.services.proxy import Proxy
from tests.services.s3_fixtures import BUCKET
from tests.services.seaweed import Seaweed

QUICK = S3Options(timeout=1.0, attempts=2)


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    chosen: Store = LocalStore(tmp_path) if request.param == "local" else request.getfixturevalue("s3_store")
    return chosen


def test_both_stores_keep_what_they_promise(store: Store) -> None:
    names = ["a/b/1", "a/b-c/1", "a/b.json", "a/c", "b/a"]
    for name in names:
        assert store.put(name, name.encode())
    assert [store.get(name) for name in names] == [name.encode() for name in names]
    assert sorted(store.keys()) == sorted(names)
    assert sorted(store.keys("a/b")) == ["a/b-c/1", "a/b.json", "a/b/1"]
    assert list(store.keys("c/")) == []
    assert not store.put("a/c", b"other", if_absent=True)
    assert store.get("a/c") == b"a/c"
    assert store.put("a/c", b"other")
    assert store.get("a/c") == b"other"
    store.delete("a/c")
    store.delete("a/c")
    assert not store.exists("a/c")
    assert store.exists("b/a")
    with pytest.raises(ObjectMissing, match="a/c"):
        store.get("a/c")
    with pytest.raises(ValueError, match="cannot be the key"):
        store.put("../a", b"")
    store.check()


def test_of_many_writers_of_one_key_one_wins(store: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        wrote = list(pool.map(lambda n: store.put("race/one", b"%d" % n, if_absent=True), range(16)))
    assert sum(wrote) == 1
    assert store.get("race/one") == b"%d" % wrote.index(True)


def test_raw_objects_say_what_they_are(s3_store: S3Store, s3_server: Seaweed) -> None:
    key, _ = objects.put_raw(s3_store, "news", "<p>Grüße</p>".encode())
    found = s3_server.client().get_object(Bucket=BUCKET, Key=s3_store.prefix + key)
    assert (found["ContentType"], found["ContentEncoding"]) == ("text/html", "gzip")
    assert found["Metadata"] == {"sha256": key[12:76], "length": "14"}
    assert gzip.decompress(found["Body"].read()) == "<p>Grüße</p>".encode()


def test_metadata_beyond_ascii_is_encoded(s3_store: S3Store, s3_server: Seaweed) -> None:
    s3_store.put("a", b"", metadata={"name": "Grüße"})
    assert s3_server.client().head_object(Bucket=BUCKET, Key=s3_store.prefix + "a")["Metadata"] == {
        "name": "Gr%C3%BC%C3%9Fe"
    }


def test_large_objects_go_in_parts(s3_store: S3Store) -> None:
    s3_store.multipart_above = 1_000_000
    body = bytes(range(256)) * 80_000  # 20 MB: three parts
    assert s3_store.put("large", body, if_absent=True)
    assert s3_store.get("large") == body


def test_a_small_object_is_one_request_without_a_question_before_it(s3_proxy: Proxy, s3_store: S3Store) -> None:
    seen: list[dict[str, str]] = []

    def look(handler: faults.Handler) -> bool:
        seen.append(handler.said())
        return False

    s3_proxy.fault = look
    objects.put_raw(s3_store, "news", b"<p>one</p>")
    [headers] = seen
    assert "expect" not in headers  # "100-continue" would cost a round trip
    assert headers["if-none-match"] == "*"
    assert headers["x-amz-checksum-crc32"]
    assert headers["user-agent"].startswith("Boto3/")
    assert "Backstory/" in headers["user-agent"]


def test_keys_come_page_by_page_to_the_last(s3_store: S3Store) -> None:
    names = [f"a/{n}" for n in range(7)]
    for name in names:
        s3_store.put(name, b"")
    s3_store.client.meta.events.register(
        "provide-client-params.s3.ListObjectsV2", lambda params, **_: {**params, "MaxKeys": 3}
    )
    assert list(s3_store.keys("a/")) == names


def test_times_are_read_in_every_form_that_s3_has(s3_store: S3Store) -> None:
    s3_store.put("a", b"")
    [listed] = s3_store.client.list_objects_v2(Bucket=BUCKET, Prefix=s3_store.prefix)["Contents"]  # ISO 8601
    asked = s3_store.client.head_object(Bucket=BUCKET, Key=s3_store.prefix + "a")  # RFC 822
    assert listed["LastModified"].replace(microsecond=0) == asked["LastModified"]


def test_threads_that_begin_together_share_one_client(s3_store: S3Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(client) for client in pool.map(lambda _: s3_store.client, range(8))}) == 1


def test_a_wrong_key_is_refused_in_one_line_without_it(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-the-secret-of-this-server")
    store = open_store(s3_url)
    with pytest.raises(StoreRefused, match="AWS_SECRET_ACCESS_KEY") as caught:
        store.put("a", b"")
    told = "".join(traceback.format_exception(caught.value)) + repr(store)
    assert "not-the-secret" not in told
    assert "\n" not in str(caught.value)


def test_no_credentials_and_no_bucket_are_said(s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreRefused, match="make the bucket"):
        S3Store("not-there").check()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(StoreRefused, match="no complete credentials"):
        S3Store(BUCKET).check()


@pytest.fixture
def helper(s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """All credentials come from a helper (``credential_process``); it does what the last call said."""
    script, config = tmp_path / "helper", tmp_path / "config"
    config.write_text(f"[default]\ncredential_process = {script}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    def does(commands: str) -> None:
        script.write_text(f"#!/bin/sh\n{commands}\n")
        script.chmod(0o755)

    return does


@pytest.mark.parametrize("prints", ["no JSON", '{"Version": 1, "AccessKeyId": "a"}', "", '{"Version": 9}'])
def test_a_helper_that_gives_no_credentials_is_said_and_not_repeated(
    helper: Callable[[str], None], prints: str, caplog: pytest.LogCaptureFixture
) -> None:
    helper(f"echo hunter2 >&2\necho '{prints}'")
    with pytest.raises(StoreRefused, match="credentials") as caught:
        S3Store(BUCKET).check()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value)) + caplog.text


@pytest.mark.parametrize("then", ["echo no JSON", "exit 1", "echo '{\"Version\": 1}'"])
def test_a_helper_that_goes_bad_is_a_refusal_until_it_is_mended(
    helper: Callable[[str], None], s3_server: Seaweed, s3_url: str, then: str
) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=5)  # so near that botocore asks the helper at each use
    keys = {"AccessKeyId": s3_server.access_key, "SecretAccessKey": s3_server.secret_key}
    gives = f"echo '{json.dumps({'Version': 1, 'Expiration': soon.isoformat(), **keys})}'"
    helper(gives)
    store = S3Store(BUCKET, s3_url.rpartition("/")[2])
    assert all(store.put(name, b"one") for name in "ab")
    helper(then)
    with pytest.raises(StoreRefused, match="credentials"):
        store.put("c", b"one")
    helper(gives)
    assert store.put("c", b"one")


def test_a_setting_that_can_never_work_is_refused(
    s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "sometimes")
    with pytest.raises(StoreRefused, match="AWS_ variable"):
        S3Store(BUCKET).check()


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"AWS_REGION": "eu-north-1"}, "eu-north-1"),
        ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-3"}, "eu-west-3"),
        ({"AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "eu-west-3"}, "eu-north-1"),
    ],
)
def test_calls_are_signed_for_the_region_that_the_environment_names(
    s3_proxy: Proxy, s3_url: str, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], region: str
) -> None:
    signed: list[str] = []

    def note(handler: faults.Handler) -> bool:
        signed.append(handler.said()["authorization"].split("/")[2])  # of Credential=KEY/DATE/REGION/s3/aws4_request
        return False

    monkeypatch.delenv("AWS_DEFAULT_REGION")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    s3_proxy.fault = note
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], QUICK)
    store.check()
    assert all(store.put(name, b"one") for name in "ab")
    store.close()
    assert signed == [region] * 3


def test_a_region_that_can_be_none_is_named(s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu north")
    with pytest.raises(StoreRefused, match="AWS_REGION"):
        S3Store(BUCKET).check()


def test_an_endpoint_with_credentials_is_not_repeated(
    s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://user:hunter2@127.0.0.1:9")
    with pytest.raises(StoreUnavailable) as caught:
        S3Store(BUCKET, options=QUICK).check()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_settings_reach_the_server(s3_url: str, s3_server: Seaweed) -> None:
    settings = Settings({"S3_STORAGE_CLASS": "STANDARD_IA", "S3_ACL": "private", "S3_ENCRYPTION": "AES256"})
    store = open_store(s3_url, settings)
    assert isinstance(store, S3Store)
    assert store.options.for_writes() == {
        "StorageClass": "STANDARD_IA",
        "ACL": "private",
        "ServerSideEncryption": "AES256",
    }


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (faults.answers(500, "InternalError"), StoreUnavailable),
        (faults.answers(503, "SlowDown"), StoreUnavailable),
        (faults.answers(403, "InvalidAccessKeyId"), StoreRefused),
        (faults.slow_after_write(2.5), StoreUnavailable),
        (faults.silent_after_write, StoreUnavailable),
    ],
)
def test_a_fault_is_an_error_of_ours_and_trying_again_heals_it(
    s3_proxy: Proxy, s3_url: str, fault: faults.Fault, expected: type[StoreUnavailable]
) -> None:
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], QUICK)
    s3_proxy.fault = fault
    with pytest.raises(expected) as caught:
        store.put("a", b"one")
    assert type(caught.value) is expected
    s3_proxy.fault = faults.honest
    store.put("a", b"one", if_absent=True)
    assert store.get("a") == b"one"


def test_a_write_whose_answer_was_lost_counts_as_done(s3_proxy: Proxy, s3_url: str) -> None:
    s3_proxy.fault = faults.once(faults.silent_after_write)
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], QUICK)
    assert not store.put("a", b"one", if_absent=True)  # botocore tries again, and finds its own object
    assert s3_proxy.writes() == 2
    assert store.get("a") == b"one"


def test_a_server_without_conditional_writes_is_served_too(s3_proxy: Proxy, s3_url: str) -> None:
    s3_proxy.fault = faults.no_conditions
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], QUICK)
    assert store.put("a", b"one", if_absent=True)
    assert not store.put("a", b"one", if_absent=True)
    assert store.get("a") == b"one"


def test_a_closed_door_is_unavailable(s3_proxy: Proxy, s3_url: str) -> None:
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], QUICK)
    store.check()
    s3_proxy.refuse()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        store.check()
    s3_proxy.open()
    store.check()
