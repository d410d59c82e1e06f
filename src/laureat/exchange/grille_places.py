"""What a grid's workbook must still have at its place before anything is read: labels, and nothing beside them.

A line, a column or a whole block that was moved would give what was ticked to a neighbour: its label says so.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from laureat.exchange.grille_drawn import FIRST_LINE, FIRST_TICK, HIDDEN, LEVELS, SUMMARY, TABS
from laureat.exchange.grille_ticks import first_tick_row, ticks_sheet
from laureat.exchange.grille_workbook import line_texts
from laureat.exchange.xlsx_rows import cell_text
from laureat.grilles import NE, Grid, Situation
from laureat.vocabulary import InputProblem

Places = Mapping[str, tuple[Situation, frozenset[int]]]
"""By sheet that was handed out: its situation, and the rows of its candidates."""


def at_cell(sheet: str, cell: str, message: str, numero: str = "") -> InputProblem:
    """A problem at a cell of a sheet."""
    where = f"feuille {sheet}, cellule {cell}" if cell else f"feuille {sheet}"
    return InputProblem(message, where, candidate=numero)


@dataclass(frozen=True)
class _Layout:
    """One sheet as it was handed out."""

    labels: Mapping[str, str]
    """By cell, what names a line, a column, a level."""
    first: int
    """The first row where something that is written must be beside a label."""
    width: range
    """The columns that are read."""
    known: Callable[[int, int], bool]
    """A cell that is read, by row and column."""
    under: bool
    """Past the first row one is under the grid of one candidate, not under the list of all."""


def displaced(workbook: Workbook, grid: Grid, shape: str, places: Places) -> dict[str, list[InputProblem]]:
    """By sheet handed out, what is no longer at its place, or stands where nothing is read; those in order left out."""
    found: dict[str, list[InputProblem]] = {}
    for place, (situation, rows) in places.items():
        layouts = {place: _tab(grid, situation)} if shape == TABS else _lists(grid, situation, place, rows)
        for name, layout in layouts.items():
            if name in workbook.sheetnames:
                told = [*_labels(workbook[name], layout), *_strays(workbook[name], layout)]
                if told:
                    found.setdefault(place, []).extend(told)
    return found


def strangers(workbook: Workbook, handed: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The sheets that were not handed out and hold something, and whether each is the copy of one that was."""
    own = {*handed, *map(ticks_sheet, handed), HIDDEN, LEVELS, SUMMARY}
    for name in workbook.sheetnames:
        sheet: Any = workbook[name]
        if name not in own and any(_filled(sheet)):
            yield name, "Numéro" in _text(sheet, "A5") or "Critère" in _text(sheet, "A6")


def _tab(grid: Grid, situation: Situation) -> _Layout:
    lines, ticks, start = line_texts(grid, situation), grid.indicators(situation), first_tick_row(grid, situation)
    labels: dict[str, str] = {}
    for first, named in ((FIRST_LINE, lines), (start, [(name, text, "") for name, _, text in ticks])):
        for row, (code, text, _) in enumerate(named, start=first):
            labels |= {f"A{row}": code, f"B{row}": text}
    for column, level in enumerate([*(level.label for level in grid.levels), NE], start=3):
        labels[f"{get_column_letter(column)}6"] = level
    under = FIRST_LINE + len(lines)
    read = {*range(under + 1, under + 1 + len(grid.beside)), *range(start - 1, start + len(ticks))}
    width = range(3, 4 + len(grid.levels))
    return _Layout(labels, under, width, lambda row, column: column == 3 and row in read, True)


def _lists(grid: Grid, situation: Situation, name: str, rows: frozenset[int]) -> dict[str, _Layout]:
    """The sheet of a situation, one candidate a line, and that of its indicators."""
    lines, ticks = line_texts(grid, situation), [(name, text, "") for name, _, text in grid.indicators(situation)]
    found = {}
    for sheet, named, first, beside in (
        (name, lines, 4, len(grid.beside)),
        (ticks_sheet(situation.code), ticks, FIRST_TICK, 0),
    ):
        columns = [(get_column_letter(column), line) for column, line in enumerate(named, start=first)]
        labels = {f"{letter}5": code for letter, (code, _, _) in columns}
        labels |= {f"{letter}6": text for letter, (_, text, _) in columns}
        width = range(1, first + len(named) + beside)
        found[sheet] = _Layout(labels, FIRST_LINE, width, lambda row, _column: row in rows, False)
    return found


def _labels(sheet: Any, layout: _Layout) -> Iterator[InputProblem]:
    for cell, label in layout.labels.items():
        written = _text(sheet, cell)
        if written != " ".join(label.split()) and not (label == NE and written.startswith(NE)):
            told = (
                f"« {written} » ici, au lieu de « {label} » : une ligne ou une colonne a été déplacée ou réécrite ; "
                "la remettre à sa place, ou reprendre un classeur neuf"
            )
            yield at_cell(sheet.title, cell, told)


def _strays(sheet: Any, layout: _Layout) -> Iterator[InputProblem]:
    """What is written beside no line: the trace of a block moved, of a candidate added by hand."""
    strays: dict[int, str] = {}
    for (row, column), cell in sorted(_filled(sheet)):
        if row >= layout.first and column in layout.width and not layout.known(row, column):
            strays.setdefault(row, cell)
    for cell in strays.values():
        written = _text(sheet, cell)
        said = f"« {written} » est écrit à côté d'aucun candidat du classeur : le remettre à sa place, ou l'effacer"
        if layout.under:
            said = (
                f"« {written} » est écrit sous la grille, à côté d'aucun critère : le remettre à sa place, ou l'effacer"
            )
        yield at_cell(sheet.title, cell, said)


def _filled(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that hold something, by row and column: those of the file, so that a far one costs no more."""
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None and cell_text(cell.value).strip():
            yield (row, column), f"{get_column_letter(column)}{row}"


def _text(sheet: Any, cell: str) -> str:
    return " ".join(cell_text(sheet[cell].value).split())
