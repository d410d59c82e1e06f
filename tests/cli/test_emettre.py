"""``laureat emettre`` as one types it."""

import json
import shutil
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner, Result

from laureat.cli.attester import attester
from laureat.cli.emettre import emettre
from laureat.credentials.keys import new_signing_key, write_private
from laureat.credentials.paper_codes import spelled
from laureat.documents.deposit import read_deposit
from laureat.documents.infos import read_infos, template
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.jury import write_jury
from laureat.jury.demonstration import demonstration_jury
from laureat.register import bundled
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

CANDIDATES = (
    "numero;voie;U2;U31;U32;U11;U12;U33;U34;U4;U51;U52;U6;U7;nom;prenom;date_naissance;uai\n"
    "A1;scolaire_public;12;12;12;12;12;12;12;12;12;12;12;12;Nguyễn;Thị;14/03/2008;0690001A\n"
    "A2;scolaire_public;9;9;9;9;12;9;9;9;9;9;9;9;Šimůnek;Šárka;;0690001A\n"
)
ALONE = "nom;prenom;qualite;fonction;presence\nHaddad;Nadia;enseignant_chercheur;president;present\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session, its settings and its jury."""
    place = tmp_path_factory.mktemp("session")
    (place / "candidats.csv").write_text(CANDIDATES, encoding="utf-8")
    (place / "infos.yaml").write_text(template(), encoding="utf-8")
    write_jury(demonstration_jury(), place / "jury.csv")
    sheet = bundled("RNCP35697")
    rules = charger("RNCP35697").at(2026)
    deliberate_file(
        Request(place / "candidats.csv", rules, place / "dossier", fiche=sheet.to_json() if sheet else None)
    )
    return place


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(whole, tmp_path, dirs_exist_ok=True))


def run(folder: Path, *more: str, date: str = "06/07/2026") -> Result:
    arguments = [str(folder / "dossier"), "--infos", str(folder / "infos.yaml"), "--jury", str(folder / "jury.csv")]
    arguments += ["--date", date, "--sortie", str(folder / "papiers"), "--processus", "1", *more]
    return CliRunner().invoke(emettre, arguments)


def test_papers_are_issued_and_what_is_refused_is_named_with_exit_code_1(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 1
    assert "arrêté de nomination" not in result.output  # the settings cite it
    assert "Attestation de blocs de compétences de A2 Šimůnek Šárka : il manque : date de naissance" in " ".join(
        result.output.split()
    )
    papers = {path.name for path in (folder / "papiers").rglob("*.pdf")}
    assert {"releve-A1-nguyen.pdf", "diplome-A1-nguyen.pdf", "releve-A2-simunek.pdf", "proces-verbal.pdf"} <= papers
    assert "attestation-A2-simunek.pdf" not in papers


def test_everything_issued_is_exit_code_0(folder: Path) -> None:
    path = folder / "candidats.csv"
    path.write_text(CANDIDATES.replace("Šárka;;", "Šárka;01/02/2008;"), encoding="utf-8")
    deliberate_file(Request(path, charger("RNCP35697").at(2026), folder / "dossier"))
    assert run(folder, "--impression", "--zip").exit_code == 0
    assert {path.name for path in (folder / "papiers").iterdir()} == {
        ".lot", "0690001A.zip", "impression.pdf", "index.csv", "session",
    }  # fmt: skip


def test_another_date_needs_replacing(folder: Path) -> None:
    run(folder)
    with pytest.raises(InvalidInput, match="--remplacer"):
        raise run(folder, date="07/07/2026").exception or AssertionError("accepted")
    assert run(folder, "--remplacer", date="07/07/2026").exit_code == 1


def test_a_trial_seal_leaves_its_authority_and_no_key_beside_the_papers(folder: Path) -> None:
    run(folder, "--sceau-essai")
    assert b"BEGIN CERTIFICATE" in (folder / "papiers" / "autorite-essai.pem").read_bytes()
    assert b"/Sig" in next((folder / "papiers").rglob("diplome-*.pdf")).read_bytes()
    assert not list((folder / "papiers").glob("*.p12"))


def refused(folder: Path, *more: str) -> str:
    result = run(folder, *more)
    assert isinstance(result.exception, InvalidInput), result.output
    assert not (folder / "papiers").exists()
    return str(result.exception)


def test_an_unlawful_jury_has_no_minutes_unless_someone_answers_for_it(folder: Path) -> None:
    (folder / "jury.csv").write_text(ALONE, encoding="utf-8")
    told = refused(folder)
    assert "R-JURY-03c, irrégulier" in told
    assert "--malgre-le-jury" in told
    assert "--malgre-le-jury" in refused(folder, "--malgre-le-jury", " ")
    result = run(folder, "--malgre-le-jury", "essai, C. Delorme")
    assert result.exit_code == 1, result.output
    minutes = pypdf.PdfReader(folder / "papiers" / "session" / "proces-verbal.pdf")
    text = " ".join(" ".join(page.extract_text() for page in minutes.pages).split())
    assert "malgré ce qui suit (essai, C. Delorme)" in text
    assert "R-JURY-03c" in text


@pytest.mark.parametrize(
    ("presence", "told"),
    [("absent", "aucun membre du jury n'a siégé"), ("", "présence non renseignée : Hélène MARCHAND")],
)
def test_a_jury_that_is_not_known_to_have_sat_has_no_minutes(folder: Path, presence: str, told: str) -> None:
    path = folder / "jury.csv"
    written = path.read_text(encoding="utf-8")
    for word in ("present", "distance", "absent"):
        written = written.replace(f";{word};", f";{presence};")
    path.write_text(written, encoding="utf-8")
    assert told in refused(folder)


def test_nothing_is_printed_nor_signed_from_a_folder_that_was_changed(folder: Path) -> None:
    path = folder / "dossier" / "candidats.arrow"
    path.write_bytes(path.read_bytes().replace("Šárka".encode(), b"Escroc!"))
    assert "les candidats du dossier ont été modifiés depuis la délibération" in refused(folder)
    asked = [str(folder / "dossier"), "--cle", str(folder / "cle.pem"), "--sortie", str(folder / "titres")]
    write_private(folder / "cle.pem", new_signing_key(), "")
    signed = CliRunner().invoke(attester, asked)
    assert "ont été modifiés" in str(signed.exception)
    assert not (folder / "titres").exists()


def test_an_authority_that_never_delivers_this_certification_is_refused(folder: Path) -> None:
    infos = folder / "infos.yaml"
    told = template().replace("Le recteur de la région académique Auvergne-Rhône-Alpes", "La directrice de la DREETS")
    infos.write_text(told, encoding="utf-8")
    assert "« La directrice de la DREETS » n'est pas l'autorité qui délivre le présent diplôme" in refused(folder)
    settings, title = read_infos(infos), charger("tp_commercial")
    settings.require_authority_of(title)
    infos.write_text(template(), encoding="utf-8")
    with pytest.raises(
        InvalidInput, match=r"c'est le directeur régional chargé de l'emploi, au nom du ministre .*R338-7"
    ):
        read_infos(infos).require_authority_of(title)


def test_a_commented_settings_file_is_written_on_demand(tmp_path: Path) -> None:
    result = CliRunner().invoke(emettre, ["--modele-infos", str(tmp_path / "infos.yaml")])
    assert result.exit_code == 0
    assert "signataire:" in (tmp_path / "infos.yaml").read_text(encoding="utf-8")


def test_what_the_command_lacks_is_told(folder: Path) -> None:
    result = CliRunner().invoke(emettre, [str(folder / "dossier")])
    assert result.exit_code == 2
    assert "--infos" in result.output


def test_the_codes_of_a_lot_are_printed_deposited_and_the_same_when_a_run_goes_on(folder: Path) -> None:
    refused = run(folder, "--site", "titres.exemple.fr").exception
    assert isinstance(refused, InvalidInput)
    assert "--site : « titres.exemple.fr »" in str(refused)
    without = run(folder)
    assert "sans code de vérification" in (folder / "papiers/index.csv").read_text(encoding="utf-8")
    assert not (folder / "papiers/codes.jsonl").exists()
    assert without.exit_code == 1
    told = run(folder, "--site", "https://titres.exemple.fr", "--remplacer", "--impression")
    assert "codes.jsonl" in "".join(told.output.split())
    content = (folder / "papiers/codes.jsonl").read_bytes()
    read = read_deposit("codes.jsonl", content)
    papers = sorted((folder / "papiers").rglob("*-A*.pdf"))
    assert len(read.lines) == len(papers) == 3
    codes = {json.loads(line)["code"]: json.loads(line) for line in read.lines}
    for paper in papers:
        pdf = pypdf.PdfReader(paper)
        code = json.loads(pdf.attachments["decision.json"][0])["code"]
        said = codes.pop(code)
        assert said["atteste"]["candidat"]["nom"] in ("Nguyễn", "Šimůnek")
        assert spelled(code) in "".join(page.extract_text() for page in pdf.pages)
        assert "titres.exemple.fr/v/" in "".join(page.extract_text() for page in pdf.pages)
    assert "sans code" not in (folder / "papiers/index.csv").read_text(encoding="utf-8")
    papers[0].unlink()
    (folder / "papiers/codes.jsonl").unlink()
    run(folder, "--site", "https://titres.exemple.fr", "--impression")
    assert (folder / "papiers/codes.jsonl").read_bytes() == content
    assert papers[0].exists()
