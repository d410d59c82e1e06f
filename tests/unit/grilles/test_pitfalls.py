"""Each pitfall met in the field has a test named after it: those that are of no other room are here."""

import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from laureat.exchange.grille_drawn import HIDDEN, Assessed
from laureat.exchange.grille_files import marks_csv
from laureat.exchange.grille_import import preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Filled, Grid, NotSettled, Outcome, compute, library, read_grids, settle

GRID = library()["RNCP35697-U31"]
FULL = Filled(dict.fromkeys(GRID.lines(GRID.situation("S1")), "2"))

WHERE = {
    "Vide affiché 0": "unit/grilles/test_pitfalls.py::test_nothing_written_is_nowhere_a_zero",
    "Fichier généré, jamais ouvert": "unit/grilles/test_pitfalls.py::test_a_workbook_never_opened_gives_what_it_holds",
    "Deux fautes qui se compensent": "unit/exchange/test_grille_workbooks.py"
    "::test_a_line_without_a_cross_and_a_line_with_two_are_two_faults",
    "« x » suivi d'une espace": "unit/exchange/test_grille_workbooks.py"
    "::test_a_cross_with_a_space_or_a_capital_is_a_cross_and_that_is_said",
    "Note d'un élève reportée sur le suivant": "web/test_grids_on_screen.py"
    "::test_passing_to_another_candidate_while_a_tap_is_being_saved_gives_it_to_neither_neighbour",
    "Deux onglets s'écrasent en silence": "web/test_grids.py"
    "::test_two_tabs_meet_in_a_conflict_that_holds_both_values_and_chooses_none",
    "Clics rapides perdus": "web/test_grids.py::test_a_burst_of_taps_on_one_candidate_by_several_people_loses_none",
    "Décimales tronquées à l'import": "unit/grilles/test_pitfalls.py::test_no_decimal_is_lost_by_a_workbook",
    "Niveaux de même valeur confondus": "unit/grilles/test_computing.py"
    "::test_two_levels_worth_the_same_stay_two_levels",
    "Non évalué lu comme 0": "unit/grilles/test_pitfalls.py::test_not_assessed_is_neither_a_zero_nor_nothing",
    "Grille changée après usage": "unit/grilles/test_loading.py"
    "::test_an_edition_that_served_is_frozen_and_a_new_one_is_not",
    "2e correcteur bloqué": "web/test_grids_two_assessors.py"
    "::test_two_assessors_do_not_see_each_other_until_both_have_finished_then_agree",
    "Import : doublon, aperçu": "unit/grilles/test_pitfalls.py::test_a_candidate_given_twice_by_a_workbook_is_refused",
    "Barème à paliers incomplet": "unit/grilles/test_computing.py"
    "::test_levels_deduced_from_indicators_cover_every_count_and_some_levels_are_out_of_reach",
    "Minimum de grille non nul": "unit/grilles/test_computing.py::test_the_least_and_the_greatest_mark_are_known",
    "Fichier de saisie déporté": "unit/exchange/test_grille_workbooks.py"
    "::test_a_workbook_that_nobody_touched_changes_nothing_and_says_what_it_was_given",
    "Envoi répété": "unit/grilles/test_pitfalls.py::test_the_same_workbook_handed_again_changes_nothing_more",
    "Grille qui tasse les notes": "web/test_grids_around.py"
    "::test_the_jury_harmonises_signs_tells_shows_the_original_and_may_undo",
}


@pytest.mark.parametrize("pitfall", WHERE)
def test_a_pitfall_has_its_test(pitfall: str, root: Path) -> None:
    path, _, name = WHERE[pitfall].partition("::")
    assert f"def {name}(" in (root / "tests" / path).read_text(encoding="utf-8")


def test_every_pitfall_of_the_digest_is_there(formats: Path) -> None:
    told = (formats / "GRILLES.md").read_text(encoding="utf-8").partition("## 6.")[2].partition("## 7.")[0]
    rows = [row.split("|")[1].replace("*", "").strip() for row in told.splitlines() if row.startswith("|")][2:]
    assert [row for row in rows if not any(row.startswith(known) for known in WHERE)] == []


def test_nothing_written_is_nowhere_a_zero(tmp_path: Path) -> None:
    found = compute(GRID, {}, 2026)
    assert (found.mark, found.raw, found.outcome) == (None, None, Outcome.INCOMPLET)
    with pytest.raises(NotSettled):
        settle(found, 0)
    line = marks_csv([("1", "A", found)]).splitlines()[1].split(";")
    assert line[2] == ""
    workbook = grid_workbook(GRID, [Assessed("1", "A")], 2026)
    held = [cell.value for cell in workbook["S1"][7][2 : 3 + len(FULL.values)]]
    assert set(held) == {None}


def test_a_workbook_never_opened_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "g.xlsx"  # no cached value in it: nothing is read from a formula
    grid_workbook(GRID, [Assessed("1", "A", {"S1": FULL, "S2": FULL})], 2026).save(path)
    assert openpyxl.load_workbook(path, data_only=True)["Synthèse"].cell(7, 3 + len(GRID.situations)).value is None
    (one,) = preview(path, GRID).candidates
    assert compute(GRID, one.sheets, 2026).mark == 1350


def test_not_assessed_is_neither_a_zero_nor_nothing() -> None:
    line = next(iter(FULL.values))
    marks = {}
    for value in ("NE", "0", ""):
        sheet = Filled({code: told for code, told in {**FULL.values, line: value}.items() if told})
        found = compute(GRID, {"S1": sheet, "S2": sheet}, 2026)
        marks[value] = (found.outcome, found.mark, found.coverage)
    assert marks["NE"] == (Outcome.NOTE, 1350, Fraction(85, 100))
    assert marks["0"][1:] == (1150, Fraction(1))
    assert marks[""][0] is Outcome.INCOMPLET


def _points(chance: random.Random) -> tuple[Grid, dict[str, str]]:
    """A test marked in points, and marks of up to two decimals."""
    told: Any = {"grille": "E-U1", "edition": "1", "statut": "hypothese", "situations": [{"code": "S", "forme": "ccf"}]}
    told |= {
        "calcul": {"mode": "bareme_par_question", "saisie": "points"},
        "competences": [{"code": "A", "texte": "a"}],
    }
    told["sujet_exemple"] = [{"q": str(n), "competence": "A", "points": "5"} for n in range(4)]
    (grid,) = read_grids(yaml.safe_dump([told]), "e.yaml")
    return grid, {str(n): str(Fraction(chance.randint(0, 500), 100)) for n in range(4)}


def test_no_decimal_is_lost_by_a_workbook(tmp_path: Path) -> None:
    chance = random.Random(4)
    for rank in range(40):
        grid, values = _points(chance)
        path = tmp_path / f"{rank}.xlsx"
        grid_workbook(grid, [Assessed("1", "A", {"S": Filled(values)})], 2026).save(path)
        found = preview(path, grid)
        assert (found.problems, found.changes) == ((), ())
        assert dict(found.candidates[0].sheets["S"].values) == values


def test_a_candidate_given_twice_by_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.xlsx"
    grid_workbook(GRID, [Assessed("1", "A", {"S1": FULL}), Assessed("2", "B")], 2026).save(path)
    twice = openpyxl.load_workbook(path)
    for column in range(1, 8):  # the hidden sheet says the first line again
        twice[HIDDEN].cell(20, column).value = twice[HIDDEN].cell(10, column).value
    twice["S1"]["D7"] = "3"
    twice.save(path)
    found = preview(path, GRID)
    assert re.search(r"candidat 1, S1 : 2 lignes", str(found.problems[0]))
    assert found.changes == ()
    grid_workbook(GRID, [Assessed("1", "A", {"S1": FULL}), Assessed("2", "B")], 2026).save(path)
    copied = openpyxl.load_workbook(path)
    for column in range(1, 12):  # the line of the first over that of the second
        copied["S1"].cell(8, column).value = copied["S1"].cell(7, column).value
    copied.save(path)
    refused = preview(path, GRID)
    assert "remettre chaque ligne à sa place" in str(refused.problems[0])
    assert refused.changes == ()


def test_the_same_workbook_handed_again_changes_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "g.xlsx"
    grid_workbook(GRID, [Assessed("1", "A", {"S1": FULL})], 2026).save(path)
    filled = openpyxl.load_workbook(path)
    filled["S1"]["D7"] = "3"
    filled.save(path)
    first = preview(path, GRID, {"1": Assessed("1", "A", {"S1": FULL})})
    assert [(one.line, one.before, one.after) for one in first.changes] == [("C1.1", "2", "3")]
    now = Filled({**FULL.values, "C1.1": "3", "C1.2": "0"})  # as it was written, and a colleague since
    again = preview(path, GRID, {"1": Assessed("1", "A", {"S1": now})})
    assert (again.changes, again.problems) == ((), ())
    assert dict(again.candidates[0].sheets["S1"].values)["C1.1"] == "3"
