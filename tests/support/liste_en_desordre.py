"""Two hundred candidates as a secretariat sends them: a title row, dates of a spreadsheet, homonyms, twins, faults."""

import csv
import io
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

SCHOOLS = {
    "Lycée Marc-Seguin (0690001B)": "élève",
    "CFA des Deux-Rives (0690002C)": "apprenti",
    "GRETA du Val (0690003D)": "stagiaire",
}
COLUMNS = ("numero", "nom", "prenom", "sexe", "date_naissance", "lieu_naissance", "ine", "etablissement", "voie")
KNOWN = ("U32", "U12", "U33", "U34", "U51", "U52", "U6", "U7")
"""Marks that the list brings; the others are entered."""
Row = dict[str, str]


def rows(folder: Path, count: int = 200) -> list[Row]:
    """The list as it should be: two schools in three are the lycée's, nobody has a mark to enter yet."""
    path = folder / "cohorte.csv"
    command = [sys.executable, "-m", "laureat.cli.main", "cohorte", "--reglement", "RNCP35697", "--graine", "11"]
    subprocess.run([*command, "--candidats", str(count), str(path)], check=True, capture_output=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        made = list(csv.DictReader(file, delimiter=";"))
    schools = list(SCHOOLS)
    found = []
    for rank, one in enumerate(made):
        school = schools[0 if rank % 5 < 3 else rank % 5 - 2]
        row = {name: one[name] for name in COLUMNS} | {"etablissement": school, "voie": SCHOOLS[school]}
        row |= {"option": one["option"] or "RSP", "langue": one["langue"] or "Anglais", "pfmp": "21 semaines"}
        row |= {code: _mark(one[code], rank) for code in KNOWN}
        found.append(row)
    _people(found)
    return found


def _mark(mark: str, rank: int) -> str:
    return mark if mark.replace(",", "").isdigit() else f"{8 + rank % 7}"


def _people(found: list[Row]) -> None:
    """Homonyms born on two days, twins, people without an INE."""
    same = {"nom": "Martin", "prenom": "Léo", "sexe": "M"}
    found[3] |= {**same, "date_naissance": "14/03/2008"}
    found[6] |= {**same, "date_naissance": "15/03/2008"}
    twin = {"nom": "Nguyễn-Œuvrard", "date_naissance": "02/01/2008", "lieu_naissance": "Saint-Étienne"}
    found[10] |= {**twin, "prenom": "Maëlys", "sexe": "F"}
    found[11] |= {**twin, "prenom": "Maëlle", "sexe": "F"}
    found[50]["nom"] = "Lefèvre"
    for rank in range(20, 40):
        found[rank]["ine"] = ""


def spoilt(sound: list[Row]) -> list[Row]:
    """The same with what goes wrong: a text decoded twice, a day that does not exist, an INE given twice, a space."""
    found = [dict(row) for row in sound]
    found[50]["nom"] = "LefÃ¨vre"
    found[60]["date_naissance"] = "31/02/2008"
    found[71]["ine"] = found[70]["ine"]
    found[80]["prenom"] = f"{found[80]['prenom']}\u200b"
    return found


def workbook(found: list[Row]) -> bytes:
    """A workbook with a title row and real dates."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Inscriptions"
    sheet.append(["Inscriptions, session 2026"])
    sheet.append(list(found[0]))
    for row in found:
        cells: list[object] = list(row.values())
        place = list(row).index("date_naissance")
        with suppress(ValueError):  # what is no day stays as it was typed
            cells[place] = datetime.strptime(row["date_naissance"], "%d/%m/%Y")
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
