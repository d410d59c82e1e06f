"""A law that someone answers for, bound to a sheet or imposed on it: refused where it has no place, said everywhere."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from cli.conftest import Run
from laureat.documents.infos import template

MOTIF = "essai du motif, Mme Diallo"
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>
<FICHE><ID_FICHE>1</ID_FICHE><NUMERO_FICHE>{numero}</NUMERO_FICHE><INTITULE>{intitule}</INTITULE>
<ABREGE><CODE>{abrege}</CODE><LIBELLE>{abrege}</LIBELLE></ABREGE><ETAT_FICHE>Publiée</ETAT_FICHE><ACTIF>Oui</ACTIF>
<CERTIFICATEURS><CERTIFICATEUR><NOM_CERTIFICATEUR>{certificateur}</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>
<BLOCS_COMPETENCES>
<BLOC_COMPETENCES><CODE>{numero}BC01</CODE><LIBELLE>Planter</LIBELLE><LISTE_COMPETENCES>- Planter</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Mise en situation</MODALITES_EVALUATION></BLOC_COMPETENCES>
<BLOC_COMPETENCES><CODE>{numero}BC02</CODE><LIBELLE>Tailler</LIBELLE><LISTE_COMPETENCES>- Tailler</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Mise en situation</MODALITES_EVALUATION></BLOC_COMPETENCES>
</BLOCS_COMPETENCES></FICHE></FICHES>
"""
PHOTO = SHEET.format(
    numero="RNCP99002",
    intitule="BAC PRO - Photographie",
    abrege="BAC PRO",
    certificateur="MINISTERE DE L'EDUCATION NATIONALE",
)
BTSA = SHEET.format(
    numero="RNCP99003", intitule="BTSA - Gestion forestière", abrege="BTSA", certificateur="MINISTERE DE L'AGRICULTURE"
)


def test_a_refusal_names_the_option_that_imposes_a_law_where_the_command_has_it(run: Run, tmp_path: Path) -> None:
    fiche = tmp_path / "fiche.xml"
    fiche.write_text(BTSA, encoding="utf-8")
    for verb, named in (("cohorte", True), ("reglement nouveau", False)):
        target = ("--sortie", tmp_path / "x.yaml") if not named else (tmp_path / "x.csv",)
        result = run(*verb.split(), "--fiche", fiche, *target)
        assert (result.exit_code, "--malgre-la-fiche" in result.output) == (2, named), result.output
        assert "famille non prise en charge" in result.output


@pytest.fixture
def photographes(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "photo.csv"
    arguments = ("--reglement", "bacpro_photographie", "--session", "2025", "--candidats", "20")
    assert run("cohorte", path, *arguments).exit_code == 0
    return path


@pytest.mark.parametrize("option", ["--lier", "--malgre-la-fiche"])
@pytest.mark.parametrize("name", ["bacpro_photographie", "capitalisation", "cap_electricien"])
def test_a_sheet_that_has_its_own_law_is_never_decided_under_another(
    run: Run, photographes: Path, tmp_path: Path, option: str, name: str
) -> None:
    arguments = ("--fiche", "RNCP35697", "--reglement", name, "--session", "2025", option, MOTIF)
    result = run("deliberer", photographes, *arguments, "--sortie", tmp_path / "d")
    assert result.exit_code == 2
    assert "RNCP35697" in result.output
    assert not (tmp_path / "d").exists()
    if option == "--malgre-la-fiche" or name == "bacpro_photographie":
        assert "a son règlement dans la bibliothèque" in result.output


@pytest.mark.parametrize("motive", [" ", "\u00a0", "—", " . "])
def test_a_reason_that_says_nothing_is_refused(run: Run, photographes: Path, tmp_path: Path, motive: str) -> None:
    fiche = tmp_path / "photo.xml"
    fiche.write_text(PHOTO, encoding="utf-8")
    for option in ("--lier", "--malgre-la-fiche"):
        arguments = ("--fiche", fiche, "--reglement", "bacpro_photographie", "--session", "2025", option, motive)
        result = run("deliberer", photographes, *arguments, "--sortie", tmp_path / "d")
        assert result.exit_code == 2, result.output
        assert f"{option} : le motif est vide" in result.output


def test_a_reason_without_a_sheet_is_refused(run: Run, photographes: Path, tmp_path: Path) -> None:
    arguments = ("--reglement", "bacpro_photographie", "--session", "2025", "--lier", MOTIF)
    result = run("deliberer", photographes, *arguments, "--sortie", tmp_path / "d")
    assert (result.exit_code, "--fiche FICHE" in result.output) == (2, True)


@pytest.fixture(params=["--lier", "--malgre-la-fiche"])
def dossier(request: pytest.FixtureRequest, run: Run, tmp_path: Path) -> Path:
    """A session decided under a law bound to the sheet, or imposed on it."""
    fiche, liste = tmp_path / "fiche.xml", tmp_path / "c.csv"
    if request.param == "--lier":
        fiche.write_text(PHOTO, encoding="utf-8")
        arguments = ("--reglement", "bacpro_photographie", "--session", "2025")
        assert run("cohorte", liste, *arguments, "--candidats", "12").exit_code == 0
    else:
        fiche.write_text(BTSA, encoding="utf-8")
        liste.write_text(
            "numero;nom;prenom;date_naissance;BC01;BC02\nA1;Petit;Anne;01/02/2003;V;V\nA2;Roy;Luc;01/02/2003;V;NV\n",
            encoding="utf-8",
        )
        arguments = ("--reglement", "capitalisation", "--session", "2026")
    folder = tmp_path / "d"
    result = run("deliberer", liste, "--fiche", fiche, *arguments, request.param, MOTIF, "--sortie", folder)
    assert result.exit_code == 0, result.output
    assert MOTIF in result.output
    return folder


def test_every_paper_and_its_data_say_it(run: Run, dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "infos.yaml").write_text(template(), encoding="utf-8")
    arguments = (
        "--infos",
        tmp_path / "infos.yaml",
        "--date",
        "04/07/2026",
        "--processus",
        "1",
        "--sans-jury",
        "essai, C. Roy",
    )
    result = run("emettre", dossier, *arguments, "--sortie", tmp_path / "p")
    assert MOTIF in result.output
    papers = sorted((tmp_path / "p").rglob("*.pdf"))
    assert len({path.parent for path in papers}) > 1, result.output
    for path in papers:
        first = PdfReader(path).pages[0].extract_text()
        assert MOTIF in " ".join(first.split()), path.name
        assert "Procès-verbal du jury non vérifié (essai, C. Roy)" in " ".join(first.split()), path.name


def test_every_credential_says_it_in_what_is_signed(run: Run, dossier: Path, tmp_path: Path) -> None:
    assert run("attester", "--nouvelle-cle", tmp_path / "cle.pem").exit_code == 0
    arguments = ("--cle", tmp_path / "cle.pem", "--sortie", tmp_path / "t", "--a-blanc", "--sans-badges")
    result = run("attester", dossier, *arguments)
    assert MOTIF in result.output
    titles = [*(tmp_path / "t" / "diplomes").glob("*.json"), *(tmp_path / "t" / "blocs").glob("*.json")]
    assert titles
    assert all(path.read_text(encoding="utf-8").count(MOTIF) == 2 for path in titles)


def test_a_replay_and_a_supposition_say_it(run: Run, dossier: Path) -> None:
    assert MOTIF in run("rejouer", dossier).output
    if (dossier / "decisions.csv").read_text(encoding="utf-8").count("RNCP99003") == 0:
        assert MOTIF in run("sensibilite", dossier, "--si", "seuil_admission=9").output
