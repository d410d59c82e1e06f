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
    cell = f"{'V' if law.famille.cellules.holds else 'B13'}@{law.first_session - 1}"
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


HELD = {
    "too old": ("RNCP35697", "2026", "B12@2015", "a plus de 5 ans à la session 2026", "D337-69"),
    "of this very session": ("RNCP35697", "2026", "B12@2026", "vient d'une session antérieure", "D337-69"),
    "too low, bac pro": ("RNCP35697", "2026", "B8@2024", "inférieure à 10", "D337-78"),
    "too low, BTS": ("bts_batiment", "2013", "B8@2012", "inférieure à 10", "D643-23"),
    "too old, CAP": ("cap_electricien", "2025", "B12@2015", "a plus de 5 ans", "D337-17"),
    "dead block": ("certificateur", "2026", "V@2022", "le bloc validé à la session 2022 ne vaut plus", "art. 4"),
}
OWN_RULE = {
    "famille": "capitalisation",
    "code": "certificateur",
    "titre": "Certification inventée",
    "edition": "2026-11",
    "premiere_session": "2015",
    "session_courante": "2026",
    "texte": {"article": "règlement du certificateur", "lecture": "lu"},
    "unites": [{"code": f"BC0{n}", "bloc": f"BC0{n}", "intitule": f"Bloc {n}"} for n in (1, 2)],
    "regle": {"mode": "blocs", "duree_validite": "3", "article": "règlement, art. 4", "lecture": "lu"},
}


def carried(run: Run, folder: Path, law: str, session: str, acquis: list[str], **declared: str) -> dict[str, str]:
    """What one candidate's row holds once reported: the acquis of unit A, B… go to the first units."""
    name = law
    if law == "certificateur":
        (folder / "sien.yaml").write_text(json.dumps(OWN_RULE), encoding="utf-8")
        name, units, voie = str(folder / "sien.yaml"), ["BC01", "BC02"], {}
    else:
        known = bibliotheque()[law]
        units = [one.code for one in known.units if one.mandatory]
        voie = {"voie": known.famille.voies[0].code}
    row = {"numero": "1", **voie, **dict.fromkeys(units, ""), **declared}
    (folder / "c.csv").write_text(f"{';'.join(row)}\n{';'.join(row.values())}\n", encoding="utf-8")
    held = "".join(f"1;X;{letter};{cell}\n" for letter, cell in zip("ABC", acquis, strict=False))
    (folder / "a.csv").write_text(f"numero;ancien_diplome;ancienne_unite;acquis\n{held}", encoding="utf-8")
    (folder / "t.yaml").write_text(f"X: {{A: {units[0]}, B: {units[0]}}}\n", encoding="utf-8")
    ended = run(
        *("reporter", folder / "c.csv", "--reglement", name, "--session", session, "--acquis", folder / "a.csv"),
        *("--correspondances", folder / "t.yaml", "--sortie", folder / "r.csv"),
    )
    assert ended.exit_code == 0, ended.output
    (found,) = pl.read_csv(folder / "r.csv", separator=";", infer_schema=False).fill_null("").iter_rows(named=True)
    assert ("1 à examiner" in " ".join(ended.output.split())) is bool(found["acquis_signales"])
    return {"carried": found[units[0]], "said": found["acquis_signales"]}


@pytest.mark.parametrize("name", HELD)
def test_what_the_law_no_longer_keeps_is_not_carried_and_said_with_its_article(
    run: Run, tmp_path: Path, name: str
) -> None:
    law, session, cell, reason, article = HELD[name]
    found = carried(run, tmp_path, law, session, [cell])
    assert found["carried"] == ""
    assert reason in found["said"]
    assert article in found["said"]
    assert "non reporté" in found["said"]


def test_a_low_mark_is_carried_where_the_form_lets_it_be_kept(run: Run, tmp_path: Path) -> None:
    spread = carried(run, tmp_path, "RNCP35697", "2026", ["B8@2024"], etalement="oui")
    assert spread == {"carried": "B8@2024", "said": ""}


def test_of_two_marks_the_one_that_still_holds_is_carried(run: Run, tmp_path: Path) -> None:
    found = carried(run, tmp_path, "RNCP35697", "2026", ["B18@2015", "B12@2024"])
    assert found["carried"] == "B12@2024"
    assert "a plus de 5 ans" in found["said"]


def test_what_is_carried_and_must_still_be_settled_is_said(run: Run, tmp_path: Path) -> None:
    found = carried(run, tmp_path, "RNCP35697", "2026", ["DI"])
    assert found["carried"] == "DI"
    assert "sans son motif" in found["said"]


def test_what_the_list_was_already_refused_for_stops_nothing_else(run: Run, tmp_path: Path) -> None:
    found = carried(run, tmp_path, "RNCP35697", "2026", ["B12@2024"], U31="B8@2024")
    assert found == {"carried": "B12@2024", "said": ""}


def test_no_more_is_carried_than_one_candidate_may_present(run: Run, tmp_path: Path) -> None:
    optional = [one.code for one in bibliotheque()["RNCP35697"].units if not one.mandatory]
    units = [*UNITS, *optional]
    most = bibliotheque()["RNCP35697"].at(2026).parameters["facultatives_max"].known
    assert len(optional) > most
    (tmp_path / "c.csv").write_text(f"numero;voie;{';'.join(units)}\n1;scolaire_public{';' * len(units)}\n", "utf-8")
    held = "".join(f"1;X;{code};B12@2024\n" for code in optional)
    (tmp_path / "a.csv").write_text(f"numero;ancien_diplome;ancienne_unite;acquis\n{held}", encoding="utf-8")
    (tmp_path / "t.yaml").write_text(json.dumps({"X": {code: code for code in optional}}), encoding="utf-8")
    ended = run(
        *("reporter", tmp_path / "c.csv", "--reglement", "RNCP35697", "--acquis", tmp_path / "a.csv"),
        *("--correspondances", tmp_path / "t.yaml", "--sortie", tmp_path / "r.csv"),
    )
    assert ended.exit_code == 0, ended.output
    (row,) = pl.read_csv(tmp_path / "r.csv", separator=";", infer_schema=False).fill_null("").iter_rows(named=True)
    assert [row[code] for code in optional].count("B12@2024") == most
    assert row["acquis_signales"].count("non reporté") == len(optional) - most
