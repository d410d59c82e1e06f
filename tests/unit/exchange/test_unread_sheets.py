"""What is not read of a file is said, whoever reads it: no reader of tables keeps it to itself."""

import ast
from pathlib import Path

import openpyxl

from laureat.exchange.acquis import read_acquis
from laureat.exchange.grille_files import read_assessed
from laureat.exchange.jury import read_jury, read_register, read_ties
from laureat.exchange.school_sheet import HEADINGS, read_school_sheet
from laureat.reglements import charger
from laureat.vocabulary import InputProblem

LEFT = "liste.xlsx : rien n'est lu de « Cachée », « Suite » : ce qui serait à lire est à mettre dans la liste"
MUTE = {"read_table", "table_sheet", "read_jury", "read_register", "read_ties", "read_acquis", "read_assessed"}
MUTE |= {"read_candidates"}
"""What reads a table, and tells nothing to whoever gives no room for it."""


def book(path: Path, *rows: str) -> Path:
    """A workbook with a list, a list hidden behind it, and another without headings."""
    made = openpyxl.Workbook()
    for name, shown in (("Liste", rows), ("Cachée", rows), ("Suite", rows[1:])):
        sheet = made.create_sheet(name)
        for row in shown:
            sheet.append(row.split(";"))
        sheet.sheet_state = "hidden" if name == "Cachée" else "visible"
    made.remove(made.worksheets[0])
    made.save(path)
    return path


def test_the_sheets_that_a_jury_leaves_unread_are_said_as_those_of_a_list(tmp_path: Path) -> None:
    member = book(tmp_path / "liste.xlsx", "nom;prenom;qualite", "ROUX;Ève;salarie")
    for read in (read_jury, read_register):
        seen: list[InputProblem] = []
        read(member, warnings=seen)
        assert [str(one) for one in seen] == [LEFT]


def test_the_other_tables_say_it_too(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    seen: list[InputProblem] = []
    read_ties(book(path, "numero;nom;etablissement", "1;ROUX;Lycée"), warnings=seen)
    read_assessed(book(path, "numero;nom;prenom", "1;ROUX;Ève"), seen)
    row = "1;RNCP12345;U2;B12@2024"
    cells = charger("RNCP35697").famille.cellules
    read_acquis(book(path, "numero;ancien_diplome;ancienne_unite;acquis", row), cells, seen)
    assert [str(one) for one in seen] == [LEFT] * 3
    kept = book(path, ";".join(HEADINGS), "1;ROUX;Ève;U2;premier;12;c;0690001B;journal")
    assert read_school_sheet(kept).warnings == [LEFT]


def test_no_door_reads_a_table_without_room_for_what_there_is_to_look_at(root: Path) -> None:
    silent = [
        f"{path.name}:{call.lineno}"
        for path in (root / "src").rglob("*.py")
        if any(name in (text := path.read_text(encoding="utf-8")) for name in MUTE)
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        and (call.func.id if isinstance(call.func, ast.Name) else "") in MUTE
        and "warnings" not in {word.arg for word in call.keywords}
        and not any(isinstance(given, ast.Name) and given.id in ("remarks", "warnings") for given in call.args)
    ]
    assert silent == []
