"""The live formulas of a grid's workbook, recalculated by LibreOffice: equal to ours, whatever was ticked."""

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from laureat.exchange.grille_formulas import has_formulas
from laureat.exchange.grille_workbook import Assessed, grid_workbook
from laureat.grilles import NE, Filled, Grid, Outcome, Standing, compute, read_grids
from laureat.vocabulary import parse_hundredths
from support.tableur import recalculated

GRIDS = 10_000
BOOKS = 40
LINES = GRIDS // BOOKS


def drawn(chance: random.Random, rank: int) -> Grid:
    """A computed grid at random: weights, levels, situations, rounding, what is done of NE, of absences, of nothing."""
    values = [0, *sorted(chance.sample(range(1, 9), chance.randint(1, 3)))]
    codes = [str(n) for n in range(len(values))]
    rules = ("pas_de_note", "ignorer", "zero")
    calculation: dict[str, Any] = {
        "couverture_min": str(chance.choice((0, 50, 70))),
        "non_evalue": chance.choice(("ignorer", "zero")),
        "situation_vide": chance.choice(rules),
        "absence": chance.choice(rules),
        "arrondi": {
            "pas": chance.choice(("0,5", "1", "0,01")),
            "sens": chance.choice(("superieur", "inferieur", "plus_proche")),
        },
    }
    situations: list[dict[str, Any]] = [
        {"code": f"S{n}", "forme": "ccf", "poids": str(chance.randint(1, 3))} for n in (1, 2)
    ]
    competences: list[dict[str, Any]] = []
    told = {
        "grille": f"E-U{rank}",
        "edition": "1",
        "statut": "hypothese",
        "niveaux": {"codes": codes, "valeurs": list(map(str, values))},
        "situations": [*situations, {"code": "P", "forme": "ponctuel", "seule": "oui"}],
        "calcul": calculation,
        "competences": competences,
    }
    if rank % 3 == 0:
        cuts = sorted(chance.sample(range(1, 20), 3))
        points = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
        told["sujet_exemple"] = [{"q": str(n), "competence": "A", "points": str(p)} for n, p in enumerate(points)]
        competences.append({"code": "A", "texte": "a"})
        calculation["mode"] = "bareme_par_question"
        if rank % 2:
            calculation["saisie"] = "points"
            del told["niveaux"]
    else:
        calculation |= {"mode": "pondere", "bonus_max": str(chance.choice((0, 2)))}
        for c, weight in enumerate(split(chance, 100, chance.randint(1, 3), 5)):
            lines = split(chance, 100, chance.randint(1, 3), 10)
            criteria = [{"code": f"C{c}.{k}", "texte": "a", "poids": str(w)} for k, w in enumerate(lines)]
            competences.append({"code": f"C{c}", "texte": "a", "poids": str(weight), "criteres": criteria})
    (grid,) = read_grids(yaml.safe_dump([told]), "hasard.yaml")
    return grid


def split(chance: random.Random, whole: int, many: int, step: int) -> list[int]:
    cuts = sorted(chance.sample(range(step, whole, step), many - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def ticked(chance: random.Random, grid: Grid) -> dict[str, Filled]:
    """What one candidate was given: whole most of the time, else with a gap, an absence, nothing."""
    sheets = {}
    alone = chance.random() < 0.15
    for situation in grid.situations:
        fate = chance.random()
        if situation.alone != alone or fate < 0.05:
            continue
        if fate < 0.12:
            sheets[situation.code] = Filled(standing=chance.choice((Standing.ABSENT, Standing.EXEMPT)))
            continue
        values = {}
        for code in grid.lines(situation):
            if chance.random() > 0.01:
                most = next((one.points for one in situation.questions if one.code == code), None)
                known = [level.code for level in grid.levels]
                choices = [str(n) for n in range(int(most) + 1)] if grid.calculation.typed_points and most else known
                values[code] = chance.choice([NE] if chance.random() < 0.1 else choices)
        bonus = chance.choice((0, 0, 1, 2)) if grid.calculation.bonus_max else 0
        sheets[situation.code] = Filled(values, bonus=grid.calculation.bonus_max * bonus / 2)
    return sheets


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
    marked = sum(compute(grid, one.sheets, 2026).mark is not None for grid, many, _ in books for one in many)
    print(f"{GRIDS} grilles, {marked} notes, {len(found)} écarts")
    assert not found, "\n".join(found[:5])
    assert marked > GRIDS // 2
