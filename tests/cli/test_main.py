"""The door itself: its verbs, its language, its way to tell errors."""

import ast
import gettext
import subprocess
import sys
from pathlib import Path

import click
import pytest

from laureat.cli.main import COMMANDS


def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call ``laureat`` as a person does."""
    command = [sys.executable, "-m", "laureat.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "", "LANG": "C.UTF-8"})


def test_the_help_lists_every_verb_in_french() -> None:
    ended = typed("--aide")
    assert ended.returncode == 0
    assert all(verb in ended.stdout for verb in COMMANDS)
    assert "Usage :" in ended.stdout
    assert "Show" not in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("delibere",), "n'existe pas"),
        (("deliberer",), "Il manque l'argument"),
        (("rejouer", "/nulle-part"), "n'existe pas"),
        (("expliquer", "/nulle-part", "--candidat"), "demande une valeur"),
    ],
)
def test_a_call_that_is_off_says_so_in_french(arguments: tuple[str, ...], said: str) -> None:
    ended = typed(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr


def test_problems_of_an_input_are_counted_and_listed(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("numero;voie\n1;inconnue\n", encoding="utf-8")
    ended = typed("deliberer", str(tmp_path / "c.csv"), "--reglement", "RNCP35697", "--sortie", str(tmp_path / "d"))
    assert ended.returncode == 2
    assert "problèmes ; rien n'a été écrit." in ended.stderr
    assert "c.csv, ligne 2, colonne voie" in ended.stderr


def test_whatever_the_installed_click_says_to_who_types_has_its_french(root: Path) -> None:
    """Its messages change from one version to the next; those of whoever writes commands are not ours."""
    catalogue = gettext.translation("laureat", root / "src/laureat/cli/locale", ["fr"])
    found = []
    for name in ("exceptions", "types", "parser"):
        source = ast.parse((Path(click.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(source):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(said)), *_]):
                    french = catalogue.gettext(said)
                case ast.Call(func=ast.Name(id="ngettext"), args=[ast.Constant(value=str(said)), *_]):
                    french = catalogue.ngettext(said, "", 1)
                case _:
                    continue
            if french == said:
                found.append(said)
    assert not [said for said in found if said not in ("Options", "")]
