"""What an S3 server or boto3 says, in the house's words: it may pass, a person must mend it, or it is this object.

Their own messages are left out where they may hold an address with credentials or a signature; the code says what
happened (Amazon S3 API Reference, "Error responses").
"""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    InvalidRegionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSLError,
    SSOError,
    TokenRetrievalError,
)

from crawler.storage.base import ObjectMissing, StoreError, StoreRefused, StoreUnavailable, StoreUnreachable

_NO_CREDENTIALS = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, TokenRetrievalError, SSOError)
# What is wrong on this side, before a server is asked.
_OF_OURS: tuple[tuple[tuple[type[BotoCoreError], ...], type[StoreUnavailable], str], ...] = (
    (
        _NO_CREDENTIALS,
        StoreRefused,
        "no complete credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ),
    ((ProfileNotFound,), StoreRefused, "there is no such AWS_PROFILE"),
    ((SSLError,), StoreUnavailable, "no trusted certificate; AWS_CA_BUNDLE names a file of those to trust"),
)
_MENDS = {
    "NoSuchBucket": "make the bucket, or mend its name in STORE",
    "InvalidAccessKeyId": "mend AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "mend AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": "renew the credentials",
    "RequestTimeTooSkewed": "set this machine's clock",
    "PermanentRedirect": "set AWS_REGION to the bucket's region",
    "AuthorizationHeaderMalformed": "set AWS_REGION to the bucket's region",
    "InvalidObjectState": "restore the object from its archive class",
    "InvalidBucketName": "mend the bucket's name in STORE",
}
_ABOUT_THIS_OBJECT = ("EntityTooLarge", "EntityTooSmall", "InvalidRequest", "KeyTooLongError", "MetadataTooLarge")


def code_of(error: ClientError) -> str:
    """S3's name of the error, or the status where there is none."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def status_of(error: ClientError) -> int:
    """The HTTP status, 0 if there is none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def translated(error: BaseException | None, store: str, key: str) -> StoreError:
    """The house's error for one of boto3's. ``None`` stands for a key that others kept writing at the same time."""
    if isinstance(error, ClientError):
        return _answered(error, store, key)
    for types, kind, said in _OF_OURS:
        if isinstance(error, types):
            return kind(f"{store}: {said}")
    if isinstance(error, EndpointConnectionError):
        name = type(error).__name__
        return StoreUnreachable(f"{store} cannot be reached for {key} ({name}): is AWS_ENDPOINT_URL_S3 right?")
    if isinstance(error, BotoCoreError):
        return StoreUnavailable(f"{store} cannot be reached for {key} ({type(error).__name__})")
    return StoreUnavailable(f"{store} is busy with {key}")


def unusable(error: Exception, store: str) -> StoreRefused:
    """The house's error for settings that boto3 makes no client of, before any server is asked."""
    if isinstance(error, InvalidRegionError):
        return StoreRefused(f"{store}: AWS_REGION (or AWS_DEFAULT_REGION) is no name of a region")
    if isinstance(error, ValueError):  # how it refuses an endpoint that is no address
        return StoreRefused(f"{store}: AWS_ENDPOINT_URL_S3 is no http(s) address")
    failure = translated(error, store, "")
    if isinstance(failure, StoreRefused):
        return failure
    return StoreRefused(f"{store}: an AWS_ variable or the AWS config file cannot be used ({type(error).__name__})")


def _answered(error: ClientError, store: str, key: str) -> StoreError:
    code, status = code_of(error), status_of(error)
    said = f"{code}, HTTP {status}" if code != str(status) else f"HTTP {status}"
    if code in ("NoSuchKey", "404"):
        return ObjectMissing(f"{store} has no object {key}")
    if code in _MENDS or status in (301, 401, 403):
        return StoreRefused(f"{store} refuses {key} ({said}): {_MENDS.get(code, 'mend the credentials or the rights')}")
    if code in _ABOUT_THIS_OBJECT or status == 413:
        return StoreError(f"{store} does not take {key} ({said})")
    return StoreUnavailable(f"{store} does not serve {key} now ({said})")
