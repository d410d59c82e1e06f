"""``laureat jury`` as it is typed: exit codes, JSON, display at 80 columns."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from laureat.cli.jury import jury as command
from laureat.exchange.jury import write_jury
from laureat.jury import demonstration_jury
from laureat.vocabulary import InvalidInput

HEADINGS = "nom;prenom;sexe;qualite;fonction;presence;qualifie;lien\n"
FIVE = (
    "ROUX;Ève;F;enseignant_chercheur;president;{p};;\n"
    "NOEL;Éric;M;enseignant_public;membre;{m};;\n"
    "PETIT;Luc;M;enseignant_cfa;membre;{m};;\n"
    "LEROY;Zoé;F;employeur;membre;{m};oui;\n"
    "GRAS;Tom;M;salarie;membre;{m};;\n"
)


def _run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(command, [str(a) for a in arguments])


def _jury(folder: Path, text: str, **presence: str) -> Path:
    path = folder / "jury.csv"
    path.write_text(HEADINGS + text.format(p=presence.get("p", ""), m=presence.get("m", "")), encoding="utf-8")
    return path


def _verdicts(result: Result) -> dict[str, Any]:
    return {verdict["regle"]: verdict for verdict in json.loads(result.output)}


def test_a_lawful_jury_leaves_with_zero_and_says_so_in_eighty_columns(tmp_path: Path) -> None:
    result = _run("verifier", _jury(tmp_path, FIVE), "--reglement", "RNCP35697", "--date", "2026-06-01")
    assert result.exit_code == 0
    assert "✓ Jury régulier." in result.output
    assert "CE D337-93" in result.output
    assert "mêmes règles que R-JURY-03a" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_an_unlawful_jury_leaves_with_one_and_the_smallest_change(tmp_path: Path) -> None:
    text = FIVE.replace("GRAS;Tom;M;salarie", "GRAS;Tom;M;employeur")
    result = _run("verifier", _jury(tmp_path, text))
    assert result.exit_code == 1
    assert "✗ manque" in result.output
    flat = " ".join(result.output.split())
    assert "Plus petit changement pour l'ensemble : remplacer 1 employeur par 1 salarié" in flat


def test_json_gives_one_named_verdict_a_rule(tmp_path: Path) -> None:
    result = _run("verifier", _jury(tmp_path, FIVE), "--json", "--arrete", "arrêté du 2 mai 2026")
    verdicts = json.loads(result.output)
    assert all(
        set(v) == {"regle", "article", "verdict", "ecart", "remede", "identifiant", "lu_le", "lien"} for v in verdicts
    )
    assert {v["verdict"] for v in verdicts} == {"tient"}
    assert len({v["regle"] for v in verdicts}) == len(verdicts)


@pytest.mark.parametrize(
    ("presence", "code"),
    [
        ({"p": "present", "m": "present"}, 0),
        ({"p": "present", "m": "absent"}, 0),
        ({"p": "present", "m": "distance"}, 0),
        ({"p": "distance", "m": "present"}, 1),
        ({"p": "absent", "m": "present"}, 1),
    ],
)
def test_presence_at_deliberation(tmp_path: Path, presence: dict[str, str], code: int) -> None:
    assert _run("verifier", _jury(tmp_path, FIVE, **presence)).exit_code == code


def test_the_reason_why_no_private_teacher_could_be_had_is_recorded(tmp_path: Path) -> None:
    path = _jury(tmp_path, FIVE.replace("enseignant_cfa", "enseignant_public"))
    assert _run("verifier", path).exit_code == 1
    result = _run("verifier", path, "--impossibilite", "aucun CFA", "--json")
    assert result.exit_code == 0
    assert _verdicts(result)["R-JURY-03b"]["ecart"] == "impossibilité consignée : aucun CFA"


@pytest.mark.parametrize("route", ["FI", "CA", "FC", "CQ", "CL", "vae"])
def test_every_route_is_taken(tmp_path: Path, route: str) -> None:
    result = _run("verifier", _jury(tmp_path, FIVE), "--voie", route, "--json")
    assert result.exit_code == 0
    assert ("R-VAE-02b" in _verdicts(result)) is (route == "vae")


def test_a_related_coach_undoes_a_vae_jury(tmp_path: Path) -> None:
    path = _jury(tmp_path, FIVE.replace("salarie;membre;{m};;", "salarie;membre;{m};;accompagnateur"))
    result = _run("verifier", path, "--voie", "VAE", "--json")
    assert result.exit_code == 1
    assert _verdicts(result)["R-VAE-02e"]["verdict"] == "manque"
    assert _run("verifier", path).exit_code == 0


def test_the_president_may_be_left_out_of_the_count(tmp_path: Path) -> None:
    text = FIVE + "A;;;enseignant_public;membre;;;\nB;;;enseignant_public;membre;;;\n"
    path = _jury(tmp_path, text)
    assert _run("verifier", path).exit_code == 1
    assert _run("verifier", path, "--parametre", "president_compte_comme_membre=0").exit_code == 0


def test_a_change_is_told(tmp_path: Path) -> None:
    before = tmp_path / "avant.csv"
    before.write_text(HEADINGS + FIVE.format(p="", m="").replace("GRAS;Tom", "BLANC;Léa"), encoding="utf-8")
    result = _run("verifier", _jury(tmp_path, FIVE), "--avant", before)
    assert "+ entre : Tom GRAS" in result.output
    assert "− sort : Léa BLANC" in result.output


def test_conflicts_with_candidates_are_told_and_do_not_annul(tmp_path: Path) -> None:
    path = tmp_path / "jury.csv"
    write_jury(demonstration_jury(sitting=False), path)
    candidates = tmp_path / "candidats.csv"
    candidates.write_text("numero;nom;etablissement\n1;Durand;Lycée professionnel Jean Prouvé\n", encoding="utf-8")
    result = _run("verifier", path, "--candidats", candidates, "--json")
    assert result.exit_code == 0
    assert "Aminata DIALLO : ses propres élèves" in _verdicts(result)["R-JURY-CONFLITS"]["ecart"]


def test_another_sheet_makes_its_own_law(tmp_path: Path, formats: Path) -> None:
    export = formats / "rncp" / "export_fiches_RNCP_V4_1_extrait.xml"
    result = _run("verifier", _jury(tmp_path, FIVE), "--fiche", export, "--numero", "RNCP36490", "--json")
    verdicts = _verdicts(result)
    assert result.exit_code == 1
    assert verdicts["FICHE-EFFECTIF"]["verdict"] == "manque"
    assert verdicts["FICHE-EFFECTIF"]["article"] == "fiche RNCP36490, voie FI (fiche du registre)"
    result = _run("verifier", _jury(tmp_path, FIVE), "--fiche", export, "--numero", "RNCP35625", "--voie", "VAE")
    assert "Phrase de la fiche non comprise" in result.output
    assert "R-VAE-02b" in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--reglement", "RNCP1"], "pas écrit"),
        (["--parametre", "x=1"], "paramètre inconnu"),
        (["--parametre", "x"], "NOM=VALEUR"),
        (["--fiche", "rien.txt"], "ne peut pas être lu"),
    ],
)
def test_what_nobody_knows_is_refused(tmp_path: Path, arguments: list[str], expected: str) -> None:
    result = _run("verifier", _jury(tmp_path, FIVE), *arguments)
    assert isinstance(result.exception, InvalidInput)
    assert expected in str(result.exception)


def test_an_unreadable_jury_leaves_with_two(tmp_path: Path) -> None:
    path = _jury(tmp_path, "ROUX;Ève;F;patronne;membre;;;\n")
    line = [sys.executable, "-m", "laureat.cli.main", "jury", "verifier", str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ligne 2, colonne qualite" in done.stderr
    assert _run("verifier", path, "--date", "hier").exit_code == 2


def _register(folder: Path) -> Path:
    path = folder / "membres.csv"
    path.write_text(
        "nom;prenom;sexe;qualite;fonction;qualifie;lien;commune;etablissement;disponible;charge\n"
        "A;Ana;F;enseignant_chercheur;president;;;Nantes;Université;oui;0\n"
        "B;Bob;M;enseignant_public;;;;Nantes;LP;oui;1\n"
        "C;Cyr;M;enseignant_cfa;;;;Nantes;CFA;oui;0\n"
        "D;Deb;F;employeur;;oui;;Nantes;Usinage;oui;0\n"
        "E;Eli;F;salarie;;;;Brest;Outils;oui;0\n"
        "F;Fox;M;salarie;;;;Nantes;Outils;non;0\n",
        encoding="utf-8",
    )
    return path


def test_a_jury_proposed_is_written_and_accepted_by_verifier(tmp_path: Path) -> None:
    target = tmp_path / "jury.csv"
    result = _run("proposer", _register(tmp_path), "--taille", 5, "--commune", "Nantes", "--sortie", target)
    assert result.exit_code == 0, result.output
    assert "✓ Jury régulier." in result.output
    assert max(map(len, result.output.splitlines())) <= 80
    assert _run("verifier", target).exit_code == 0
    assert _run("verifier", target, "--voie", "VAE").exit_code == 0


def test_a_jury_that_cannot_be_is_said_with_its_conditions_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "jury.csv"
    result = _run("proposer", _register(tmp_path), "--taille", 7, "--sortie", target)
    assert result.exit_code == 1
    assert "le jury compte 7 membres" in result.output.casefold()
    assert not target.exists()
    told = json.loads(_run("proposer", _register(tmp_path), "--taille", 4, "--json").output)
    assert told["conditions"][0] == "le jury compte 4 membres"
