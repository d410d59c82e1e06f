"""The indicators of a grid in its workbook: a sheet beside, or under the lines of a tab; crossed one by one."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from laureat.exchange.grille_drawn import (
    CROSS,
    FIRST_LINE,
    FIRST_TICK,
    HEAD,
    WHITE,
    WRAP,
    Assessed,
    open_cell,
    put,
    repeated,
    titles,
    validate,
)
from laureat.grilles import Filled, Grid, Situation
from laureat.grilles.entries import BLANK, as_written


def ticks_sheet(situation: str) -> str:
    """The name of the sheet where the indicators of a situation are crossed."""
    return f"Indicateurs {situation}"[:31]


def tick_span(grid: Grid, situation: Situation, row: int, criterion: str = "") -> str:
    """The cells of a row where indicators are crossed, all or those of one line; empty where there is none."""
    places = [
        column
        for column, (_, of, _) in enumerate(grid.indicators(situation), start=FIRST_TICK)
        if criterion in ("", of)
    ]
    if not places:
        return ""
    first, last = get_column_letter(places[0]), get_column_letter(places[-1])
    return f"'{ticks_sheet(situation.code)}'!${first}{row}:${last}{row}"


def ticks_page(workbook: Workbook, grid: Grid, situation: Situation, candidates: Sequence[Assessed]) -> None:
    """The indicators of a situation, a candidate a line as beside; nothing where the grid has none."""
    ticks = grid.indicators(situation)
    if not ticks:
        return
    sheet = workbook.create_sheet(ticks_sheet(situation.code))
    titles(sheet, grid, f"indicateurs, {situation.title}", "Une croix « x » par indicateur observé.")
    for column, heading in enumerate(["Numéro", "Nom et prénom", *(name for name, _, _ in ticks)], start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = WHITE, HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 16
    for column, (_, _, text) in enumerate(ticks, start=FIRST_TICK):
        put(sheet, 6, column, text).alignment = WRAP
    sheet.freeze_panes = f"{get_column_letter(FIRST_TICK)}{FIRST_LINE}"
    repeated(sheet, "B")
    end, last = FIRST_LINE + max(len(candidates), 1) - 1, get_column_letter(FIRST_TICK + len(ticks) - 1)
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    validate(sheet, f"{get_column_letter(FIRST_TICK)}{FIRST_LINE}:{last}{end}", rule, "Croix")
    for row, one in enumerate(candidates, start=FIRST_LINE):
        sheet_of = one.sheets.get(situation.code, BLANK)
        written = as_written(sheet_of)
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        for column, (name, _, _) in enumerate(ticks, start=FIRST_TICK):
            open_cell(put(sheet, row, column, written.get(name, "")), sheet_of)


def first_tick_row(grid: Grid, situation: Situation) -> int:
    """The line of the first indicator, where there is one candidate a tab: under the lines and what is beside them."""
    return FIRST_LINE + len(grid.lines(situation)) + len(grid.beside) + 3


def ticks_below(sheet: Worksheet, grid: Grid, situation: Situation, sheet_of: Filled) -> None:
    ticks, start, written = grid.indicators(situation), first_tick_row(grid, situation), as_written(sheet_of)
    if not ticks:
        return
    for column, heading in enumerate(["Indicateur", "Ce qui est observé", CROSS], start=1):
        cell = put(sheet, start - 1, column, heading)
        cell.font, cell.fill = WHITE, HEAD
    for row, (name, _, text) in enumerate(ticks, start=start):
        put(sheet, row, 1, name)
        put(sheet, row, 2, text).alignment = WRAP
        open_cell(put(sheet, row, 3, written.get(name, "")), sheet_of)
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    validate(sheet, f"C{start}:C{start + len(ticks) - 1}", rule, "Croix")
