"""What ``laureat deliberer`` says of the list it is given, and what it lets through."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.conftest import Run
from laureat.exchange import decoder
from support.listes import HEADINGS, csv, row, workbook

CASES = Path(__file__).parents[2].parent / "shared" / "cases"


def deliberate(run: Run, path: Path, tmp_path: Path, *more: str) -> Any:
    return run("deliberer", path, "--reglement", "RNCP35697", "--sortie", tmp_path / "d", *more)


def test_remarks_reach_the_console_and_the_folder_and_stop_nothing(run: Run, tmp_path: Path) -> None:
    born = {"date_naissance": "14/03/2008"}
    path = csv(tmp_path, row("1", "LefÃ¨vre", **born), row("2", "Roux", **born), row("3", "ROUX", **born))
    result = deliberate(run, path, tmp_path)
    assert result.exit_code == 0
    assert "À regarder dans la liste (2 remarques, tout est dans remarques.csv)" in result.output
    assert "vouliez-vous « Lefèvre » ?" in result.output
    rows = pl.read_csv(tmp_path / "d" / "remarques.csv", separator=";", infer_schema=False).rows()
    assert [cells[:3] for cells in rows] == [("2", "1", "nom"), ("4", "3", "nom")]
    assert "à confirmer" in rows[1][3]
    assert json.loads((tmp_path / "d" / "synthese.json").read_text(encoding="utf-8"))["remarques"] == 2
    assert run("rejouer", tmp_path / "d").exit_code == 0


def test_a_list_without_fault_has_no_remarks(run: Run, tmp_path: Path) -> None:
    result = deliberate(run, csv(tmp_path, row()), tmp_path)
    assert "À regarder" not in result.output
    assert not (tmp_path / "d" / "remarques.csv").exists()


def test_the_sheet_may_be_named(run: Run, tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, row("1"), title="2026")
    other = book.create_sheet("2025")
    for cells in (HEADINGS, row("2", "Roux")):
        other.append(cells)
    book.save(path)
    refused = deliberate(run, path, tmp_path)
    assert refused.exit_code == 2
    assert '--feuille "2026"' in refused.output
    assert deliberate(run, path, tmp_path, "--feuille", "2025").exit_code == 0
    assert pl.read_ipc(tmp_path / "d" / "decisions.arrow")["numero"].to_list() == ["2"]
    explained = run("expliquer", path, "--candidat", "1", "--reglement", "RNCP35697", "--feuille", "2026")
    assert explained.exit_code == 0


def test_a_folder_that_an_older_door_let_in_is_still_replayed_and_explained(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv(tmp_path, row("1", "李"), row("2", "Roux"))
    assert deliberate(run, path, tmp_path).exit_code == 2
    with monkeypatch.context() as older:
        older.setattr(decoder, "CHECKS", {})
        assert deliberate(run, path, tmp_path).exit_code == 0
    for command in (("rejouer", tmp_path / "d"), ("expliquer", tmp_path / "d", "--candidat", "1")):
        assert run(*command).exit_code == 0
    assert run("sensibilite", tmp_path / "d", "--si", "U2=6").exit_code == 0


@pytest.mark.skipif(not CASES.is_dir(), reason="les cas partagés ne sont pas là")
@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("listes/caractere_de_remplacement.csv", 2, "U+FFFD"),
        ("listes/nom_caractere_de_controle.csv", 2, "U+0007"),
        ("listes/nom_sens_inverse.csv", 2, "U+202E"),
        ("listes/nom_chinois.csv", 2, "lettres latines"),
        ("listes/numeros_jumeaux.csv", 2, "U+200B"),
        ("listes/double_utf8.csv", 0, "vouliez-vous « Lefèvre »"),
        ("listes/cp1252_un_octet_indefini.csv", 2, "colonne etablissement (Q), candidat 1 : l'octet 81"),
        ("listes/meme_personne_deux_fois.csv", 2, "l'INE 528777848GG figure déjà (candidat 1, ligne 2)"),
        ("listes/note_fusionnee.xlsx", 2, "sont fusionnées"),
        ("listes/ligne_de_titre.csv", 0, "au-dessus des intitulés"),
        ("moteur/notes_de_toutes_formes.csv", 2, "vouliez-vous DI ?"),
    ],
)
def test_small_lists_that_failed_have_their_right_value(
    run: Run, tmp_path: Path, name: str, code: int, told: str
) -> None:
    result = deliberate(run, CASES / name, tmp_path)
    assert result.exit_code == code
    assert told in result.output
