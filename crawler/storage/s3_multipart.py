"""Large objects, part by part: a part that fails is sent again, not the whole."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

MULTIPART_ABOVE = 32 * 1024 * 1024  # bytes; below it one request is quicker
PART = 8 * 1024 * 1024  # bytes; S3 takes parts of 5 MiB and more


def put_in_parts(client: S3Client, request: dict[str, Any], data: bytes, conditions: dict[str, Any]) -> None:
    """Write ``data``; the object appears when all is there. Nothing is left behind if it fails.

    ``request`` is what put_object takes, ``conditions`` holds for the moment of completion. Raises ClientError
    and BotoCoreError.
    """
    place = {"Bucket": request["Bucket"], "Key": request["Key"]}
    upload = client.create_multipart_upload(**request)["UploadId"]
    try:
        parts: list[CompletedPartTypeDef] = []
        for number, start in enumerate(range(0, len(data), PART), 1):
            part = memoryview(data)[start : start + PART].tobytes()
            answer = client.upload_part(Body=part, PartNumber=number, UploadId=upload, **place)
            parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        client.complete_multipart_upload(UploadId=upload, MultipartUpload={"Parts": parts}, **place, **conditions)
    except BaseException:
        with suppress(ClientError, BotoCoreError):
            client.abort_multipart_upload(UploadId=upload, **place)
        raise
