"""Small writes as the client made them before, at half its price in the time of a core.

A crawl writes two small objects a story, and boto3's client takes some two milliseconds of a core for each: parameters,
endpoint rules, a dozen events. The signer and the connections, which are botocore's as well, take one. So the client
makes the first write and we look where it sent it and for which region it signed; the next ones go there directly.
Whatever is not plainly done goes the client's way again, with its retries, redirects and errors, and the next write
that it brings to an end is looked at anew: no rule of S3's is repeated here.
"""

from __future__ import annotations

import base64
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.credentials import ReadOnlyCredentials
    from mypy_boto3_s3 import S3Client

# boto3's parameters of put_object that our writes have, by their headers:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
_HEADERS = {
    "ContentType": "Content-Type",
    "ContentEncoding": "Content-Encoding",
    "IfNoneMatch": "If-None-Match",
    "ServerSideEncryption": "x-amz-server-side-encryption",
    "SSEKMSKeyId": "x-amz-server-side-encryption-aws-kms-key-id",
    "StorageClass": "x-amz-storage-class",
    "ACL": "x-amz-acl",
}
_ELSEWHERE = frozenset({"Bucket", "Key", "Metadata"})  # parameters in the address, or with headers of their own names
_SIGNED = "AWS4-HMAC-SHA256"  # Signature Version 4; directory buckets and access points of many regions sign otherwise
_BUSY = frozenset((409, 412, 429))  # answers of a server that understood: a race for a key, a condition, too many calls
_MOST_REFUSALS = 3  # of the direct way in a row, after which it is left (the clock is wrong, say)
_CHECKSUMS = ("x-amz-checksum-", "x-amz-trailer")  # before the body, or over TLS announced here and sent after it


@dataclass(frozen=True)
class _Way:
    """How the client wrote: the address up to the key, the region in its signature, and what else it always says."""

    base: str
    region: str
    user_agent: str
    checksums: bool  # AWS_REQUEST_CHECKSUM_CALCULATION=when_required turns them off, for servers that refuse them


class DirectPut:
    """Writes into one bucket through the connections of ``client``."""

    def __init__(self, client: S3Client) -> None:
        # The connection pool has the client's time-outs, certificates and proxies; without it there is no direct way.
        self._session = getattr(getattr(client, "_endpoint", None), "http_session", None)
        self._way: _Way | None = None
        self._refusals = 0
        self._sent = threading.local()  # address and headers of the client's last write in this thread
        if self._session is not None:
            client.meta.events.register("before-send.s3.PutObject", self._look)

    def _look(self, request: AWSPreparedRequest, **_: Any) -> None:
        self._sent.url, self._sent.headers = request.url, request.headers

    def learn(self, key: str) -> None:
        """The client has just written ``key`` in this thread: from now on write as it did."""
        sent = self._sent.__dict__
        if not sent or self._refusals >= _MOST_REFUSALS:
            return
        base = sent["url"].removesuffix(_path(key))
        headers = {name.lower(): _text(value) for name, value in sent["headers"].items()}
        scheme, _, said = headers.get("authorization", "").partition(" Credential=")
        scope = said.partition(",")[0].split("/")[-4:]  # date, region, service, "aws4_request"
        if scheme == _SIGNED and len(scope) == 4 and scope[2] == "s3" and base != sent["url"]:
            checksums = any(name.startswith(_CHECKSUMS) for name in headers)
            self._way = _Way(base, scope[1], headers.get("user-agent", ""), checksums)

    def put(self, request: Mapping[str, Any], data: bytes, credentials: ReadOnlyCredentials | None) -> bool | None:
        """Write ``data``; ``request`` is what put_object takes, conditions among it, ``credentials`` sign it.

        True: it is written. False: the condition If-None-Match did not hold. None: not known, the client shall write.
        """
        way = self._way
        if way is None or self._session is None or credentials is None or request.keys() - _HEADERS - _ELSEWHERE:
            return None
        headers = {_HEADERS[name]: value for name, value in request.items() if name in _HEADERS}
        headers |= {f"x-amz-meta-{name}": value for name, value in request["Metadata"].items()}
        headers["User-Agent"] = way.user_agent
        if way.checksums:
            headers["x-amz-checksum-crc32"] = base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
        signed = AWSRequest("PUT", way.base + _path(request["Key"]), headers, data)
        try:
            S3SigV4Auth(credentials, "s3", way.region).add_auth(signed)
            answer = self._session.send(signed.prepare())
        except BotoCoreError:
            self._way = None
            return None
        status = answer.status_code
        # Every S3 server names the ETag of what it wrote and says no more; errors can have the status 200, too.
        if status == 200 and "ETag" in answer.headers and not answer.content:
            self._refusals = 0
            return True
        if status == 412 and "IfNoneMatch" in request:
            return False
        self._way = None
        self._refusals += status < 500 and status not in _BUSY
        return None


def _path(key: str) -> str:
    """Of a key in an address, as botocore writes it."""
    return quote(key, safe="/~")


def _text(header: str | bytes) -> str:
    return header.decode("latin-1") if isinstance(header, bytes) else header
