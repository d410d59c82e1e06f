"""The workbook of a grid: one candidate a line or one a tab, drop-downs, locked cells, live formulas.

It carries what was entered and the version that was read, in a hidden sheet by which it is read back, and on each row a
mark of identity: a row that was moved is seen. It names no author and links to no other file.
"""

import json
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from laureat.exchange import grille_formulas as formulas
from laureat.exchange.grille_drawn import (
    BOLD,
    CENTRED,
    CROSS,
    FIRST_LINE,
    FORMAT,
    HEAD,
    HIDDEN,
    LEVELS,
    LINES,
    MOST_TABS,
    STATES,
    SUMMARY,
    TABS,
    WHITE,
    WRAP,
    Assessed,
    choices_of_line,
    identity_mark,
    open_cell,
    put,
    put_number,
    put_value,
    repeated,
    state_text,
    titles,
    typed_beside,
    validate,
)
from laureat.exchange.grille_ticks import tick_span, ticks_below, ticks_page
from laureat.exchange.xlsx_written import Book
from laureat.grilles import Grid, Mode, Situation, points_text
from laureat.grilles.entries import BLANK, MARK, as_written


def grid_workbook(
    grid: Grid, candidates: Sequence[Assessed], session: int, *, shape: str = LINES, situation: str | None = None
) -> Workbook:
    """The workbook of a grid; ``situation``: of that one alone (tabs are always of one, the first where none is said).

    ValueError, in French, for a shape, a situation or a number of tabs that cannot be.
    """
    if fault := grid.calculation.rounding_fault(session):
        raise ValueError(fault)
    if shape not in (LINES, TABS):
        raise ValueError(f"forme inconnue : {shape} ; attendu : {LINES} ou {TABS}")
    if grid.mode is Mode.BAREME and shape == TABS:
        raise ValueError("un barème par question se remplit un candidat par ligne : forme « lignes »")
    if shape == TABS and len(candidates) > MOST_TABS:
        raise ValueError(f"plus de {MOST_TABS} onglets ne se parcourent pas : forme « lignes », ou moins de candidats")
    chosen = [one for one in grid.situations if situation in (None, one.code)]
    if not chosen:
        known = ", ".join(one.code for one in grid.situations)
        raise ValueError(f"situation inconnue : {situation} ; connues : {known}")
    workbook = Book()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator, workbook.properties.lastModifiedBy = "Lauréat", None
    workbook.properties.title, workbook.properties.language = f"Grille {grid.name}", "fr-FR"
    rows: list[list[str | int]] = []
    if shape == TABS:
        for rank, one in enumerate(candidates, start=1):
            rows.append(_tab(workbook, grid, chosen[0], one, session, rank))
    else:
        for each in chosen:
            rows += _situation_sheet(workbook, grid, each, candidates)
            ticks_page(workbook, grid, each, candidates)
        _summary(workbook, grid, chosen, candidates, session)
    _levels(workbook, grid)
    _hidden(workbook, grid, session, shape, rows)
    for sheet in workbook.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return workbook


def line_texts(grid: Grid, situation: Situation) -> list[tuple[str, str, str]]:
    """By line of a situation: its code, what it says, its competence."""
    if grid.mode is Mode.BAREME:
        texts = {one.code: one.text for one in grid.competences}
        return [
            (one.code, f"{points_text(one.points)} points : {texts[one.competence]}", one.competence)
            for one in situation.questions
        ]
    kept = set(grid.lines(situation))
    return [
        (criterion.code, criterion.text, f"{one.code} {one.text}")
        for one in grid.competences
        for criterion in one.criteria
        if criterion.code in kept
    ]


def _situation_sheet(
    workbook: Workbook, grid: Grid, situation: Situation, candidates: Sequence[Assessed]
) -> list[list[str | int]]:
    sheet = workbook.create_sheet(situation.code[:31])
    lines, count = line_texts(grid, situation), len(grid.lines(situation))
    titles(sheet, grid, situation.title, "Choisir dans les listes ; NE : non évalué ; vide : pas encore évalué.")
    put(sheet, 4, 1, "Compétence")
    headings = ["Numéro", "Nom et prénom", "État", *(code for code, _, _ in lines)]
    headings += ["Note" if one == MARK else "Bonus" for one in grid.beside]
    live = formulas.has_formulas(grid)
    headings += ["Points"] if live else []
    for column, heading in enumerate(headings, start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = WHITE, HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 16 if column < 4 else 14
    sheet.column_dimensions["B"].width = 28
    if live:
        sheet.column_dimensions[get_column_letter(len(headings))].width = 24  # as long as « couverture insuffisante »
    for column, (_, text, competence) in enumerate(lines, start=4):
        put(sheet, 4, column, competence).alignment = WRAP
        put(sheet, 6, column, text).alignment = WRAP
    sheet.row_dimensions[4].height, sheet.row_dimensions[6].height = 75, 75
    sheet.freeze_panes = f"D{FIRST_LINE}"
    repeated(sheet, "B")
    first, last = get_column_letter(4), get_column_letter(3 + count)
    end = FIRST_LINE + max(len(candidates), 1) - 1
    validate(sheet, f"C{FIRST_LINE}:C{end}", DataValidation("list", formula1=f'"{",".join(STATES)}"'), "État")
    validate(sheet, f"{first}{FIRST_LINE}:{last}{end}", choices_of_line(grid), "Niveau")
    rows: list[list[str | int]] = []
    for row, one in enumerate(candidates, start=FIRST_LINE):
        sheet_of = one.sheets.get(situation.code, BLANK)
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        open_cell(put(sheet, row, 3, state_text(sheet_of)), sheet_of)
        for column, (code, _, _) in enumerate(lines, start=4):
            open_cell(put_value(sheet, grid, row, column, sheet_of.values.get(code, "")), sheet_of)
        for column, name in enumerate(grid.beside, start=4 + count):
            open_cell(put_number(sheet, row, column, typed_beside(sheet_of, name)), sheet_of)
        if live:
            _live(sheet, grid, situation, row, one)
        _signing(sheet, grid, row, _past(grid, count, live), one)
        rows.append(_row(grid, situation, one, sheet.title, row))
    return rows


def _past(grid: Grid, count: int, live: bool) -> int:
    """The first column after all those of a row: what is filled, the points, the hidden cells behind them."""
    helpers = 0 if grid.mode is Mode.PROFIL else 2 * count
    return 4 + count + len(grid.beside) + (1 + helpers if live else 0)


def _signing(sheet: Worksheet, grid: Grid, row: int, column: int, one: Assessed) -> None:
    """Who signed, beside the row; only shown."""
    if grid.settling.signatories.minimum > 1 and one.signing:
        cell = put(sheet, 5, column, "Signatures")
        cell.font, cell.fill = WHITE, HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 40
        put(sheet, row, column, one.signing).alignment = WRAP


def _live(sheet: Worksheet, grid: Grid, situation: Situation, row: int, one: Assessed) -> None:
    """The points of a row, and the hidden cells behind them: what each line is worth, what it weighs."""
    count = len(grid.lines(situation))
    mark, at = 4 + count + len(grid.beside), get_column_letter
    if grid.mode is Mode.PROFIL:
        sheet.cell(row, mark).value = formulas.typed(f"{at(4 + count)}{row}", f"$C{row}", grid.calculation.total)
        sheet.cell(row, mark).alignment = CENTRED
        return
    told, codes = formulas.weights(grid, situation, one.chosen), grid.lines(situation)
    for rank, weight in enumerate(told.lines):
        most = situation.questions[rank].points if grid.calculation.typed_points else None
        criterion, ticks = grid.criterion(codes[rank]), tick_span(grid, situation, row, codes[rank])
        follows = formulas.deduced(grid, criterion, ticks) if criterion and criterion.steps and ticks else '""'
        sheet.cell(row, mark + 1 + rank).value = formulas.helper(f"{at(4 + rank)}{row}", grid, most, follows)
        sheet.cell(row, mark + 1 + count + rank).value = weight
        for column in (mark + 1 + rank, mark + 1 + count + rank):
            sheet.column_dimensions[at(column)].hidden = True
    spans = [f"${at(start)}{row}:${at(start + count - 1)}{row}" for start in (4, mark + 1, mark + 1 + count)]
    bonus = f"{at(4 + count)}{row}" if grid.beside else ""
    ticks = tick_span(grid, situation, row)
    exact = formulas.points(grid, situation, (spans[1], spans[2]), f"$C{row}", bonus, ticks)
    missing_choice = grid.choice is not None and one.chosen is None
    cell = sheet.cell(row, mark)
    cell.value = f'=IF(SUMPRODUCT(--({spans[0]}=""))={count},"","répartition à choisir")' if missing_choice else exact
    cell.number_format, cell.alignment = "0.00", CENTRED


def _row(grid: Grid, situation: Situation, one: Assessed, title: str, row: int) -> list[str | int]:
    """What the hidden sheet says of one row: where it stands, what was read, and which version of it."""
    sheet_of = one.sheets.get(situation.code, BLANK)
    mark = identity_mark(grid, situation.code, one.numero, one.name)
    version = one.versions.get(situation.code, 0)
    return [one.numero, situation.code, title, row, version, mark, json.dumps(as_written(sheet_of), sort_keys=True)]


def _summary(
    workbook: Workbook, grid: Grid, chosen: Sequence[Situation], candidates: Iterable[Assessed], session: int
) -> None:
    """The mark of the unit, where the workbook holds all that makes it."""
    if not formulas.has_formulas(grid) or len(chosen) != len(grid.situations):
        return
    sheet = workbook.create_sheet(SUMMARY, 0)
    rounding = grid.calculation.rounding(session)
    titles(
        sheet, grid, "note de l'unité", f"Un seul arrondi, {rounding.name}. La note se règle et s'arrête dans Lauréat."
    )
    sheet.freeze_panes = f"C{FIRST_LINE}"
    repeated(sheet, "B")
    headings = ["Numéro", "Nom et prénom", *(one.title for one in chosen), "Note calculée"]
    for column, heading in enumerate(headings, start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = WHITE, HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 16 if column == 1 else 28
    for row, one in enumerate(candidates, start=FIRST_LINE):
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        cells = []
        for column, situation in enumerate(chosen, start=3):
            points = get_column_letter(4 + len(grid.lines(situation)) + len(grid.beside))
            sheet.cell(row, column).value = f"='{situation.code[:31]}'!{points}{row}"
            sheet.cell(row, column).number_format, sheet.cell(row, column).alignment = "0.00", CENTRED
            cells.append((situation, f"{get_column_letter(column)}{row}"))
        mark = sheet.cell(row, 3 + len(chosen))
        mark.value, mark.font, mark.alignment = formulas.composed(grid, cells, session), BOLD, CENTRED


def _tab(
    workbook: Workbook, grid: Grid, situation: Situation, one: Assessed, session: int, rank: int
) -> list[str | int]:
    """One candidate, one tab: a line a criterion, a column a level, one cross a line."""
    sheet = workbook.create_sheet(f"{rank:03d}")
    sheet_of, lines = one.sheets.get(situation.code, BLANK), line_texts(grid, situation)
    titles(sheet, grid, situation.title, "Une croix « x » par ligne.")
    put(sheet, 4, 1, one.numero).font = BOLD
    put(sheet, 4, 2, one.name).font = BOLD
    put(sheet, 4, 3, "État")
    if grid.settling.signatories.minimum > 1 and one.signing:
        put(sheet, 5, 1, f"Signatures : {one.signing}")
    open_cell(put(sheet, 4, 4, state_text(sheet_of)), sheet_of)
    validate(sheet, "D4", DataValidation("list", formula1=f'"{",".join(STATES)}"'), "État")
    codes = [*(level.code for level in grid.levels), "NE"]
    names = [*(level.label for level in grid.levels), "NE – non évalué"]
    for column, heading in enumerate(["Critère", "Ce qui est attendu", *names, "À revoir"], start=1):
        cell = put(sheet, 6, column, heading)
        cell.font, cell.fill, cell.alignment = WHITE, HEAD, WRAP
        sheet.column_dimensions[get_column_letter(column)].width = 60 if column == 2 else 16
    sheet.row_dimensions[6].height = 48
    for row, (code, text, _) in enumerate(lines, start=FIRST_LINE):
        put(sheet, row, 1, code)
        put(sheet, row, 2, text).alignment = WRAP
        for column, level in enumerate(codes, start=3):
            open_cell(put(sheet, row, column, CROSS if sheet_of.values.get(code) == level else ""), sheet_of)
        span = f"C{row}:{get_column_letter(2 + len(codes))}{row}"
        count = f"COUNTA({span})"
        sound = f'SUMPRODUCT(--(LOWER(TRIM({span}))="{CROSS}"))'
        sheet.cell(
            row, 3 + len(codes)
        ).value = f'=IF({count}=0,"à cocher",IF({count}>1,"une seule croix",IF({sound}=1,"","« x » attendu")))'
    last = FIRST_LINE + len(lines) - 1
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    validate(sheet, f"C{FIRST_LINE}:{get_column_letter(2 + len(codes))}{last}", rule, "Croix")
    for at, name in enumerate(grid.beside):
        put(sheet, last + 2 + at, 2, "Note (en demi-points)" if name == MARK else "Bonus")
        open_cell(put_number(sheet, last + 2 + at, 3, typed_beside(sheet_of, name)), sheet_of)
    ticks_below(sheet, grid, situation, sheet_of)
    return _row(grid, situation, one, sheet.title, FIRST_LINE)


def _levels(workbook: Workbook, grid: Grid) -> None:
    """The levels: the list from which one chooses, and what each is worth, whole."""
    sheet = workbook.create_sheet(LEVELS)
    values = formulas.weights(grid, grid.situations[0]).levels
    for column, heading in enumerate(("Code", "Valeur (en entiers)", "Niveau", "Valeur"), start=1):
        put(sheet, 1, column, heading).font = BOLD
    for row, (level, value) in enumerate(zip(grid.levels, values, strict=True), start=2):
        put(sheet, row, 1, level.code)
        sheet.cell(row, 2).value = value
        put(sheet, row, 3, level.name)
        put(sheet, row, 4, points_text(level.value))
    put(sheet, len(grid.levels) + 2, 1, "NE")
    put(sheet, len(grid.levels) + 2, 3, "non évalué")


def _hidden(workbook: Workbook, grid: Grid, session: int, shape: str, rows: Iterable[Sequence[str | int]]) -> None:
    sheet = workbook.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    for row, told in enumerate((FORMAT, grid.code, grid.edition, grid.fingerprint, str(session), shape), start=1):
        put(sheet, row, 1, told)
    for row, cells in enumerate(rows, start=10):
        for column, value in enumerate(cells, start=1):
            if isinstance(value, str):
                put(sheet, row, column, value)
            else:
                sheet.cell(row, column).value = value
