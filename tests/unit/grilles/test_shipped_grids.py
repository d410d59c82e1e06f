"""The grids shipped: every sentence of the sheets is covered, every unit has its grid, and what is supposed is said."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from laureat.grilles import Filled, Grid, Mode, Outcome, Statut, compute, grids_of, library, read_grids
from laureat.grilles.loading import schema
from laureat.register import Fiche, bundled, read_fiche
from laureat.reglements.specialites import bibliotheque


def uncovered(fiche: Fiche, grids: tuple[Grid, ...]) -> list[str]:
    """The sentences of the blocks of a sheet that no line of the block's grid bears."""
    said = {
        grid.block: {text for one in grid.competences for text in (one.text, *(line.text for line in one.criteria))}
        for grid in grids
    }
    return [sentence for bloc in fiche.blocs for sentence in bloc.competences or () if sentence not in said[bloc.code]]


def test_every_sentence_of_the_fifteen_blocks_is_in_the_grid_of_its_unit() -> None:
    fiche, grids = bundled("RNCP35697"), grids_of("RNCP35697")
    assert len(grids) == len(fiche.blocs) == 15
    assert not uncovered(fiche, grids)
    units = {unit.code: unit.bloc for unit in bibliotheque()["RNCP35697"].units}
    assert {grid.unit: grid.block for grid in grids} == units


def test_every_sentence_of_the_title_is_in_its_binary_grids(formats: Path) -> None:
    fiche = read_fiche(formats / "rncp" / "export_fiches_RNCP_V4_1_extrait.xml", "RNCP36490")
    grids = grids_of("RNCP36490")
    assert {grid.mode for grid in grids} == {Mode.BINAIRE}
    assert not uncovered(fiche, grids)


def test_the_forms_of_assessment_are_those_of_the_sheet() -> None:
    for bloc in bundled("RNCP35697").blocs:
        (grid,) = (one for one in grids_of("RNCP35697") if one.block == bloc.code)
        modes = [mode for mode in (bloc.modes.A, bloc.modes.B, bloc.modes.C) if mode] if bloc.modes else []
        assert any(one.form == "ccf" for one in grid.situations) == any(mode.mode == "ccf" for mode in modes)
        natures = {" et ".join(mode.natures) for mode in modes if mode.mode != "ccf"}
        assert {one.form.removeprefix("ponctuel ") for one in grid.situations if one.form != "ccf"} == natures


@pytest.mark.parametrize("grid", library().values(), ids=lambda grid: grid.code)
def test_a_shipped_grid_says_that_it_is_a_hypothesis(grid: Grid) -> None:
    assert grid.statut is Statut.HYPOTHESE
    assert "hypothétique" in grid.notice
    assert "hypothese" in grid.edition
    assert grid.source


@pytest.mark.parametrize("unit", ["U11", "U12"])
def test_the_five_competences_of_the_sheet_answer_to_the_five_national_ones(unit: str) -> None:
    grid = library()[f"RNCP35697-{unit}"]
    national = [one.national for one in grid.competences]
    assert national == ["s'approprier", "analyser, raisonner", "réaliser", "valider", "communiquer"]


def test_the_schema_published_is_that_of_the_package(root: Path) -> None:
    Draft202012Validator.check_schema(schema())
    published = root / "docs" / "reference" / "grille.schema.json"
    assert published.read_text(encoding="utf-8") == (
        root / "src" / "laureat" / "grilles" / "grille.schema.json"
    ).read_text(encoding="utf-8")


def test_a_title_shows_the_jury_the_evaluations_in_training_the_professional_file_and_the_final_interview() -> None:
    for grid in grids_of("RNCP36490"):
        assert [one.code for one in grid.situations if not one.alone] == ["ECF", "DP", "EF"]
        acquired = Filled(dict.fromkeys(grid.lines(grid.situation("ECF")), "acquis"))
        failed = Filled(dict.fromkeys(grid.lines(grid.situation("EF")), "non_acquis"))
        said = [
            compute(grid, sheets, 2027).outcome for sheets in ({}, {"ECF": acquired}, {"ECF": acquired, "EF": failed})
        ]
        assert said == [Outcome.INCOMPLET, Outcome.ACQUIS, Outcome.NON_ACQUIS]


def test_a_grid_given_as_a_file_is_the_same_grid() -> None:
    for grid in library().values():
        (again,) = read_grids(json.dumps(grid.data, ensure_ascii=False, indent=2), "grille.json")
        assert (again.code, again.edition, again.fingerprint) == (grid.code, grid.edition, grid.fingerprint)
