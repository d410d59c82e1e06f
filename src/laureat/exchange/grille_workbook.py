"""The workbook of a grid: one candidate a line or one a tab, drop-downs, locked cells, live formulas.

It carries what was entered and the version that was read, in a hidden sheet by which it is read back, and on each row a
mark of identity: a row that was moved is seen. It names no author and links to no other file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from laureat.exchange import grille_formulas as formulas
from laureat.grilles import Filled, Grid, Mode, Situation, Standing, points_text
from laureat.grilles.entries import BLANK, MARK, ChosenWeights, as_written
from laureat.vocabulary.french import plural

HIDDEN = "Lauréat"
"""The sheet by which the workbook is read back."""
LEVELS, SUMMARY = "Niveaux", "Synthèse"
"""The sheets of the levels and of the mark of the unit."""
FORMAT = "laureat-grille-1"
LINES, TABS = "lignes", "onglets"
FIRST_LINE = 7
"""The line of the first candidate, where there is one a line."""
FIRST_TICK = 3
"""The column of the first indicator, in the sheet beside."""
STATES = {"absent": Standing.ABSENT, "dispensé": Standing.EXEMPT}
CROSS = "x"
MOST_TABS = 60

_HEAD = PatternFill("solid", fgColor="1F3864")
_OPEN = PatternFill("solid", fgColor="FFF8E1")
_WARN = PatternFill("solid", fgColor="FDE9D9")
_WHITE = Font(name="Calibri", bold=True, color="FFFFFF")
_BOLD = Font(name="Calibri", bold=True)
_TITLE = Font(name="Calibri", bold=True, size=14, color="1F3864")
_WRAP = Alignment(wrap_text=True, vertical="top")
_FREE = Protection(locked=False)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A candidate as the workbook knows them."""

    numero: str
    name: str
    sheets: Mapping[str, Filled] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    """By situation, how many entries had been read."""
    chosen: ChosenWeights | None = None
    signing: str = ""
    """Who signed what stands and who lacks, in words; empty where the file is made before anyone may sign."""


def identity_mark(grid: Grid, situation: str, numero: str, name: str) -> str:
    """What ties a row to its candidate, its situation and its edition."""
    told = "\x1f".join((grid.fingerprint, situation, numero, name))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


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
    workbook = Workbook()
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
            _ticks_page(workbook, grid, each, candidates)
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


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text as it is, never a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = text
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    return cell


def signatories_text(grid: Grid) -> str:
    """« 2 signataires demandés (enseignant de la spécialité, professionnel) »."""
    asked = plural(grid.settling.signatories.minimum, "signataire demandé", "signataires demandés")
    roles = ", ".join(grid.settling.signatories.roles)
    return f"{asked} ({roles})" if roles else asked


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


def _titles(sheet: Worksheet, grid: Grid, situation: str, told: str) -> None:
    put(sheet, 1, 1, f"{grid.code} {grid.title} – {situation}").font = _TITLE
    put(sheet, 2, 1, grid.notice or f"Grille {grid.statut}.").fill = _WARN
    told += _asked(grid)
    put(sheet, 3, 1, f"Édition {grid.edition}. {told}")


def _asked(grid: Grid) -> str:
    """That several people must sign, and where they do."""
    if grid.settling.signatories.minimum < 2:
        return ""
    return f" {signatories_text(grid).capitalize()} : on signe dans Lauréat, jamais dans ce classeur."


def _situation_sheet(
    workbook: Workbook, grid: Grid, situation: Situation, candidates: Sequence[Assessed]
) -> list[list[str | int]]:
    sheet = workbook.create_sheet(situation.code[:31])
    lines, count = line_texts(grid, situation), len(grid.lines(situation))
    _titles(sheet, grid, situation.title, "Choisir dans les listes ; NE : non évalué ; vide : pas encore évalué.")
    put(sheet, 4, 1, "Compétence")
    headings = ["Numéro", "Nom et prénom", "État", *(code for code, _, _ in lines)]
    headings += ["Note" if one == MARK else "Bonus" for one in grid.beside]
    live = formulas.has_formulas(grid)
    headings += ["Points"] if live else []
    for column, heading in enumerate(headings, start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = _WHITE, _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 16 if column < 4 else 13
    sheet.column_dimensions["B"].width = 28
    for column, (_, text, competence) in enumerate(lines, start=4):
        put(sheet, 4, column, competence).alignment = _WRAP
        put(sheet, 6, column, text).alignment = _WRAP
    sheet.row_dimensions[4].height, sheet.row_dimensions[6].height = 60, 75
    sheet.freeze_panes = f"D{FIRST_LINE}"
    first, last = get_column_letter(4), get_column_letter(3 + count)
    end = FIRST_LINE + max(len(candidates), 1) - 1
    _validate(sheet, f"C{FIRST_LINE}:C{end}", DataValidation("list", formula1=f'"{",".join(STATES)}"'), "État")
    _validate(sheet, f"{first}{FIRST_LINE}:{last}{end}", _of_line(grid), "Niveau")
    rows: list[list[str | int]] = []
    for row, one in enumerate(candidates, start=FIRST_LINE):
        sheet_of = one.sheets.get(situation.code, BLANK)
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        _open(put(sheet, row, 3, _state(sheet_of)), sheet_of)
        for column, (code, _, _) in enumerate(lines, start=4):
            _open(_value(sheet, grid, row, column, sheet_of.values.get(code, "")), sheet_of)
        for column, name in enumerate(grid.beside, start=4 + count):
            _open(_number(sheet, row, column, _typed(sheet_of, name)), sheet_of)
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
        cell.font, cell.fill = _WHITE, _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 40
        put(sheet, row, column, one.signing).alignment = _WRAP


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


def _ticks_page(workbook: Workbook, grid: Grid, situation: Situation, candidates: Sequence[Assessed]) -> None:
    """The indicators of a situation, a candidate a line as beside; nothing where the grid has none."""
    ticks = grid.indicators(situation)
    if not ticks:
        return
    sheet = workbook.create_sheet(ticks_sheet(situation.code))
    _titles(sheet, grid, f"indicateurs, {situation.title}", "Une croix « x » par indicateur observé.")
    for column, heading in enumerate(["Numéro", "Nom et prénom", *(name for name, _, _ in ticks)], start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = _WHITE, _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 16
    for column, (_, _, text) in enumerate(ticks, start=FIRST_TICK):
        put(sheet, 6, column, text).alignment = _WRAP
    sheet.freeze_panes = f"{get_column_letter(FIRST_TICK)}{FIRST_LINE}"
    end, last = FIRST_LINE + max(len(candidates), 1) - 1, get_column_letter(FIRST_TICK + len(ticks) - 1)
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    _validate(sheet, f"{get_column_letter(FIRST_TICK)}{FIRST_LINE}:{last}{end}", rule, "Croix")
    for row, one in enumerate(candidates, start=FIRST_LINE):
        sheet_of = one.sheets.get(situation.code, BLANK)
        written = as_written(sheet_of)
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        for column, (name, _, _) in enumerate(ticks, start=FIRST_TICK):
            _open(put(sheet, row, column, written.get(name, "")), sheet_of)


def _of_line(grid: Grid) -> DataValidation:
    if grid.calculation.typed_points:
        return DataValidation("custom", formula1="TRUE")
    return DataValidation("list", formula1=f"Niveaux!$A$2:$A${len(grid.levels) + 2}")


def _validate(sheet: Worksheet, span: str, rule: DataValidation, what: str) -> None:
    rule.allow_blank, rule.showErrorMessage, rule.errorStyle = True, True, "stop"
    rule.errorTitle, rule.error = what, "Choisir dans la liste, ou laisser vide."
    rule.add(span)
    sheet.add_data_validation(rule)


def _state(sheet_of: Filled) -> str:
    if sheet_of.standing is Standing.IMPOSED:
        return f"note fixée par un texte : {points_text(sheet_of.imposed or Fraction(0))}"
    return next((word for word, standing in STATES.items() if standing is sheet_of.standing), "")


def _open(cell: Cell, sheet_of: Filled) -> None:
    """Let a cell be filled, unless a text sets the mark."""
    if sheet_of.standing is not Standing.IMPOSED:
        cell.protection, cell.fill = _FREE, _OPEN


def _value(sheet: Worksheet, grid: Grid, row: int, column: int, value: str) -> Cell:
    if grid.calculation.typed_points and value not in ("", "NE"):
        return _number(sheet, row, column, Fraction(value))
    cell = put(sheet, row, column, value)
    if not grid.calculation.typed_points:
        cell.number_format = "@"
    return cell


def _typed(sheet_of: Filled, name: str) -> Fraction | None:
    return sheet_of.mark if name == MARK else sheet_of.bonus or None


def _number(sheet: Worksheet, row: int, column: int, points: Fraction | None) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if points is not None:
        cell.value = Decimal(points.numerator) / points.denominator  # sixteen figures at most, read back exactly
    cell.number_format = "General"
    return cell


def _live(sheet: Worksheet, grid: Grid, situation: Situation, row: int, one: Assessed) -> None:
    """The points of a row, and the hidden cells behind them: what each line is worth, what it weighs."""
    count = len(grid.lines(situation))
    mark, at = 4 + count + len(grid.beside), get_column_letter
    if grid.mode is Mode.PROFIL:
        sheet.cell(row, mark).value = formulas.typed(f"{at(4 + count)}{row}", f"$C{row}", grid.calculation.total)
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
    cell.number_format = "0.00"


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
    _titles(
        sheet, grid, "note de l'unité", f"Un seul arrondi, {rounding.name}. La note se règle et s'arrête dans Lauréat."
    )
    headings = ["Numéro", "Nom et prénom", *(one.title for one in chosen), "Note calculée"]
    for column, heading in enumerate(headings, start=1):
        cell = put(sheet, 5, column, heading)
        cell.font, cell.fill = _WHITE, _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 22
    for row, one in enumerate(candidates, start=FIRST_LINE):
        put(sheet, row, 1, one.numero)
        put(sheet, row, 2, one.name)
        cells = []
        for column, situation in enumerate(chosen, start=3):
            points = get_column_letter(4 + len(grid.lines(situation)) + len(grid.beside))
            sheet.cell(row, column).value = f"='{situation.code[:31]}'!{points}{row}"
            sheet.cell(row, column).number_format = "0.00"
            cells.append((situation, f"{get_column_letter(column)}{row}"))
        mark = sheet.cell(row, 3 + len(chosen))
        mark.value, mark.font = formulas.composed(grid, cells, session), _BOLD


def _tab(
    workbook: Workbook, grid: Grid, situation: Situation, one: Assessed, session: int, rank: int
) -> list[str | int]:
    """One candidate, one tab: a line a criterion, a column a level, one cross a line."""
    sheet = workbook.create_sheet(f"{rank:03d}")
    sheet_of, lines = one.sheets.get(situation.code, BLANK), line_texts(grid, situation)
    _titles(sheet, grid, situation.title, "Une croix « x » par ligne.")
    put(sheet, 4, 1, one.numero).font = _BOLD
    put(sheet, 4, 2, one.name).font = _BOLD
    put(sheet, 4, 3, "État")
    if grid.settling.signatories.minimum > 1 and one.signing:
        put(sheet, 5, 1, f"Signatures : {one.signing}")
    _open(put(sheet, 4, 4, _state(sheet_of)), sheet_of)
    _validate(sheet, "D4", DataValidation("list", formula1=f'"{",".join(STATES)}"'), "État")
    codes = [*(level.code for level in grid.levels), "NE"]
    names = [*(level.label for level in grid.levels), "NE – non évalué"]
    for column, heading in enumerate(["Critère", "Ce qui est attendu", *names, "À revoir"], start=1):
        cell = put(sheet, 6, column, heading)
        cell.font, cell.fill, cell.alignment = _WHITE, _HEAD, _WRAP
    sheet.column_dimensions["B"].width = 60
    for row, (code, text, _) in enumerate(lines, start=FIRST_LINE):
        put(sheet, row, 1, code)
        put(sheet, row, 2, text).alignment = _WRAP
        for column, level in enumerate(codes, start=3):
            _open(put(sheet, row, column, CROSS if sheet_of.values.get(code) == level else ""), sheet_of)
        span = f"C{row}:{get_column_letter(2 + len(codes))}{row}"
        count = f"COUNTA({span})"
        sound = f'SUMPRODUCT(--(LOWER(TRIM({span}))="{CROSS}"))'
        sheet.cell(
            row, 3 + len(codes)
        ).value = f'=IF({count}=0,"à cocher",IF({count}>1,"une seule croix",IF({sound}=1,"","« x » attendu")))'
    last = FIRST_LINE + len(lines) - 1
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    _validate(sheet, f"C{FIRST_LINE}:{get_column_letter(2 + len(codes))}{last}", rule, "Croix")
    for at, name in enumerate(grid.beside):
        put(sheet, last + 2 + at, 2, "Note (en demi-points)" if name == MARK else "Bonus")
        _open(_number(sheet, last + 2 + at, 3, _typed(sheet_of, name)), sheet_of)
    _ticks_below(sheet, grid, situation, sheet_of)
    return _row(grid, situation, one, sheet.title, FIRST_LINE)


def first_tick_row(grid: Grid, situation: Situation) -> int:
    """The line of the first indicator, where there is one candidate a tab: under the lines and what is beside them."""
    return FIRST_LINE + len(grid.lines(situation)) + len(grid.beside) + 3


def _ticks_below(sheet: Worksheet, grid: Grid, situation: Situation, sheet_of: Filled) -> None:
    ticks, start, written = grid.indicators(situation), first_tick_row(grid, situation), as_written(sheet_of)
    if not ticks:
        return
    for column, heading in enumerate(["Indicateur", "Ce qui est observé", CROSS], start=1):
        cell = put(sheet, start - 1, column, heading)
        cell.font, cell.fill = _WHITE, _HEAD
    for row, (name, _, text) in enumerate(ticks, start=start):
        put(sheet, row, 1, name)
        put(sheet, row, 2, text).alignment = _WRAP
        _open(put(sheet, row, 3, written.get(name, "")), sheet_of)
    rule = DataValidation("list", formula1=f'"{CROSS}"')
    _validate(sheet, f"C{start}:C{start + len(ticks) - 1}", rule, "Croix")


def _levels(workbook: Workbook, grid: Grid) -> None:
    """The levels: the list from which one chooses, and what each is worth, whole."""
    sheet = workbook.create_sheet(LEVELS)
    values = formulas.weights(grid, grid.situations[0]).levels
    for column, heading in enumerate(("Code", "Valeur (en entiers)", "Niveau", "Valeur"), start=1):
        put(sheet, 1, column, heading).font = _BOLD
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
