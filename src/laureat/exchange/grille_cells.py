"""The cells of a grid's workbook, one candidate after the other: what each says, or why it cannot be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from laureat.exchange.grille_drawn import CROSS, FIRST_LINE, FIRST_TICK, STATES, TABS
from laureat.exchange.grille_places import at_cell
from laureat.exchange.grille_ticks import first_tick_row, ticks_sheet
from laureat.exchange.grille_workbook import line_texts
from laureat.exchange.xlsx_rows import cell_text
from laureat.grilles import NE, Grid, Situation, parse_points, points_text, typed_mark
from laureat.grilles.entries import BONUS, MARK, SEEN, STANDING
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french import fold

_BESIDE = {MARK: "note", BONUS: "bonus", STANDING: "état"}


def line_name(code: str) -> str:
    """How people name a line: « C1.1 », « note », « état »."""
    return _BESIDE.get(code, code)


def said_of(code: str, value: str) -> str:
    """What stands on a line, as people say it: « 2 », « 12,5 », « dispensé », « vide »."""
    if not value:
        return "vide"
    if code == STANDING:
        return next((word for word, standing in STATES.items() if standing == value), value)
    return points_text(Fraction(value)) if code in _BESIDE else value


@dataclass(frozen=True, slots=True)
class Change:
    """One value to write: whose, where, what stood there when the workbook was made, what is written now."""

    numero: str
    situation: str
    line: str
    before: str
    after: str
    cell: str

    def __str__(self) -> str:
        before, after = said_of(self.line, self.before), said_of(self.line, self.after)
        return f"{self.cell} : candidat {self.numero}, {line_name(self.line)} : « {before} » → « {after} »"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the workbook, as it was handed out."""

    numero: str
    situation: str
    sheet: str
    row: int
    version: int
    mark: str
    base: Mapping[str, str]


@dataclass
class Told:
    """What reading finds, as it goes."""

    changes: list[Change] = field(default_factory=list)
    problems: list[InputProblem] = field(default_factory=list)
    lacking: list[InputProblem] = field(default_factory=list)
    normalised: list[InputProblem] = field(default_factory=list)


Cells = Iterator[tuple[str, str, str]]
"""By line of a candidate: its code, its cell, what it says; empty for nothing, or for what was refused."""


def cells_of(
    workbook: Workbook,
    grid: Grid,
    shape: str,
    situation: Situation,
    session: int,
    row: Row,
    who: tuple[str, str],
    told: Told,
) -> Cells:
    """All that the workbook says of one candidate (``who``: number and name) in one situation."""
    sheet = workbook[row.sheet]
    if shape == TABS:
        yield from _crosses(sheet, grid, situation, session, row, told)
        yield from _ticks_below(sheet, grid, situation, row, told)
    else:
        yield from _levels(sheet, grid, situation, session, row, told)
        yield from _ticks_beside(workbook, grid, situation, row, who, told)


def _ticks_beside(
    workbook: Workbook, grid: Grid, situation: Situation, row: Row, who: tuple[str, str], told: Told
) -> Cells:
    """The indicators of one candidate, on the sheet beside, which must carry the same candidate on the same line."""
    ticks, name = grid.indicators(situation), ticks_sheet(situation.code)
    if not ticks:
        return
    if name not in workbook.sheetnames:
        told.problems.append(at_cell(name, "", "cette feuille a disparu du classeur ; la reprendre", row.numero))
        return
    sheet, beside = workbook[name], replace(row, sheet=name)
    found = tuple(cell_text(sheet.cell(row.row, column).value) for column in (1, 2))
    if found != who:
        said = f"la ligne porte « {' '.join(found)} » et devait porter « {' '.join(who)} »"
        moved = f"{said} : elle a été déplacée ou réécrite ; remettre chaque ligne à sa place"
        told.problems.append(at_cell(name, f"A{row.row}", moved, row.numero))
        return
    for column, (code, _, _) in enumerate(ticks, start=FIRST_TICK):
        yield _tick(sheet, code, f"{get_column_letter(column)}{row.row}", beside, told)


def _ticks_below(sheet: Any, grid: Grid, situation: Situation, row: Row, told: Told) -> Cells:
    """The indicators of one candidate, under the lines of the tab."""
    for at, (code, _, _) in enumerate(grid.indicators(situation), start=first_tick_row(grid, situation)):
        yield _tick(sheet, code, f"C{at}", row, told)


def _tick(sheet: Any, code: str, cell: str, row: Row, told: Told) -> tuple[str, str, str]:
    """A cross, or nothing."""
    text = _text(sheet, cell, row, told)
    if not text.strip():
        return code, cell, ""
    if not _is_cross(text, cell, row, told):
        return code, cell, ""
    return code, cell, SEEN


def _is_cross(text: str, cell: str, row: Row, told: Told) -> bool:
    """What is written is a cross; told where it had to be read, or is none."""
    if fold(text) != CROSS:
        told.problems.append(at_cell(row.sheet, cell, f"« {text} » : une croix est un « x »", row.numero))
        return False
    if text != CROSS:
        told.normalised.append(at_cell(row.sheet, cell, f"« {text} » est lu « {CROSS} »", row.numero))
    return True


def _levels(sheet: Any, grid: Grid, situation: Situation, session: int, row: Row, told: Told) -> Cells:
    """One candidate a line: the cells of the row, each with the level it says."""
    lines = line_texts(grid, situation)
    yield _state(sheet, f"C{row.row}", row, told)
    for column, (code, _, _) in enumerate(lines, start=4):
        cell = f"{get_column_letter(column)}{row.row}"
        text = _text(sheet, cell, row, told)
        yield code, cell, _line(grid, situation, code, text, cell, row, told)
    cell = f"{get_column_letter(4 + len(lines))}{row.row}"
    yield from _beside(sheet, grid, session, cell, row, told)


def _crosses(sheet: Any, grid: Grid, situation: Situation, session: int, row: Row, told: Told) -> Cells:
    """One candidate a tab: one cross a line, and one only."""
    codes = [*(level.code for level in grid.levels), NE]
    yield _state(sheet, "D4", row, told)
    lines = line_texts(grid, situation)
    for at, (code, _, _) in enumerate(lines, start=FIRST_LINE):
        ticked = []
        for column, level in enumerate(codes, start=3):
            cell = f"{get_column_letter(column)}{at}"
            text = _text(sheet, cell, row, told)
            if not text.strip():
                continue
            _is_cross(text, cell, row, told)
            ticked.append((cell, level))
        if len(ticked) > 1:
            both = ", ".join(cell for cell, _ in ticked)
            told.problems.append(
                at_cell(
                    row.sheet, both, f"{code} : {len(ticked)} croix sur la même ligne ; n'en garder qu'une", row.numero
                )
            )
        yield code, (ticked[0][0] if ticked else f"C{at}"), (ticked[0][1] if len(ticked) == 1 else "")
    yield from _beside(sheet, grid, session, f"C{FIRST_LINE + len(lines) + 1}", row, told)


def _text(sheet: Any, cell: str, row: Row, told: Told) -> str:
    found = sheet[cell]
    if found.data_type == "f":
        told.problems.append(
            at_cell(row.sheet, cell, "une formule, là où une valeur est attendue ; la taper", row.numero)
        )
        return ""
    return cell_text(found.value)


def _state(sheet: Any, cell: str, row: Row, told: Told) -> tuple[str, str, str]:
    text = _text(sheet, cell, row, told).strip()
    if not text or text.startswith("note fixée"):
        return STANDING, cell, ""
    known = {fold(word): standing for word, standing in STATES.items()}
    if fold(text) not in known:
        told.problems.append(
            at_cell(row.sheet, cell, f"« {text} » n'est pas un état ; attendu : {', '.join(STATES)}", row.numero)
        )
        return STANDING, cell, ""
    return STANDING, cell, str(known[fold(text)])


def _line(grid: Grid, situation: Situation, code: str, text: str, cell: str, row: Row, told: Told) -> str:
    """The level, or the points, that a cell says; told where it had to be read, refused where it cannot be."""
    if not text.strip():
        return ""
    if fold(text) == fold(NE):
        _say_read(text, NE, cell, row, told)
        return NE
    if grid.calculation.typed_points:
        most = situation.question(code).points
        try:
            got = parse_points(text)
        except ValueError as fault:
            told.problems.append(at_cell(row.sheet, cell, f"{code} : {fault}", row.numero))
            return ""
        if got > most:
            said = f"{code} : {text.strip()} points, et la question en vaut {most}"
            told.problems.append(at_cell(row.sheet, cell, said, row.numero))
            return ""
        return str(got)
    known = {fold(level.code): level.code for level in grid.levels}
    level = known.get(fold(text))
    if level is None:
        said = f"{code} : « {text} » n'est pas un niveau ; attendu : {', '.join([*known.values(), NE])}, ou rien"
        told.problems.append(at_cell(row.sheet, cell, said, row.numero))
        return ""
    _say_read(text, level, cell, row, told)
    return level


def _say_read(text: str, level: str, cell: str, row: Row, told: Told) -> None:
    if text != level:
        told.normalised.append(at_cell(row.sheet, cell, f"« {text} » est lu « {level} »", row.numero))


def _beside(sheet: Any, grid: Grid, session: int, cell: str, row: Row, told: Told) -> Cells:
    """The mark typed on a grid of profiles, or the bonus."""
    for name in grid.beside:
        text = _text(sheet, cell, row, told)
        value = ""
        if text.strip():
            try:
                points = typed_mark(grid, text, session) if name == MARK else parse_points(text)
                if name == BONUS and points > grid.calculation.bonus_max:
                    raise ValueError(f"le bonus {text.strip()} dépasse ce que la grille permet")
                value = str(points)
            except ValueError as fault:
                told.problems.append(at_cell(row.sheet, cell, str(fault), row.numero))
        yield name, cell, value
