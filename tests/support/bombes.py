"""Small files that grow: what a reader meets on the open web."""

import zlib

_ZEROS = 1 << 20


def zeros(length: int) -> bytes:
    """The zlib stream of so many mebibytes of zeros, made without making them."""
    packer = zlib.compressobj(9)
    block = packer.compress(bytes(_ZEROS)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, block = block[:2], block[2:]
    sums = ((length * _ZEROS) % 65521 << 16) + 1
    return head + block * length + b"\x03\x00" + sums.to_bytes(4, "big")


def memory_bomb(mebibytes: int = 4_000) -> bytes:
    """A PDF of a few kilobytes, one attachment of which grows to gigabytes."""
    packed = zlib.compress(zlib.compress(zeros(mebibytes), 9), 9)
    flate = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.json) 5 0 R] >> >> >>",
        _stream(b"", b"q Q"),
        b"<< /Type /Filespec /F (a.json) /UF (a.json) /EF << /F 6 0 R >> >>",
        _stream(b"/Type /EmbeddedFile " + flate, packed),
    )


def processor_bomb(depth: int = 9) -> bytes:
    """A PDF of three kilobytes whose page draws a form that draws a form… ten times each."""
    forms = [
        _stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /F %d 0 R >> >>"
            % (6 + level),
            b"q /F Do Q " * 10 if level < depth else b"0 0 500 500 re f " * 20,
        )
        for level in range(depth + 1)
    ]
    return _pdf(b"<< /Type /Catalog /Pages 2 0 R >>", _stream(b"", b"/F Do " * 10), *forms)


def _stream(told: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (told, len(content), content)


def _pdf(catalog: bytes, contents: bytes, *others: bytes) -> bytes:
    """One page, whose resources know the fifth object as ``F``."""
    page = b"/MediaBox [0 0 500 500] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = [catalog, pages, b"<< /Type /Page /Parent 2 0 R %s >>" % page, contents, *others]
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        body += b"%010d 00000 n \n" % place
    body += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)
