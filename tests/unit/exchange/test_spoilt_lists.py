"""Lists that an encoding, a spreadsheet or a hand has spoilt: each fault is told in its place, nothing is guessed."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.spec import IDENTITY
from laureat.exchange.tables import read_table
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.web.exam_sessions.parsing import RegistrationSpec
from support.deliberations import BAC_PRO
from support.listes import HEADINGS, SPEC, csv, row, text, told

CODED = ("date_naissance", "sexe", "nom_seul", "ine", "uai")
"""The columns of identity whose texts are not free."""


def written(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "liste.csv").write_bytes(content)
    return tmp_path / "liste.csv"


def names(path: Path) -> list[str]:
    return [person.identite["nom"] for batch in read_candidates(path, SPEC) for person in candidates(batch, BAC_PRO)]


@pytest.mark.parametrize(
    ("spoilt", "meant"), [("LŽa", "Léa"), ("LefŠvre", "Lefèvre"), ("LefÃ¨vre", "Lefèvre"), ("s½ur", "sœur")]
)
def test_the_repair_of_a_spoilt_text_is_proposed_in_every_column_of_text(
    tmp_path: Path, spoilt: str, meant: str
) -> None:
    columns = [*(name for name in IDENTITY if name not in CODED), "cantine"]
    path = written(
        tmp_path, f"numero;voie;{';'.join(columns)}\n1;scolaire_public{f';{spoilt}' * len(columns)}\n".encode()
    )
    seen: list[InputProblem] = []
    list(read_candidates(path, RegistrationSpec(SPEC.rules), warnings=seen))
    asked = {one.column for one in seen if f"vouliez-vous « {meant} »" in one.message}
    assert asked == set(columns)


@pytest.mark.parametrize(
    "before",
    [
        "Lycée Jean Moulin - Bac pro TRPM;;;\n",
        "Lycée Jean Moulin, Lyon, Rhône\nSession 2026, option RSP\n\n",
        ";".join(["Lycée"] * len(HEADINGS)) + "\n",
        '"Liste ""provisoire"""\n',
    ],
)
def test_a_title_above_the_headings_is_understood_whatever_it_holds(tmp_path: Path, before: str) -> None:
    problems, remarks = told(csv(tmp_path, row(), before=before))
    assert problems == []
    assert "au-dessus des intitulés" in remarks[0]
    assert len(remarks) == 1


def test_a_line_below_a_title_keeps_its_number(tmp_path: Path) -> None:
    (problem,) = told(csv(tmp_path, row(U2="21"), before="Lycée\n\n"))[0]
    assert "ligne 4, colonne U2 (C), candidat 1 : la note 21" in problem


def test_an_undefined_byte_of_windows_is_the_only_one_told(tmp_path: Path) -> None:
    content = text(row(nom="Œuvrard"), row("2", "Lefèvre")).encode("cp1252").replace(b"Lef\xe8vre", b"Lef\x81\xe8vre")
    assert told(written(tmp_path, content))[0] == [
        "liste.csv, ligne 3, colonne nom (O), candidat 2 : l'octet 81 (U+0081) n'est aucun caractère de l'encodage "
        "Windows-1252, celui du reste de la cellule : retaper « Lef?èvre »"
    ]


def test_a_list_glued_to_another_of_windows_is_read_byte_by_byte(tmp_path: Path) -> None:
    other = ";".join(map(str, row("3", "Œuvrard", "Zoe"))).encode("cp1252")
    content = text(row(nom="Évrard"), row("2", "Noël")).encode() + other
    path = written(tmp_path, content)
    assert names(path) == ["Évrard", "Noël", "Œuvrard"]
    problems, (remark,) = told(path)
    assert problems == []
    assert "ligne 4, colonne nom (O), candidat 3 : l'octet 8C n'est pas de l'UTF-8" in remark
    assert "« Œuvrard », à vérifier" in remark


def test_a_byte_order_mark_written_twice_hides_no_heading(tmp_path: Path) -> None:
    assert names(csv(tmp_path, row(), before="\ufeff\ufeff")) == ["Martin"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_file_cut_within_a_character_is_refused(tmp_path: Path, encoding: str) -> None:
    whole = text(row()).encode(encoding)
    assert names(written(tmp_path, whole)) == ["Martin"]
    (problem,) = told(written(tmp_path, whole[:-1]))[0]
    assert problem.startswith(f"liste.csv : le fichier, en {encoding.upper()}, est tronqué ou abîmé")


def test_utf16_without_its_mark_is_named(tmp_path: Path) -> None:
    assert "UTF-16 sans marque" in told(written(tmp_path, text(row()).encode("utf-16-le")))[0][0]


def test_a_spoilt_name_is_told_with_its_repair_and_left_as_it_came(tmp_path: Path) -> None:
    path = csv(tmp_path, row(nom="LefÃ¨vre", prenom="LÃ©a"))
    problems, remarks = told(path)
    assert problems == []
    assert [remark.partition(" : ")[2] for remark in remarks] == [
        "« LefÃ¨vre » semble mal décodé ; vouliez-vous « Lefèvre » ?",
        "« LÃ©a » semble mal décodé ; vouliez-vous « Léa » ?",
    ]
    assert names(path) == ["LefÃ¨vre"]


def test_a_spoilt_heading_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, text(row()).replace("prenom", "PrÃ©nom").encode())
    assert "colonne PrÃ©nom (P) : l'intitulé semble mal décodé ; vouliez-vous « Prénom » ?" in told(path)[1][0]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("nom", "Mar\u202etin", "colonne nom (O), candidat 1 : « Mar<U+202E>tin » contient le caractère U+202E"),
        ("prenom", "L\ufffda", "colonne prenom (P), candidat 1 : « L<U+FFFD>a » contient le caractère U+FFFD"),
        ("numero", "1\u200b", "colonne numero (A), candidat 1<U+200B> : « 1<U+200B> » contient le caractère U+200B"),
        ("lieu_naissance", "Ly\x07on", "colonne lieu_naissance (R), candidat 1 : « Ly<U+0007>on » contient"),
        ("lieu_naissance", "Алматы", "écrire en lettres latines"),
        ("ine", "528777848\u00adGG", "colonne ine (S), candidat 1 : « 528777848<U+00AD>GG » contient"),
        ("U2", "12\u200b", "colonne U2 (C), candidat 1 : « 12<U+200B> » contient le caractère U+200B"),
        ("voie", "scolaire_public\u2060", "colonne voie (B), candidat 1 : « scolaire_public<U+2060> » contient"),
        ("nom", "李", "écriture chinoise) : écrire en lettres latines, comme à l'état civil"),
        ("numero", "А1", "U+0410, écriture cyrillique"),
        ("numero", "1,23457E+15", "a été abrégé par le tableur"),
    ],
)
def test_what_papers_could_not_carry_stops_at_the_door(tmp_path: Path, column: str, value: str, expected: str) -> None:
    (problem,) = told(csv(tmp_path, row(**{column: value})))[0]
    assert expected in problem


def test_an_invisible_character_in_a_heading_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, text(row()).replace("nom;", "nom\u200b;", 1).encode())
    assert "colonne nom<U+200B> (O) : l'intitulé « nom<U+200B> »" in told(path)[0][0]


def test_columns_that_nobody_knows_are_told_and_kept(tmp_path: Path) -> None:
    content = text(row()).splitlines()
    path = written(tmp_path, f"{content[0]};nom_origine;Observations\n{content[1]};李;a\u200bb\n".encode())
    problems, (remark,) = told(path)
    assert problems == []
    assert "colonne Observations (U), candidat 1 : « a<U+200B>b »" in remark
    (person,) = (person for batch in read_candidates(path, SPEC) for person in candidates(batch, BAC_PRO))
    assert person.autres == {"nom_origine": "李", "Observations": "a\u200bb"}


def test_a_decomposed_name_is_composed(tmp_path: Path) -> None:
    assert names(csv(tmp_path, row(nom="Lefe\u0300vre"))) == ["Lefèvre"]


def test_a_table_of_any_kind_refuses_unreadable_characters(tmp_path: Path) -> None:
    (tmp_path / "jury.csv").write_text("nom;lien\nMar\u202etin;a\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"ligne 2, colonne nom \(A\) : « Mar<U\+202E>tin »"):
        read_table(tmp_path / "jury.csv")
    pl.DataFrame({"nom": ["a\u200bb"]}).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(InvalidInput, match=r"U\+200B"):
        read_table(tmp_path / "t.parquet")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]), st.integers(0, 400))
def test_whatever_bytes_come_are_read_or_refused(tmp_path: Path, noise: bytes, encoding: str, place: int) -> None:
    sound = text(row(nom="Noël"), row("2", "Œuvrard")).encode(encoding)
    problems, remarks = told(written(tmp_path, sound[:place] + noise + sound[place:]))
    assert all(said.startswith("liste.csv") for said in (*problems, *remarks))


def test_a_list_of_very_many_faults_tells_each_on_its_line_where_its_reader_asks_so(tmp_path: Path) -> None:
    faulty = [row(str(number), U2="21", nom="Mar\u202etin") for number in range(2_000)]
    with pytest.raises(InvalidInput) as caught:
        list(read_candidates(csv(tmp_path, *faulty), SPEC, limit=10_000))
    assert [problem.line for problem in caught.value.problems] == [line for line in range(2, 2_002) for _ in range(2)]
