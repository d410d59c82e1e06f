"""Lists of candidates for tests: rows that are right, and what the reader says of a file."""

from pathlib import Path

import openpyxl

from laureat.exchange.candidates import read_candidates
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.vocabulary import InputProblem, InvalidInput

SPEC = Spec(charger("RNCP35697").at(2026))
UNITS = [column.name for column in SPEC.cells if column.required]
WHO = ("nom", "prenom", "date_naissance", "lieu_naissance", "ine")
HEADINGS = ["numero", "voie", *UNITS, *WHO]


def row(numero: object = "1", nom: str = "Martin", prenom: str = "Léa", **cells: object) -> list[object]:
    known = {"numero": numero, "voie": "scolaire_public", **dict.fromkeys(UNITS, "12"), "nom": nom, "prenom": prenom}
    return [(known | cells).get(heading, "") for heading in HEADINGS]


def text(*rows: list[object], before: str = "") -> str:
    return before + "".join(";".join(map(str, cells)) + "\n" for cells in (HEADINGS, *rows))


def csv(tmp_path: Path, *rows: list[object], before: str = "", encoding: str = "utf-8") -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(text(*rows, before=before).encode(encoding))
    return path


def workbook(tmp_path: Path, *rows: list[object], title: str = "Feuil1") -> tuple[openpyxl.Workbook, Path]:
    book = openpyxl.Workbook()
    book.active.title = title
    for cells in rows:
        book.active.append(cells)
    return book, tmp_path / "liste.xlsx"


def told(path: Path, sheet: str | None = None) -> tuple[list[str], list[str]]:
    """The problems of a list, and its remarks where there are none."""
    remarks: list[InputProblem] = []
    try:
        for _ in read_candidates(path, SPEC, sheet=sheet, warnings=remarks):
            pass
    except InvalidInput as invalid:
        return [str(problem) for problem in invalid.problems], []
    return [], [str(remark) for remark in remarks]
