"""The same PDF in half the bytes: what is no stream goes, compressed, into an object stream (ISO 32000-1, 7.5.7).

Typst writes each object as text; a tagged paper is made of hundreds of them. PDF/A-3 allows object streams, and the
stream of cross-references that goes with them; its metadata stay plain, without the description of what the standard
knows already (6.6.2.3). It does not allow a stream to end ambiguously: Typst writes a line feed before ``endstream``,
and where the data happen to end with a carriage return the two read as one end of line, and validators find the stream
one byte short (6.1.6.1): the end of line becomes CR LF there.
"""

import re
import zlib
from itertools import pairwise

_ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])")
_METADATA = re.compile(rb"<<[^>]*/Type\s?/Metadata[^>]*>>\s*stream\n")
_LENGTH = re.compile(rb"/Length \d+")
_KNOWN = re.compile(
    rb"<xmpMM:History>.*?</xmpMM:History>|"
    rb'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>(?:XMP Media Management|Adobe PDF) schema<'
    rb"/pdfaSchema:schema>.*?</pdfaSchema:property></rdf:li>",
    re.DOTALL,
)
"""Of the metadata: how the file was made, and the descriptions of two schemas that PDF/A-3 defines itself."""
_DROPPED = re.compile(rb"/(?:Size|Prev) \d+")


def packed(pdf: bytes) -> bytes:
    """A PDF as Typst writes it, with its plain objects packed. Raises ValueError on any other."""
    tail = pdf.rindex(b"startxref")
    table = int(pdf[tail:].split()[1])
    references, _, trailer = pdf[table:tail].partition(b"trailer")
    entries = _ENTRY.findall(references)
    group, own = len(entries), len(entries) + 1
    starts = sorted((int(at), number) for number, (at, kind) in enumerate(entries) if kind == b"n")
    out = [pdf[: starts[0][0]]]
    size, places, plain = len(out[0]), dict[int, bytes](), list[tuple[int, bytes]]()
    for (start, number), (end, _) in pairwise([*starts, (table, 0)]):
        body = _body(pdf[start:end], number)
        if not body.endswith(b"endstream"):
            plain.append((number, body))
            continue
        places[number] = b"\1" + size.to_bytes(4) + b"\0\0"
        out.append(_written(number, _light(body)))
        size += len(out[-1])
    for rank, (number, _text) in enumerate(plain):
        places[number] = b"\2" + group.to_bytes(4) + rank.to_bytes(2)
    places[group] = b"\1" + size.to_bytes(4) + b"\0\0"
    out.append(_written(group, _object_stream(plain)))
    size += len(out[-1])
    places[own] = b"\1" + size.to_bytes(4) + b"\0\0"
    index = b"".join(places.get(number, bytes(7)) for number in range(own + 1))
    kept = _DROPPED.sub(b"", trailer.strip().removeprefix(b"<<").removesuffix(b">>")).strip()
    told = b"/Type/XRef/W[1 4 2]/Size %d %b" % (own + 1, kept)
    out.append(_written(own, _stream(told, index)))
    return b"".join(out) + b"startxref\n%d\n%%%%EOF" % size


def _body(text: bytes, number: int) -> bytes:
    """What stands between ``N 0 obj`` and ``endobj``. Raises ValueError."""
    head, text = b"%d 0 obj" % number, text.rstrip()
    if not text.startswith(head) or not text.endswith(b"endobj"):
        raise ValueError(f"objet {number}")
    return text[len(head) : -len(b"endobj")].strip()


def _light(body: bytes) -> bytes:
    """A stream, its end not ambiguous; of the metadata, what says something."""
    if head := _METADATA.match(body):
        text = _KNOWN.sub(b"", body[head.end() : -len(b"\nendstream")])
        return b"%b%b\nendstream" % (_LENGTH.sub(b"/Length %d" % len(text), head[0]), text)
    return body[: -len(b"\nendstream")] + b"\r\nendstream" if body.endswith(b"\r\nendstream") else body


def _object_stream(plain: list[tuple[int, bytes]]) -> bytes:
    heads, bodies, at = [], [], 0
    for number, body in plain:
        heads.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    return _stream(b"/Type/ObjStm/N %d/First %d" % (len(plain), len(head)), head + b"\n".join(bodies))


def _stream(told: bytes, data: bytes) -> bytes:
    content = zlib.compress(data, 5)  # 6 takes half as much again, for one byte in a hundred of these
    end = b"\r\n" if content.endswith(b"\r") else b"\n"
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b%bendstream" % (told, len(content), content, end)


def _written(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)
