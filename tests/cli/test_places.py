"""No verb writes over a file in silence: each asks for ``--remplacer``, keys excepted, which are never replaced."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from laureat.cli.main import COMMANDS, laureat
from laureat.exchange.places import require_free
from laureat.vocabulary import InvalidInput

MINE = "à moi"
JURY = "nom;qualite\nROUX;enseignant_chercheur\n"
LIST = "numero;voie\n1;scolaire_public\n"
ACQUIS = "numero;ancien_diplome;ancienne_unite;acquis\n"
GRILLE, GRID = ("grille",), ("--grille", "RNCP35697-U2")
WRITES = {
    ("fiche", "sortie"): ["fiche", "RNCP35697", "--json", "{}"],
    ("cohorte", "fichier"): ["cohorte", "--reglement", "RNCP35697", "--candidats", "3", "{}"],
    ("modele", "fichier"): ["modele", "--reglement", "RNCP35697", "{}"],
    ("reporter", "sortie"): ["reporter", "l.csv", "--reglement", "RNCP35697", "--acquis", "a.csv", "--sortie", "{}"],
    ("jury proposer", "sortie"): ["jury", "proposer", "j.csv", "--taille", "5", "--sortie", "{}"],
    ("emettre", "modele_infos"): ["emettre", "--modele-infos", "{}"],
    ("reglement nouveau", "sortie"): ["reglement", "nouveau", "--fiche", "RNCP35697", "--sortie", "{}"],
    ("verifier", "page"): ["verifier", "--page", "{}"],
    ("sauvegarder", "fichier"): ["sauvegarder", "{}", "--donnees", "rien"],
    ("grille exporter", "classeur"): [*GRILLE, "exporter", *GRID, "--candidats", "l.csv", "{}"],
    ("grille importer", "sortie"): [*GRILLE, "importer", *GRID, "--sortie", "{}", "l.csv"],
    ("grille calculer", "sortie"): [*GRILLE, "calculer", *GRID, "--sortie", "{}", "l.csv"],
    ("attester", "nouvelle_cle"): ["attester", "--nouvelle-cle", "{}"],
}
"""By verb and parameter that names a file to write, the command that asks for it."""
FOLDERS = {
    *(
        ("deliberer", "sortie"),
        ("emettre", "sortie"),
        ("attester", "sortie"),
        ("declarer", "sortie"),
        ("demo", "dossier"),
    ),
    *(("serveur", "donnees"), ("sauvegarder", "donnees"), ("restaurer", "donnees"), ("preparer", "donnees")),
    *(("temoin servir", "folder"), ("temoin demander", "donnees")),
    *((verb, "donnees") for verb in ("travailleur", "scelleur", "compte creer")),
    *((verb, "textes") for verb in ("deliberer", "expliquer", "texte lister", "texte proposer", "texte confirmer")),
}
"""Folders that a verb fills and knows as its own: each refuses what is not, by its own means."""
READS = {
    *((verb, "fiche") for verb in ("cohorte", "deliberer", "expliquer", "modele", "reglement nouveau")),
    *((f"jury {verb}", name) for verb in ("verifier", "proposer") for name in ("fiche",)),
    *(("jury verifier", name) for name in ("fichier", "avant", "candidats")),
    *(("jury proposer", "membres"), ("attester", "dossier"), ("verifier", "fichier")),
    *(("attester", name) for name in ("cle", "infos", "consentement", "cle_2ddoc", "cachet")),
    *(("verifier", name) for name in ("confiance", "statuts")),
}
"""Files that are read, and that the verb itself says it cannot find."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every verb, by its path."""
    context = click.Context(laureat)
    for name in COMMANDS:
        command = laureat.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", inner) for sub, inner in command.commands.items())
        elif command is not None:
            yield name, command


def test_every_path_that_a_verb_takes_is_known_to_be_read_or_written() -> None:
    asked = {
        (verb, str(parameter.name))
        for verb, command in commands()
        for parameter in command.params
        if isinstance(parameter.type, click.Path) and not parameter.type.exists
    }
    assert asked | {("fiche", "sortie")} == {*WRITES, *FOLDERS, *READS}


@pytest.mark.parametrize("written", WRITES, ids=" ".join)
def test_a_file_that_stands_there_is_left_as_it_is(
    written: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in (("l.csv", LIST), ("a.csv", ACQUIS), ("j.csv", JURY)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    names = {"modele": "c.xlsx", "cohorte": "c.csv", "grille exporter": "c.xlsx"}
    target = tmp_path / names.get(written[0], "fichier")
    target.write_text(MINE, encoding="utf-8")
    result = CliRunner().invoke(laureat, [part.format(target) for part in WRITES[written]])
    assert isinstance(result.exception, InvalidInput), result.output
    assert "existe déjà" in str(result.exception)
    assert ("--remplacer" in str(result.exception)) is (written[0] != "attester")
    assert target.read_text(encoding="utf-8") == MINE


def test_a_file_is_written_over_where_that_is_asked_and_a_folder_never(tmp_path: Path) -> None:
    target = tmp_path / "infos.yaml"
    target.write_text(MINE, encoding="utf-8")
    result = CliRunner().invoke(laureat, ["emettre", "--modele-infos", str(target), "--remplacer"])
    assert result.exit_code == 0, result.output
    assert "signataire:" in target.read_text(encoding="utf-8")
    with pytest.raises(InvalidInput, match="c'est un dossier"):
        require_free(tmp_path, replace=True)


def test_a_demonstration_erases_nothing_of_anyone_else(tmp_path: Path) -> None:
    (tmp_path / "session").mkdir()
    (tmp_path / "session" / "garde.txt").write_text(MINE, encoding="utf-8")
    result = CliRunner().invoke(laureat, ["demo", "--dossier", str(tmp_path)])
    assert "contient autre chose qu'une démonstration" in str(result.exception)
    assert (tmp_path / "session" / "garde.txt").read_text(encoding="utf-8") == MINE
