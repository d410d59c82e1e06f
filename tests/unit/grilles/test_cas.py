"""The rules seen in real workbooks, replayed: what the grid gives is what the case says."""

from collections.abc import Mapping
from typing import Any

import pytest

from laureat.grilles import NE, Outcome, compute, parse_points
from laureat.vocabulary import format_hundredths
from support.grilles_cas import FILE, GRIDS, sheet


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
