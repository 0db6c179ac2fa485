"""Objects in a bucket: AWS, MinIO, SeaweedFS, R2, Ceph and everything else that speaks S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from crawler.storage.base import StoreError, StoreRefused, StoreUnavailable, checked_key
from crawler.storage.s3_client import S3Options, make_client, make_session
from crawler.storage.s3_direct import DirectPut
from crawler.storage.s3_errors import code_of, status_of, translated, unusable
from crawler.storage.s3_multipart import MULTIPART_ABOVE, put_in_parts

if TYPE_CHECKING:
    from botocore.credentials import Credentials, ReadOnlyCredentials
    from mypy_boto3_s3 import S3Client

T = TypeVar("T")
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))  # what may stand in a header as it is
_CONFLICTS = 5  # tries while others write the same key (409 ConditionalRequestConflict); one of them gets through


class _Connection(NamedTuple):
    client: S3Client
    direct: DirectPut
    source: Credentials | None  # of credentials; None: there are none, and a call says so


class S3Store:
    """The bucket ``bucket``, all keys below ``prefix`` (may be empty). Nothing is asked until the first call.

    Credentials, region and endpoint come from boto3's own chain: environment (AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3, AWS_DEFAULT_REGION), shared files, container and instance roles.
    AWS_REGION, which boto3 does not know, goes before them.
    """

    # Milliseconds of a core, here and in a SeaweedFS beside us: 0.06 + 0.2 for a listed key, 2.7 + 1.7 for a call.
    keys_for_a_call = 17

    def __init__(self, bucket: str, prefix: str = "", options: S3Options | None = None) -> None:
        self.bucket = bucket
        self.prefix = f"{checked_key(prefix)}/" if prefix else ""
        self.url = f"s3://{bucket}/{prefix}".rstrip("/")
        self.options = options or S3Options()
        self.multipart_above = MULTIPART_ABOVE
        self._connected: _Connection | None = None
        self._making = Lock()  # a client takes a tenth of a second to make, and many threads begin at once
        self._knows_conditions = True

    def __repr__(self) -> str:
        return f"<S3Store {self.url}>"

    @property
    def client(self) -> S3Client:
        """The shared client; made anew after a refusal, so that rotated keys in files and roles are found."""
        return self._connection()[0]

    def _connection(self) -> tuple[S3Client, DirectPut, ReadOnlyCredentials | None]:
        """With the credentials of this moment."""
        with self._making:
            if self._connected is None:
                session = make_session()
                source = self._usable(session.get_credentials)
                try:
                    client = make_client(session, self.options)
                except (BotoCoreError, ValueError) as error:
                    raise unusable(error, self.url) from None
                self._connected = _Connection(client, DirectPut(client), source)
            client, direct, source = self._connected
        return client, direct, None if source is None else self._usable(source.get_frozen_credentials)

    def _usable(self, ask: Callable[[], T]) -> T:
        """What ``ask`` gives. Credentials come from helpers of all kinds, which fail in all ways."""
        try:
            return ask()
        except BotoCoreError as error:
            raise self._failure(error, "any key") from None
        except Exception as error:  # whatever botocore's reading of a helper's output raises
            self._connected = None
            name = type(error).__name__
            raise StoreRefused(f"{self.url}: the credentials cannot be read or renewed ({name})") from None

    def put(
        self,
        key: str,
        data: bytes,
        *,
        content_type: str = "application/octet-stream",
        content_encoding: str | None = None,
        metadata: Mapping[str, str] | None = None,
        if_absent: bool = False,
    ) -> bool:
        """As :meth:`crawler.storage.base.Store.put`.

        A store that does not know If-None-Match writes again what is there. With ``if_absent`` that is the same
        object, since such keys are made of their content.
        """
        request = self._request(key) | self.options.for_writes()
        request |= {"ContentType": content_type, "Metadata": {n: _ascii(v) for n, v in (metadata or {}).items()}}
        if content_encoding:
            request["ContentEncoding"] = content_encoding
        for _ in range(_CONFLICTS):
            conditions = {"IfNoneMatch": "*"} if if_absent and self._knows_conditions else {}
            if if_absent and not conditions and self.exists(key):
                return False
            try:
                return self._write(request, data, conditions)
            except ClientError as error:
                if conditions and status_of(error) == 412:
                    return False
                if conditions and status_of(error) == 501:
                    self._knows_conditions = False
                elif not conditions or status_of(error) != 409:
                    raise self._failure(error, key) from None
            except BotoCoreError as error:
                raise self._failure(error, key) from None
        if self.exists(key):
            return False
        raise translated(None, self.url, key)

    def _write(self, request: dict[str, Any], data: bytes, conditions: dict[str, Any]) -> bool:
        """False if it is there already, as far as that is found out without an exception."""
        client, direct, credentials = self._connection()
        if len(data) > self.multipart_above:
            put_in_parts(client, request, data, conditions)
            return True
        wrote = direct.put(request | conditions, data, credentials)
        if wrote is None:
            if not client.put_object(Body=data, **request, **conditions).get("ETag"):
                raise StoreUnavailable(f"{self.url}: a write was answered without an ETag, not as an S3 server does")
            direct.learn(request["Key"])
            return True
        return wrote

    def get(self, key: str) -> bytes:
        request = self._request(key)
        try:
            return self.client.get_object(**request)["Body"].read()
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error, key) from None

    def exists(self, key: str) -> bool:
        request = self._request(key)
        try:
            self.client.head_object(**request)
        except ClientError as error:
            if code_of(error) in ("404", "NoSuchKey"):  # a HEAD has no body to say more
                return False
            raise self._failure(error, key) from None
        except BotoCoreError as error:
            raise self._failure(error, key) from None
        return True

    def keys(self, prefix: str = "") -> Iterator[str]:
        request: dict[str, Any] = {"Bucket": self.bucket, "Prefix": self.prefix + prefix}
        listed = 0
        try:
            while True:
                page = self._page(**request)
                names = [found["Key"] for found in page.get("Contents", ())]
                listed += len(names)
                yield from (name[len(self.prefix) :] for name in names if not name.endswith("/"))
                token = page.get("NextContinuationToken")
                if not token and page.get("IsTruncated"):  # a server that knows the call's first version only
                    raise StoreRefused(f"{self.url} lists only the first {listed} keys below {prefix or '/'}")
                if not token:
                    return
                if token == request.get("ContinuationToken"):
                    raise StoreError(f"{self.url} lists the same keys below {prefix or '/'} without an end")
                request["ContinuationToken"] = token
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error, f"keys below {prefix or '/'}") from None

    def _page(self, **request: Any) -> Mapping[str, Any]:
        """A part of a list. What somebody on the way answers, with a page of its own, say, is no empty store."""
        page: Mapping[str, Any] = self.client.list_objects_v2(**request)
        if "Name" not in page and "IsTruncated" not in page:
            raise StoreUnavailable(f"{self.url}: a list was answered, and not as an S3 server does")
        return page

    def delete(self, key: str) -> None:
        request = self._request(key)
        try:
            self.client.delete_object(**request)
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error, key) from None

    def check(self) -> None:
        """Whether the bucket is there and lets us in. Raises StoreUnavailable or StoreRefused."""
        try:
            self._page(Bucket=self.bucket, Prefix=self.prefix, MaxKeys=1)
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error, "any key") from None

    def close(self) -> None:
        if self._connected is not None:
            with suppress(BotoCoreError):
                self._connected.client.close()
            self._connected = None

    def _request(self, key: str) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": self.prefix + checked_key(key)}

    def _failure(self, error: ClientError | BotoCoreError, key: str) -> StoreError:
        failure = translated(error, self.url, key)
        if isinstance(failure, StoreRefused):
            self._connected = None
        return failure


def _ascii(value: str) -> str:
    """Metadata travels in headers, and S3 takes ASCII only: the rest is percent-encoded."""
    return quote(value, safe=_PRINTABLE)
