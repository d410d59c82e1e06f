"""Files of sheets: what they hold is told by their content, never by their name."""

import contextlib
import itertools
import json
import re
import zipfile
from collections.abc import Generator
from importlib import resources
from pathlib import Path
from typing import Any

from laureat.register.model import Fiche
from laureat.register.printed import read_printed
from laureat.register.text import INVISIBLE
from laureat.register.xml_export import CSV_EXPORT, iter_fiches
from laureat.vocabulary import InputProblem, InvalidInput, Several
from laureat.vocabulary.characters import unreadable
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.json_text import read_json

_NUMBER = re.compile(r"(?:RNCP|RS)\d{1,6}", re.IGNORECASE)
_CSV_EXPORT = re.compile(rb'"?(?:Id_Fiche"?;"?)?Numero_Fiche"?;', re.IGNORECASE)
NAMED = 200
"""So many sheets of a file are named to whoever must say which."""
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_fiches(path: Path | str) -> Generator[Fiche]:
    """The sheets of a file: printed sheet (text), XML export or its ``.zip``, or JSON written by ``laureat fiche``.

    A printed sheet is one; an export is read as a stream. Where no file has that name, the number of a sheet that
    comes with Lauréat (``RNCP35697``) names it. Raises InvalidInput, in French, naming file and line.
    """
    path = Path(path)
    if not path.exists():
        if path.name != str(path) or path.name.upper() not in bundled_numbers():
            known = ", ".join(bundled_numbers())
            message = (
                "le fichier ne peut pas être lu : il n'existe pas, et ce n'est pas le numéro d'une fiche fournie avec"
                f" Lauréat ({known})"
            )
            raise InvalidInput([InputProblem(message, str(path))])
        yield bundled(path.name)
        return
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être lu : {plainly(error)}", str(path))]) from None
    bare = head
    for bom in _BOMS:
        bare = bare.removeprefix(bom)
    bare = bare.replace(b"\0", b"").lstrip()
    if not bare:
        raise InvalidInput([InputProblem("le fichier est vide", str(path))])
    if bare.startswith(b"<") or (head.startswith(b"PK") and zipfile.is_zipfile(path)):
        yield from iter_fiches(path)
    elif bare.startswith((b"{", b"[")):
        yield from _read_json(path)
    elif _CSV_EXPORT.match(bare):
        raise InvalidInput([InputProblem(CSV_EXPORT, str(path), 1)])
    elif head.startswith(b"%PDF"):
        message = "le fichier est un PDF ; le convertir d'abord en texte (par exemple : pdftotext fiche.pdf fiche.txt)"
        raise InvalidInput([InputProblem(message, str(path))])
    else:
        yield read_printed(_decode(path.read_bytes(), str(path)), str(path))


def read_fiche(path: Path | str, numero: str | None = None) -> Fiche:
    """One sheet of a file: the only one, or the one with this number (``path`` as for ``read_fiches``).

    Raises InvalidInput when there is no such one, Several when the file has more than one and no number tells which.
    """
    wanted = numero.upper() if numero else None
    found: Fiche | None = None
    with contextlib.closing(read_fiches(path)) as fiches:
        for fiche in fiches:
            if fiche.numero == wanted:
                return fiche
            if wanted is None and found is not None:
                message = (
                    f"le fichier contient plusieurs fiches ({found.numero}, {fiche.numero}…) : indiquer laquelle,"
                    f" par exemple --numero {found.numero}"
                )
                first = (found, fiche, *itertools.islice(fiches, NAMED - 2))
                raise Several(InputProblem(message, str(path)), {f.numero: f"{f.numero} {f.intitule}" for f in first})
            found = fiche
    if found is None or wanted is not None:
        missing = f"la fiche {wanted} n'est pas dans le fichier" if wanted else "le fichier ne contient aucune fiche"
        raise InvalidInput([InputProblem(missing, str(path))])
    return found


def bundled_numbers() -> tuple[str, ...]:
    """The numbers of the sheets that come with Lauréat."""
    folder = resources.files("laureat.register") / "fiches"
    return tuple(sorted(file.name.removesuffix(".txt") for file in folder.iterdir() if file.name.endswith(".txt")))


def bundled(numero: str) -> Fiche:
    """A sheet that comes with Lauréat (France compétences, Licence Ouverte 2.0). KeyError when there is none."""
    numero = numero.upper()
    if not _NUMBER.fullmatch(numero) or numero not in bundled_numbers():
        raise KeyError(numero)
    file = resources.files("laureat.register") / "fiches" / f"{numero}.txt"
    return read_printed(file.read_text(encoding="utf-8"), file.name)


def _read_json(path: Path) -> Generator[Fiche]:
    try:
        form = read_json(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "colno", "")
        raise InvalidInput([InputProblem("JSON mal formé", str(path), line, str(column))]) from None
    for item in form if isinstance(form, list) else [form]:
        try:
            yield Fiche.from_json(_seen(item))
        except InvalidInput as invalid:
            raise InvalidInput(InputProblem(problem.message, str(path)) for problem in invalid.problems) from None


def _seen(form: Any) -> Any:
    """The same JSON without what no eye sees, as in a printed sheet; InvalidInput for what no text can hold."""
    if isinstance(form, str):
        text = form.translate(INVISIBLE)
        if _NO_TEXT.search(text):
            raise InvalidInput([InputProblem(unreadable(text))])
        return text
    if isinstance(form, list):
        return [_seen(item) for item in form]
    return {_seen(name): _seen(item) for name, item in form.items()} if isinstance(form, dict) else form


_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Half characters and commands, which an escape of JSON can write and an XML export cannot."""


def _decode(content: bytes, source: str) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else Windows-1252."""
    if content.startswith(_BOMS[1:]):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise InvalidInput([InputProblem("le fichier n'est ni du texte, ni du XML, ni du JSON", source)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
