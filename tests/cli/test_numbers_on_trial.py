"""A value given without a text is on trial: no output says that a text gives it."""

from pathlib import Path

import pytest

from cli.conftest import Run
from laureat.exchange.dossier import read_dossier

LISTE = "numero;voie;UP1;UP2;UG1;UG2;UG3\n1;scolaire_public;10;10;6;8;8\n"


@pytest.mark.parametrize(
    ("numbers", "certainty"),
    [("seuil_admission: 8", "depend_de:seuil_admission"), ("UP1: 5", "certain"), ("seuil_admission: 10", "certain")],
)
def test_a_value_without_a_text_is_never_said_to_be_read(
    run: Run, tmp_path: Path, numbers: str, certainty: str
) -> None:
    listed, given, folder = tmp_path / "liste.csv", tmp_path / "p.yaml", tmp_path / "s"
    listed.write_text(LISTE, encoding="utf-8")
    given.write_text(numbers, encoding="utf-8")
    asked = ("--reglement", "cap_cip", "--parametres", given, "--sortie", folder, "--textes", tmp_path)
    decided = run("deliberer", listed, *asked)
    assert decided.exit_code == 0, decided.output
    assert certainty in (folder / "decisions.csv").read_text(encoding="utf-8")
    rules = read_dossier(folder).rules
    tried = [parameter for parameter in rules.parameters.values() if parameter.on_trial]
    if numbers.endswith(" 10"):  # the value of the text itself
        assert (tried, rules.given) == ([], ())
        return
    name, _, value = numbers.partition(": ")
    assert [(number.key, number.text, number.citation.reading) for number in tried] == [(name, value, "hypothese")]
    (told,) = rules.given
    assert told.endswith(f" = {value}")
    assert "à l'essai" in told
    assert told in " ".join(decided.output.split())
    explained = " ".join(run("expliquer", folder, "--candidat", "1").output.split())
    assert "valeur à l'essai, sans texte (hypothèse)" in explained
    assert ("8 points (à l'essai)" in explained) == (name == "seuil_admission")
    assert run("rejouer", folder).exit_code == 0


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("pse_share: {valeur: 2, article: a, lu_le: 2024-01-01}", "attendu entre 0 et 1, reçu 2"),
        ("pse_share: {valeur: 1, article: a, lu_le: 2999-01-01}", "n'est pas venu"),
        ("pse_share: {valeur: 1, article: a, lu_le: 0024-01-01}", "trop ancien"),
        ("pse_share: {valeur: 1, article: a, lu_le: 2024-02-30}", "n'existe pas"),
    ],
)
def test_a_number_said_to_be_read_lies_within_its_bounds_and_was_read_on_a_day_that_came(
    run: Run, tmp_path: Path, numbers: str, said: str
) -> None:
    listed, given = tmp_path / "liste.csv", tmp_path / "p.yaml"
    listed.write_text(LISTE, encoding="utf-8")
    given.write_text(numbers, encoding="utf-8")
    refused = run("deliberer", listed, "--reglement", "cap_cip", "--parametres", given, "--sortie", tmp_path / "s")
    assert refused.exit_code == 2, refused.output
    assert said in " ".join(refused.output.split())
    assert "pse_share" in refused.output
