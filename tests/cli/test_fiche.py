"""``laureat fiche``: a readable summary, the whole model as JSON, and files that cannot be read."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import jsonschema
import pytest

from laureat.cli.common import SHEET
from laureat.cli.main import COMMANDS, main
from laureat.register.schema import published_schema


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run the command in a terminal of so many columns; its exit code and what it printed."""

    def call(*words: str, columns: int = 120) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys, "argv", ["laureat", "fiche", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return call


def export(folder: Path, *numbers: str) -> Path:
    """An export of bare sheets."""
    path = folder / "export.bin"
    sheets = "".join(f"<FICHE><NUMERO_FICHE>{n}</NUMERO_FICHE><INTITULE>Titre {n}</INTITULE></FICHE>" for n in numbers)
    path.write_text(f"<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>{sheets}</FICHES>", encoding="utf-8")
    return path


@pytest.mark.parametrize("columns", [80, 120])
def test_the_summary_fits_the_terminal(run, columns: int) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("RNCP35697", columns=columns)
    assert code == 0
    assert max(map(len, out.splitlines())) <= columns
    for words in (
        "Technicien en réalisation",
        "11004301500012",
        "BC15",
        "ponctuel",
        "D10",
        "Jury (FI, CA, FC, CQ, CL, VAE)",
    ):
        assert words in out
    assert "Tout ce que porte la fiche a été reconnu." in out


def test_one_sheet_is_written_as_an_object(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "fiche.json"
    code, _, err = run("RNCP35697", "--json", str(target))
    form = json.loads(target.read_text(encoding="utf-8"))
    jsonschema.validate(form, published_schema())
    assert (code, form["numero"], len(form["blocs"])) == (0, "RNCP35697", 15)
    assert "1 fiche dans" in err
    assert run(str(target))[0] == 0


@pytest.mark.parametrize("mine", ['{"mes": "notes"}', "[]", "{", "à moi"])
def test_a_json_of_sheets_is_written_anew_and_anything_else_is_left(run, tmp_path: Path, mine: str) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "fiche.json"
    assert run("RNCP35697", "--json", str(target))[0] == 0
    first = target.read_bytes()
    assert run("RNCP35697", "--json", str(target))[0] == 0
    assert target.read_bytes() == first
    target.write_text(mine, encoding="utf-8")
    code, _, err = run("RNCP35697", "--json", str(target))
    assert code == 2
    assert "--remplacer" in err
    assert target.read_text(encoding="utf-8") == mine


def test_the_json_goes_to_the_screen_when_asked(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("rncp35697", "--json", "-")
    assert (code, err) == (0, "")
    assert json.loads(out)["voies_acces"]["VAE"]["ouverte"] is True


def test_several_sheets_are_written_as_a_list_and_listed_in_the_terminal(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = export(tmp_path, *(f"RNCP{n}" for n in range(1, 51)))
    code, out, _ = run(str(path), "--json", "-")
    assert [fiche["numero"] for fiche in json.loads(out)] == [f"RNCP{n}" for n in range(1, 51)]
    code, out, _ = run(str(path))
    assert code == 0
    assert "50 fiches" in out
    assert "et 10 autres" in out
    code, out, _ = run(str(path), "--numero", "rncp7")
    assert "Titre RNCP7" in out


def test_a_file_of_one_sheet_gives_an_object(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run(str(export(tmp_path, "RS9")), "--json", "-")
    assert (code, json.loads(out)["numero"]) == (0, "RS9")


def test_nothing_is_written_of_a_file_broken_in_its_middle(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path, target = export(tmp_path, "RNCP1", "RNCP2"), tmp_path / "sortie.json"
    path.write_bytes(path.read_bytes()[:-30])
    code, out, err = run(str(path), "--json", str(target))
    assert (code, out) == (2, "")
    assert "tronqué" in err
    assert sorted(item.name for item in tmp_path.iterdir()) == ["export.bin"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("RNCP00000",), "fournie avec Lauréat (RNCP35697)"),
        (("{export}", "--numero", "RNCP9"), "la fiche RNCP9 n'est pas dans le fichier"),
        (("{export}", "--json", "{folder}/absent/x.json"), "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_done_is_said(run, tmp_path: Path, words: tuple[str, ...], message: str) -> None:  # type: ignore[no-untyped-def]
    path = export(tmp_path, "RNCP1", "RNCP2")
    code, _, err = run(*(word.format(export=path, folder=tmp_path) for word in words))
    assert code == 2
    assert message in err


def test_every_command_that_takes_a_sheet_takes_the_number_of_the_one_that_comes_with_the_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def laureat(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["laureat", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out + printed.err

    candidates, template = str(tmp_path / "candidats.csv"), str(tmp_path / "modele.xlsx")
    assert laureat("cohorte", "--reglement", "RNCP35697", "--candidats", "3", candidates)[0] == 0
    assert laureat("modele", template, "--fiche", "rncp35697")[0] == 0
    assert laureat("deliberer", candidates, "--fiche", "RNCP35697", "--sortie", str(tmp_path / "session"))[0] == 0
    assert json.loads((tmp_path / "session" / "fiche.json").read_text(encoding="utf-8"))["numero"] == "RNCP35697"
    code, words = laureat("deliberer", candidates, "--fiche", "RNCP00000", "--sortie", str(tmp_path / "autre"))
    assert (code, "fournie avec Lauréat (RNCP35697)" in words) == (2, True)


def test_every_option_named_fiche_takes_a_file_or_a_number() -> None:
    kinds = {}
    for verb, place in COMMANDS.items():
        module, _, name = place.partition(":")
        for command in _leaves(getattr(importlib.import_module(module), name)):
            for option in (parameter for parameter in command.params if parameter.name == "fiche"):
                kinds[verb, command.name] = option.type
    assert len(kinds) >= 5
    assert set(kinds.values()) == {SHEET}


def _leaves(command: click.Command) -> Iterator[click.Command]:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _leaves(inner)
    else:
        yield command
