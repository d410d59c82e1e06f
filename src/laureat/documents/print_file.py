"""One PDF to print, out of many: written part after part, so that memory holds a single part at a time."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_CATALOG, _PAGES = 1, 2
_LEFT = ("/Catalog", "/Pages", "/Metadata", "/XRef", "/ObjStm")
"""The trees above the pages, what is said of the file, and how its objects were packed."""


def concatenate(parts: Iterable[Path], target: Path) -> None:
    """Put the pages of the parts after one another in ``target``, which appears whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as out:
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets: dict[int, int] = {}
        pages = ArrayObject()
        free = _PAGES + 1
        for part in parts:
            reader = PdfReader(part)
            shift, last = free, free
            for page in reader.pages:
                assert page.indirect_reference is not None
                pages.append(_reference(page.indirect_reference.idnum + shift))
            for number, value in _objects(reader):
                _write(out, offsets, number + shift, _renumbered(value, shift))
                last = max(last, number + shift)
            free = last + 1
        root = {"/Type": NameObject("/Pages"), "/Kids": pages, "/Count": NumberObject(len(pages))}
        _write(out, offsets, _PAGES, _dictionary(root))
        catalog = {"/Type": NameObject("/Catalog"), "/Pages": _reference(_PAGES)}
        _write(out, offsets, _CATALOG, _dictionary(catalog))
        _finish(out, offsets, free)
    os.replace(temporary, target)


def _objects(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    """What the pages need, plain or out of an object stream: everything but the trees above them."""
    for number in sorted({*reader.xref[0], *reader.xref_objStm}):
        value = reader.get_object(number)
        kind = value.get("/Type") if isinstance(value, DictionaryObject) else None
        if value is not None and not isinstance(value, NullObject) and kind not in _LEFT:
            yield number, value


def _renumbered(value: Any, shift: int) -> Any:
    """The object with its references moved; pages hang from the new root, with what they inherited."""
    if isinstance(value, StreamObject):
        for name in list(value):
            value[NameObject(name)] = _moved(value.raw_get(name), shift)
        return value
    if isinstance(value, DictionaryObject) and value.get("/Type") == "/Page":
        page = _moved(DictionaryObject({**_inherited(value), **{name: value.raw_get(name) for name in value}}), shift)
        page[NameObject("/Parent")] = _reference(_PAGES)
        return page
    return _moved(value, shift)


def _inherited(page: DictionaryObject) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    parent = page.get("/Parent")
    while parent is not None:
        above = parent.get_object()
        found = {NameObject(name): above.raw_get(name) for name in _INHERITED if name in above} | found
        parent = above.get("/Parent")
    return found


def _moved(value: Any, shift: int) -> Any:
    if isinstance(value, IndirectObject):
        return _reference(value.idnum + shift)
    if isinstance(value, ArrayObject):
        return ArrayObject(_moved(item, shift) for item in list.__iter__(value))
    if isinstance(value, DictionaryObject):
        return DictionaryObject({name: _moved(value.raw_get(name), shift) for name in value})
    return value


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(values: dict[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in values.items()})


def _write(out: BinaryIO, offsets: dict[int, int], number: int, value: Any) -> None:
    offsets[number] = out.tell()
    out.write(b"%d 0 obj\n" % number)
    value.write_to_stream(out)
    out.write(b"\nendobj\n")


def _finish(out: BinaryIO, offsets: dict[int, int], size: int) -> None:
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %b \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f"))
    out.write(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, _CATALOG, start))
