"""``laureat grille``."""

import json
from pathlib import Path

import openpyxl

from cli.conftest import Run
from laureat.grilles import library

LINES = library()["RNCP35697-U31"].lines(library()["RNCP35697-U31"].situations[0])


def test_the_grids_shipped_are_listed_and_said_to_be_hypotheses(run: Run) -> None:
    ended = run("grille", "lister", "RNCP35697")
    assert ended.exit_code == 0
    assert "RNCP35697-UF_MOB" in ended.output
    assert "RNCP36490" not in ended.output
    assert "Grille hypothétique" in " ".join(ended.output.split())


def test_a_file_of_grids_is_checked_whole_and_its_levels_out_of_reach_are_said(run: Run, tmp_path: Path) -> None:
    shipped = Path("src/laureat/grilles/donnees/RNCP35697.yaml").read_text(encoding="utf-8")
    (tmp_path / "mes.yaml").write_text(shipped, encoding="utf-8")
    ended = run("grille", "verifier", tmp_path / "mes.yaml")
    assert ended.exit_code == 0
    assert "notes possibles : 0 à 20" in ended.output
    (tmp_path / "mes.yaml").write_text(shipped.replace("poids: 30\n", "poids: 31\n", 2), encoding="utf-8")
    ended = run("grille", "verifier", tmp_path / "mes.yaml")
    assert ended.exit_code == 2
    assert ended.output.count("font 101, et non 100") == 2


def _exported(run: Run, folder: Path) -> Path:
    (folder / "liste.csv").write_text("numero;nom;prenom\n1;DURAND;Zoé\n2;NGUYỄN;Léa\n", encoding="utf-8")
    book = folder / "u31.xlsx"
    ended = run("grille", "exporter", "--grille", "RNCP35697-U31", "--candidats", folder / "liste.csv", book)
    assert ended.exit_code == 0, ended.output
    assert "Grille hypothétique" in " ".join(ended.output.split())
    again = run("grille", "exporter", "--grille", "RNCP35697-U31", "--candidats", folder / "liste.csv", book)
    assert again.exit_code == 2
    assert "--remplacer" in again.output
    return book


def test_a_grid_goes_to_excel_and_comes_back_as_marks(run: Run, tmp_path: Path) -> None:
    book = _exported(run, tmp_path)
    workbook = openpyxl.load_workbook(book)
    for row in (7, 8):
        for column, _ in enumerate(LINES, start=4):
            workbook["P"].cell(row, column).value = str(row - 5)
    workbook.save(book)
    ended = run("grille", "importer", "--grille", "RNCP35697-U31", "--sortie", tmp_path / "notes.csv", book)
    assert ended.exit_code == 0, ended.output
    lines = (tmp_path / "notes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("numero;nom;U31;etat")
    assert [line.split(";")[:3] for line in lines[1:]] == [["1", "DURAND Zoé", "13,5"], ["2", "NGUYỄN Léa", "20"]]
    assert "P!D7 : candidat 1, C1.1 : « vide » → « 2 »" in ended.output


def test_every_fault_of_a_workbook_is_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    book = _exported(run, tmp_path)
    workbook = openpyxl.load_workbook(book)
    workbook["S1"]["D7"], workbook["S1"]["E8"] = "9", "2"
    workbook.save(book)
    ended = run("grille", "importer", "--grille", "RNCP35697-U31", "--sortie", tmp_path / "notes.csv", book)
    assert ended.exit_code == 2
    assert "« 9 » n'est pas un niveau" in ended.output
    assert "feuille S1, cellule D8, candidat 2 : C1.1 : rien n'est coché" in ended.output
    assert not (tmp_path / "notes.csv").exists()


def test_marks_are_computed_from_what_was_ticked(run: Run, tmp_path: Path) -> None:
    levels = ", ".join(f'{code}: "2"' for code in LINES)
    told = f'"1": {{P: {{valeurs: {{{levels}}}}}}}\n"2": {{P: {{etat: absent}}}}\n'
    (tmp_path / "s.yaml").write_text(told, encoding="utf-8")
    ended = run("grille", "calculer", "--grille", "RNCP35697-U31", tmp_path / "s.yaml")
    assert ended.exit_code == 0, ended.output
    assert "13,5" in ended.output
    assert "40/3" in ended.output
    assert "absent" in ended.output
    (tmp_path / "s.yaml").write_text(told.replace('C1.1: "2"', 'C9.1: "2"').replace("etat: absent", "etat: malade"))
    ended = run("grille", "calculer", "--grille", "RNCP35697-U31", tmp_path / "s.yaml")
    assert ended.exit_code == 2
    assert "ligne inconnue ou hors champ : C9.1" in ended.output
    assert "« malade » n'est pas un état" in ended.output


def test_a_grid_that_nobody_knows_is_refused_with_those_that_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("{}", encoding="utf-8")
    ended = run("grille", "calculer", "--grille", "RNCP35697-U99", tmp_path / "s.yaml")
    assert ended.exit_code == 2
    assert "ni grille livrée, ni fichier" in ended.output
    assert "RNCP35697-U31" in ended.output


def test_an_explanation_opens_down_to_the_cross_and_says_where_the_list_holds_another_mark(
    run: Run, tmp_path: Path
) -> None:
    listed, ticks = tmp_path / "liste.csv", tmp_path / "u31.yaml"
    units = ("U2", "U11", "U12", "U31", "U32", "U33", "U34", "U4", "U51", "U52", "U6", "U7")
    heading, cells = ";".join(units), ";".join("15" if unit == "U31" else "12" for unit in units)
    told = f"numero;nom;prenom;voie;{heading}\n1;DURAND;Zoé;scolaire_public;{cells}\n"
    listed.write_text(told, encoding="utf-8")
    values = ", ".join(f'{line}: "2"' for line in LINES)
    ticks.write_text(f'"1": {{P: {{valeurs: {{{values}}}}}}}\n', encoding="utf-8")
    asked = ("expliquer", listed, "--candidat", "1", "--reglement", "RNCP35697", "--session", "2026")
    ended = run(*asked, "--saisies", f"RNCP35697-U31={ticks}")
    assert ended.exit_code == 0, ended.output
    told = " ".join(ended.output.split())
    assert "La liste porte 15 : ce n'est pas la note que la grille donne" in told
    assert "C2.3" in told
    assert "Grille hypothétique" in told
    data = json.loads(run(*asked, "--saisies", f"RNCP35697-U31={ticks}", "--json").output)
    (grid,) = data["grilles"]
    assert (grid["note"], len(grid["lignes"])) == ("13,5", len(LINES))
    assert "attendu GRILLE=FICHIER" in run(*asked, "--saisies", "RNCP35697-U31").output
