"""Tables come in as text, whoever wrote them."""

import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.exchange.parquet_columns import Here
from laureat.exchange.tables import Table, TableReader, normalised_heading, read_table
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.characters import is_unreadable

NAMES = "numero;Prénom;Note\n1;Zoé;12,5\n2;Aïssa;AB\n"


def csv(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(tmp_path: Path, *rows: list[object], name: str = "t.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def columns(table: Table) -> dict[str, list[str]]:
    return table.frame.to_dict(as_series=False)


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_table(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Numéro", "numero"),
        (" VOIE D’ACCÈS ", "voie_d_acces"),
        ("voie_acces", "voie_acces"),
        ("UF-LV", "uf_lv"),
        ("Contrôle U11", "controle_u11"),
        ("Nom d'usage", "nom_d_usage"),
        ("N° candidat", "n°_candidat"),
        ("date  de\nnaissance", "date_de_naissance"),
        ("", ""),
    ],
)
def test_headings_are_compared_without_case_accents_or_separators(written: str, key: str) -> None:
    assert normalised_heading(written) == key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    table = read_table(csv(tmp_path, NAMES.encode(encoding)))
    assert columns(table) == {"numero": ["1", "2"], "Prénom": ["Zoé", "Aïssa"], "Note": ["12,5", "AB"]}
    assert table.lines.to_list() == [2, 3]
    assert table.keys == {"numero": "numero", "prenom": "Prénom", "note": "Note"}


def test_what_windows_alone_writes_is_read(tmp_path: Path) -> None:
    assert columns(read_table(csv(tmp_path, "a;b\nl’œuvre;5 €\n".encode("cp1252")))) == {"a": ["l’œuvre"], "b": ["5 €"]}


@pytest.mark.parametrize(
    "content",
    [
        'a;b\n"1;2";"x, y"\n',
        'a,b\n"1;2","x, y"\n',
        "a\tb\n1;2\tx, y\n",
        'sep=;\na;b\n"1;2";x, y\n',
        '"a";"b"\r\n"1;2";"x, y"\r\n',
    ],
)
def test_the_separator_is_found_out(tmp_path: Path, content: str) -> None:
    assert columns(read_table(csv(tmp_path, content))) == {"a": ["1;2"], "b": ["x, y"]}


def test_decimal_commas_do_not_pass_for_separators(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, "Nom, prénom;U2;U31\nB, A;12,5;13,5\nC, D;1,5;2,5\n"))
    assert table.frame.columns == ["Nom, prénom", "U2", "U31"]


def test_empty_lines_are_skipped_and_line_numbers_kept(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, '\na;b\n\n1;"x\ny"\n;\n2;z\n'))
    assert columns(table) == {"a": ["1", "2"], "b": ["x\ny", "z"]}
    assert table.lines.to_list() == [4, 7]


def test_a_single_column_is_a_table(tmp_path: Path) -> None:
    assert columns(read_table(csv(tmp_path, "numero\n1\n"))) == {"numero": ["1"]}


def test_headings_alone_make_an_empty_table(tmp_path: Path) -> None:
    assert read_table(csv(tmp_path, "a;b;;\n")).frame.schema == {"a": pl.String, "b": pl.String}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "le fichier est vide"),
        ("\n\n", "une ligne d'intitulés est attendue"),
        ("a;b;c\n1;2;3;4\n5;6\n7;8;9;;\n", "ligne 2 : 4 cellules pour 3 intitulés"),
        ("a;b;c\n1;2;3;4\n5;6\n", "ligne 3 : 2 cellules seulement pour 3 intitulés"),
        ("Numéro;b;NUMERO\n1;2;3\n", "la colonne « NUMERO » figure deux fois (déjà écrite « Numéro »)"),
        ("a;;c\n1;2;3\n", "la colonne B n'a pas d'intitulé"),
        ('a;b\n1;"x\n2;y\n', "ligne 2 : un guillemet ouvert n'est jamais refermé"),
        ('a;b\n1;"x"y\n', "ligne 2 : un guillemet au milieu d'une cellule doit être doublé"),
        (b"a;b\n1;\0\n", "octets nuls"),
        (b"PK\x03\x04abc", "c'est un classeur Excel"),
        (b"PAR1abc", "c'est un fichier Parquet"),
        (b"%PDF-1.7", "c'est un document PDF"),
    ],
)
def test_a_broken_csv_is_refused_with_its_reasons(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert told in refusal(csv(tmp_path, content))


def test_all_the_rows_at_fault_are_told_at_once(tmp_path: Path) -> None:
    path = csv(tmp_path, "a;b\n" + "1\n" * 1_500)
    with pytest.raises(InvalidInput) as caught:
        read_table(path)
    assert len(caught.value.problems) == 1_001
    assert "et 500 autres problèmes" in str(caught.value.problems[-1])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.ods", b"PK\x03\x04", "l'extension « .ods » n'est pas connue"),
        ("t", b"a;b", "formats acceptés"),
        ("t.xlsx", b"a;b\n1;2\n", "le contenu ne correspond pas à l'extension « .xlsx »"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "protégé par un mot de passe"),
        ("t.xlsx", b"PK\x03\x04" + b"x" * 100, "le classeur est abîmé ou tronqué"),
        ("t.parquet", b"a;b\n1;2\n", "le contenu ne correspond pas"),
        ("t.parquet", b"PAR1" + b"x" * 100, "le fichier Parquet est illisible : abîmé ou tronqué"),
        ("t.parquet", b"", "le fichier est vide"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    assert told in refusal(csv(tmp_path, content, name))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "n'existe pas" in refusal(tmp_path / "absent.csv")
    assert "c'est un dossier" in refusal(tmp_path)


def test_a_workbook_gives_the_text_one_would_type(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["numero", "note", "date", "oui", "texte", None],
        [2026000001, 12.5, datetime.date(2008, 3, 14), True, "B12,5@2023"],
        [],
        ["007", 12.0, datetime.datetime(2008, 3, 14, 9, 30), False, None],
        [1e14, 12.345, None, None, None],
    )
    table = read_table(path)
    assert columns(table) == {
        "numero": ["2026000001", "007", "100000000000000"],
        "note": ["12.5", "12", "12.345"],
        "date": ["14/03/2008", "14/03/2008 09:30:00", ""],
        "oui": ["oui", "non", ""],
        "texte": ["B12,5@2023", "", ""],
    }
    assert table.lines.to_list() == [2, 4, 5]
    assert table.source == "t.xlsx [Sheet]"


def test_spreadsheet_errors_and_formulas_without_result_are_told(tmp_path: Path) -> None:
    told = refusal(workbook(tmp_path, ["numero", "U2", "U31"], [1, "#N/A", "=1+1"], [2, 12, "#DIV/0!"]))
    assert "ligne 2, colonne U2 (B) : la cellule contient l'erreur de calcul #N/A" in told
    assert "ligne 2, colonne U31 (C) : la cellule contient une formule sans résultat" in told
    assert "ligne 3, colonne U31 (C) : la cellule contient l'erreur de calcul #DIV/0!" in told


def test_a_sheet_may_be_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("Aide").append(["b"])
    book.save(tmp_path / "t.xlsx")
    assert read_table(tmp_path / "t.xlsx", sheet="Aide").frame.columns == ["b"]
    with pytest.raises(InvalidInput, match="feuilles du classeur : Sheet, Aide"):
        read_table(tmp_path / "t.xlsx", sheet="Notes")


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a"], [1])
    path.write_bytes(path.read_bytes()[:-200])
    assert "abîmé" in refusal(path)


def test_parquet_columns_of_every_type_become_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "texte": ["a", None],
            "enum": pl.Series(["12,5", None], dtype=pl.Enum(["12,5"])),
            "cat": pl.Series(["AB", "AB"], dtype=pl.Categorical),
            "entier": [12, None],
            "reel": [12.5, -0.25],
            "reel32": pl.Series([12.1, 0.0], dtype=pl.Float32),
            "decimal": [Decimal("12.50"), Decimal("10.00")],
            "date": [datetime.date(2008, 3, 14), None],
            "instant": [datetime.datetime(2008, 3, 14), datetime.datetime(2008, 3, 14, 9, 30)],
            "booleen": [True, None],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet")
    assert columns(table) == {
        "texte": ["a", ""],
        "enum": ["12,5", ""],
        "cat": ["AB", "AB"],
        "entier": ["12", ""],
        "reel": ["12.5", "-0.25"],
        "reel32": ["12.1", "0"],
        "decimal": ["12.5", "10"],
        "date": ["14/03/2008", ""],
        "instant": ["14/03/2008", "14/03/2008 09:30:00"],
        "booleen": ["oui", ""],
    }
    assert table.lines.to_list() == [2, 3]


def test_parquet_floats_finer_than_the_hundredth_and_nested_columns_are_refused(tmp_path: Path) -> None:
    pl.DataFrame({"U2": [12.5, 1 / 3, float("nan")]}).write_parquet(tmp_path / "f.parquet")
    told = refusal(tmp_path / "f.parquet")
    assert "ligne 3, colonne U2 : le nombre 0.333" in told
    assert "ligne 4, colonne U2 : le nombre nan" in told


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (pl.Series([[1, 2]]), "la colonne tient des listes ; attendu : un texte, un nombre, une date ou un booléen"),
        (pl.Series([b"12"]), "la colonne tient des octets"),
        (pl.Series([datetime.timedelta(days=1)]), "la colonne tient des durées"),
        (pl.Series([{"a": 1}]), "la colonne tient des valeurs d'un type qui n'est pas lu"),
        (pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date), "ligne 2, colonne U2 : la date est hors du calendrier"),
        (pl.Series([2**62]).cast(pl.Datetime("ms")), "ligne 2, colonne U2 : la date est hors du calendrier"),
    ],
)
def test_a_sound_parquet_column_that_is_not_read_is_named_and_never_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: pl.Series, told: str
) -> None:
    monkeypatch.setattr(Here, "expendable", True)
    pl.DataFrame({"numero": ["1"], "U2": column}).write_parquet(tmp_path / "t.parquet")
    assert f"colonne U2 : {told}".replace("colonne U2 : ligne", "ligne") in refusal(tmp_path / "t.parquet")


def test_a_sound_parquet_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"numero": ["1"], "XX": ["12"], "YY": ["13"]}).write_parquet(path)
    path.write_bytes(path.read_bytes().replace(b"YY", b"XX"))
    assert "ligne 1, colonne XX : la colonne « XX » figure deux fois" in refusal(path)
    path.write_bytes(path.read_bytes()[:-4] + b"PARE")
    assert "il est chiffré" in refusal(path)


def test_a_reader_gives_batches_in_order(tmp_path: Path) -> None:
    numbers = [str(n) for n in range(25)]
    pl.DataFrame({"n": numbers}).write_parquet(tmp_path / "t.parquet")
    csv(tmp_path, "n\n" + "\n".join(numbers) + "\n")
    for name in ("t.parquet", "t.csv"):
        tables = list(TableReader(tmp_path / name, batch_rows=10))
        assert [n for table in tables for n in table.frame["n"]] == numbers
        assert [line for table in tables for line in table.lines] == list(range(2, 27))
        assert max(table.frame.height for table in tables) <= 10


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;x\n;\n2;\n",
        "a;b\r\n1;x\r\n;\r\n2;\r\n",
        "a;b\n1;x\n;\n2;",
        "\ufeffa;b\n1;x\n;\n2;\n",
        'a;"b"\n1;x\n;\n2;\n',
    ],
)
def test_plain_files_and_the_others_are_read_alike(tmp_path: Path, content: str) -> None:
    table = read_table(csv(tmp_path, content))
    assert columns(table) == {"a": ["1", "2"], "b": ["x", ""]}
    assert table.lines.to_list() == [2, 4]


def test_an_empty_row_of_a_parquet_file_is_skipped(tmp_path: Path) -> None:
    pl.DataFrame({"a": ["1", None, "", "2"], "b": ["x", "", "y", None]}).write_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet")
    assert table.frame.rows() == [("1", "x"), ("", "y"), ("2", "")]
    assert table.lines.to_list() == [2, 4, 5]


plain = st.text(st.characters(exclude_categories=("Cs",), exclude_characters='";,\r\n\t\0\ufeff'), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(plain, min_size=1, max_size=4), max_size=6), end=st.sampled_from(["", "\n"]))
def test_a_plain_csv_is_read_as_if_it_were_quoted(tmp_path: Path, rows: list[list[str]], end: str) -> None:
    content = "\n".join(";".join(row) for row in [["a", "b", "c"], *rows]) + end
    results = []
    for text in (content, content.replace("a;b;c", '"a";b;c', 1)):
        try:
            table = read_table(csv(tmp_path, text))
            results.append((table.frame.rows(), table.lines.to_list()))
        except InvalidInput as invalid:
            results.append([str(problem) for problem in invalid.problems])
    assert results[0] == results[1]


READABLE = {"exclude_categories": ("Cs", "Cc", "Cf", "Co", "Zl", "Zp"), "exclude_characters": "\u034f\ufffc\ufffd"}
cell = st.text(st.characters(**READABLE), max_size=12).filter(lambda text: not any(map(is_unreadable, text)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(cell, cell, cell), max_size=6),
    separator=st.sampled_from(";,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_csv_written_in_any_way_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]], separator: str, encoding: str
) -> None:
    quoted = [["a", "b", "c"], *([cell.replace('"', '""') for cell in row] for row in rows)]
    lines = [separator.join(f'"{cell}"' for cell in row) for row in quoted]
    table = read_table(csv(tmp_path, "\r\n".join(lines).encode(encoding)))
    assert table.frame.rows() == [row for row in rows if any(cell.strip() for cell in row)]
