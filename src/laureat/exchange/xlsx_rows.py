"""Rows of an Excel workbook, every cell as the text that one would type, never through a rounded float."""

import contextlib
import datetime
import io
import itertools
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from laureat.exchange.rows import Fault, Row
from laureat.exchange.xlsx_sheet import Merged, SheetFacts, check_archive, damaged, sheet_facts
from laureat.vocabulary import InputProblem, InvalidInput, Several, french

Score = Callable[[Sequence[Sequence[str]]], int]
"""How much the first rows of a sheet look like a list."""

EXACT_DIGITS = 15
"""A spreadsheet keeps fifteen figures of a number and makes zeros of the others."""

_PEEKED = 50
_UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    SyntaxError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What openpyxl raises, unsaid, on a workbook that is not one."""


def xlsx_rows(path: Path, sheet: str | None, score: Score) -> tuple[str, SheetFacts, Iterator[Row]]:
    """The name of the sheet read (the one named, else the only one that may be meant), what is around, and its rows.

    Raises InvalidInput for a workbook that cannot be read, has no such sheet, or several that may be meant.
    """
    check_archive(path)
    with reading(path):
        workbook: Any = openpyxl.load_workbook(in_memory(path), read_only=True, data_only=True)
        chosen = _chosen(path, workbook, sheet, score)
        with workbook[chosen]._get_source() as file:
            facts = sheet_facts(file)
        others = {other.title: _start(other) for other in workbook.worksheets if other.title != chosen}
        facts.beside = {title: score(rows) for title, rows in others.items() if rows}
    return chosen, facts, _rows(path, workbook, chosen, facts)


def in_memory(path: Path) -> io.BytesIO:
    """The bytes of a workbook: openpyxl leaves a file open on one that it cannot read, until memory is swept."""
    return io.BytesIO(path.read_bytes())


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """openpyxl warns about drop-downs and styles that it does not keep; reading needs none of them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _UNREADABLE:
        raise damaged(path) from None


def _chosen(path: Path, workbook: Any, sheet: str | None, score: Score) -> str:
    titles: list[str] = [worksheet.title for worksheet in workbook.worksheets]
    visible = [worksheet for worksheet in workbook.worksheets if worksheet.sheet_state == "visible"]
    if sheet is not None and sheet in titles:
        return sheet
    told = "aucune feuille de calcul n'est visible"
    if sheet is not None:
        told = f"la feuille « {sheet} » n'existe pas"
    elif visible:
        starts: dict[str, list[list[str]]] = {worksheet.title: _start(worksheet) for worksheet in visible}
        filled = [title for title, rows in starts.items() if rows] or [visible[0].title]
        scores = {title: score(starts[title]) for title in filled}
        lists = [title for title in filled if scores[title] > 1 or scores[title] == max(scores.values())]
        if len(lists) == 1:
            return lists[0]
        names = ", ".join(f"« {title} »" for title in lists)
        told = (
            f"plusieurs feuilles peuvent être la liste : {names} ; n'en garder qu'une, ou dire laquelle "
            f'(en ligne de commande : --feuille "{lists[0]}")'
        )
        raise Several(InputProblem(told, path.name), {title: title for title in lists})
    raise InvalidInput([InputProblem(f"{told} ; feuilles du classeur : {', '.join(titles)}", path.name)])


def _start(worksheet: Any) -> list[list[str]]:
    """The first rows of a sheet that say something."""
    worksheet.reset_dimensions()
    rows = (
        [cell_text(cell.value) for cell in cells] for cells in itertools.islice(worksheet.iter_rows(), 10 * _PEEKED)
    )
    return list(itertools.islice((row for row in rows if "".join(row).strip()), _PEEKED))


def _rows(path: Path, workbook: Any, sheet: str, facts: SheetFacts) -> Iterator[Row]:
    twin = None
    percents: dict[int, bool] = {}
    starting: defaultdict[int, list[Merged]] = defaultdict(list)
    for merged in facts.merged:
        starting[merged.first].append(merged)
    open_ranges: list[Merged] = []
    with reading(path):
        worksheet = workbook[sheet]
        worksheet.reset_dimensions()
        formulas: Iterator[Any] | None = None
        if facts.has_formulas:
            twin = openpyxl.load_workbook(in_memory(path), read_only=True)
            twin[sheet].reset_dimensions()
            formulas = twin[sheet].iter_rows()
        try:
            for line, cells in enumerate(worksheet.iter_rows(), start=1):
                open_ranges = [merged for merged in open_ranges if merged.last >= line] + starting.get(line, [])
                covering = tuple(Fault(merged.rank, _merged_told(merged)) for merged in open_ranges)
                yield _row(line, cells, next(formulas, ()) if formulas else (), covering, percents)
        finally:
            workbook.close()
            if twin is not None:
                twin.close()


def _merged_told(merged: Merged) -> str:
    return (
        f"les cellules {merged.reference} sont fusionnées : seule la première garde sa valeur ; les défusionner et "
        "écrire la valeur de chaque candidat"
    )


def _row(
    line: int,
    cells: tuple[Any, ...],
    formulas: tuple[Any, ...],
    merged: tuple[Fault, ...],
    percents: dict[int, bool],
) -> Row:
    """``percents``: by style, whether it shows a number as so many per cent: that is what one would type."""
    texts: list[str] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        if cell.data_type == "e":
            faults.append(Fault(index, f"la cellule contient l'erreur de calcul {cell.value}"))
        elif cell.value is None and index < len(formulas) and formulas[index].data_type == "f":
            faults.append(Fault(index, "la cellule contient une formule sans résultat : la remplacer par sa valeur"))
        elif told := _too_long(cell.value):
            faults.append(Fault(index, told))
        texts.append(_percent(cell.value) if _is_percent(cell, percents) else cell_text(cell.value))
    return Row(line, texts, tuple(faults), padded=True, merged=merged)


def _is_percent(cell: Any, percents: dict[int, bool]) -> bool:
    if not isinstance(cell.value, float | int) or isinstance(cell.value, bool):
        return False
    style = cell._style_id
    if style not in percents:
        percents[style] = "%" in cell.number_format
    return percents[style]


def _percent(value: float) -> str:
    """``12 %``: the cell holds 0.12, which nobody typed."""
    return f"{(Decimal(repr(value)) * 100).normalize():f} %"


def _too_long(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) < 10**EXACT_DIGITS:
        return ""
    digits = len(str(abs(int(value))))
    return (
        f"le nombre {cell_text(value)} a {digits} chiffres, et le tableur n'en garde que {EXACT_DIGITS} ; "
        "mettre la colonne au format Texte, puis retaper le nombre entier"
    )


def cell_text(value: object) -> str:
    """The text of one cell: ``12.5``, ``14/03/2008``, ``oui``; whole numbers carry no decimals."""
    match value:
        case None:
            return ""
        case str():
            return unescape(value) if "_x" in value else value
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
