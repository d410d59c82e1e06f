"""Indicators ticked one by one: kept, carried by the workbook, opened with the mark; their number gives a level only
where the grid says so.
"""

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from laureat.exchange.grille_drawn import TABS, Assessed
from laureat.exchange.grille_files import opened_rows, read_sheets
from laureat.exchange.grille_import import Preview, preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Entry, Filled, Grid, Outcome, compute, filled, migrate, read_grids
from laureat.grilles.entries import digest
from support.grilles_au_hasard import drawn, ticked
from support.tableur import recalculated
from unit.exchange.test_grille_recalculated import differences

STEPS = [{"des": "0", "niveau": "0"}, {"des": "1", "niveau": "1"}, {"des": "3", "niveau": "2"}]


def grid(edition: str = "1", *, steps: bool = True, words: tuple[str, ...] = ("un", "deux", "trois")) -> Grid:
    first: dict[str, Any] = {"code": "C1.1", "texte": "a", "poids": "50", "indicateurs": list(words)}
    if steps:
        first["paliers"] = STEPS
    told: dict[str, Any] = {
        "grille": "E-U1",
        "edition": edition,
        "statut": "hypothese",
        "niveaux": {"codes": ["0", "1", "2"], "valeurs": ["0", "1", "2"]},
        "calcul": {"mode": "pondere", "arrondi": {"pas": "0,5", "sens": "superieur"}},
        "situations": [{"code": "S", "forme": "ccf"}],
        "competences": [
            {
                "code": "C1",
                "texte": "a",
                "poids": "100",
                "criteres": [first, {"code": "C1.2", "texte": "b", "poids": "50"}],
            }
        ],
    }
    (made,) = read_grids(yaml.safe_dump([told]), "essai.yaml")
    return made


def seen(*ranks: int, **values: str) -> Filled:
    told = {name.replace("_", "."): value for name, value in values.items()}
    return Filled(told, observed={"C1.1": frozenset(ranks)} if ranks else {})


def test_the_number_of_those_seen_gives_the_level_where_the_grid_says_so_and_none_is_ticked() -> None:
    said = compute(grid(), {"S": seen(1, 3, C1_2="2")}, 2026)
    assert (said.outcome, said.mark) == (Outcome.NOTE, 1500)
    assert compute(grid(), {"S": seen(1, 2, 3, C1_2="2")}, 2026).mark == 2000
    at_odds = compute(grid(), {"S": seen(1, 2, 3, C1_1="0", C1_2="2")}, 2026)
    assert at_odds.mark == 1000  # what the assessor ticked, and that it is at odds is said
    assert "les indicateurs observés (3 sur 3) donnent le niveau 2, et 0 est coché" in at_odds.alerts[0]


def test_indicators_are_never_computed_into_a_mark_where_the_grid_gives_no_steps() -> None:
    bare = grid(steps=False)
    assert compute(bare, {"S": seen(1, 2, C1_2="2")}, 2026).missing == ("S : C1.1",)
    marks = {compute(bare, {"S": seen(*ranks, C1_1="1", C1_2="2")}, 2026).mark for ranks in ((), (1,), (1, 2, 3))}
    assert marks == {1500}


def test_an_indicator_that_the_grid_has_not_is_refused_and_each_is_part_of_what_is_signed() -> None:
    with pytest.raises(ValueError, match="indicateur inconnu"):
        compute(grid(), {"S": seen(4)}, 2026)
    digests = {digest("1", {"S": seen(*ranks, C1_1="1")}) for ranks in ((), (1,), (2,), (1, 2))}
    assert len(digests) == 4


def test_an_indicator_passes_to_another_edition_by_its_words_and_never_by_its_rank() -> None:
    old, new = grid(), grid("2", words=("trois", "un", "quatre"))
    entries = [Entry("1", "S", "1", "", "", f"C1.1#{rank}", "x", f"k{rank}") for rank in (1, 2, 3)]
    found = migrate(entries, old, new, criteria={}, author="a", at="")
    assert filled(found.entries)["S"].observed == {"C1.1": frozenset({1, 2})}
    assert found.left == ("1, S, C1.1#2 : « x »",)


def test_the_explanation_names_the_indicators_that_were_seen() -> None:
    rows = opened_rows(compute(grid(), {"S": seen(1, 3, C1_2="2")}, 2026))
    assert rows[0][2] == "1 (observés, 2 sur 3 : un ; trois)"
    assert rows[1][2] == "2"


def test_a_file_says_them_by_their_ranks_and_a_fault_is_told_at_its_line() -> None:
    told = '"1": {S: {valeurs: {C1.2: "2"}, indicateurs: {C1.1: [1, 3]}}}'
    assert read_sheets(told.encode(), "s.yaml", grid(), 2026)["1"]["S"] == seen(1, 3, C1_2="2")
    with pytest.raises(Exception, match="rangs des indicateurs"):
        read_sheets(told.replace("[1, 3]", "un").encode(), "s.yaml", grid(), 2026)


TWO = (Assessed("1", "DURAND Zoé", {"S": seen(1, 3, C1_2="2")}), Assessed("2", "PETIT Ali"))


def book(tmp_path: Path, edit: Any = None, **shape: str) -> Preview:
    path = tmp_path / "g.xlsx"
    grid_workbook(grid(), TWO, 2026, **shape).save(path)
    if edit:
        again = openpyxl.load_workbook(path)
        edit(again)
        again.save(path)
    return preview(path, grid())


@pytest.mark.parametrize("shape", ["lignes", TABS])
def test_a_workbook_gives_them_back_as_they_were(shape: str, tmp_path: Path) -> None:
    found = book(tmp_path, shape=shape)
    assert (found.problems, found.changes, found.lacking) == ((), (), ())
    assert {one.numero: dict(one.sheets) for one in found.candidates} == {
        "1": {"S": TWO[0].sheets["S"]},
        "2": {"S": Filled()},
    }


@pytest.mark.parametrize(("shape", "sheet", "cell"), [("lignes", "Indicateurs S", "D7"), (TABS, "001", "C13")])
def test_a_cross_on_an_indicator_is_read_normalised_or_refused_at_its_cell(
    shape: str, sheet: str, cell: str, tmp_path: Path
) -> None:
    def put(value: Any) -> Any:
        return lambda workbook: workbook[sheet].__setitem__(cell, value)

    ticked_now = book(tmp_path, put(" X "), shape=shape)
    assert [(one.line, one.after) for one in ticked_now.changes] == [("C1.1#2", "x")]
    assert "est lu « x »" in str(ticked_now.normalised[0])
    for wrong in ("oui", "=1"):
        refused = book(tmp_path, put(wrong), shape=shape)
        assert cell in str(refused.problems[0])
        assert refused.changes == ()


def test_rows_sorted_on_the_sheet_of_indicators_do_not_land_on_the_neighbour(tmp_path: Path) -> None:
    def swapped(workbook: Any) -> None:
        sheet = workbook["Indicateurs S"]
        for column in (1, 2):
            one, other = sheet.cell(7, column), sheet.cell(8, column)
            one.value, other.value = other.value, one.value

    found = book(tmp_path, swapped)
    assert len(found.problems) == 2
    assert "remettre chaque ligne à sa place" in str(found.problems[0])
    gone = book(tmp_path, lambda workbook: workbook.remove(workbook["Indicateurs S"]))
    assert "a disparu" in str(gone.problems[0])
    assert gone.changes == ()


@pytest.mark.slow
def test_the_spreadsheet_deduces_the_same_levels(tmp_path: Path) -> None:
    chance, books, rank = random.Random(7), [], 0
    while len(books) < 6:
        rank += 1
        one = drawn(chance, rank)
        if not any(criterion.steps for criterion in one.criteria):
            continue
        candidates = [Assessed(str(n), f"C {n}", ticked(chance, one)) for n in range(40)]
        path = tmp_path / f"g{len(books)}.xlsx"
        grid_workbook(one, candidates, 2026).save(path)
        books.append((one, candidates, path))
    again = recalculated([path for _, _, path in books], tmp_path)
    found = [told for (one, many, _), path in zip(books, again, strict=True) for told in differences(one, many, path)]
    assert not found, "\n".join(found[:5])
