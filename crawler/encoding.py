"""From bytes to text, for pages whose headers and declarations are often wrong."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes
from charset_normalizer.utils import is_multi_byte_encoding
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

# How much of a page the detector reads: enough for a verdict, bounded for a hostile page.
_SAMPLE = 65_536
_ERRORS_TOLERATED = 0.01  # share of bytes; a page of one charset with a stray byte of another is common
# Codecs of Python that no page is written in: UTF-7 hides markup from filters, the others are no charsets, and one
# of them (punycode) takes time by the square of the length.
_NO_CHARSETS = frozenset(
    ("utf-7", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem", "palmos")
)
# Characters above ASCII to one error that prove UTF-8. A page of another charset has errors where its few accents,
# quotes and pound signs are, and hardly a valid sequence.
_PROOF_OF_UTF8 = 8
_PROOF_OF_DECLARED_UTF8 = 2  # a teaser cut within a character is no other charset, however few accents the page has
# Languages written in windows-1252, as the detector names them.
_WESTERN = frozenset(
    ("Unknown", "English", "German", "French", "Spanish", "Italian", "Portuguese", "Dutch", "Swedish", "Norwegian")
) | {"Danish", "Finnish", "Indonesian"}


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The name of the encoding used, and the text. Never raises.

    Order of trust: a byte order mark, valid UTF-8 with bytes above ASCII (other charsets hit it by chance about
    never), the header's charset, the page's own declaration, detection, windows-1252. A declared charset is
    believed only if the bytes fit it, UTF-8 if most of those above ASCII do. Labels follow the WHATWG Encoding
    Standard (iso-8859-1 is windows-1252).
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return bom_encoding, body[len(bom) :].decode(bom_encoding, "replace")
    declared = http_content_type_encoding(content_type), html_body_declared_encoding(body[:16_384])
    names = [resolve_encoding(name) for name in declared if name]
    if not body.isascii():
        text = _fits(body, "utf-8", _PROOF_OF_UTF8)
        if text is not None:
            return "utf-8", text
    for name in names:
        text = _fits(body, name) if name and _is_charset(name) else None
        if name and text is not None:
            return codecs.lookup(name).name, text
    if body.isascii():
        return "utf-8", body.decode("ascii")
    name = _detected(body[:_SAMPLE])
    return name, body.decode(name, "replace")


def _detected(body: bytes) -> str:
    """The detector's verdict. A page of few accents fits many charsets alike, and then the West's is likeliest."""
    best = from_bytes(body).best()
    if best is None:
        return "cp1252"
    name = codecs.lookup(best.encoding).name
    return "cp1252" if best.language in _WESTERN and not is_multi_byte_encoding(best.encoding) else name


def _is_charset(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def _fits(body: bytes, name: str, proof: int = _PROOF_OF_DECLARED_UTF8) -> str | None:
    try:
        return body.decode(name)
    except LookupError:
        return None
    except UnicodeDecodeError:
        text = body.decode(name, "replace")
        errors = text.count("\ufffd")
        if codecs.lookup(name).name == "utf-8":
            errors -= body.count("\ufffd".encode())  # which an editor's software wrote, for what it could not read
            valid = sum(not character.isascii() for character in text) - errors
            return text if errors * proof <= valid else None
        return text if errors <= len(body) * _ERRORS_TOLERATED else None
