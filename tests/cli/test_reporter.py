"""``laureat reporter``: what was earned under a former diploma is not lost, nor carried in silence."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.conftest import Run
from laureat.reglements.specialites import bibliotheque

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
LISTE = "\n".join(
    [
        ";".join(["numero", "voie", *UNITS]),
        ";".join(["1", "scolaire_public", "", *["10"] * 11]),
        ";".join(["2", "scolaire_public", *["10"] * 12]),
    ]
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    liste, acquis, table = tmp_path / "c.csv", tmp_path / "a.csv", tmp_path / "t.yaml"
    liste.write_text(LISTE, encoding="utf-8")
    rows = [
        "numero;ancien_diplome;ancienne_unite;acquis",
        "1;RNCP420;U2;B13@2023",
        "2;RNCP420;U2;VA",
        "2;RNCP792;U9;14",
    ]
    acquis.write_text("\n".join(rows), encoding="utf-8")
    table.write_text("RNCP420: {U2: U2}\n", encoding="utf-8")
    return liste, acquis, table


def report(run: Run, files: tuple[Path, Path, Path], *more: str | Path) -> tuple[Any, Path]:
    liste, acquis, _ = files
    target = liste.parent / "complet.csv"
    return run("reporter", liste, "--reglement", "RNCP35697", "--acquis", acquis, *more, "--sortie", target), target


def test_a_mark_of_a_former_diploma_becomes_a_kept_mark_and_counts(run: Run, files: tuple[Path, Path, Path]) -> None:
    ended, target = report(run, files, "--correspondances", files[2])
    assert ended.exit_code == 0
    rows = pl.read_csv(target, separator=";", infer_schema=False).fill_null("")
    assert rows["U2"].to_list() == ["B13@2023", "10"]
    assert "déjà saisi" in rows["acquis_signales"][1]
    assert "aucun tableau" in rows["acquis_signales"][1]
    folder = target.parent / "d"
    assert run("deliberer", target, "--reglement", "RNCP35697", "--sortie", folder).exit_code == 0
    decided = pl.read_csv(folder / "decisions.csv", separator=";", infer_schema=False)
    assert decided["moyenne"].to_list() == ["10.46", "10.00"]  # (260 + 3 × 4) / 26


def test_without_a_table_everything_is_signalled_and_nothing_carried(run: Run, files: tuple[Path, Path, Path]) -> None:
    ended, target = report(run, files)
    assert ended.exit_code == 0
    rows = pl.read_csv(target, separator=";", infer_schema=False).fill_null("")
    assert rows["U2"].to_list() == ["", "10"]
    assert all("aucun tableau" in told for told in rows["acquis_signales"])


def test_faults_are_all_said_and_nothing_is_written(run: Run, files: tuple[Path, Path, Path]) -> None:
    files[1].write_text("numero;ancien_diplome;ancienne_unite;acquis\n1;;U2;13\n1;RNCP420;U2;douze", encoding="utf-8")
    ended, target = report(run, files)
    assert ended.exit_code == 2
    assert "ligne 2, colonne ancien_diplome" in ended.output
    assert "ligne 3, colonne acquis" in ended.output
    assert not target.exists()


def test_a_number_that_the_list_does_not_know_is_said(run: Run, files: tuple[Path, Path, Path]) -> None:
    files[1].write_text("numero;ancien_diplome;ancienne_unite;acquis\n99;RNCP420;U2;13", encoding="utf-8")
    ended, _ = report(run, files)
    assert ended.exit_code == 2
    assert "99" in ended.output


@pytest.mark.parametrize("family", ["cap_electricien", "bts_batiment", "tp_commercial"])
def test_every_family_is_opened_by_name_and_by_data_file(run: Run, tmp_path: Path, family: str) -> None:
    law = bibliotheque()[family]
    unit = law.units[0].code
    cell = "V@2013" if law.famille.cellules.holds else "B13@2013"
    own = tmp_path / "sien.yaml"
    own.write_text(json.dumps(dict(law.data)), encoding="utf-8")
    units = [one.code for one in law.units if one.mandatory]
    row = ";".join(("1", law.famille.voies[0].code, *("" for _ in units)))
    (tmp_path / "c.csv").write_text(f"numero;voie;{';'.join(units)}\n{row}\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"numero;ancien_diplome;ancienne_unite;acquis\n1;X;A;{cell}\n", encoding="utf-8")
    (tmp_path / "t.yaml").write_text(f"X: {{A: {unit}}}\n", encoding="utf-8")
    for name, target in ((family, tmp_path / "un.csv"), (str(own), tmp_path / "deux.csv")):
        given = (
            "--acquis",
            tmp_path / "a.csv",
            "--correspondances",
            tmp_path / "t.yaml",
            "--session",
            str(law.first_session),
        )
        ended = run("reporter", tmp_path / "c.csv", "--reglement", name, *given, "--sortie", target)
        assert ended.exit_code == 0, ended.output
        assert pl.read_csv(target, separator=";", infer_schema=False)[unit].to_list() == [cell]
