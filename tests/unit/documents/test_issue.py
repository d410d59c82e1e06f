"""A lot of papers: complete, indexed, resumable, the same whatever the number of processes."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from laureat.documents.infos import Infos, template
from laureat.documents.issue import Summary, issue
from laureat.documents.order import Order, number_slug, paper_path
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.jury import write_jury
from laureat.jury import demonstration_jury
from laureat.jury.members import Jury
from laureat.register import bundled
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
SCHOOLS = [("0690001A", "LP Hector-Guimard"), ("0690002B", "CFA de l'Arve"), ("", "")]
PEOPLE = [
    ("Nguyễn", "Thị Hương"),
    ("Martin", "Léo"),
    ("Martin", "Léo"),
    ("Šimůnek", "Šárka"),
    ("d'Aubigné", "Zoé"),
    ("Ødegård", "Åse"),
]


def write_candidates(path: Path, count: int) -> None:
    """Candidates over three establishments, one of them without a UAI; the third has a fraud file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        heading = ["numero", "voie", *UNITS, "nom", "prenom", "sexe", "date_naissance", "lieu_naissance", "uai"]
        table.writerow([*heading, "etablissement", "Dossier fraude"])
        for rank in range(count):
            marks = [str(8 + (rank + column) % 7) for column in range(len(UNITS))]
            uai, school = SCHOOLS[rank % 3]
            nom, prenom = PEOPLE[rank % len(PEOPLE)]
            about = [nom, prenom, "F" if rank % 2 else "M", "14/03/2008", "Lyon", uai, school]
            table.writerow([f"C{rank:03d}", "scolaire_public", *marks, *about, {2: "Yes", 3: "no"}.get(rank, "")])


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session of more candidates than one batch holds."""
    return deliberated(tmp_path_factory.mktemp("session"), 27)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of two candidates an establishment, where their number changes nothing."""
    return deliberated(tmp_path_factory.mktemp("petite"), 6)


def deliberated(folder: Path, count: int) -> Path:
    write_candidates(folder / "candidats.csv", count)
    sheet = bundled("RNCP35697")
    request = Request(
        folder / "candidats.csv",
        charger("RNCP35697").at(2026),
        folder / "dossier",
        fiche=sheet.to_json() if sheet else None,
    )
    deliberate_file(request)
    return folder / "dossier"


def ordered(dossier: Path, infos: Infos, jury: Jury, target: Path) -> Order:
    """All the papers of that session."""
    return Order(
        dossier=dossier,
        infos=infos,
        issued=date(2026, 7, 6),
        target=target,
        moment=datetime(2026, 7, 6, 9, tzinfo=UTC),
        jury=jury,
    )


@pytest.fixture
def order(dossier: Path, infos: Infos, jury: Jury, tmp_path: Path) -> Order:
    """The papers that one test asks for."""
    return ordered(dossier, infos, jury, tmp_path / "papiers")


@pytest.fixture(scope="module")
def made(dossier: Path, infos: Infos, jury: Jury, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The same papers made once, and what was said of them."""
    folder = tmp_path_factory.mktemp("faits") / "papiers"
    return folder, issue(ordered(dossier, infos, jury, folder))


@pytest.fixture
def summary(order: Order, made: tuple[Path, Summary]) -> Summary:
    """What was said of the papers, a copy of which stands where the test asked for them."""
    shutil.copytree(made[0], order.target)
    return made[1]


def index(target: Path) -> list[dict[str, str]]:
    with (target / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def contents(target: Path) -> dict[str, bytes]:
    """Every paper, by its path."""
    return {str(path.relative_to(target)): path.read_bytes() for path in sorted(target.rglob("*.pdf"))}


def test_every_paper_due_is_there_and_indexed_once(order: Order, summary: Summary) -> None:
    lines = index(order.target)
    issued = {line["fichier"] for line in lines if line["etat"] == "emis"}
    assert issued == set(contents(order.target))
    assert len(issued) == summary.issued == len([line for line in lines if line["etat"] == "emis"])
    assert not summary.refused
    assert {path.name for path in order.target.iterdir() if path.is_dir()} == {
        "0690001A", "0690002B", "sans-etablissement", "session", ".lot",
    }  # fmt: skip
    assert not list(order.target.rglob("*.tmp"))


def test_a_fraud_file_withholds_every_paper_and_the_index_says_so(order: Order, summary: Summary) -> None:
    assert {entry.numero for entry in summary.withheld} == {"C002"}
    assert not any("C002" in path for path in contents(order.target))
    assert all("fraude" in line["motif"] for line in index(order.target) if line["etat"] == "retenu")
    lists = [path for path in contents(order.target) if "resultats" in path]
    shown = "".join(sheet.extract_text() for path in lists for sheet in pypdf.PdfReader(order.target / path).pages)
    admitted = {line["numero"] for line in index(order.target) if line["papier"] == "Diplôme" and line["fichier"]}
    assert admitted
    assert all(numero in shown for numero in admitted)
    assert "C002" not in shown


def test_a_missing_setting_refuses_the_papers_that_need_it_and_no_other(order: Order, few: Path, infos: Infos) -> None:
    poorer = replace(infos, values={k: v for k, v in infos.values.items() if k != "tribunal.nom"})
    summary = issue(replace(order, dossier=few, infos=poorer))
    assert {entry.papier for entry in summary.refused} == {"Relevé de notes"}
    assert all("tribunal.nom" in entry.motif for entry in summary.refused)
    assert summary.by_paper["Diplôme"]


def test_without_a_jury_only_its_papers_are_refused(order: Order, few: Path) -> None:
    summary = issue(replace(order, dossier=few, jury=None))
    assert {entry.papier for entry in summary.refused} == {
        "Procès-verbal de délibération",
        "Liste d'émargement du jury",
    }


@pytest.mark.usefixtures("summary")
def test_several_processes_make_the_same_papers_as_one(order: Order, tmp_path: Path) -> None:
    parallel = replace(order, target=tmp_path / "autres", workers=2)
    issue(parallel)
    assert contents(parallel.target) == contents(order.target)
    assert index(parallel.target) == index(order.target)


@pytest.mark.usefixtures("summary")
def test_a_second_run_makes_only_what_is_missing(order: Order) -> None:
    before, lines = contents(order.target), index(order.target)
    kept, lost = sorted(before)[:2]
    stamp = (order.target / kept).stat().st_mtime_ns
    (order.target / lost).unlink()
    (order.target / "0690001A" / ".releve.pdf.123.tmp").write_bytes(b"half")
    issue(order)
    assert (order.target / kept).stat().st_mtime_ns == stamp
    assert contents(order.target) == before
    assert index(order.target) == lines
    assert not list(order.target.rglob("*.tmp"))


@pytest.mark.usefixtures("summary")
def test_another_lot_or_a_foreign_folder_is_left_alone(order: Order) -> None:
    with pytest.raises(InvalidInput, match="autre lot"):
        issue(replace(order, issued=date(2026, 7, 7)))
    foreign = order.target.parent / "photos"
    foreign.mkdir()
    (foreign / "vacances.txt").write_text("mer")
    with pytest.raises(InvalidInput, match="n'est pas un dossier de papiers"):
        issue(replace(order, target=foreign))
    assert [path.name for path in foreign.iterdir()] == ["vacances.txt"]


@pytest.mark.usefixtures("summary")
def test_archives_replace_folders_and_survive_a_second_run(order: Order, tmp_path: Path) -> None:
    zipped = replace(order, target=tmp_path / "zips", zipped=True)
    issue(zipped)
    archives = {path.name: path.read_bytes() for path in zipped.target.glob("*.zip")}
    assert set(archives) == {"0690001A.zip", "0690002B.zip", "sans-etablissement.zip"}
    with zipfile.ZipFile(io.BytesIO(archives["0690001A.zip"])) as archive:
        found = {f"0690001A/{name}": archive.read(name) for name in archive.namelist()}
    assert found == {path: data for path, data in contents(order.target).items() if path.startswith("0690001A/")}
    issue(zipped)
    assert {path.name: path.read_bytes() for path in zipped.target.glob("*.zip")} == archives


def test_the_print_file_holds_the_papers_of_every_candidate_by_school_then_name(order: Order) -> None:
    issue(replace(order, printing=True))
    reader = pypdf.PdfReader(order.target / "impression.pdf")
    separate = [path for path in contents(order.target) if not path.startswith(("session/", "impression"))]
    expected = sum(len(pypdf.PdfReader(order.target / path).pages) for path in separate)
    assert len(reader.pages) == expected
    first = reader.pages[0].extract_text()
    assert "LP Hector-Guimard" in first
    assert not (order.lot / "impression").exists()


def test_credentials_are_attached_where_they_exist(order: Order, few: Path, tmp_path: Path) -> None:
    titles = tmp_path / "titres"
    (titles / "diplomes").mkdir(parents=True)
    (titles / "diplomes" / "C003.json").write_text(json.dumps({"id": "urn:uuid:1"}), encoding="utf-8")
    issue(replace(order, dossier=few, titles=titles))
    found = {
        path: set(pypdf.PdfReader(io.BytesIO(data)).attachments)
        for path, data in contents(order.target).items()
        if "diplome-" in path
    }
    assert [path for path, names in found.items() if "titre.json" in names] == [
        path for path in found if "C003" in path
    ]
    assert all("decision.json" in names for names in found.values())


@pytest.mark.usefixtures("summary")
def test_a_killed_run_goes_on_where_it_stopped(order: Order, tmp_path: Path) -> None:
    (tmp_path / "infos.yaml").write_text(template(), encoding="utf-8")
    write_jury(demonstration_jury(), tmp_path / "jury.csv")
    target = tmp_path / "tues"
    command = [sys.executable, "-m", "laureat.cli.main", "emettre", str(order.dossier), "--date", "06/07/2026"]
    command += ["--infos", str(tmp_path / "infos.yaml"), "--jury", str(tmp_path / "jury.csv")]
    command += ["--sortie", str(target), "--processus", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    assert _wait(lambda: len(list(target.glob("0*/*.pdf"))) >= 3)
    children = _children(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert _wait(lambda: not any(_is_running(child) for child in children)), "a worker outlived its parent"
    assert not (target / "index.csv").exists()
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in target.rglob("*.pdf"))
    done = subprocess.run([*command[:-1], "1"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    own = {path: data for path, data in contents(order.target).items() if not path.startswith("session/")}
    assert {path: data for path, data in contents(target).items() if not path.startswith("session/")} == own
    assert [line["fichier"] for line in index(target)] == [line["fichier"] for line in index(order.target)]


def _wait(condition: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def _children(parent: int) -> Iterator[int] | list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        pytest.skip("la liste des processus enfants n'est pas lisible ici")
    return [int(child) for child in listed.read_text().split()]


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (("0690042K", "LP", "releve", "TRPM-0042", "Nguyễn-Šimůnek"), "0690042K/releve-TRPM-0042-nguyen-simunek.pdf"),
        (("", "Lycée de l'Œuvre", "diplome", "1", "d'Aubigné"), "lycee-de-l-oeuvre/diplome-1-d-aubigne.pdf"),
        (("", "", "certificat", "7", "李"), "sans-etablissement/certificat-7.pdf"),
    ],
)
def test_files_are_named_in_plain_letters(given: tuple[str, str, str, str, str], path: str) -> None:
    assert paper_path(*given) == path


def test_two_numbers_never_share_a_file() -> None:
    numbers = ["A/1", "A-1", "A 1", "a-1", "../1", "A.1"]
    assert len({number_slug(number).casefold() for number in numbers if number != "a-1"}) == 5
    assert "/" not in "".join(number_slug(number) for number in numbers)
