"""What a file is once its wrapping is taken off: a text in UTF-16 or UTF-32, a compression by gzip, bounded both."""

import base64
import json
import re
import zlib

from laureat.credentials.baking import BLANK
from laureat.credentials.strict_json import TooComplex

GZIP = b"\x1f\x8b"
MAX_LAYERS = 3
"""Compressions one within the other."""
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes that a compressed file may give."""
_BEGINS = (b"{", b"[", b'"', b"eyJ", b"<")
"""How a text that we read begins."""
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\s*")


_CMS = bytes.fromhex("06092a864886f70d010702")
"""How a signed envelope of RFC 5652 names itself."""
_COSE = re.compile(rb"(?:\xd8\x3d)?\xd2\x84|\x84[\x40-\x57]\xa1\x01", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}\s*")
_ASIDE = 64 * 1024


def other_format(data: bytes) -> str:
    """What a file is that may hold a title and that we do not open, in French; empty for any other."""
    if data.startswith(b"PK\x03\x04"):
        return "archive : présentez le titre qu'elle contient"
    if data.startswith(b"\x30") and _CMS in data[:32]:
        return "enveloppe signée (CMS) : présentez le titre qu'elle contient"
    if _BASE64.fullmatch(data[:_ASIDE]):
        text = data[:_ASIDE].rstrip(b"=\r\n\t ")
        data = base64.b64decode(text[: len(text) // 4 * 4].replace(b"-", b"+").replace(b"_", b"/"))
    if _COSE.match(data) or (b"issuerAuth" in data[:_ASIDE] and b"nameSpaces" in data[:_ASIDE]):
        return "titre de portefeuille en CBOR (mdoc, COSE) : présentez le titre lui-même"
    return ""


def unwrapped(data: bytes) -> bytes:
    """The same file, uncompressed and in UTF-8; as it is where nothing wraps it, or where the wrapping is broken.

    Raises TooComplex beyond ``MAX_LAYERS`` and ``MAX_UNPACKED``: nothing hides in what is not opened.
    """
    for _layer in range(MAX_LAYERS):
        if not data.startswith(GZIP):
            return _in_utf8(data)
        opened = _uncompressed(data)
        if opened is None:
            return data
        data = opened
    if data.startswith(GZIP):
        raise TooComplex(f"plus de {MAX_LAYERS} compressions l'une dans l'autre")
    return _in_utf8(data)


def _uncompressed(data: bytes) -> bytes | None:
    """All the members of a gzip file; None where one is broken or cut, or where something follows them."""
    parts, total = [], 0
    while data.strip(b"\0"):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            part = member.decompress(data, MAX_UNPACKED - total + 1)
        except zlib.error:
            return None
        total += len(part)
        if total > MAX_UNPACKED:
            raise TooComplex(f"plus de {MAX_UNPACKED // 1024 // 1024} Mio une fois décompressé")
        if not member.eof:
            return None
        parts.append(part)
        data = member.unused_data
    return b"".join(parts)


def _in_utf8(data: bytes) -> bytes:
    """A text of another Unicode encoding, found by its mark or by where its zeros are, in UTF-8."""
    encoding = json.detect_encoding(data[:4]) if len(data) > 3 else "utf-8"
    if encoding.startswith("utf-8"):
        return data
    try:
        text = data.decode(encoding).encode()
    except UnicodeError:
        return data
    if not text.lstrip(BLANK).startswith(_BEGINS):
        return data
    return _DECLARATION.sub(b"", text)  # it names the encoding that the text had
