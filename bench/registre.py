"""The reader of the register's export, against a bare iterparse of the same file.

``python bench/registre.py [sheets]`` writes an export of invented sheets, as large as the real one (25,000 sheets,
about 19 KB each), and reads it in fresh processes: the time, the ratio to the bare parse, and the peak of memory.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree
from rich.console import Console
from rich.table import Table

from laureat.register import iter_fiches

SHEETS = 25_000
SMALL = 2_000
VERBS = ("Analyser", "Concevoir", "Contrôler", "Coordonner", "Évaluer", "Formaliser", "Organiser", "Planifier")
NOUNS = (
    *("atelier", "besoin", "calendrier", "chantier", "client", "document", "fournisseur", "indicateur", "objectif"),
    *("outil", "partenaire", "planning", "projet", "référentiel", "risque", "service", "stock", "suivi", "usage"),
)


def write_export(path: Path, sheets: int, seed: int = 1) -> None:
    """An export V4.1 of invented sheets, the same for the same seed."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<?xml version='1.0' encoding='UTF-8'?>\n<FICHES>\n<VERSION_FLUX>4.1</VERSION_FLUX>\n")
        for number in range(1, sheets + 1):
            stream.writelines(_sheet(draw, 50_000 + number))
        stream.write("</FICHES>\n")


def _sheet(draw: random.Random, number: int) -> Iterator[str]:
    title = f"Responsable du {draw.choice(NOUNS)} et de l’{draw.choice(NOUNS)}"
    blocks = [[_sentence(draw) for _ in range(draw.randint(3, 9))] for _ in range(draw.randint(2, 6))]
    yield f"<FICHE>\n<ID_FICHE>{number}</ID_FICHE>\n<NUMERO_FICHE>RNCP{number}</NUMERO_FICHE>\n"
    yield f"<INTITULE>{title}</INTITULE>\n<ETAT_FICHE>Publiée</ETAT_FICHE>\n"
    yield "<FORMACODES><FORMACODE><CODE>32154</CODE><LIBELLE>Encadrement</LIBELLE></FORMACODE></FORMACODES>\n"
    yield "<NOMENCLATURE_EUROPE><NIVEAU>NIV5</NIVEAU><LIBELLE>Niveau 5</LIBELLE></NOMENCLATURE_EUROPE>\n"
    yield "<CODES_NSF><NSF><CODE>310</CODE><LIBELLE>Échanges et gestion</LIBELLE></NSF></CODES_NSF>\n<CERTIFICATEURS>"
    yield f"<CERTIFICATEUR><SIRET_CERTIFICATEUR>{_siret(draw)}</SIRET_CERTIFICATEUR>"
    yield "<NOM_CERTIFICATEUR>ORGANISME INVENTÉ</NOM_CERTIFICATEUR><ETAT_CERTIFICATEUR>Actif</ETAT_CERTIFICATEUR>"
    yield "</CERTIFICATEUR></CERTIFICATEURS>\n<EXISTENCE_PARTENAIRES>Oui</EXISTENCE_PARTENAIRES>\n<PARTENAIRES>\n"
    for _ in range(draw.randint(0, 26)):
        yield f"<PARTENAIRE><NOM_PARTENAIRE>PARTENAIRE {draw.randint(1, 34_000)}</NOM_PARTENAIRE>"
        yield f"<SIRET_PARTENAIRE>{_siret(draw)}</SIRET_PARTENAIRE>"
        yield "<HABILITATION_PARTENAIRE>HABILITATION_FORMER</HABILITATION_PARTENAIRE>"
        yield "<ETAT_HABILITATION>Actif</ETAT_HABILITATION><DATE_ACTIF>10/02/2023</DATE_ACTIF></PARTENAIRE>\n"
    yield f"</PARTENAIRES>\n<ACTIVITES_VISEES>{_text(draw, 9)}</ACTIVITES_VISEES>\n"
    yield f"<CAPACITES_ATTESTEES>{'    '.join(item for block in blocks for item in block)}</CAPACITES_ATTESTEES>\n"
    yield f"<SECTEURS_ACTIVITE>{_text(draw, 4)}</SECTEURS_ACTIVITE>\n"
    yield f"<TYPE_EMPLOI_ACCESSIBLES>{_text(draw, 3)}</TYPE_EMPLOI_ACCESSIBLES>\n"
    yield "<CODES_ROME><ROME><CODE>M1302</CODE><LIBELLE>Direction de PME</LIBELLE></ROME></CODES_ROME>\n"
    for route in ("FI", "CA", "FC", "CQ", "CL", "VAE"):
        yield f"<SI_JURY_{route}><ACTIF>Oui</ACTIF><COMPOSITION>Un président extérieur    Deux professionnels du métier"
        yield f"</COMPOSITION></SI_JURY_{route}>\n"
    yield "<DATE_DECISION>17/03/2023</DATE_DECISION>\n<DATE_FIN_ENREGISTREMENT>17/03/2028</DATE_FIN_ENREGISTREMENT>\n"
    yield "<TYPE_ENREGISTREMENT>Enregistrement sur demande</TYPE_ENREGISTREMENT>\n<BLOCS_COMPETENCES>\n"
    for rank, items in enumerate(blocks, 1):
        yield f"<BLOC_COMPETENCES><CODE>RNCP{number}BC{rank:02d}</CODE><LIBELLE>{_sentence(draw)[:60]}</LIBELLE>"
        yield f"<LISTE_COMPETENCES>- {'    - '.join(items)}</LISTE_COMPETENCES>"
        yield f"<MODALITES_EVALUATION>{_text(draw, 5)}</MODALITES_EVALUATION></BLOC_COMPETENCES>\n"
    yield f"</BLOCS_COMPETENCES>\n<OBJECTIFS_CONTEXTE>{_text(draw, 8)}</OBJECTIFS_CONTEXTE>\n"
    yield "<ACTIF>Oui</ACTIF>\n</FICHE>\n"


def _sentence(draw: random.Random) -> str:
    a, b, c, d = draw.choices(NOUNS, k=4)
    return f"{draw.choice(VERBS)} le {a} et le {b} de l’entreprise, en tenant compte du {c}, afin d’améliorer le {d}"


def _text(draw: random.Random, sentences: int) -> str:
    return ".    ".join(_sentence(draw) for _ in range(sentences))


def _siret(draw: random.Random) -> str:
    """Digits with a right key: each of the two sums of Luhn is a multiple of ten."""
    siren = f"{draw.randint(10_000_000, 10_034_000)}"
    siren += _luhn(siren)
    return siren + f"0001{_luhn(siren + '0001')}"


def _luhn(digits: str) -> str:
    total = sum(sum(divmod(int(d) * (1 + (rank % 2 == 0)), 10)) for rank, d in enumerate(reversed(digits)))
    return str(-total % 10)


def bare(path: Path) -> int:
    """The pair: lxml's iterparse, each sheet cleared, nothing read."""
    count = 0
    for _, element in etree.iterparse(str(path), events=("end",), tag="FICHE", resolve_entities=False, no_network=True):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def stream(path: Path) -> int:
    """Every sheet given: number, title, state; the rest of each would be read on demand."""
    return sum(1 for fiche in iter_fiches(path) if fiche.numero and fiche.intitule)


def whole(path: Path) -> int:
    """Every sheet read whole: each text cut, each competence, each mode, each SIRET."""
    return sum(1 for fiche in iter_fiches(path) if fiche.anomalies is not None)


MEASURES: dict[str, Callable[[Path], int]] = {"bare": bare, "stream": stream, "whole": whole}


def measure(name: str, path: Path) -> dict[str, float]:
    """Seconds of processor, megabytes at the peak and number of sheets, in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), name, str(path)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main(sheets: int = SHEETS) -> None:
    """Print the table of measures."""
    labels = {
        "bare": "iterparse nu (le pair)",
        "stream": "fiches données en flux",
        "whole": "fiches lues en entier",
    }
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "grand.xml", Path(folder) / "petit.xml"
        write_export(large, sheets)
        write_export(small, SMALL)
        size = large.stat().st_size / 1e6
        table = Table(title=f"Registre : {sheets} fiches, {size:.0f} Mo", title_justify="left")
        for column in ("", "secondes", "× le pair", f"pic, {SMALL} fiches", f"pic, {sheets} fiches"):
            table.add_column(column, justify="left" if not column else "right")
        pair = 0.0
        for name, label in labels.items():
            found, before = measure(name, large), measure(name, small)
            assert found["sheets"] == sheets
            pair = pair or found["seconds"]
            ratio = found["seconds"] / pair
            table.add_row(
                label, f"{found['seconds']:.1f}", f"{ratio:.2f}", f"{before['peak']:.0f} Mo", f"{found['peak']:.0f} Mo"
            )
        Console().print(table)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        started = time.process_time()
        number = MEASURES[sys.argv[1]](Path(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"sheets": number, "seconds": time.process_time() - started, "peak": peak}))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else SHEETS)
