"""The workbook of a grid, filled by hand and read back: each fault at its cell, nothing on a neighbour."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laureat.exchange.grille_drawn import HIDDEN, TABS, Assessed
from laureat.exchange.grille_formulas import has_formulas
from laureat.exchange.grille_import import Preview, preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Filled, Standing, compute, library, read_grids
from laureat.vocabulary import InvalidInput
from unit.grilles.test_computing import MATHEMATICS, eps
from unit.grilles.test_loading import SOUND

GRID = library()["RNCP35697-U31"]
LANGUAGE = library()["RNCP35697-U4"]
TITLE = library()["RNCP36490-BC01"]
LINES = GRID.lines(GRID.situation("S1"))
FULL = Filled(dict.fromkeys(LINES, "2"))
TWO = (
    Assessed("1", "DURAND Zoé", {"S1": FULL, "S2": Filled({**FULL.values, "C2.3": "NE"})}, {"S1": 8}),
    Assessed("2", "=1+1 Nguyễn", {"S1": Filled(standing=Standing.ABSENT)}),
)

Edit = Callable[[Any], None]


def book(path: Path, edit: Edit | None = None, grid: Any = GRID, two: Any = TWO, **shape: str) -> Path:
    workbook = grid_workbook(grid, two, 2026, **shape)
    workbook.save(path)
    if edit is not None:
        again = openpyxl.load_workbook(path)
        edit(again)
        again.save(path)
    return path


def filled(tmp_path: Path, edit: Edit | None = None, **given: Any) -> Preview:
    current = given.pop("current", None)
    grid = given.get("grid", GRID)
    return preview(book(tmp_path / "grille.xlsx", edit, **given), grid, current)


def put(cell: str, value: Any, sheet: str = "S1") -> Edit:
    def edit(workbook: Any) -> None:
        workbook[sheet][cell] = value

    return edit


def said(problems: Any) -> str:
    return "\n".join(map(str, problems))


@pytest.mark.parametrize("shape", ["lignes", TABS])
@pytest.mark.parametrize("grid", [GRID, LANGUAGE, TITLE, eps()], ids=lambda grid: grid.code)
def test_a_workbook_that_nobody_touched_changes_nothing_and_says_what_it_was_given(
    grid: Any, shape: str, tmp_path: Path
) -> None:
    codes = [level.code for level in grid.levels]
    first = grid.situations[0]
    values = {line: codes[rank % len(codes)] for rank, line in enumerate(grid.lines(first))}
    mark = Fraction(25, 2) if not grid.levels[0].value and grid is LANGUAGE else None
    one = Assessed("1", "DURAND Zoé", {first.code: Filled(values, mark)})
    found = filled(tmp_path, grid=grid, two=[one], shape=shape, situation=first.code)
    assert not found.changes + found.problems + found.lacking + found.normalised
    assert found.candidates[0].sheets[first.code] == one.sheets[first.code]


def test_questions_marked_by_level_come_back_too(tmp_path: Path) -> None:
    values = {"1a": "2", "1b": "NE", "2a": "0", "2b": "1", "3": "2"}
    one = Assessed("1", "DURAND Zoé", {"S1": Filled(values)})
    found = filled(tmp_path, grid=MATHEMATICS, two=[one])
    assert found.candidates[0].sheets["S1"].values == values
    with pytest.raises(ValueError, match="forme « lignes »"):
        grid_workbook(MATHEMATICS, [one], 2026, shape=TABS)


def test_the_workbook_names_no_author_links_to_nothing_and_runs_no_name(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(book(tmp_path / "g.xlsx"))
    assert workbook.properties.creator == "Lauréat"
    assert workbook.properties.lastModifiedBy in (None, "")
    assert not workbook._external_links  # type: ignore[attr-defined]
    assert workbook["S1"]["B8"].data_type == "s"
    assert "hypothétique" in workbook["S1"]["A2"].value
    assert all(sheet.protection.sheet for sheet in workbook.worksheets)
    assert workbook[HIDDEN].sheet_state == "veryHidden"
    free = [cell.coordinate for row in workbook["S1"].iter_rows() for cell in row if not cell.protection.locked]
    assert {"C7", "D7", "K8"} <= set(free)
    assert not {"A7", "B7", "L7", "A1"} & set(free)


def test_a_level_is_read_with_its_space_or_its_capital_and_that_is_said(tmp_path: Path) -> None:
    found = filled(tmp_path, put("D7", " ne "))
    assert [(one.line, one.before, one.after, one.cell) for one in found.changes] == [("C1.1", "2", "NE", "S1!D7")]
    assert "cellule D7" in said(found.normalised)
    assert "est lu « NE »" in said(found.normalised)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("D7", "4", "« 4 » n'est pas un niveau ; attendu : 0, 1, 2, 3, NE, ou rien"),
        ("D7", "x", "n'est pas un niveau"),
        ("D7", "=1+1", "une formule, là où une valeur est attendue"),
        ("C7", "malade", "« malade » n'est pas un état"),
        ("A7", "2", "elle a été déplacée ou réécrite"),
        ("B7", "MARTIN Léa", "elle a été déplacée ou réécrite"),
    ],
)
def test_a_fault_is_told_at_its_cell_and_nothing_is_written(cell: str, value: str, told: str, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["S1"][cell] = value
        workbook["S1"]["E7"] = "3"  # sound, and not written either

    found = filled(tmp_path, edit)
    assert not found.changes
    assert f"cellule {cell}" in said(found.problems)
    assert told in said(found.problems)


def test_rows_that_were_sorted_do_not_land_on_the_neighbour(tmp_path: Path) -> None:
    def swap(workbook: Any) -> None:
        for column in range(1, 12):
            one, two = workbook["S1"].cell(7, column), workbook["S1"].cell(8, column)
            one.value, two.value = two.value, one.value

    found = filled(tmp_path, swap)
    assert len(found.problems) == 2
    assert not found.changes


def test_a_line_without_a_cross_and_a_line_with_two_are_two_faults(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["001"]["E7"] = None  # C1.1 had its cross at level 2
        workbook["001"]["F8"] = "x"  # C1.2 has two

    found = filled(tmp_path, edit, shape=TABS)
    assert "cellule C7" in said(found.lacking)
    assert "cellule E8, F8" in said(found.problems)
    assert "2 croix sur la même ligne" in said(found.problems)
    assert not found.changes


@pytest.mark.parametrize("cross", ["X", "x ", " X"])
def test_a_cross_with_a_space_or_a_capital_is_a_cross_and_that_is_said(cross: str, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["001"]["E7"] = None
        workbook["001"]["F7"] = cross

    found = filled(tmp_path, edit, shape=TABS)
    assert [(one.line, one.after) for one in found.changes] == [("C1.1", "3")]
    assert f"« {cross} » est lu « x »" in said(found.normalised)
    assert "une croix est un « x »" in said(filled(tmp_path, put("F7", "ok", "001"), shape=TABS).problems)


def test_what_was_entered_meanwhile_is_never_written_over_unsaid(tmp_path: Path) -> None:
    later = Assessed(
        "1", "DURAND Zoé", {"S1": Filled({**FULL.values, "C1.1": "0", "C1.2": "0"}), "S2": TWO[0].sheets["S2"]}
    )
    found = filled(tmp_path, put("D7", "3"), current={"1": later, "2": TWO[1]})
    assert "« 3 » ici, mais « 0 » a été saisi depuis l'export (le classeur avait « 2 »)" in said(found.problems)
    untouched = filled(tmp_path, put("F7", "3"), current={"1": later, "2": TWO[1]})
    assert [(one.line, one.before, one.after) for one in untouched.changes] == [("C2.1", "2", "3")]


def test_a_typed_mark_off_the_half_points_is_refused_with_the_rounded_one(tmp_path: Path) -> None:
    one = Assessed("1", "DURAND Zoé", {"S1": Filled(dict.fromkeys(LANGUAGE.lines(LANGUAGE.situations[0]), "A"))})
    found = filled(tmp_path, put("G7", 12.1), grid=LANGUAGE, two=[one])
    assert "donnerait 12" in said(found.problems)
    assert "cellule G7" in said(found.problems)
    assert "la note n'est pas saisie" in said(filled(tmp_path, grid=LANGUAGE, two=[one]).lacking)


def test_a_mark_set_by_a_text_is_locked_and_comes_back_as_it_was(tmp_path: Path) -> None:
    imposed = Assessed(
        "1", "DURAND Zoé", {"S1": Filled(standing=Standing.IMPOSED, imposed=Fraction(20), text="un texte")}
    )
    workbook = openpyxl.load_workbook(book(tmp_path / "g.xlsx", two=[imposed]))
    assert workbook["S1"]["D7"].protection.locked
    assert not filled(tmp_path, put("D7", "3"), two=[imposed]).changes


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('edition: "1"', 'edition: "2"'), "chaque saisie garde la grille"),
        (("Régler", "Régler le poste"), "chaque saisie garde la grille"),
    ],
)
def test_a_workbook_of_another_edition_is_refused(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    (old,) = read_grids(SOUND, "g.yaml")
    (new,) = read_grids(SOUND.replace(*change), "g.yaml")
    path = book(tmp_path / "g.xlsx", grid=old, two=[Assessed("1", "DURAND Zoé")])
    with pytest.raises(InvalidInput, match=told):
        preview(path, new)


def test_a_workbook_of_another_session_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "g.xlsx")
    assert not preview(path, GRID, None, 2026).problems
    with pytest.raises(InvalidInput, match="celui de la session 2026, et non de 2025"):
        preview(path, GRID, None, 2025)


def test_a_workbook_that_is_not_ours_is_refused_with_what_to_do(tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    other.save(tmp_path / "autre.xlsx")
    with pytest.raises(InvalidInput, match="n'est pas une grille exportée par Lauréat"):
        preview(tmp_path / "autre.xlsx", GRID)
    (tmp_path / "faux.xlsx").write_bytes(b"rien")
    with pytest.raises(InvalidInput, match="abîmé"):
        preview(tmp_path / "faux.xlsx", GRID)


def test_weights_too_fine_for_the_guard_have_no_live_formula_and_the_result_is_ours() -> None:
    fine = SOUND.replace("valeurs: [0, 1, 2]", "valeurs: [0, '1/999979', '999983/100003']")
    (grid,) = read_grids(fine, "g.yaml")
    assert not has_formulas(grid)
    assert has_formulas(GRID)
    assert not has_formulas(TITLE)
    assert compute(grid, {"S1": Filled({"C1.1": "2", "C1.2": "2"})}, 2026).mark == 2000


IMPOSSIBLE = {
    "A5": ("20%26", "9" * 40),
    "D10": ("0", "-3", "9999999"),
    "E10": ("²",),
    "G10": ("[1]", "{", '{"C1": 3}', "[" * 5000),
}


@pytest.mark.parametrize(("cell", "value"), [(cell, one) for cell, many in IMPOSSIBLE.items() for one in many])
def test_what_the_hidden_sheet_could_not_say_is_a_damaged_workbook(tmp_path: Path, cell: str, value: str) -> None:
    def spoil(workbook: Any) -> None:
        workbook[HIDDEN][cell] = value

    with pytest.raises(InvalidInput, match="abîmé"):
        preview(book(tmp_path / "c.xlsx", spoil), GRID)


@pytest.mark.parametrize("place", [("S1", 5 * 10**20, 3), ("S1", 8, 16_385), (HIDDEN, 1_048_577, 1)])
def test_a_cell_outside_of_any_sheet_is_a_damaged_workbook(tmp_path: Path, place: tuple[str, int, int]) -> None:
    name, row, column = place

    def spoil(workbook: Any) -> None:
        cell = workbook[name]["A1"]
        cell.row, cell.column = row, column
        workbook[name]._cells[row, column] = cell

    with pytest.raises(InvalidInput, match="abîmé"):
        preview(book(tmp_path / "c.xlsx", spoil), GRID)
