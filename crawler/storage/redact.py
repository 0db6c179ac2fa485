"""Addresses as they may be shown: without what opens the door."""

from __future__ import annotations

import re

# Greedy up to the last @ before the path, since a secret key may itself hold @ where someone forgot to quote it.
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*@")
_SECRET_PARAMETER = re.compile(
    r"([?&](?:[\w.-]*(?:secret|token|password|passwd|signature|credential|key)[\w.-]*)=)[^&#\s]*", re.IGNORECASE
)


def redacted(text: str) -> str:
    """``text`` with the credentials of every address in it, and the values of secret parameters, left out."""
    return _SECRET_PARAMETER.sub(r"\1***", _CREDENTIALS.sub("", text))
