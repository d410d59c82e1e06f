"""Workbooks as schools fill them: titles, sheets, merged cells, hidden rows, long numbers; and those that are traps."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from laureat.exchange.tables import read_table
from laureat.vocabulary import InvalidInput
from support.listes import HEADINGS, SPEC, row, told, workbook

FIVE = [row(str(rank), prenom=prenom) for rank, prenom in enumerate(["Léa", "Hugo", "Inès", "Paul", "Zoé"], start=1)]


def test_a_title_above_the_headings_is_understood_and_told(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, ["Lycée Jean Moulin"], [], ["Bac pro TRPM", "", 2026], HEADINGS, row())
    book.active.merge_cells("A1:H1")
    book.save(path)
    assert told(path) == (
        [],
        [
            "liste.xlsx [Feuil1] : lignes 1, 3 au-dessus des intitulés (ligne 4), prises pour un titre : "
            "« Lycée Jean Moulin »"
        ],
    )


def test_the_only_sheet_that_is_a_list_is_read(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, ["Consignes"], ["numero", "le numéro du candidat"], title="Aide")
    book.create_sheet("Vide")
    sheet = book.create_sheet("Liste")
    for cells in (HEADINGS, row()):
        sheet.append(cells)
    hidden = book.create_sheet("Ancienne")
    for cells in (HEADINGS, row("9")):
        hidden.append(cells)
    hidden.sheet_state = "hidden"
    book.create_sheet("Suite").append(row("2")[: len(HEADINGS)])
    book.save(path)
    left = "rien n'est lu de « Ancienne », « Suite » : ce qui serait à lire est à mettre dans la liste"
    assert told(path) == ([], [f"liste.xlsx : {left}"])
    assert told(path, "Liste") == ([], [f"liste.xlsx : {left}"])


def test_of_several_lists_the_sheet_is_asked(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, row(), title="2026")
    other = book.create_sheet("2025")
    for cells in (HEADINGS, row("2", "Lefèvre", U2="x")):
        other.append(cells)
    book.save(path)
    assert told(path)[0] == [
        "liste.xlsx : plusieurs feuilles peuvent être la liste : « 2026 », « 2025 » ; n'en garder qu'une, ou dire "
        'laquelle (en ligne de commande : --feuille "2026")'
    ]
    left = "rien n'est lu de « 2025 » : ce qui serait à lire est à mettre dans la liste"
    assert told(path, "2026") == ([], [f"liste.xlsx : {left}"])
    assert "liste.xlsx [2025], ligne 2, colonne U2 (C), candidat 2" in told(path, "2025")[0][0]


def test_merged_cells_are_named_where_they_cover_a_candidate(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, *FIVE)
    for merged in ("R2:R4", "C5:D5", "A8:F9", "Z2:Z6"):
        book.active.merge_cells(merged)
    book.save(path)
    assert [re.sub(" sont fusionnées.*", "", problem) for problem in told(path)[0]] == [
        "liste.xlsx [Feuil1], ligne 2, colonne lieu_naissance (R), candidat 1 : les cellules R2:R4",
        "liste.xlsx [Feuil1], ligne 5, colonne U2 (C), candidat 4 : les cellules C5:D5",
    ]


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, *FIVE)
    for line in (3, 5, 6):
        book.active.row_dimensions[line].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.save(path)
    assert told(path) == (
        [],
        [
            "liste.xlsx [Feuil1] : lignes 3, 5 à 6 : masquées dans le classeur, lues comme les autres",
            "liste.xlsx [Feuil1] : colonne D : masquée dans le classeur, lue comme les autres",
        ],
    )
    assert read_table(path).frame.height == 5


@pytest.mark.parametrize("number", [2_600_000_001_234_567, 1.2345678901234568e18, -(10**15)])
def test_a_number_longer_than_a_spreadsheet_keeps_is_refused(tmp_path: Path, number: float) -> None:
    book, path = workbook(tmp_path, HEADINGS, row(number), row(999_999_999_999_999, "Payet"))
    book.save(path)
    problem = next(one for one in told(path)[0] if "le tableur n'en garde que 15" in one)
    assert "ligne 2, colonne numero (A)" in problem


def test_a_percentage_is_read_as_it_is_shown_and_a_comment_told(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, row(U2=0.125, U31=12))
    book.active.cell(2, HEADINGS.index("U2") + 1).number_format = "0.00%"
    book.active["B2"].comment = Comment("en fait apprenti", "Roy")
    book.save(path)
    (problem,) = told(path)[0]
    assert "« 12.5 % »" in problem
    book.active.cell(2, HEADINGS.index("U2") + 1).value = 12
    book.active.cell(2, HEADINGS.index("U2") + 1).number_format = "0"
    book.save(path)
    assert "des commentaires de cellules ne sont pas lus" in told(path)[1][0]


def test_dates_typed_as_marks_come_back_with_the_mark(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, row(U2=datetime.date(2026, 5, 12), U31=datetime.datetime(2020, 12, 1)))
    book.save(path)
    assert [problem.rpartition(" ; ")[2] for problem in told(path)[0]] == ["vouliez-vous 12,5 ?", "vouliez-vous 12 ?"]


def test_a_control_that_excel_writes_escaped_is_seen(tmp_path: Path) -> None:
    book, path = workbook(tmp_path, HEADINGS, row(nom="Mar_x0007_tin"))
    book.save(path)
    assert "« Mar<U+0007>tin » contient le caractère U+0007" in told(path)[0][0]


def content() -> bytes:
    book = openpyxl.Workbook()
    for cells in (HEADINGS, *FIVE):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SOUND = content()


def again(sheet: Callable[[bytes], bytes] = bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The sound workbook, its sheet changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as source, zipfile.ZipFile(file, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, sheet(source.read(name)) if name.endswith("sheet1.xml") else source.read(name))
    return file.getvalue()


def with_row(xml: bytes) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", xml + b"</sheetData>")


def with_bytes(offset: int, value: int) -> bytes:
    """The sound workbook, one byte of each entry of its directory changed."""
    changed = bytearray(SOUND)
    for found in re.finditer(rb"PK\x01\x02", SOUND):
        changed[found.start() + offset] = value
    return bytes(changed)


@pytest.mark.parametrize(
    ("trap", "reason"),
    [
        (lambda: with_bytes(10, 99), "la méthode de compression 99"),
        (lambda: again(method=zipfile.ZIP_LZMA), "la méthode de compression 14"),
        (lambda: with_bytes(8, 1), "le classeur est chiffré"),
        (lambda: again(with_row(b"<row r='9'/>" * 6_000_000)), "grossirait"),
        (lambda: again(with_row(b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>')), "abîmé"),
        (lambda: again(with_row(b'<row r="9"><c r="ZZZZ9"><v>1</v></c></row>')), "abîmé"),
        (lambda: again(lambda sheet: sheet[:-40]), "abîmé"),
        (lambda: SOUND[: len(SOUND) // 2], "abîmé ou tronqué"),
    ],
    ids=["method", "lzma", "encrypted", "bomb", "far row", "far column", "cut sheet", "cut file"],
)
def test_a_trap_is_refused_with_its_reason(tmp_path: Path, trap: Callable[[], bytes], reason: str) -> None:
    path = tmp_path / "piege.xlsx"
    path.write_bytes(trap())
    with pytest.raises(InvalidInput, match=reason):
        read_table(path, known=SPEC.names)


def test_the_cells_of_a_sheet_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("laureat.exchange.xlsx_sheet._CELLS_LIMIT", 100)
    path = tmp_path / "large.xlsx"
    path.write_bytes(SOUND)
    with pytest.raises(InvalidInput, match="abîmé"):
        read_table(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 255), st.booleans())
def test_a_damaged_workbook_is_read_or_refused_and_never_ends_in_a_traceback(
    tmp_path: Path, place: int, octet: int, cut: bool
) -> None:
    path = tmp_path / "abime.xlsx"
    path.write_bytes(SOUND[:place] if cut else SOUND[:place] + bytes([octet]) + SOUND[place + 1 :])
    problems, _ = told(path)
    assert all(problem.startswith("abime.xlsx") for problem in problems)
