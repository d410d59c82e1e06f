"""How a workbook of a grid is drawn: its constants, a cell that is a text, a number or may be filled, its titles."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from laureat.exchange.xlsx_written import Font
from laureat.grilles import Filled, Grid, Standing, points_text
from laureat.grilles.entries import MARK, ChosenWeights
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

HEAD = PatternFill("solid", fgColor="1F3864")
OPEN = PatternFill("solid", fgColor="FFF8E1")
WARN = PatternFill("solid", fgColor="FDE9D9")
WHITE = Font(name="Calibri", bold=True, color="FFFFFF")
BOLD = Font(name="Calibri", bold=True)
TITLE = Font(name="Calibri", bold=True, size=14, color="1F3864")
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(horizontal="center", vertical="center")
THIN = Side(style="thin", color="BFBFBF")
BOXED = Border(THIN, THIN, THIN, THIN)
FREE = Protection(locked=False)


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


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text as it is, never a formula; nothing where it is empty, so that no spreadsheet counts it as filled."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    return cell


def signatories_text(grid: Grid) -> str:
    """« 2 signataires demandés (enseignant de la spécialité, professionnel) »."""
    asked = plural(grid.settling.signatories.minimum, "signataire demandé", "signataires demandés")
    roles = ", ".join(grid.settling.signatories.roles)
    return f"{asked} ({roles})" if roles else asked


def titles(sheet: Worksheet, grid: Grid, situation: str, told: str) -> None:
    put(sheet, 1, 1, f"{grid.code} {grid.title} – {situation}").font = TITLE
    put(sheet, 2, 1, grid.notice or f"Grille {grid.statut}.").fill = WARN
    told += asked_text(grid)
    put(sheet, 3, 1, f"Édition {grid.edition}. {told}")


def repeated(sheet: Worksheet, last: str) -> None:
    """On paper, what heads the lines and the names comes back on every page, and the page says which it is."""
    sheet.print_title_rows, sheet.print_title_cols = f"4:{FIRST_LINE - 1}", f"A:{last}"
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.left is not None
    assert footer.right is not None
    footer.left.text, footer.right.text = "&A", "&P / &N"


def asked_text(grid: Grid) -> str:
    """That several people must sign, and where they do."""
    if grid.settling.signatories.minimum < 2:
        return ""
    return f" {signatories_text(grid).capitalize()} : on signe dans Lauréat, jamais dans ce classeur."


def validate(sheet: Worksheet, span: str, rule: DataValidation, what: str) -> None:
    rule.allow_blank, rule.showErrorMessage, rule.errorStyle = True, True, "stop"
    rule.errorTitle, rule.error = what, "Choisir dans la liste, ou laisser vide."
    rule.add(span)
    sheet.add_data_validation(rule)


def state_text(sheet_of: Filled) -> str:
    if sheet_of.standing is Standing.IMPOSED:
        return f"note fixée par un texte : {points_text(sheet_of.imposed or Fraction(0))}"
    return next((word for word, standing in STATES.items() if standing is sheet_of.standing), "")


def open_cell(cell: Cell, sheet_of: Filled) -> None:
    """Let a cell be filled, unless a text sets the mark."""
    cell.border, cell.alignment = BOXED, CENTRED
    if sheet_of.standing is not Standing.IMPOSED:
        cell.protection, cell.fill = FREE, OPEN


def put_value(sheet: Worksheet, grid: Grid, row: int, column: int, value: str) -> Cell:
    if grid.calculation.typed_points and value not in ("", "NE"):
        return put_number(sheet, row, column, Fraction(value))
    cell = put(sheet, row, column, value)
    if not grid.calculation.typed_points:
        cell.number_format = "@"
    return cell


def typed_beside(sheet_of: Filled, name: str) -> Fraction | None:
    return sheet_of.mark if name == MARK else sheet_of.bonus or None


def put_number(sheet: Worksheet, row: int, column: int, points: Fraction | None) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if points is not None:
        cell.value = Decimal(points.numerator) / points.denominator  # sixteen figures at most, read back exactly
    cell.number_format = "General"
    return cell


def choices_of_line(grid: Grid) -> DataValidation:
    if grid.calculation.typed_points:
        return DataValidation("custom", formula1="TRUE")
    return DataValidation("list", formula1=f"Niveaux!$A$2:$A${len(grid.levels) + 2}")
