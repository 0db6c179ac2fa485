"""Addresses as they may be shown: without what opens the door."""

from __future__ import annotations

import re

_WORD = re.compile(r"\S+")
_NAMES_PLACE = re.compile(r"[^/?#]*")  # who and where, as far as a URL's grammar goes (RFC 3986, 3.2)
_SECRET_PARAMETER = re.compile(
    r"([?&](?:[\w.-]*(?:secret|token|password|passwd|signature|credential|key)[\w.-]*)=)[^&#\s]*", re.IGNORECASE
)


def redacted(text: str) -> str:
    """``text`` with the credentials of every address in it, and the values of secret parameters, left out."""
    return _SECRET_PARAMETER.sub(r"\1***", _WORD.sub(lambda word: without_credentials(word[0]), text))


def without_credentials(address: str) -> str:
    """``address`` (a URL, or text without one, which stays as it is) with no user and no password.

    A secret key may hold ``/`` and ``@`` where someone forgot to quote them: after ``user:`` all is taken for it, as
    far as the last ``@``.
    """
    scheme, separator, rest = address.partition("://")
    place = _NAMES_PLACE.match(rest)
    assert place
    secret_until = rest.rfind("@") if ":" in place[0] else place[0].rfind("@")
    return scheme + separator + rest[secret_until + 1 :]
