"""What a grid's workbook must still have at its place before anything is read: labels, and nothing beside them.

A line, a column or a whole block that was moved would give what was ticked to a neighbour: its label says so.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from laureat.exchange.grille_workbook import (
    FIRST_LINE,
    FIRST_TICK,
    HIDDEN,
    LEVELS,
    SUMMARY,
    TABS,
    first_tick_row,
    line_texts,
)
from laureat.exchange.xlsx_rows import cell_text
from laureat.grilles import NE, Grid, Mode, Situation
from laureat.vocabulary import InputProblem

Places = Mapping[str, tuple[Situation, frozenset[int]]]
"""By sheet that was handed out: its situation, and the rows of its candidates."""

MOVED = (
    "« {0} » ici, au lieu de « {1} » : une ligne ou une colonne a été déplacée ou réécrite ; "
    "la remettre à sa place, ou reprendre un classeur neuf"
)
STRAY = "« {0} » est écrit à côté d'aucun candidat du classeur : le remettre à sa place, ou l'effacer"


def at_cell(sheet: str, cell: str, message: str, numero: str = "") -> InputProblem:
    """A problem at a cell of a sheet."""
    where = f"feuille {sheet}, cellule {cell}" if cell else f"feuille {sheet}"
    return InputProblem(message, where, candidate=numero)


def displaced(workbook: Workbook, grid: Grid, shape: str, places: Places) -> dict[str, list[InputProblem]]:
    """By sheet, what is no longer at its place, or stands where nothing is read; sheets in order are left out."""
    found = {
        name: [*_labels(workbook[name], grid, shape, situation), *_strays(workbook[name], grid, shape, situation, rows)]
        for name, (situation, rows) in places.items()
        if name in workbook.sheetnames
    }
    return {name: problems for name, problems in found.items() if problems}


def strangers(workbook: Workbook, places: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The sheets that were not handed out and hold something, and whether each is the copy of one that was."""
    for name in workbook.sheetnames:
        if name in places or name in (HIDDEN, LEVELS, SUMMARY):
            continue
        sheet: Any = workbook[name]
        if any(_filled(sheet)):
            yield name, "Numéro" in _text(sheet, "A5") or "Critère" in _text(sheet, "A6")


def _labels(sheet: Any, grid: Grid, shape: str, situation: Situation) -> Iterator[InputProblem]:
    lines = line_texts(grid, situation)
    if shape == TABS:
        due = {f"A{row}": code for row, (code, _, _) in enumerate(lines, start=FIRST_LINE)}
        due |= {f"B{row}": text for row, (_, text, _) in enumerate(lines, start=FIRST_LINE)}
        labels = [*(level.label for level in grid.levels), NE]
        due |= {f"{get_column_letter(column)}6": label for column, label in enumerate(labels, start=3)}
    else:
        due = {f"{get_column_letter(column)}5": code for column, (code, _, _) in enumerate(lines, start=4)}
        due |= {f"{get_column_letter(column)}6": text for column, (_, text, _) in enumerate(lines, start=4)}
    for cell, label in due.items():
        written = _text(sheet, cell)
        if written != " ".join(label.split()) and not (label == NE and written.startswith(NE)):
            yield at_cell(sheet.title, cell, MOVED.format(written, label))


def _strays(sheet: Any, grid: Grid, shape: str, situation: Situation, rows: frozenset[int]) -> Iterator[InputProblem]:
    """What is written beside no line: the trace of a block moved, of a candidate added by hand."""
    count = len(line_texts(grid, situation))
    if shape == TABS:
        last = FIRST_LINE + count - 1
        known = {(last + 2 + rank, 3) for rank in range(len(grid.beside))}
        tick = first_tick_row(grid, situation)
        known |= {(tick - 1 + rank, 3) for rank in range(1 + len(grid.indicators(situation)))}
        first, width = last + 1, range(3, 4 + len(grid.levels))
    else:
        known, first, width = set(), FIRST_LINE, range(1, 4 + count + len(grid.beside))
    strays: dict[int, str] = {}
    for (row, column), cell in sorted(_filled(sheet)):
        if row >= first and column in width and (row, column) not in known and (shape == TABS or row not in rows):
            strays.setdefault(row, cell)
    for cell in strays.values():
        written = _text(sheet, cell)
        said = STRAY.format(written)
        if shape == TABS:
            said = (
                f"« {written} » est écrit sous la grille, à côté d'aucun critère : le remettre à sa place, ou l'effacer"
            )
        yield at_cell(sheet.title, cell, said)


def displaced_ticks(
    workbook: Workbook, grid: Grid, name: str, situation: Situation, rows: frozenset[int]
) -> Iterator[InputProblem]:
    """What is no longer at its place on the sheet of indicators beside that of a situation."""
    if name not in workbook.sheetnames:
        yield at_cell(name, "", "cette feuille a disparu du classeur ; l'y remettre")
        return
    sheet: Any = workbook[name]
    ticks = grid.indicators(situation)
    for column, (code, _, _) in enumerate(ticks, start=FIRST_TICK):
        cell = f"{get_column_letter(column)}5"
        if (written := _text(sheet, cell)) != code:
            yield at_cell(name, cell, MOVED.format(written, code))
    for (row, column), cell in sorted(_filled(sheet)):
        if row >= FIRST_LINE and row not in rows and column < FIRST_TICK + len(ticks):
            yield at_cell(name, cell, STRAY.format(_text(sheet, cell)))


def _filled(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that hold something, by row and column: those of the file, so that a far one costs no more."""
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None and cell_text(cell.value).strip():
            yield (row, column), f"{get_column_letter(column)}{row}"


def _text(sheet: Any, cell: str) -> str:
    return " ".join(cell_text(sheet[cell].value).split())


def written_over(grid: Grid, values: Mapping[str, str]) -> bool:
    """A state (absent, exempt) stands together with what was ticked."""
    return any(not code.startswith("@") for code in values) or (grid.mode is Mode.PROFIL and "@note" in values)
