"""``laureat jury`` for each family, on sheets and on the cases that once failed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from laureat.cli.jury import jury as command
from laureat.exchange.jury import read_jury
from laureat.jury.sitting import sitting
from laureat.register import bundled
from laureat.reglements.jurys import loi_du_jury
from laureat.vocabulary import InvalidInput

HEADINGS = "nom;prenom;sexe;qualite;fonction;conseiller;habilitation\n"
JURIES = {
    "cap": "A;Ana;F;employeur;presidente;oui;\nB;Bob;M;enseignant_public;vice_president;;\n"
    "C;Cyr;M;enseignant_cfa;;;\nD;Deb;F;salarie;;;\n",
    "bts": "A;Ana;F;ia_ipr;presidente;;\nB;Bob;M;enseignant_chercheur;;;\nC;Cyr;M;plp;;;\n"
    "D;Deb;F;salarie;;;\nE;Eli;F;employeur;;;\n",
    "bp": "A;Ana;F;ien;presidente;;\nB;Bob;M;plp;;;\nC;Cyr;M;plp;;;\nD;Deb;F;salarie;;;\nE;Eli;F;employeur;;;\n",
    "titre_professionnel": "A;Ana;F;employeur;;;RNCP37873\nB;Bob;M;salarie;;;RNCP37873\n",
}


@pytest.fixture(scope="module")
def cases(root: Path) -> Path:
    """Small inputs that once failed, kept outside the project; skipped where they are not."""
    folder = root.parent / "shared" / "cases" / "jury"
    if not folder.is_dir():
        pytest.skip("les cas (../shared/cases) ne sont pas sur cette machine")
    return folder


def _run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(command, [str(a) for a in arguments])


def _verdicts(result: Result) -> dict[str, Any]:
    return {verdict["regle"]: verdict for verdict in json.loads(result.output)}


def _jury(folder: Path, family: str) -> Path:
    path = folder / "jury.csv"
    path.write_text(HEADINGS + JURIES[family], encoding="utf-8")
    return path


@pytest.mark.parametrize("family", JURIES)
def test_a_lawful_jury_of_each_family_leaves_with_zero(tmp_path: Path, family: str) -> None:
    result = _run("verifier", _jury(tmp_path, family), "--reglement", family.upper())
    assert result.exit_code == 0, result.output
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize(
    ("family", "other"), [("cap", "bp"), ("bts", "cap"), ("bp", "bts"), ("titre_professionnel", "cap")]
)
def test_a_jury_of_one_family_is_not_one_of_another(tmp_path: Path, family: str, other: str) -> None:
    assert _run("verifier", _jury(tmp_path, family), "--reglement", other).exit_code == 1


def test_a_man_who_is_employer_and_employee_figures_twice(cases: Path) -> None:
    result = _run("verifier", cases / "deux_casquettes.csv")
    assert result.exit_code == 1
    assert "Luc MOREAU figure deux fois" in " ".join(result.output.replace("│", " ").split())


def test_a_president_without_a_first_name_is_refused(cases: Path) -> None:
    result = _run("verifier", cases / "presidente_sans_prenom.csv")
    assert isinstance(result.exception, InvalidInput)
    assert "prénom de la présidente" in str(result.exception)


def test_a_bts_is_not_irregular_for_what_its_sheet_leaves_to_judge(cases: Path, formats: Path) -> None:
    sheet = formats / "rncp" / "export_fiches_RNCP_V4_1_bts.xml"
    result = _run(
        "verifier", cases / "jury_bts.csv", "--fiche", sheet, "--numero", "RNCP35809", "--voie", "FC", "--json"
    )
    assert result.exit_code == 0
    verdicts = _verdicts(result)
    assert verdicts["BTS-JURY-02a"]["verdict"] == "tient"
    assert verdicts["FICHE-MIN-PRIVE"]["verdict"] == "indetermine"
    assert "« s'il y a lieu »" in verdicts["FICHE-MIN-PRIVE"]["ecart"]
    assert "« représentant la majorité des personnels enseignants »" in verdicts["FICHE-MIN-PUBLIC"]["ecart"]
    assert "CE D643-31" in verdicts["BTS-JURY-02a"]["article"]


def test_a_route_that_is_not_open_gives_no_verdict(tmp_path: Path, formats: Path) -> None:
    sheet = formats / "rncp" / "export_fiches_RNCP_V4_1_extrait.xml"
    path = _jury(tmp_path, "titre_professionnel")
    closed = _run("verifier", path, "--fiche", sheet, "--numero", "RNCP37873", "--voie", "FI")
    assert isinstance(closed.exception, InvalidInput)
    assert closed.output == ""
    opened = _run("verifier", path, "--fiche", sheet, "--numero", "RNCP37873", "--json")
    assert opened.exit_code == 0
    assert not any("D337" in verdict["article"] for verdict in _verdicts(opened).values())


def test_the_wrong_law_is_refused_and_a_family_not_held_is_said(tmp_path: Path, formats: Path) -> None:
    path = _jury(tmp_path, "bts")
    bts = formats / "rncp" / "export_fiches_RNCP_V4_1_bts.xml"
    for asked in ("cap", "RNCP35697"):
        assert isinstance(_run("verifier", path, "--fiche", bts, "--reglement", asked).exception, InvalidInput)
    chosen = _run("verifier", path, "--fiche", bts, "--reglement", "capitalisation")
    assert "Droit choisi contre la fiche RNCP35809" in chosen.output
    others = formats / "rncp" / "export_fiches_RNCP_V4_1_extrait.xml"
    result = _run("verifier", path, "--fiche", others, "--numero", "RNCP37488")
    assert "Famille non prise en charge : la fiche RNCP37488" in " ".join(result.output.split())


UNHELD = ("le jury de la certification", "Le jury est composé de deux professionnels.", "")


@pytest.mark.parametrize("words", UNHELD)
@pytest.mark.parametrize("nobody", [False, True])
def test_a_jury_whose_text_is_not_held_is_never_said_lawful(tmp_path: Path, words: str, nobody: bool) -> None:
    told = bundled("RNCP35697").to_json()
    sheet = told | {"numero": "RNCP90001", "abrege": {"code": "BTSA", "libelle": None}}
    if nobody:
        sheet |= {"abrege": told["abrege"], "certificateurs": []}
    for access in sheet["voies_acces"].values():
        access["jury"] = words
    path = tmp_path / "fiche.json"
    path.write_text(json.dumps(sheet), encoding="utf-8")
    for verb in (("verifier",), ("proposer", "--taille", 2)):
        result = _run(*verb, _jury(tmp_path, "titre_professionnel"), "--fiche", path)
        shown = " ".join(result.output.split())
        assert "✓ Jury régulier" not in shown
        assert "? Jury indéterminé : R-JURY-TEXTE" in shown or result.exit_code == 1
        assert ("ne nomme aucun certificateur" in shown) == (nobody and verb == ("verifier",))
    asked = _run("verifier", _jury(tmp_path, "titre_professionnel"), "--fiche", path, "--json")
    assert asked.exit_code == 1
    assert _verdicts(asked)["R-JURY-TEXTE"]["verdict"] == "indetermine"


def test_the_jury_of_a_certifier_is_asked_of_its_sheet_and_the_help_says_so(tmp_path: Path) -> None:
    refused = _run("verifier", _jury(tmp_path, "bts"), "--reglement", "capitalisation").exception
    assert isinstance(refused, InvalidInput)
    assert "ajouter --fiche" in str(refused)
    told = " ".join(_run("verifier", "--help").output.split())
    assert "capitalisation, avec --fiche" in told


def test_a_derogation_sets_a_rule_aside(tmp_path: Path) -> None:
    path = _jury(tmp_path, "bp")
    waived = (
        "--derogation=TP-JURY-04=arrêté du titre",
        "--derogation=TP-JURY-01=arrêté",
        "--derogation=TP-JURY-03a=arrêté",
    )
    result = _run("verifier", path, "--reglement", "tp", *waived)
    assert result.exit_code == 0, result.output
    assert "Règle TP-JURY-04 écartée : arrêté du titre." in result.output
    assert isinstance(_run("verifier", path, "--derogation", "TP-JURY-04").exception, InvalidInput)


def test_nobody_without_a_first_name_is_proposed_to_preside(tmp_path: Path) -> None:
    pool = tmp_path / "vivier.csv"
    pool.write_text((HEADINGS + JURIES["bts"]).replace("A;Ana", "A;"), encoding="utf-8")
    result = _run("proposer", pool, "--taille", 5, "--reglement", "bts", "--sortie", tmp_path / "jury.csv")
    assert isinstance(result.exception, InvalidInput)
    assert "le prénom de A, qui présiderait, manque" in str(result.exception)
    assert not (tmp_path / "jury.csv").exists()


def test_a_jury_is_proposed_for_a_bts_from_its_sheet(tmp_path: Path, formats: Path) -> None:
    sheet = formats / "rncp" / "export_fiches_RNCP_V4_1_bts.xml"
    target = tmp_path / "propose.csv"
    options = "--fiche", sheet, "--voie", "FC"
    result = _run("proposer", _jury(tmp_path, "bts"), "--taille", 5, "--sortie", target, *options)
    assert result.exit_code == 0, result.output
    assert _run("verifier", target, *options).exit_code == 0


PRO = JURIES["cap"].replace("M;enseignant_cfa", "M;professionnel").replace("D;Deb;F;salarie", "D;Deb;F;plp")


@pytest.mark.parametrize(
    ("family", "headings", "members", "left"),
    [
        ("titre_professionnel", 5, JURIES["titre_professionnel"], "TP-JURY-01 et TP-JURY-03a"),
        ("cap", 5, JURIES["cap"], "CAP-JURY-03b"),
        ("cap", 7, PRO, "CAP-JURY-02b"),
    ],
)
def test_a_jury_of_which_the_file_is_silent_is_never_said_lawful(
    tmp_path: Path, family: str, headings: int, members: str, left: str
) -> None:
    path = tmp_path / "jury.csv"
    lines = (HEADINGS + members).splitlines()
    path.write_text("\n".join(";".join(line.split(";")[:headings]) for line in lines), encoding="utf-8")
    result = _run("verifier", path, "--reglement", family)
    told = " ".join(result.output.split())
    assert (result.exit_code, "✓ Jury régulier" in told) == (1, False)
    assert f"? Jury indéterminé : {left} reste" in told
    law = loi_du_jury(family).droit(None, date(2026, 7, 3))
    against = sitting(read_jury(path), law, presided=family == "cap").against
    assert all(any(line.startswith(f"{rule}, à établir") for line in against) for rule in left.split(" et "))


@pytest.mark.parametrize("family", ["cap", "bp", "bac_pro"])
def test_a_jury_without_president_is_not_told_to_be_presided(tmp_path: Path, family: str) -> None:
    path = tmp_path / "jury.csv"
    path.write_text("nom;prenom;sexe;qualite;presence\nA;Ana;F;employeur;present\n", encoding="utf-8")
    gaps = [verdict["ecart"] for verdict in _verdicts(_run("verifier", path, "--reglement", family, "--json")).values()]
    assert not any("siège" in gap and "président" in gap for gap in gaps)
    assert any(gap.startswith("aucun président, ni ") for gap in gaps)
    assert "aucun président" in gaps
    assert "sans objet : aucun président" in gaps
