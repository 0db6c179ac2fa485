"""Writes that go round boto3's client: the same on the wire, and whatever fails ends as it does with the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crawler.storage import StoreRefused, StoreUnavailable
from crawler.storage.s3 import S3Store
from crawler.storage.s3_client import S3Options
from tests.services import proxy as faults
from tests.services.proxy import Proxy
from tests.services.s3_fixtures import BUCKET
from tests.services.seaweed import Seaweed

Headers = dict[str, str]
# What no two calls share (time and signature), and what the client says of its own retries.
DIFFER = {"authorization", "x-amz-date", "amz-sdk-invocation-id", "amz-sdk-request", "x-amz-sdk-checksum-algorithm"}


@pytest.fixture
def writes(s3_proxy: Proxy) -> list[Headers]:
    """The headers of every write that reached the server, in order."""
    seen: list[Headers] = []

    def look(handler: faults.Handler) -> bool:
        if handler.command == "PUT":
            seen.append(handler.said())
        return False

    s3_proxy.fault = look
    return seen


@pytest.fixture
def opened(s3_url: str) -> Iterator[Callable[[], S3Store]]:
    """Stores at the address of this test that have written one object, and so know how the client does it."""
    stores: list[S3Store] = []

    def open_one() -> S3Store:
        store = S3Store(BUCKET, s3_url.rpartition("/")[2], S3Options(timeout=1.0, attempts=2))
        stores.append(store)
        assert store.put("first", b"first")
        return store

    yield open_one
    for store in stores:
        store.close()


def by_client(headers: Headers) -> bool:
    return "amz-sdk-invocation-id" in headers


@pytest.mark.parametrize(
    "options",
    [{}, {"encryption": "aws:kms", "kms_key": "alias/news", "storage_class": "STANDARD_IA", "acl": "private"}],
)
def test_what_is_sent_is_what_the_client_sends(
    s3_environment: Headers, s3_proxy: Proxy, s3_url: str, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-a-role")
    seen: list[Headers] = []

    def accept(handler: faults.Handler) -> bool:
        seen.append(handler.said())
        handler.answer(200, [("ETag", '"0"')], b"")
        return True

    s3_proxy.fault = accept
    store = S3Store(BUCKET, s3_url.rpartition("/")[2], S3Options(**options))  # type: ignore[arg-type]
    for _ in range(2):
        metadata = {"sha256": "0" * 64, "name": "Grüße"}
        store.put("a", b"one", content_type="text/html", content_encoding="gzip", metadata=metadata, if_absent=True)
    client, direct = ({name: value for name, value in each.items() if name not in DIFFER} for each in seen)
    assert [by_client(headers) for headers in seen] == [True, False]
    assert direct == client
    assert direct["x-amz-security-token"] == "of-a-role"
    assert s3_proxy.requests[0] == s3_proxy.requests[1]


def test_an_object_says_the_same_whoever_wrote_it(
    opened: Callable[[], S3Store], writes: list[Headers], s3_server: Seaweed
) -> None:
    store = opened()
    for name in ("by-client", "directly"):
        if name == "by-client":
            store.close()
        store.put(name, b"one", content_type="text/html", content_encoding="gzip", metadata={"name": "Grüße"})
    assert [by_client(headers) for headers in writes] == [True, True, False]
    told = [s3_server.client().get_object(Bucket=BUCKET, Key=store.prefix + name) for name in ("by-client", "directly")]
    client, direct = ((t["ContentType"], t["ContentEncoding"], t["Metadata"], t["Body"].read()) for t in told)
    assert direct == client == ("text/html", "gzip", {"name": "Gr%C3%BC%C3%9Fe"}, b"one")


def test_what_is_there_stays_and_takes_one_request(opened: Callable[[], S3Store], writes: list[Headers]) -> None:
    store = opened()
    assert store.put("a", b"one", if_absent=True)
    assert not store.put("a", b"other", if_absent=True)
    assert store.get("a") == b"one"
    assert len(writes) == 3


def test_a_server_that_refuses_checksums_is_not_sent_any(
    opened: Callable[[], S3Store], writes: list[Headers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    opened().put("a", b"one")
    assert [by_client(headers) for headers in writes] == [True, False]
    assert not any("checksum" in name for headers in writes for name in headers)


@pytest.mark.parametrize(
    "fault",
    [
        faults.answers(200, "InternalError"),
        faults.answers(500, "InternalError"),
        faults.answers(503, "SlowDown"),
        faults.answers(307, "TemporaryRedirect"),
        faults.slow_after_write(1.5),
        faults.silent_after_write,
        faults.no_conditions,
    ],
)
def test_what_fails_is_written_by_the_client(
    opened: Callable[[], S3Store], s3_proxy: Proxy, fault: faults.Fault
) -> None:
    store = opened()
    s3_proxy.fault = faults.once(fault)
    store.put("a", b"one", if_absent=True)
    assert store.get("a") == b"one"
    assert s3_proxy.writes() == 3


def test_after_a_failure_the_way_is_found_again(
    opened: Callable[[], S3Store], writes: list[Headers], s3_proxy: Proxy
) -> None:
    store, look = opened(), s3_proxy.fault
    s3_proxy.fault = faults.once(faults.answers(503, "SlowDown"))
    store.put("a", b"one")
    s3_proxy.fault = look
    store.put("b", b"one")
    store.put("c", b"one")
    assert [by_client(headers) for headers in writes] == [True, False, False]


def test_a_server_that_accepts_only_the_client_is_soon_left_to_it(
    opened: Callable[[], S3Store], s3_proxy: Proxy
) -> None:
    def refuse_direct(handler: faults.Handler) -> bool:
        if "amz-sdk-invocation-id" in handler.headers or handler.command != "PUT":
            return False
        handler.error(403, "RequestTimeTooSkewed")
        return True

    store = opened()
    s3_proxy.fault = refuse_direct
    assert all(store.put(f"a{number}", b"one", if_absent=True) for number in range(9))
    assert s3_proxy.writes() == 1 + 9 + 3


def test_a_server_that_answers_otherwise_is_soon_sent_each_object_once(
    opened: Callable[[], S3Store], s3_proxy: Proxy
) -> None:
    def created(handler: faults.Handler) -> bool:
        _, headers, body = handler.forward()
        handler.answer(201, headers, body)
        return True

    store = opened()
    s3_proxy.fault = created
    assert all(store.put(f"a{number}", b"one") for number in range(9))
    assert s3_proxy.writes() == 1 + 9 + 3


def test_a_key_that_is_no_longer_valid_is_refused_and_a_new_one_found(
    opened: Callable[[], S3Store], s3_proxy: Proxy
) -> None:
    store = opened()
    s3_proxy.fault = faults.answers(403, "InvalidAccessKeyId")
    with pytest.raises(StoreRefused):
        store.put("a", b"one")
    s3_proxy.fault = faults.honest
    assert store.put("a", b"one", if_absent=True)


def test_an_answer_that_no_s3_server_gives_is_no_success(opened: Callable[[], S3Store], s3_proxy: Proxy) -> None:
    def log_in_first(handler: faults.Handler) -> bool:
        handler.answer(200, [("Content-Type", "text/html")], b"<html>Please log in</html>")
        return True

    store = opened()
    s3_proxy.fault = log_in_first
    with pytest.raises(StoreUnavailable):
        store.put("a", b"one")
    s3_proxy.fault = faults.honest
    assert store.put("a", b"one", if_absent=True)


def test_a_closed_door_is_unavailable(opened: Callable[[], S3Store], s3_proxy: Proxy) -> None:
    store = opened()
    s3_proxy.refuse()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        store.put("a", b"one")
    s3_proxy.open()
    assert store.put("a", b"one", if_absent=True)
