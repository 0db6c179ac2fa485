"""The boto3 client of the S3 store: limits, retries, and what settings may choose."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self, cast

import boto3
import botocore.session
from botocore.config import Config
from botocore.utils import parse_timestamp

from crawler.logs import quieten
from crawler.version import backstory_version

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from mypy_boto3_s3 import S3Client
    from scrapy.settings import BaseSettings

CONNECT_TIMEOUT = 5.0  # seconds; a store that needs longer to accept a connection is down
# At INFO these tell of themselves; at DEBUG they log every header of every call, session tokens among them. A helper
# that gives no credentials is logged with all that it printed; that there are none we say ourselves.
_TALKATIVE = dict.fromkeys(("boto3", "botocore", "s3transfer", "urllib3"), logging.WARNING) | {
    "botocore.credentials": logging.CRITICAL
}
_ADDRESSING = ("auto", "path", "virtual")


@dataclass(frozen=True)
class S3Options:
    """What the settings say of a bucket; empty text means the bucket's own default."""

    threads: int = 8
    timeout: float = 30.0  # seconds without a byte
    attempts: int = 3
    addressing: str = "auto"
    encryption: str = ""
    kms_key: str = ""
    storage_class: str = ""
    acl: str = ""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Raises ValueError for an addressing style that there is not."""
        addressing = settings.get("S3_ADDRESSING", "auto")
        if addressing not in _ADDRESSING:
            raise ValueError(f"S3_ADDRESSING={addressing!r}: it must be one of {', '.join(_ADDRESSING)}")
        return cls(
            threads=settings.getint("STORE_THREADS", cls.threads),
            timeout=settings.getfloat("STORE_TIMEOUT", cls.timeout),
            attempts=settings.getint("STORE_ATTEMPTS", cls.attempts),
            addressing=addressing,
            encryption=settings.get("S3_ENCRYPTION", ""),
            kms_key=settings.get("S3_KMS_KEY", ""),
            storage_class=settings.get("S3_STORAGE_CLASS", ""),
            acl=settings.get("S3_ACL", ""),
        )

    def for_writes(self) -> dict[str, Any]:
        """The parameters that every write takes, in boto3's names."""
        chosen = {
            "ServerSideEncryption": self.encryption,
            "SSEKMSKeyId": self.kms_key,
            "StorageClass": self.storage_class,
            "ACL": self.acl,
        }
        return {name: value for name, value in chosen.items() if value}


def make_session() -> botocore.session.Session:
    """What reads the environment and the shared files, and finds the credentials."""
    quieten(_TALKATIVE)
    session = botocore.session.get_session()
    # botocore knows AWS_DEFAULT_REGION only. As the AWS CLI and the other SDKs do it: "AWS_REGION" goes before it (AWS
    # SDKs and Tools Reference Guide, "AWS Region").
    if region := os.environ.get("AWS_REGION"):
        session.set_config_variable("region", region)
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_timestamp)
    return session


def make_client(session: botocore.session.Session, options: S3Options) -> S3Client:
    """A client of ``session``. Raises BotoCoreError or ValueError for settings that boto3 refuses."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=options.timeout,
        max_pool_connections=max(options.threads, 1),
        retries={"mode": "standard", "total_max_attempts": options.attempts},
        s3={"addressing_style": _addressing(options)},
        parameter_validation=False,  # mypy has done it, and it takes a twentieth of each call
        user_agent=f"Boto3/{boto3.__version__} Backstory/{backstory_version()}",  # else put together twice a call
    )
    client = boto3.session.Session(botocore_session=session).client("s3", config=config)
    client.meta.events.register_last("before-call.s3", _at_once)
    return client


def _timestamp(value: Any) -> datetime:
    """Every listed key has one, which nobody asks for; botocore's own parser takes most of a list's time.

    Credentials that expire are read by the same session, so other forms stay botocore's.
    """
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return parse_timestamp(value)


def _at_once(model: OperationModel, params: dict[str, Any], **_: Any) -> None:
    """Send a body with its headers: to ask first ("Expect: 100-continue") costs a round trip for a few kilobytes.

    For all operations, since boto3 adds the header after the handlers of a single one have run; parts are larger.
    """
    if model.name == "PutObject":
        params["headers"].pop("Expect", None)


def _addressing(options: S3Options) -> Literal["auto", "path", "virtual"]:
    """Another make's server seldom has a host name for each bucket, AWS always."""
    elsewhere = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if options.addressing == "auto" and elsewhere and "amazonaws.com" not in elsewhere:
        return "path"
    return cast('Literal["auto", "path", "virtual"]', options.addressing)
