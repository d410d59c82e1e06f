"""A grid's workbook in which something was moved: told at its cell, and nothing lands on a neighbour."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from laureat.exchange.grille_drawn import FIRST_LINE, TABS, Assessed
from laureat.grilles import Filled, Standing
from unit.exchange.test_grille_workbooks import FULL, LINES, filled, said

ONE = Assessed("1", "DURAND Zoé")
THREE = tuple(Assessed(str(rank), f"CANDIDAT {rank}") for rank in (1, 2, 3))
LAST = FIRST_LINE + len(LINES) - 1


def exchange(sheet: Any, first: str, second: str) -> None:
    one, two = sheet[first], sheet[second]
    one.value, two.value = two.value, one.value


def rows_of(workbook: Any) -> None:
    for column in "ABCDEFG":
        exchange(workbook["001"], f"{column}7", f"{column}9")


def codes_of(workbook: Any) -> None:
    exchange(workbook["001"], "A7", "A8")


def texts_of(workbook: Any) -> None:
    exchange(workbook["001"], "B7", "B8")


def levels_of(workbook: Any) -> None:
    exchange(workbook["001"], "C6", "F6")


@pytest.mark.parametrize("edit", [rows_of, codes_of, texts_of, levels_of])
def test_a_criterion_or_a_level_that_changed_places_is_told(edit: Callable[[Any], None], tmp_path: Path) -> None:
    one = Assessed("1", "DURAND Zoé", {"S1": FULL})
    found = filled(tmp_path, edit, two=[one], shape=TABS, situation="S1")
    assert "a été déplacée ou réécrite" in said(found.problems)
    assert not found.changes
    assert not found.candidates


def test_columns_that_changed_places_with_their_headings_are_told(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        for row in range(4, 10):
            exchange(workbook["S1"], f"D{row}", f"F{row}")

    found = filled(tmp_path, edit, two=THREE)
    assert "feuille S1, cellule D5" in said(found.problems)
    assert not found.changes


def test_what_slid_under_the_last_candidate_is_told_and_nobody_gets_the_neighbours(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        for row in range(FIRST_LINE + 1, FIRST_LINE + 4):  # filled from 7 to 9, then slid down by one
            workbook["S1"][f"D{row}"] = "2"

    found = filled(tmp_path, edit, two=THREE)
    assert f"feuille S1, cellule D{FIRST_LINE + 3} : « 2 » est écrit à côté d'aucun candidat" in said(found.problems)
    assert not found.changes


def test_a_candidate_added_by_hand_is_told(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["S1"].append(["2600000009", "INTRUS X", "", *["2"] * len(LINES)])

    found = filled(tmp_path, edit, two=THREE)
    assert "« 2600000009 » est écrit à côté d'aucun candidat" in said(found.problems)


def test_a_cross_under_the_grid_is_told(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["001"][f"E{LAST + 2}"] = "x"

    found = filled(tmp_path, edit, two=[ONE], shape=TABS, situation="S1")
    assert f"feuille 001, cellule E{LAST + 2} : « x » est écrit sous la grille" in said(found.problems)


def test_a_tab_copied_or_renamed_is_told_and_a_sheet_of_notes_is_left_alone(tmp_path: Path) -> None:
    def copied(workbook: Any) -> None:
        workbook.copy_worksheet(workbook["001"]).title = "001 (2)"

    def renamed(workbook: Any) -> None:
        workbook["001"].title = "Zoé"

    def noted(workbook: Any) -> None:
        workbook.create_sheet("Mes notes")["A1"] = "à revoir vendredi"

    asked = {"two": [ONE], "shape": TABS, "situation": "S1"}
    assert "feuille 001 (2) : cette feuille n'était pas" in said(filled(tmp_path, copied, **asked).problems)
    lost = said(filled(tmp_path, renamed, **asked).problems)
    assert "feuille 001 : cette feuille a disparu du classeur" in lost
    assert "la feuille « Zoé »" in lost
    beside = filled(tmp_path, noted, **asked)
    assert not beside.problems
    assert "Mes notes" in said(beside.normalised)


def test_the_situation_that_replaces_the_others_is_not_filled_with_them(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        for sheet in ("S1", "P"):
            for column in range(4, 4 + len(LINES)):
                workbook[sheet].cell(FIRST_LINE, column).value = "2"

    found = filled(tmp_path, edit, two=THREE)
    assert f"feuille P, cellule A{FIRST_LINE}, candidat 1 : la situation P remplace les autres" in said(found.problems)
    assert not found.changes


def test_absent_and_assessed_is_one_or_the_other(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["S1"][f"C{FIRST_LINE}"] = "absent"

    found = filled(tmp_path, edit, two=[Assessed("1", "DURAND Zoé", {"S1": FULL})])
    assert f"cellule C{FIRST_LINE}, candidat 1 : « absent », et des cases sont remplies" in said(found.problems)
    stands = Assessed("1", "DURAND Zoé", {"S1": Filled(FULL.values, standing=Standing.ABSENT)})
    assert not filled(tmp_path, two=[stands]).problems  # as it was handed out


def test_the_hidden_number_is_that_of_the_line(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["Lauréat"]["A10"] = "9"

    found = filled(tmp_path, edit, two=THREE)
    assert "devait porter le candidat 9" in said(found.problems)


def test_one_fault_is_told_once_and_in_words_of_people(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["S1"][f"C{FIRST_LINE}"] = "dispensé"
        workbook["S1"][f"D{FIRST_LINE + 1}"] = "2.5"

    found = filled(tmp_path, edit, two=THREE[:2])
    assert len([one for one in found.problems + found.lacking if f"cellule D{FIRST_LINE + 1}" in str(one)]) == 1
    (change,) = filled(tmp_path, lambda book: book["S1"].__setitem__(f"C{FIRST_LINE}", "dispensé"), two=THREE).changes
    assert str(change) == f"S1!C{FIRST_LINE} : candidat 1, état : « vide » → « dispensé »"
