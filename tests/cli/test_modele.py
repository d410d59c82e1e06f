"""``laureat modele``."""

import shlex
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from laureat.cli.main import laureat


def test_the_workbook_filled_with_one_candidate_is_deliberated(tmp_path: Path) -> None:
    path = tmp_path / "candidats.xlsx"
    run = CliRunner().invoke(laureat, ["modele", "--reglement", "RNCP35697", str(path)])
    assert run.exit_code == 0, run.output
    assert "Classeur vide écrit" in run.output
    book = openpyxl.load_workbook(path)
    sheet = book["Candidats"]
    for cell in sheet[1]:
        value = {"numero": "1", "voie": "scolaire_public"}.get(cell.value)
        if value is None and cell.value.startswith("U") and not cell.value.startswith("UF"):
            value = 12.5
        sheet.cell(2, cell.column, value)
    book.save(path)
    run = CliRunner().invoke(
        laureat, ["deliberer", str(path), "--reglement", "RNCP35697", "--sortie", str(tmp_path / "dossier")]
    )
    assert run.exit_code == 0, run.output
    assert "1;admis;AB;12.50;" in (tmp_path / "dossier" / "decisions.csv").read_text(encoding="utf-8")


def test_the_command_to_type_next_carries_the_sheet_and_its_number(tmp_path: Path) -> None:
    path = tmp_path / "mes candidats.xlsx"
    sheet = ["--fiche", "RNCP35697", "--numero", "RNCP35697"]
    run = CliRunner().invoke(laureat, ["modele", "--reglement", "RNCP35697", *sheet, str(path)])
    assert run.exit_code == 0, run.output
    told = run.output.partition("Une fois rempli : laureat ")[2].strip()
    assert shlex.split(told) == ["deliberer", str(path), "--reglement", "RNCP35697", *sheet, "--sortie", "dossier"]


def test_the_command_to_type_next_carries_the_session_that_was_asked(tmp_path: Path) -> None:
    arguments = ["modele", "--reglement", "tp_commercial", "--session", "2014", str(tmp_path / "c.xlsx")]
    run = CliRunner().invoke(laureat, arguments)
    assert run.exit_code == 0, run.output
    assert "--reglement tp_commercial --session 2014 --sortie dossier" in " ".join(run.output.split())
