"""A session takes its own place alone: nothing that stands there of anyone else's is ever replaced."""

from pathlib import Path

import pytest

from laureat.exchange import deliberating
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

RULES = charger("RNCP35697").at(2026)
ROW = "numero;voie;U2;U31;U32;U11;U12;U33;U34;U4;U51;U52;U6;U7\nA1;scolaire_public" + ";12" * 12 + "\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(ROW, encoding="utf-8")
    return path


def test_a_folder_that_holds_something_else_is_left_as_it_is(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "dossier"
    (target / "sous").mkdir(parents=True)
    (target / "garde.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"contient autre chose qu'une session \(garde.txt, sous\)"):
        deliberate_file(Request(source, RULES, target))
    assert (target / "garde.txt").read_text(encoding="utf-8") == "à moi"
    assert (target / "sous").is_dir()


def test_a_file_is_not_taken_for_a_folder(source: Path) -> None:
    with pytest.raises(InvalidInput, match="est un fichier"):
        deliberate_file(Request(source, RULES, source))
    assert source.read_text(encoding="utf-8") == ROW


def test_the_folder_where_one_works_is_no_place(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match="celui où l'on travaille"):
        deliberate_file(Request(source, RULES, Path()))


def test_a_session_is_replaced_by_the_same_deliberated_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "session"
    for _ in range(2):
        deliberate_file(Request(source, RULES, target, explanations=True))
    assert {path.name for path in target.iterdir()} <= deliberating.dossier.OURS
