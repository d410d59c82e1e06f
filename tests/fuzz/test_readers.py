"""Every reader of a file of anyone's, on a hundred thousand inputs: an answer or a refusal in French, never a surprise.

In this process: what the reading room would hide shows here. ``LAUREAT_ESSAIS`` says how many inputs.
"""

import io
import random
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from laureat.credentials import carriers
from laureat.credentials.trust import read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cyclades import read_cyclades
from laureat.exchange.jury import read_jury
from laureat.register import bundled, read_fiches
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput
from laureat.web.exam_sessions.parsing import RegistrationSpec
from support import corpus_files
from support.fuzzing import COUNT, fuzz, mutated

pytestmark = pytest.mark.slow
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
    judge = Verifier(read_trust(folder / "monde" / "confiance.json"), world.now, lambda _address: known)
    seeds = [case.content for case in cases if case.content.startswith(kinds) and len(case.content) < 200_000]

    def one(content: bytes) -> object:
        verdict = carriers.verify_file(content, judge)
        assert isinstance(verdict, Verdict)
        return verdict.reason is not Reason.ILLISIBLE

    return one, seeds


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
            return refusing(lambda path: list(read_fiches(path)), folder / "f.txt"), [sheet.read_bytes()]
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
            return refusing(lists, folder / "l.parquet"), [parquet(LIST)]
        case "jury":
            return refusing(read_jury, folder / "j.csv"), [JURY.encode(), JURY.encode("utf-16")]
        case "jury-yaml":
            return refusing(read_jury, folder / "j.yaml"), [YAML.encode()]
        case "cyclades":
            return refusing(read_cyclades, folder / "c.csv"), [CYCLADES.encode()]
    raise AssertionError(name)


NAMES = (
    "titre", "pdf", "image", "fiche", "fiche-json", "liste-csv", "liste-xlsx", "liste-parquet", "jury", "jury-yaml",
    "cyclades",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_answers_or_refuses(name: str, tmp_path: Path) -> None:
    read, seeds = reader(name, tmp_path)
    assert seeds
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries grumble is not the question
        sound, longest = fuzz(read, seeds, seed=len(name))
    print(f"{name} : {COUNT} essais, {sound} lus, {longest:.2f} s au plus")
    assert longest < 20


def test_the_inputs_are_many_and_different() -> None:
    draw = random.Random(1)
    found = {mutated([LIST.encode()], draw) for _ in range(1000)}
    assert len(found) > 800
