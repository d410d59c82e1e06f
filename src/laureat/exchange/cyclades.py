"""The candidates' list that Cyclades exports as CSV: a preamble, then one row a candidate (observed on real exports).

UTF-8, ``;``, text between apostrophes, « ` -` » for an empty cell. The heading line is found by its content, not by its
rank; « Division de classe » stands twice. The speciality is the last five digits of the code of the diploma.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from laureat.exchange.problems import Problems
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import folded

_HEADING = "N° Candidat"
_SCHOOL = re.compile(r"^(?P<name>.+?)\s*\((?P<uai>\d{7}[A-Z])\)\s*$")
_YEAR = re.compile(r"^(20\d{2})$")
_REGISTERED = "inscrit"
_REQUIRED = ("N° Candidat", "Nom de famille", "Prénom(s)", "Date de Naissance", "Catégorie Candidat", "Code Spécialité")


@dataclass(frozen=True, slots=True)
class CycladesRow:
    """One candidate of the export."""

    line: int
    numero: str
    nom: str
    nom_usage: str
    prenom: str
    date_naissance: str
    ine: str
    division: str
    categorie: str
    """« SCOLAIRE BACPRO 3 ANS (132) »."""
    specialite: str
    """Five digits."""
    enseignements: str


@dataclass(frozen=True, slots=True)
class CycladesList:
    """An export: its school, its session, its registered candidates."""

    year: int | None
    establishment: str
    uai: str
    rows: tuple[CycladesRow, ...]
    ignored: int
    """Rows whose state is not « Inscrit »."""


def is_cyclades(content: bytes) -> bool:
    """True when the first lines are those of a Cyclades export."""
    return _HEADING.encode() in content[:8000] and b"Code Sp\xc3\xa9cialit\xc3\xa9" in content[:8000]


def read_cyclades(path: Path) -> CycladesList:
    """Read an export. Raises InvalidInput with every problem, by line."""
    problems = Problems(path.name)
    year: int | None = None
    school = uai = ""
    heading: list[str] | None = None
    rows: list[CycladesRow] = []
    ignored = 0
    for line, cells in _records(path):
        if heading is None:
            first = cells[0].strip() if cells else ""
            if _HEADING in cells:
                heading = [cell.strip() for cell in cells]
                for name in _REQUIRED:
                    if name not in heading:
                        problems.add(f"la colonne « {name} » manque", line=line)
            elif found := _SCHOOL.match(first):
                school, uai = found["name"].strip(), found["uai"]
            elif found := _YEAR.match(first):
                year = int(found[1])
            continue
        values = dict(zip(heading, (_value(cell) for cell in cells), strict=False))
        if not any(values.values()):
            continue
        if folded(values.get("Etat", _REGISTERED)) != _REGISTERED:
            ignored += 1
            continue
        if not values.get(_HEADING):
            problems.add("le numéro de candidat manque", line=line, column=_HEADING)
            continue
        rows.append(_row(line, values))
    if heading is None:
        problems.add("ce n'est pas un export de Cyclades : la ligne d'en-tête « N° Candidat » est introuvable")
    problems.raise_if_any()
    return CycladesList(year, school, uai, tuple(rows), ignored)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of the export. Raises InvalidInput, with the line, where it is no longer what Cyclades wrote."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=";", quotechar="'")
            for cells in reader:
                line = reader.line_num
                yield line, cells
    except (csv.Error, UnicodeError):
        told = "cette ligne n'est plus celle d'un export de Cyclades (UTF-8) : le redemander, et le donner tel quel"
        raise InvalidInput([InputProblem(told, path.name, line)]) from None


def _value(cell: str) -> str:
    text = cell.strip()
    return "" if text == "-" else text


def _row(line: int, values: dict[str, str]) -> CycladesRow:
    return CycladesRow(
        line=line,
        numero=values[_HEADING],
        nom=values.get("Nom de famille", ""),
        nom_usage=values.get("Nom d'usage", ""),
        prenom=values.get("Prénom(s)", ""),
        date_naissance=values.get("Date de Naissance", ""),
        ine=values.get("INE", ""),
        division=values.get("Division de classe", ""),
        categorie=values.get("Catégorie Candidat", ""),
        specialite=values.get("Code Spécialité", ""),
        enseignements=values.get("Enseignements", ""),
    )
