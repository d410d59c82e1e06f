"""The empty workbook: what it holds, what Excel can take, and that it is read back once filled."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.modele import template, write_template
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import InvalidInput, VoieAcces, parse_cell
from support.deliberations import BAC_PRO, PUBLIC, VOIES

RULES = charger("RNCP35697").at(2026)
SPEC = Spec(RULES)


@pytest.fixture
def workbook(tmp_path: Path) -> openpyxl.Workbook:
    write_template(tmp_path / "candidats.xlsx", RULES, SPEC)
    return openpyxl.load_workbook(tmp_path / "candidats.xlsx")


def headings(workbook: openpyxl.Workbook) -> list[str]:
    return [cell.value for cell in workbook["Candidats"][1]]


def test_the_sheet_has_every_column_and_no_candidate(workbook: openpyxl.Workbook) -> None:
    assert workbook.sheetnames == ["Candidats", "Aide"]
    assert set(headings(workbook)) == set(SPEC.names.values())
    assert headings(workbook)[:3] == ["numero", "nom", "prenom"]
    assert workbook["Candidats"].max_row == 1
    assert workbook["Candidats"].freeze_panes == "D2"


def test_checks_and_lists_stay_within_what_excel_takes(workbook: openpyxl.Workbook) -> None:
    validations = workbook["Candidats"].data_validations.dataValidation
    checked = {validation.promptTitle: validation for validation in validations}
    assert {"numero", "sexe", "date_naissance", "voie", "voie_acces", "forme", "option"} <= set(checked)
    assert {column.name for column in SPEC.cells} <= set(checked)
    for validation in validations:
        assert len(validation.formula1) <= 255
        assert len(validation.error) <= 255
        assert len(validation.prompt) <= 255
        assert len(validation.errorTitle) <= 32
        assert validation.errorStyle == "stop"
        assert "{" not in validation.formula1
    assert checked["forme"].formula1 == '"globale,progressive"'
    assert checked["voie_acces"].formula1 == f'"{",".join(VoieAcces)}"'


def test_the_list_of_routes_is_the_table_of_the_help_page(workbook: openpyxl.Workbook) -> None:
    (voie,) = (v for v in workbook["Candidats"].data_validations.dataValidation if v.promptTitle == "voie")
    sheet, span = voie.formula1.split("!")
    cells = [row[0].value for row in workbook[sheet][span.replace("$", "")]]
    assert cells == [route.code for route in VOIES]


def test_the_help_page_explains_every_column_and_every_code(workbook: openpyxl.Workbook) -> None:
    lines = {row[0]: row[1:] for row in workbook["Aide"].iter_rows(values_only=True) if row[0]}
    assert set(headings(workbook)) <= set(lines)
    assert {"AB", "AJ", "DI", "VA", "NU", "B12,5@2024"} <= set(lines)
    assert lines["U31"] == ("oui", "Projet de réalisation de produits ou d'un outillage.", "12,5")
    assert lines["VAE"][1] == VoieAcces.VAE.label


def test_a_filled_workbook_is_read_back(tmp_path: Path, workbook: openpyxl.Workbook) -> None:
    sheet, names = workbook["Candidats"], headings(workbook)
    typed = {
        "numero": "0042",
        "nom": "d’Alembert",
        "date_naissance": datetime.date(2008, 3, 14),
        "voie": "scolaire_public",
        "derogation": "oui",
        "forme": "progressive",
        **{column.name: 12 for column in SPEC.cells if column.required},
        "U2": 12.5,
        "U31": "b11@2025",
        "U7": "DI",
    }
    for name, value in typed.items():
        sheet.cell(2, names.index(name) + 1, value)
    workbook.save(tmp_path / "rempli.xlsx")
    (batch,) = read_candidates(tmp_path / "rempli.xlsx", SPEC)
    (candidate,) = candidates(batch, BAC_PRO)
    assert candidate.numero == "0042"
    assert candidate.voie is PUBLIC
    assert candidate.declare["derogation"]
    assert candidate.identite["date_naissance"] == "14/03/2008"
    assert [candidate.cell(unit) for unit in ("U2", "U31", "U7")] == [
        parse_cell(text) for text in ("12,5", "B11@2025", "DI")
    ]


def test_an_empty_workbook_is_a_list_without_candidates(tmp_path: Path, workbook: openpyxl.Workbook) -> None:
    with pytest.raises(InvalidInput, match="la liste ne contient aucun candidat"):
        list(read_candidates(tmp_path / "candidats.xlsx", SPEC))


def test_a_workbook_that_exists_is_replaced_only_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    path.write_text("rempli")
    with pytest.raises(InvalidInput, match="existe déjà"):
        write_template(path, RULES, SPEC)
    assert path.read_text() == "rempli"
    write_template(path, RULES, SPEC, replace=True)
    assert [found.name for found in tmp_path.iterdir()] == ["c.xlsx"]


@pytest.mark.parametrize("name", ["c.csv", "absent/c.xlsx"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput):
        write_template(tmp_path / name, RULES, SPEC)


def test_a_sheet_of_blocks_has_its_own_workbook() -> None:
    blocs = [Bloc("RNCP37674BC01", "Développer"), Bloc("RNCP37674BC02", "Déployer", facultatif=True)]
    rules = reglement_de_la_fiche("RNCP37674", "Concepteur", blocs, 2026).at()
    book = template(rules, Spec(rules))
    names = headings(book)
    assert {"BC01", "BC02", "motif_BC01"} <= set(names)
    assert "PROJET" not in names
    assert "forme" not in names
    help_lines = {row[0] for row in book["Aide"].iter_rows(values_only=True)}
    assert {"V", "NV", "V@2024"} <= help_lines
