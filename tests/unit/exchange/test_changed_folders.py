"""A folder that is no longer the one deliberated: every door refuses it, and the file that changed is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from laureat.cli.main import laureat
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.dossier import read_dossier
from laureat.exchange.replay import replay
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

UNITS = "U2;U31;U32;U11;U12;U33;U34;U4;U51;U52;U6;U7"
ROWS = f"numero;voie;{UNITS}\nA1;scolaire_public{';12' * 12}\nA2;scolaire_public{';9' * 12}\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session."""
    folder = tmp_path_factory.mktemp("session")
    (folder / "c.csv").write_text(ROWS, encoding="utf-8")
    rules = charger("RNCP35697").at(2026)
    deliberate_file(Request(folder / "c.csv", rules, folder / "dossier", explanations=True))
    return folder / "dossier"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(whole, tmp_path / "dossier"))


def _numbers(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    numbers = content["parametres"] if isinstance(content, dict) else content
    next(each for each in numbers if each["nom"] == "seuil_admission")["valeur"] = "9"
    path.write_text(json.dumps(content), encoding="utf-8")


def _text(old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def _arrow(path: Path) -> None:
    pl.DataFrame(pl.read_ipc(path)).with_columns(decision=pl.lit("admis")).write_ipc(path)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("decisions.csv", _text("ajourne", "admis")),
        ("decisions.csv", Path.unlink),
        ("decisions.arrow", _arrow),
        ("explications.jsonl", _text("12", "13")),
        ("reglement.json", _text('"session": 2026', '"session": 2027')),
        ("parametres.json", _numbers),
        ("synthese.json", _numbers),
        ("synthese.json", _text('"session": 2026', '"session": 2027')),
    ],
)
def test_the_file_that_changed_is_the_one_accused(folder: Path, name: str, change: Callable[[Path], None]) -> None:
    read_dossier(folder).require_unchanged()
    change(folder / name)
    with pytest.raises(InvalidInput) as caught:
        read_dossier(folder).require_unchanged()
    [problem] = caught.value.problems
    assert f": {name} : " in f": {problem}", problem


def test_a_replay_accuses_the_synthesis_where_it_alone_was_changed(folder: Path) -> None:
    _numbers(folder / "synthese.json")
    told = replay(read_dossier(folder)).told
    assert told == ["synthese.json : parametres > seuil_admission > valeur, « 9 » dans le dossier, « 10 » au rejeu"]


@pytest.mark.parametrize("verb", [("expliquer", "--candidat", "A1"), ("sensibilite", "--si", "U31=5")])
def test_nothing_is_explained_under_a_law_that_was_changed(folder: Path, verb: tuple[str, ...]) -> None:
    _numbers(folder / "parametres.json")
    ended = CliRunner().invoke(laureat, [verb[0], str(folder), *verb[1:]])
    assert isinstance(ended.exception, InvalidInput)
    assert "les nombres de la loi ont été modifiés depuis la délibération" in str(ended.exception)
