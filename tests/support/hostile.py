"""What an attacker types, and every place of the site where it may be typed: found in the site, never listed."""

import ast
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html

REFUSED = {
    "nul": b"a\0b",
    "bell": b"a\x07b",
    "header": b"x\r\nSet-Cookie: a=b",
    "surrogate": b"\xed\xa0\x80",
    "latin": b"Lef\xe8vre",
    "long": b"a" * 30_000,
}
"""What no address, cookie or field takes; a new line is lawful in a field alone."""
ODD = (
    "inconnu",
    "",
    "-1",
    "9" * 30,
    "9" * 5_000,
    "²",
    "٣",
    "1e9",
    "2026-13-45",
    "0000-00-00",
    "../../etc/passwd",
    "'\"><script>{{7*7}}%s%(x)s",
    "00000000-0000-0000-0000-000000000000",
    "ligne\r\nSet-Cookie: a=b",
    "😀" * 300,
)
"""What passes the gate and means nothing."""


def parameters(package: Path) -> tuple[set[str], set[str]]:
    """The names that the sources ask of a query, and of a form: ``request.GET.get("q")`` and the like."""
    found: dict[str, set[str]] = {"GET": set(), "POST": set()}
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if ".GET.get" not in text and ".POST.get" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="GET" | "POST" as kind), attr="get" | "getlist"),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    found[kind].add(name)
    return found["GET"], found["POST"]


@dataclass(frozen=True)
class Form:
    """A form of a page, one of its buttons pressed."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Two forms of one shape are one: identifiers of objects apart."""
        where = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/\d+/", "*", self.action)
        names = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", name) for name, _value in self.fields]
        acts = [value for name, value in self.fields if name in ("acte", "envoi")]
        return where, tuple(sorted(set(names))), tuple(acts), self.files


def forms(page: str, path: str) -> Iterator[Form]:
    """The forms of a page that write."""
    for form in html.fromstring(page or "<p>").forms:
        if form.method != "POST":
            continue
        fields, files = [], []
        for each in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
            if each.get("type") == "file":
                files.append(each.get("name"))
            elif each.get("name") != "csrfmiddlewaretoken":
                fields.append((each.get("name"), str(_value(each))))
        buttons = form.xpath(".//button[@name]") or [None]
        for button in buttons:
            pressed = [(button.get("name"), button.get("value", ""))] if button is not None else []
            yield Form(form.action or path, (*dict(fields).items(), *pressed), tuple(files))


def _value(field: Any) -> str:
    if field.tag == "select":
        chosen = field.value_options
        return field.value or (chosen[0] if chosen else "")
    return (field.text or "") if field.tag == "textarea" else field.get("value", "")


def encoded(value: bytes) -> str:
    """A value as it travels in an address."""
    return quote(value)


def files() -> dict[str, tuple[str, bytes]]:
    """Files that are not what they say."""
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    method = bytearray(workbook.getvalue())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = method.find(mark)
        while at >= 0:
            method[at + place : at + place + 2] = struct.pack("<H", 99)
            at = method.find(mark, at + 1)
    utf16 = "numero;voie\n1;scolaire_public\n".encode("utf-16")
    return {
        "empty": ("liste.csv", b""),
        "binary": ("liste.csv", bytes(range(256)) * 40),
        "utf-16 cut": ("liste.csv", utf16[:-1]),
        "utf-16 half": ("fiche.txt", utf16[: len(utf16) // 2 + 1]),
        "zip method": ("liste.xlsx", bytes(method)),
        "no workbook": ("liste.xlsx", workbook.getvalue()),
        "cut workbook": ("liste.xlsx", workbook.getvalue()[:60]),
        "xml": ("fiche.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        "json": ("fiche.json", b'{"fiche": [[[' + b"[" * 2000),
        "yaml": ("jury.yaml", b"a: &a [*a, *a]\nmembres: !!python/object/apply:os.system [ls]\n"),
        "quotes": ("liste.csv", b'numero;voie\n"1;scolaire_public\n' * 50),
        "parquet": ("liste.parquet", b"PAR1" + b"\0" * 40 + b"PAR1"),
        "cyclades": ("export.csv", "N° Candidat;Code Spécialité\n'1;\udcff".encode("utf-8", "surrogateescape")),
        "odd name": ("é" * 90 + "/../x.csv", b"a;b\n1;2\n"),
    }
