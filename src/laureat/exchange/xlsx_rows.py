"""Rows of an Excel workbook, every cell as the text that one would type, never through a rounded float."""

import contextlib
import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from laureat.exchange.rows import Fault, Row
from laureat.vocabulary import InputProblem, InvalidInput, french

_UNPACKED_LIMIT = 4 << 30
"""A workbook that unpacks to more bytes than this is refused: no list of candidates is that large."""

_FORMULA = re.compile(rb"<f[ >/]")


def xlsx_rows(path: Path, sheet: str | None = None) -> tuple[str, Iterator[Row]]:
    """The name of the sheet read (the first visible one, unless named) and its rows.

    Raises InvalidInput for a workbook that cannot be read or has no such sheet.
    """
    _refuse_bomb(path)
    workbook = _open(path)
    titles = [worksheet.title for worksheet in workbook.worksheets]
    visible = [worksheet.title for worksheet in workbook.worksheets if worksheet.sheet_state == "visible"]
    chosen = sheet if sheet is not None else next(iter(visible), None)
    if chosen is None or chosen not in titles:
        asked = f"la feuille « {chosen} » n'existe pas" if chosen else "aucune feuille de calcul n'est visible"
        raise InvalidInput([InputProblem(f"{asked} ; feuilles du classeur : {', '.join(titles)}", path.name)])
    return chosen, _rows(path, workbook, chosen)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise _damaged(path) from None
    if size > _UNPACKED_LIMIT:
        raise InvalidInput([InputProblem(f"le classeur, décompressé, occuperait {size >> 30} Gio : refusé", path.name)])


def _damaged(path: Path) -> InvalidInput:
    return InvalidInput([InputProblem("le classeur est abîmé ou n'est pas un classeur Excel (.xlsx)", path.name)])


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl warns about drop-downs and styles that it does not keep; reading needs none of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(path: Path, *, formulas: bool = False) -> Any:
    try:
        with _quiet():
            return openpyxl.load_workbook(path, read_only=True, data_only=not formulas)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError):
        raise _damaged(path) from None


def _rows(path: Path, workbook: Any, sheet: str) -> Iterator[Row]:
    twin = _open(path, formulas=True) if _has_formulas(path) else None
    worksheet = workbook[sheet]
    worksheet.reset_dimensions()
    formulas: Iterator[Any] | None = None
    if twin is not None:
        twin[sheet].reset_dimensions()
        formulas = twin[sheet].iter_rows()
    try:
        with _quiet():
            for line, cells in enumerate(worksheet.iter_rows(), start=1):
                yield _row(line, cells, next(formulas) if formulas else ())
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, EOFError):
        raise _damaged(path) from None
    finally:
        workbook.close()
        if twin is not None:
            twin.close()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as file:
                    tail = b""
                    while chunk := file.read(1 << 20):
                        if _FORMULA.search(tail + chunk):
                            return True
                        tail = chunk[-4:]
    return False


def _row(line: int, cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> Row:
    texts: list[str] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        if cell.data_type == "e":
            faults.append(Fault(index, f"la cellule contient l'erreur de calcul {cell.value}"))
        elif cell.value is None and index < len(formulas) and formulas[index].data_type == "f":
            faults.append(Fault(index, "la cellule contient une formule sans résultat : la remplacer par sa valeur"))
        texts.append(cell_text(cell.value))
    return Row(line, texts, tuple(faults), padded=True)


def cell_text(value: object) -> str:
    """The text of one cell: ``12.5``, ``14/03/2008``, ``oui``; whole numbers carry no decimals."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return french.oui_non(value)
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
        case datetime.datetime():
            return french.short_date(value) + ("" if value.time() == datetime.time() else f" {value:%H:%M:%S}")
        case datetime.date():
            return french.short_date(value)
        case _:
            return str(value)
