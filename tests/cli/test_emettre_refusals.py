"""What ``laureat emettre`` and its neighbours refuse before anything is printed, signed or explained."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from cli.conftest import Run
from laureat.documents.infos import template
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.jury import write_jury
from laureat.jury.demonstration import demonstration_jury
from laureat.reglements import charger

UNITS = "U2;U31;U32;U11;U12;U33;U34;U4;U51;U52;U6;U7"
CANDIDATES = f"numero;voie;{UNITS};nom;prenom;date_naissance\nA1;scolaire_public{';12' * 12};Roy;Anne;14/03/2008\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session of one candidate, its settings, its jury and a key; nothing here writes into it."""
    folder = tmp_path_factory.mktemp("refus")
    (folder / "candidats.csv").write_text(CANDIDATES, encoding="utf-8")
    (folder / "infos.yaml").write_text(template(), encoding="utf-8")
    write_jury(demonstration_jury(), folder / "jury.csv")
    deliberate_file(Request(folder / "candidats.csv", charger("RNCP35697").at(2026), folder / "dossier"))
    return folder


def refused(run: Run, place: Path, *more: str | Path, **other: str | Path) -> str:
    """The one refusal of ``emettre``, of which nothing is left; ``other`` replaces an option, empty leaves it out."""
    given = {"infos": place / "infos.yaml", "jury": place / "jury.csv", "date": "06/07/2026"} | other
    options = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    target = place / "papiers"
    ended = run("emettre", place / "dossier", *options, "--sortie", target, "--processus", "1", *more)
    assert ended.exit_code == 2, ended.output
    assert not target.exists()
    return " ".join(ended.output.split())


def settings(place: Path, old: str, new: str) -> Path:
    assert template().count(old) == 1
    path = place / "autres.yaml"
    path.write_text(template().replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ((), "aucun fichier de jury n’a été donné"),
        (("--sans-jury", "jury tenu ailleurs, C. Roy"), "jury tenu ailleurs"),
    ],
)
def test_a_paper_that_cites_minutes_which_nothing_proves_says_so(
    run: Run, place: Path, tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    given = ("--infos", place / "infos.yaml", "--date", "06/07/2026", "--processus", "1", *more)
    ended = run("emettre", place / "dossier", *given, "--sortie", tmp_path / "papiers")
    assert ended.exit_code in (0, 1), ended.output
    papers = [path for path in (tmp_path / "papiers").rglob("*.pdf") if "releve" in path.name]
    assert papers
    text = " ".join("".join(page.extract_text() for page in PdfReader(papers[0]).pages).split())
    assert "Procès-verbal du jury non vérifié" in text
    assert why in text


def test_a_jury_given_and_said_to_be_unseen_is_a_contradiction(run: Run, place: Path) -> None:
    assert "--jury et --sans-jury se contredisent" in refused(run, place, "--sans-jury", "essai, C. Delorme")


def test_settings_that_name_another_president_than_the_jury_are_refused(run: Run, place: Path) -> None:
    infos = settings(place, 'fichier du jury\n  nom: ""', 'fichier du jury\n  nom: "AUTRE Personne"')
    told = refused(run, place, infos=infos)
    assert "president.nom" in told
    assert "« AUTRE Personne » ne préside pas le jury de --jury ; attendu : Hélène MARCHAND" in told


@pytest.mark.parametrize(
    ("deliberated", "issued", "told"),
    [
        ("03/07/2026", "02/07/2026", "--date dit 02/07/2026, avant la délibération du 03/07/2026"),
        ("03/07/2027", "06/07/2026", "--date dit 06/07/2026, avant la délibération du 03/07/2027"),
        ("31/12/2025", "06/07/2026", "deliberation.date dit 31/12/2025, avant la session 2026"),
        ("", "31/12/2025", "--date dit 31/12/2025, avant la session 2026"),
        ("03/07/2026", "01/01/2090", "--date dit 01/01/2090 : une date au plus tard le 31/12/"),
    ],
)
def test_dates_out_of_order_are_refused_with_what_is_expected(
    run: Run, place: Path, deliberated: str, issued: str, told: str
) -> None:
    infos = settings(place, 'date: "03/07/2026"', f'date: "{deliberated}"')
    assert told in refused(run, place, infos=infos, date=issued)
    assert run("attester", "--nouvelle-cle", place / f"cle-{deliberated[-4:]}-{issued[-4:]}.pem").exit_code == 0
    given = ("--cle", place / f"cle-{deliberated[-4:]}-{issued[-4:]}.pem", "--infos", infos, "--date", issued)
    signed = run("attester", place / "dossier", *given, "--sortie", place / "titres")
    assert (signed.exit_code, told in signed.output) == (2, True), signed.output
    assert not (place / "titres").exists()
