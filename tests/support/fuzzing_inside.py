"""Containers opened, one of their parts spoilt, and closed again soundly: what a byte changed at random never reaches.

A ZIP (workbook, archive), the chunks of a PNG, the streams and objects of a PDF, the elements of an XML file.
"""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

Spoil = Callable[[bytes], bytes]
_PNG = b"\x89PNG\r\n\x1a\n"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OBJECT = re.compile(rb"\d+ \d+ obj(.*?)endobj", re.DOTALL)
_ELEMENT = re.compile(rb"<([A-Za-z_][\w.-]*)[^<>]*>([^<>]*)</\1>")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def spoilt_inside(content: bytes, spoil: Spoil, draw: random.Random) -> bytes | None:
    """The same container with a part spoilt; None for what is no container, or none that opens."""
    try:
        if content.startswith(b"PK"):
            return _zip(content, spoil, draw)
        if content.startswith(_PNG):
            return _png(content, spoil, draw)
        if content.startswith(b"%PDF"):
            return _pdf(content, spoil, draw)
        if content.lstrip()[:1] == b"<":
            return _xml(content, spoil, draw)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, IndexError, NotImplementedError, KeyError):
        return None
    return None


def _zip(content: bytes, spoil: Spoil, draw: random.Random) -> bytes:
    """A member spoilt, gone, doubled, renamed, or pressed by another method."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = [(info.filename, book.read(info)) for info in book.infolist()]
    chosen, made = draw.randrange(len(members)), io.BytesIO()
    name, told = members[chosen]
    match draw.randrange(8):
        case 0:
            del members[chosen]
        case 1:
            members.insert(draw.randrange(len(members) + 1), (name, spoil(told)))
        case 2:
            members[chosen] = (name[::-1], told)
        case 3:
            members[chosen] = (name, members[draw.randrange(len(members))][1])
        case _:
            inside = _xml(told, spoil, draw) if told.lstrip()[:1] == b"<" and draw.random() < 0.7 else spoil(told)
            members[chosen] = (name, inside)
    with zipfile.ZipFile(made, "w", draw.choice(METHODS) if draw.random() < 0.2 else zipfile.ZIP_DEFLATED) as book:
        for one, text in members:
            book.writestr(one, text)
    return made.getvalue()


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(_PNG)
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        found.append((kind, content[at + 8 : at + 8 + size]))
        at += size + 12
    return found


def _png(content: bytes, spoil: Spoil, draw: random.Random) -> bytes:
    """A chunk spoilt, gone, doubled or moved, its checksum right; that of the points, once unpressed."""
    chunks = _chunks(content)
    chosen = draw.randrange(len(chunks))
    kind, told = chunks[chosen]
    match draw.randrange(6):
        case 0:
            del chunks[chosen]
        case 1:
            chunks.insert(draw.randrange(len(chunks) + 1), (kind, told))
        case 2:
            chunks[chosen] = (spoil(kind)[:4].ljust(4, b"x"), told)
        case _ if kind == b"IDAT":
            chunks[chosen] = (kind, zlib.compress(spoil(zlib.decompress(told)), 1))
        case _:
            chunks[chosen] = (kind, spoil(told))
    written = (
        struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told)) for kind, told in chunks
    )
    return _PNG + b"".join(written)


def _pdf(content: bytes, spoil: Spoil, draw: random.Random) -> bytes:
    """A stream spoilt once unpressed, or what an object says of itself; offsets are left as they were."""
    found = list((_STREAM if draw.random() < 0.5 else _OBJECT).finditer(content))
    one = found[draw.randrange(len(found))]
    start, end = one.span(1)
    told = content[start:end]
    try:
        fresh = zlib.compress(spoil(zlib.decompress(told)), 1)
    except zlib.error:
        fresh = spoil(told)
    return content[:start] + fresh + content[end:]


def _xml(content: bytes, spoil: Spoil, draw: random.Random) -> bytes:
    """An element gone, doubled, moved elsewhere, or its text spoilt."""
    found = list(_ELEMENT.finditer(content))
    one = found[draw.randrange(len(found))]
    start, end = one.span()
    match draw.randrange(4):
        case 0:
            return content[:start] + content[end:]
        case 1:
            return content[:end] + content[start:end] * draw.choice((1, 2, 50)) + content[end:]
        case 2:
            other = found[draw.randrange(len(found))]
            return content[: other.start()] + content[start:end] + content[other.end() :]
        case _:
            inner, last = one.span(2)
            return content[:inner] + spoil(content[inner:last]) + content[last:]
