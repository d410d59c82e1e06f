"""A grid's workbook read back: what is previewed is what is written, and every fault is told at its cell.

A row that no longer stands for its candidate, a line with two crosses, a level that nobody knows, a formula, an entry
that someone else made meanwhile: each is told, none is guessed, none lands on a neighbour.
"""

import contextlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from laureat.exchange.grille_cells import Change, Row, Told, cells_of, line_name, said_of
from laureat.exchange.grille_drawn import FORMAT, HIDDEN, TABS, Assessed, identity_mark
from laureat.exchange.grille_places import at_cell, displaced, strangers
from laureat.exchange.xlsx_rows import cell_text, in_memory, reading
from laureat.exchange.xlsx_sheet import LAST_COLUMN, LAST_ROW, check_archive, damaged
from laureat.grilles import Grid, Mode, Situation, Standing
from laureat.grilles.computing import situations_used
from laureat.grilles.entries import BLANK, MARK, STANDING, as_filled, as_written
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.json_text import read_json

LONGEST = 7
"""Digits of a number of the hidden sheet: a version, a line, a year."""


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a workbook says. ``changes`` are written, and they alone; nothing is where there is a problem."""

    changes: tuple[Change, ...]
    problems: tuple[InputProblem, ...]
    lacking: tuple[InputProblem, ...]
    """Lines left without a value for a candidate of whom others are filled."""
    normalised: tuple[InputProblem, ...]
    """What was read as something near: a capital, a space."""
    candidates: tuple[Assessed, ...] = ()
    """Each candidate as they stand once the changes are written."""
    session: int = 0


def preview(path: Path, grid: Grid, current: Mapping[str, Assessed] | None = None, held: int | None = None) -> Preview:
    """What a workbook says, against what stands now (by number; None: what it carried itself), in the session ``held``
    (year; None: that of the workbook).

    Raises InvalidInput where the file is no workbook of a grid, or of another grid or session.
    """
    workbook = _loaded(path)
    shape, session, rows = _carried(workbook, path, grid)
    if held not in (None, session):
        other = f"le classeur est celui de la session {session}, et non de {held} : exporter de nouveau, et y reporter"
        raise InvalidInput([InputProblem(other, path.name)])
    told, found = Told(), dict[str, Assessed]()
    for numero, many in Counter((row.numero, row.situation) for row in rows).items():
        if many > 1:
            said = f"candidat {numero[0]}, {numero[1]} : {many} lignes pour une seule saisie"
            told.problems.append(InputProblem(said, path.name))
    moved = _displaced(workbook, grid, shape, rows, told)
    for row in rows:
        if row.sheet not in moved:
            _read(workbook, grid, shape, session, row, current, told, found)
    told.problems += _together(grid, rows, found.values())
    return Preview(
        tuple(told.changes) if not told.problems else (),
        tuple(told.problems),
        tuple(told.lacking),
        tuple(told.normalised),
        tuple(found.values()),
        session,
    )


def _loaded(path: Path) -> Workbook:
    """The workbook of a file. Raises InvalidInput for what is none, or has a cell outside of any sheet."""
    check_archive(path)
    with reading(path):
        workbook = openpyxl.load_workbook(in_memory(path))
        for sheet in workbook.worksheets:
            for row, column in sheet._cells:
                if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
                    raise ValueError(f"row {row}, column {column}")
    return workbook


def _displaced(workbook: Workbook, grid: Grid, shape: str, rows: Collection[Row], told: Told) -> set[str]:
    """Tell what is no longer at its place, and the sheets that are not of the grid; the sheets not to be read."""
    handed: dict[str, set[int]] = {}
    situations: dict[str, Situation] = {}
    for row in rows:
        handed.setdefault(row.sheet, set()).add(row.row)
        with contextlib.suppress(KeyError):  # told of each of its lines
            situations[row.sheet] = grid.situation(row.situation)
    places = {name: (situation, frozenset(handed[name])) for name, situation in situations.items()}
    problems = displaced(workbook, grid, shape, places)
    told.problems += [problem for many in problems.values() for problem in many]
    others = []
    for name, copied in strangers(workbook, handed):
        others.append(name)
        said = "cette feuille n'était pas dans le classeur exporté, et rien n'y est lu"
        if copied:
            told.problems.append(
                at_cell(name, "", f"{said} : remettre à sa place ce qu'elle contient, puis la supprimer")
            )
        else:
            told.normalised.append(at_cell(name, "", said))
    renamed = f" (la feuille « {others[0]} », elle, n'en vient pas : lui rendre son nom ?)" if others else ""
    for name in handed.keys() - set(workbook.sheetnames):
        told.problems.append(at_cell(name, "", f"cette feuille a disparu du classeur ; l'y remettre{renamed}"))
    return {*problems, *(handed.keys() - set(workbook.sheetnames))}


def _together(grid: Grid, rows: Collection[Row], found: Collection[Assessed]) -> Iterator[InputProblem]:
    """What can be written in each of several situations, and not in all: told of the one that replaces the others."""
    where = {(row.numero, row.situation): row for row in rows}
    for one in found:
        try:
            situations_used(grid, one.sheets)
        except ValueError as fault:
            alone = next(each.code for each in grid.situations if each.alone and not one.sheets[each.code].is_blank)
            row = where.get((one.numero, alone)) or next(row for row in rows if row.numero == one.numero)
            yield at_cell(row.sheet, f"A{row.row}", str(fault), one.numero)


def _carried(workbook: Workbook, path: Path, grid: Grid) -> tuple[str, int, list[Row]]:
    if HIDDEN not in workbook.sheetnames:
        told = "ce classeur n'est pas une grille exportée par Lauréat ; exporter la grille, puis remplir ce classeur-là"
        raise InvalidInput([InputProblem(told, path.name)])
    sheet = workbook[HIDDEN]
    kind, code, edition, fingerprint, session, shape = (cell_text(sheet.cell(row, 1).value) for row in range(1, 7))
    if kind != FORMAT:
        raise InvalidInput([InputProblem(f"forme « {kind} » inconnue ; attendu : {FORMAT}", path.name)])
    if (code, edition, fingerprint) != (grid.code, grid.edition, grid.fingerprint):
        told = (
            f"le classeur est celui de la grille {code}, édition {edition}, et non de {grid.name}"
            if (code, edition) != (grid.code, grid.edition)
            else f"le classeur est celui de {grid.name}, avec un autre contenu que celui d'ici"
        )
        told += " : chaque saisie garde la grille sur laquelle elle a été faite ; exporter de nouveau, et y reporter"
        raise InvalidInput([InputProblem(told, path.name)])
    held = ([cell_text(value) for value in cells] for cells in sheet.iter_rows(min_row=10, max_col=7, values_only=True))
    try:
        rows = [_row(*told_of) for told_of in held if told_of[0]]
        return shape, _whole(session), rows
    except (ValueError, TypeError):
        raise damaged(path) from None


def _row(numero: str, situation: str, name: str, line: str, version: str, mark: str, base: str) -> Row:
    """What the hidden sheet says of a line. Raises ValueError for what Lauréat does not write there."""
    said = read_json(base)
    at = _whole(line)
    if (
        not isinstance(said, dict)
        or not all(isinstance(value, str) for value in said.values())
        or not 0 < at <= LAST_ROW
    ):
        raise ValueError(base)
    return Row(numero, situation, name, at, _whole(version), mark, said)


def _whole(text: str) -> int:
    """A whole number of a few digits. Raises ValueError."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise ValueError(text)
    return int(text)


def _read(
    workbook: Workbook,
    grid: Grid,
    shape: str,
    session: int,
    row: Row,
    current: Mapping[str, Assessed] | None,
    told: Told,
    found: dict[str, Assessed],
) -> None:
    try:
        situation = grid.situation(row.situation)
    except KeyError:
        told.problems.append(at_cell(row.sheet, "", f"situation inconnue : {row.situation}", row.numero))
        return
    sheet = workbook[row.sheet]
    at = 4 if shape == TABS else row.row
    numero, name = (cell_text(sheet.cell(at, column).value) for column in (1, 2))
    if numero != row.numero or row.mark != identity_mark(grid, situation.code, numero, name):
        said = f"la ligne porte « {numero} {name} » et devait porter le candidat {row.numero}"
        if not (numero or name).strip():
            said = f"la ligne est vide et devait porter le candidat {row.numero}"
        moved = f"{said} : elle a été déplacée ou réécrite ; remettre chaque ligne à sa place"
        cell = f"A{at}" if numero != row.numero else f"B{at}"
        told.problems.append(at_cell(row.sheet, cell, moved, row.numero))
        return
    if current is not None and numero not in current:
        told.problems.append(at_cell(row.sheet, f"A{at}", "ce candidat n'est pas de ceux que vous évaluez", numero))
        return
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    for code, cell, value in cells_of(workbook, grid, shape, situation, session, row, (numero, name), told):
        places[code] = cell
        if value:
            values[code] = value
    now = as_written(current[numero].sheets.get(situation.code, BLANK)) if current is not None else dict(row.base)
    _compare(grid, row, values, places, now, told)
    was = found.get(numero) or Assessed(numero, name, {}, {}, current[numero].chosen if current else None)
    kept = {**was.sheets, situation.code: as_filled({**values, **_fixed(now)})}
    found[numero] = replace(was, sheets=kept)


def _fixed(now: Mapping[str, str]) -> dict[str, str]:
    """A mark set by a text is not the workbook's to change."""
    return {STANDING: now[STANDING]} if now.get(STANDING) == Standing.IMPOSED else {}


def _compare(
    grid: Grid, row: Row, values: Mapping[str, str], places: Mapping[str, str], now: Mapping[str, str], told: Told
) -> None:
    """What changes, what changed meanwhile, what is left out."""
    if now.get(STANDING) == Standing.IMPOSED:
        return
    if values.get(STANDING) and values != dict(row.base) and _is_filled(grid, values):
        state = said_of(STANDING, values[STANDING])
        said = f"« {state} », et des cases sont remplies à côté : garder l'un ou l'autre"
        told.problems.append(at_cell(row.sheet, places[STANDING], said, row.numero))
        return
    for code, cell in places.items():
        base, written, standing = row.base.get(code, ""), values.get(code, ""), now.get(code, "")
        if written == base:
            continue  # Left as it was handed out: what others entered meanwhile stands.
        if standing not in (base, written):
            said = (
                f"« {said_of(code, written)} » ici, mais « {said_of(code, standing)} » a été saisi depuis l'export (le "
                f"classeur avait « {said_of(code, base)} ») : rien n'est choisi à votre place ; accorder les deux"
            )
            told.problems.append(at_cell(row.sheet, cell, f"{line_name(code)} : {said}", row.numero))
        elif standing != written:
            told.changes.append(Change(row.numero, row.situation, code, standing, written, f"{row.sheet}!{cell}"))
    lines = [code for code in places if not code.startswith("@") and "#" not in code]
    if values and STANDING not in values:
        refused = {problem.source for problem in told.problems}
        seen = as_filled(values).observed
        empty = [
            code
            for code in lines
            if code not in values
            and not _follows(grid, code, len(seen.get(code, ())))
            and at_cell(row.sheet, places[code], "").source not in refused
        ]
        for code in empty:
            told.lacking.append(at_cell(row.sheet, places[code], f"{code} : rien n'est coché", row.numero))
        if grid.mode is Mode.PROFIL and MARK not in values:
            told.lacking.append(at_cell(row.sheet, places[MARK], "la note n'est pas saisie", row.numero))


def _is_filled(grid: Grid, values: Mapping[str, str]) -> bool:
    """Something is ticked, or the mark typed."""
    return any(not code.startswith("@") for code in values) or (grid.mode is Mode.PROFIL and MARK in values)


def _follows(grid: Grid, code: str, seen: int) -> bool:
    """The level of a line follows from the indicators seen."""
    criterion = grid.criterion(code)
    return criterion is not None and bool(criterion.deduced(seen))
