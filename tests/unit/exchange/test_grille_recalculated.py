"""A workbook recalculated by LibreOffice, and the script of the workshop: equal to ours, whatever was ticked."""

import random
import shutil
from pathlib import Path

import openpyxl
import pytest

from laureat.exchange.grille_drawn import Assessed
from laureat.exchange.grille_formulas import has_formulas
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Grid, Outcome, compute
from laureat.vocabulary import parse_hundredths
from support.grilles_au_hasard import by_the_engine, by_the_script, drawn, ticked, written
from support.tableur import recalculated

GRIDS = 10_000
BOOKS = 40
LINES = GRIDS // BOOKS


def differences(grid: Grid, candidates: list[Assessed], path: Path) -> list[str]:
    """Where the workbook and the engine do not say the same mark."""
    found, sheet = [], openpyxl.load_workbook(path, data_only=True)["Synthèse"]
    column = 3 + len(grid.situations)
    for row, one in enumerate(candidates, start=7):
        due, said = compute(grid, one.sheets, 2026), sheet.cell(row, column).value
        mark = parse_hundredths(format(said, ".2f")) if isinstance(said, int | float) else None
        if mark != due.mark or (due.outcome is not Outcome.NOTE and isinstance(said, int | float)):
            found.append(
                f"{grid.code} {one.numero}: {said!r}, {due.outcome} {due.mark}, {one.sheets}, {dict(grid.data)}"
            )
    return found


@pytest.mark.slow
def test_ten_thousand_random_grids_give_the_same_mark_in_the_spreadsheet(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    books: list[tuple[Grid, list[Assessed], Path]] = []
    rank = 0
    while len(books) < BOOKS:
        rank += 1
        grid = drawn(chance, rank)
        if not has_formulas(grid):
            continue
        candidates = [Assessed(str(n), f"CANDIDAT {n}", ticked(chance, grid)) for n in range(LINES)]
        path = tmp_path / f"grille{len(books)}.xlsx"
        grid_workbook(grid, candidates, 2026).save(path)
        books.append((grid, candidates, path))
    again = recalculated([path for _, _, path in books], tmp_path)
    found = [
        one
        for (grid, candidates, _), path in zip(books, again, strict=True)
        for one in differences(grid, candidates, path)
    ]
    assert sum(len(candidates) for _, candidates, _ in books) == GRIDS
    if shutil.which("node"):  # out of reach, the same crosses again
        cases = [(grid, 2026, written(one.sheets)) for grid, many, _ in books for one in many]
        assert by_the_script(cases) == [by_the_engine(*case) for case in cases]
    marked = sum(compute(grid, one.sheets, 2026).mark is not None for grid, many, _ in books for one in many)
    print(f"{GRIDS} grilles, {marked} notes, {len(found)} écarts")
    assert not found, "\n".join(found[:5])
    assert marked > GRIDS // 2
