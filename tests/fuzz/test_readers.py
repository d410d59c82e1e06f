"""Every reader of a file of anyone's, on a hundred thousand inputs: an answer or a refusal in French, never a surprise.

In this process: what the reading room would hide shows here. ``LAUREAT_ESSAIS`` says how many inputs.
"""

import io
import multiprocessing
import os
import random
import re
import resource
import warnings
from collections.abc import Callable
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from laureat.credentials import carriers
from laureat.credentials.trust import read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.documents.deposit import read_deposit
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cpf_complements import read_complements
from laureat.exchange.cpf_rapport import read_reports
from laureat.exchange.cyclades import read_cyclades
from laureat.exchange.grille_drawn import Assessed
from laureat.exchange.grille_import import preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.exchange.jury import read_jury
from laureat.exchange.parquet_columns import Here
from laureat.exchange.school_sheet import read_school_sheet
from laureat.grilles import library, read_grids
from laureat.register import bundled, read_fiches
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.grids.pictures import made_anew
from support import corpus_files
from support.deposits import content_of, written
from support.fuzzing import fuzz, mutated
from support.pdfs import a_page, a_pdf

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("LAUREAT_GRAINE", "0"))
"""Another one draws other inputs."""
Reader = tuple[Callable[[bytes], object], list[bytes]]
CYCLADES = (
    "Session\n2026\nLycée Marc-Seguin (0690001B)\n"
    "N° Candidat;Nom de famille;Prénom(s);Date de Naissance;Catégorie Candidat;Code Spécialité;Etat\n"
    "'001';'PETIT';'Zoé';'14/03/2008';'SCOLAIRE BACPRO 3 ANS (132)';'25123';'Inscrit'\n"
)
LIST = (
    "numero;voie;nom;prenom;date_naissance;U2;U31\n"
    "1;scolaire_public;Lefèvre;Zoé;14/03/2008;12,5;AB\n2;scolaire_public;Émile;Ève;;;B9@2024\n"
)
JURY = (
    "nom;prenom;sexe;qualite;fonction\nMarchand;Claude;F;enseignant_chercheur;president\nCosta;Paula;F;salarie;membre\n"
)
SHEET = (
    "numero;nom;prenom;unite;groupe;note;identifiant;etablissement;session\n"
    "1;Lefèvre;Zoé;U2;premier;12,5;a1;0690001B;s\n1;Lefèvre;Zoé;U31;controle;AB;a1;0690001B;s\n"
)
COMPLEMENTS = "numero;sexe;date_naissance;code_commune_naissance\n1;F;00/00/1990;2A004\n2;;14/03/2008;99109\n"
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema"><nomFichier>d.xml</nomFichier>
<PassagesKO><passage><idTechnique>1</idTechnique><messageErreur>Plusieurs</messageErreur></passage></PassagesKO>
<PassagesOK><idTechnique>2</idTechnique><idTechnique>3</idTechnique></PassagesOK></rapport>
"""
EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><ID_FICHE>12</ID_FICHE><NUMERO_FICHE>RNCP1</NUMERO_FICHE>
<INTITULE>Un titre &amp; l’autre</INTITULE><ACTIF>Oui</ACTIF><NOMENCLATURE_EUROPE><NIVEAU>NIV4</NIVEAU>
<INTITULE>Niveau 4</INTITULE></NOMENCLATURE_EUROPE><DATE_EFFET>01/09/2021</DATE_EFFET>
<DATE_FIN_ENREGISTREMENT>31/08/2026</DATE_FIN_ENREGISTREMENT><DUREE_ENREGISTREMENT>60</DUREE_ENREGISTREMENT>
<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>RNCP1BC01</CODE><LIBELLE>Usiner</LIBELLE>
<LISTE_COMPETENCES>C1. Lire un plan - C2. Régler la machine</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Contrôle en cours de formation (CCF)</MODALITES_EVALUATION></BLOC_COMPETENCES></BLOCS_COMPETENCES>
<CODES_NSF><NSF><CODE>251</CODE><INTITULE>Mécanique</INTITULE></NSF></CODES_NSF></FICHE></FICHES>
"""
YAML = "impossibilite: aucune\nmembres:\n  - nom: Marchand\n    prenom: Claude\n    sexe: F\n    qualite: salarie\n"


def refusing(read: Callable[[Path], object], path: Path) -> Callable[[bytes], object]:
    """A reader of a file: what it gives, or nothing for what it refuses in French."""

    def one(content: bytes) -> object:
        path.write_bytes(content)
        try:
            return read(path)
        except InvalidInput as invalid:
            told = [str(problem) for problem in invalid.problems]
        if not all(told) or not told:
            raise AssertionError("refusé sans un mot")
        return None

    return one


def lists(path: Path) -> int:
    """The candidates of a list."""
    spec = RegistrationSpec(charger("RNCP35697").at(2026))
    return sum(1 for batch in read_candidates(path, spec) for _ in candidates(batch, spec.famille))


def in_a_child(read: Callable[[Path], object], path: Path) -> Callable[[bytes], object]:
    """A reader that a forged file may abort: a child reads, as in the reading room; what kills it is refused here."""
    here = refusing(read, path)
    spawn = multiprocessing.get_context("spawn")
    ours, child = spawn.Pipe(), spawn.Process()

    def one(content: bytes) -> object:
        nonlocal ours, child
        if not child.is_alive():
            ours = spawn.Pipe()
            child = spawn.Process(target=expendable, args=(ours[1], read, path), daemon=True)
            child.start()
            ours[1].close()
        try:
            ours[0].send_bytes(content)
            answer = ours[0].recv()
        except (EOFError, OSError):
            child.join()
            return here(content)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return one


def expendable(asked: Connection, read: Callable[[Path], object], path: Path) -> None:
    """What the child does: it reads what it is sent until it dies of it."""
    Here.expendable = True
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    one = refusing(read, path)
    while content := told(asked):
        try:
            asked.send(one(content))
        except Exception as error:
            asked.send(AssertionError(repr(error)))


def told(asked: Connection) -> bytes:
    """What comes next, or nothing once the other end is gone."""
    try:
        return asked.recv_bytes()
    except EOFError:
        return b""


def workbook(text: str) -> bytes:
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in text.splitlines():
        book.active.append(row.split(";"))
    book.save(buffer)
    return buffer.getvalue()


def parquet(text: str) -> bytes:
    import polars as pl

    buffer = io.BytesIO()
    pl.read_csv(text.encode(), separator=";", infer_schema=False).write_parquet(buffer)
    return buffer.getvalue()


def judged(folder: Path, kinds: tuple[bytes, ...]) -> Reader:
    """The verdict on files that begin so; one changed is never found authentic unless it says the same."""
    world, cases = corpus_files.everything()
    known = list(world.lists().values())
    world.write(folder / "monde")
    judge = Verifier(read_trust(folder / "monde" / "confiance.json"), world.now, lambda address: at(address, known))
    seeds = [case.content for case in cases if case.content.startswith(kinds) and len(case.content) < 24_000]

    def one(content: bytes) -> object:
        verdict = carriers.verify_file(content, judge)
        assert isinstance(verdict, Verdict)
        return verdict.reason is not Reason.ILLISIBLE

    return one, seeds


def at(address: str, known: list[bytes]) -> list[bytes]:
    """The status lists of an address; those that do not tell theirs in clear are of every one."""
    return [one for one in known if address.encode() in one or not one.startswith(b"{")]


def small(grids: bytes) -> bytes:
    """The first grid of a file: as much to stumble on as the whole, in a fifth of the time."""
    return re.split(rb"(?m)^(?=- grille: )", grids)[1]


def short(sheet: bytes) -> bytes:
    """A printed sheet without most of its blocks, that are all alike."""
    told = re.sub(r"(?ms)^Projet de réalisation.*?(?=^Modalités d'évaluation)", "", sheet.decode(), count=1)
    return re.sub("(?ms)^RNCP35697BC03.*?(?=^RNCP35697BC15)", "", told).encode()


def reader(name: str, folder: Path) -> Reader:
    """A reader and what it reads well."""
    sheet = Path(bundled.__globals__["__file__"]).parent / "fiches/RNCP35697.txt"
    match name:
        case "titre":
            return judged(folder, (b"{",))
        case "pdf":
            return judged(folder, (b"%PDF",))
        case "image":
            return judged(folder, (b"\x89PNG", b"\xff\xd8"))
        case "fiche":
            return refusing(lambda path: list(read_fiches(path)), folder / "f.txt"), [short(sheet.read_bytes())]
        case "fiche-xml":
            return refusing(lambda path: list(read_fiches(path)), folder / "f.xml"), exported()
        case "fiche-json":
            import json

            told = json.dumps(bundled("RNCP35697").to_json(), ensure_ascii=False).encode()
            return refusing(lambda path: list(read_fiches(path)), folder / "f.json"), [told]
        case "liste-csv":
            seeds = [LIST.encode(), LIST.encode("cp1252"), LIST.encode("utf-16"), LIST.replace(";", ",").encode()]
            return refusing(lists, folder / "l.csv"), seeds
        case "liste-xlsx":
            return refusing(lists, folder / "l.xlsx"), [workbook(LIST)]
        case "liste-parquet":
            return in_a_child(lists, folder / "l.parquet"), [parquet(LIST)]
        case "jury":
            return refusing(read_jury, folder / "j.csv"), [JURY.encode(), JURY.encode("utf-16")]
        case "jury-yaml":
            return refusing(read_jury, folder / "j.yaml"), [YAML.encode()]
        case "cyclades":
            return refusing(read_cyclades, folder / "c.csv"), [CYCLADES.encode()]
        case "releve":
            return refusing(read_school_sheet, folder / "r.csv"), [SHEET.encode(), SHEET.encode("utf-16")]
        case "depot":
            return refusing(lambda path: read_deposit("d", path.read_bytes()), folder / "d"), [content_of(written(3))]
        case "compte-rendu":
            return refusing(lambda path: read_reports([path]), folder / "r.xml"), [REPORT.encode()]
        case "complements":
            return refusing(lambda path: read_complements(path, []), folder / "c.csv"), [COMPLEMENTS.encode()]
        case "grilles":
            grids = files("laureat.grilles") / "donnees"
            seeds = [small(one.read_bytes()) for one in grids.iterdir() if one.name.endswith(".yaml")]
            return refusing(lambda path: read_grids(path.read_bytes(), "g.yaml"), folder / "g"), seeds
        case "classeur":
            grid, book = library()["RNCP36490-BC01"], io.BytesIO()
            grid_workbook(grid, [Assessed("1", "DURAND Zoé"), Assessed("2", "=1+1 Nguyễn")], 2026).save(book)
            return refusing(lambda path: preview(path, grid), folder / "c.xlsx"), [book.getvalue()]
        case "photo":
            return refusing(lambda path: made_anew(path.read_bytes()), folder / "p"), [*photos(), a_pdf(a_page())]
    raise AssertionError(name)


def exported() -> list[bytes]:
    """Exports of the register: one of ours, and a sheet of each public sample that is here."""
    seeds = [EXPORT.encode()]
    for path in sorted((Path(__file__).parents[3] / "shared/formats/rncp").glob("export_fiches_*.xml")):
        whole = path.read_bytes()
        first = whole.index(b"<FICHE>")
        seeds.append(whole[: whole.index(b"</FICHE>", first) + 8] + b"\n</FICHES>\n")
    return seeds


def photos() -> list[bytes]:
    """A picture in each form that is read."""
    from PIL import Image

    found = []
    for form in ("JPEG", "PNG", "WEBP"):
        buffer = io.BytesIO()
        Image.radial_gradient("L").resize((40, 30)).convert("RGB").save(buffer, form)
        found.append(buffer.getvalue())
    return found


NAMES = (
    "titre", "pdf", "image", "fiche", "fiche-json", "liste-csv", "liste-xlsx", "liste-parquet", "jury", "jury-yaml",
    "cyclades", "releve", "depot", "grilles", "classeur", "photo", "fiche-xml",
    "compte-rendu", "complements",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_answers_or_refuses(name: str, tmp_path: Path) -> None:
    read, seeds = reader(name, tmp_path)
    assert seeds
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries grumble is not the question
        given, sound, longest = fuzz(read, seeds, seed=SEED + len(name))
    print(f"{name} : {given} essais, {sound} lus, {longest:.2f} s au plus")
    assert given
    assert longest < 20


def test_the_inputs_are_many_and_different() -> None:
    draw = random.Random(1)
    found = {mutated([LIST.encode()], draw) for _ in range(1000)}
    assert len(found) > 800
