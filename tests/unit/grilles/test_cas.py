"""The rules seen in real workbooks, replayed: what the grid gives is what the case says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from laureat.grilles import NE, Filled, Grid, Outcome, Standing, compute, parse_points, read_grids
from laureat.vocabulary import format_hundredths

FILE = yaml.load((Path(__file__).parent / "cas" / "regles.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
GRIDS = {grid.code: grid for grid in read_grids(yaml.safe_dump(FILE["grilles"]), "regles.yaml")}


def sheet(grid: Grid, situation: str, told: Mapping[str, Any]) -> Filled:
    """What a case says was filled; « lignes » gives the levels of each competence in order, « _ » for nothing."""
    values = dict(told.get("valeurs", {}))
    for competence, levels in zip(grid.competences, told.get("lignes", ()), strict=False):
        pairs = zip(competence.criteria, levels.split(), strict=True)
        values.update({criterion.code: level for criterion, level in pairs if level != "_"})
    return Filled(
        values,
        parse_points(told["note"]) if "note" in told else None,
        parse_points(told.get("bonus", "0")),
        Standing.IMPOSED if "imposee" in told else Standing(told.get("etat", "present")),
        parse_points(told["imposee"]) if "imposee" in told else None,
        told.get("texte", ""),
    )


@pytest.mark.parametrize("case", FILE["cas"], ids=lambda case: case["cas"])
def test_what_the_grid_gives_is_what_the_case_says(case: Mapping[str, Any]) -> None:
    grid = GRIDS[case["grille"]]
    sheets = {code: sheet(grid, code, told) for code, told in case["saisies"].items()}
    found, due = compute(grid, sheets, int(case.get("session", "2026"))), case["attendu"]
    assert found.outcome == Outcome(due.get("etat", "note")), (found.outcome, found.missing)
    assert (format_hundredths(found.mark) if found.mark is not None else None) == due.get("note")
    if "brute" in due:
        assert found.raw == parse_points(due["brute"])
    if "couverture" in due:
        assert found.coverage_text == f"{due['couverture']} %"
    if "manque" in due:
        assert list(found.missing) == due["manque"]
    assert NE not in {level.code for level in grid.levels}
