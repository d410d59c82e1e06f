"""Lists of candidates become typed batches; whatever is wrong in them is told at once."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.deliberation.cohort import refusals
from laureat.deliberation.outcome import Candidate
from laureat.exchange.candidates import candidates, canonical_text, read_candidates, to_candidate
from laureat.exchange.spec import FRAUD_COLUMN, IDENTITY, Spec, says_yes
from laureat.reglements import charger
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.reglements.chargement import familles
from laureat.vocabulary import Cell, Forme, InputProblem, InvalidInput, UnitStatus, VoieAcces, parse_cell
from support.deliberations import BAC_PRO, VOIES

SPEC = Spec(charger("RNCP35697").at(2026))
CODES = [voie.code for voie in VOIES]
UNITS = [column.name for column in SPEC.cells if column.required]
MARKS = dict.fromkeys(UNITS, "12")
MARKS_EXPECTED = "attendu : une note de 0 à 20 ou un code connu (AB, AJ, DI, VA, NU, B12,5, B12,5@2023)"
UNSAID = {column.nom: column.genre.unsaid for column in BAC_PRO.colonnes}


def by_blocks(numero: str, *blocs: Bloc) -> Spec:
    return Spec(reglement_de_la_fiche(numero, "Essai", blocs, 2026).at())


BLOCKS = by_blocks(
    "RNCP37674", Bloc("RNCP37674BC01", "A"), Bloc("RNCP37674BC02", "B"), Bloc("RNCP37674BC03", "C", True)
)


def write(tmp_path: Path, *rows: dict[str, str], name: str = "candidats.csv") -> Path:
    path = tmp_path / name
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    return path


def row(numero: str = "1", voie: str = "scolaire_public", **cells: str) -> dict[str, str]:
    return {"numero": numero, "voie": voie, **MARKS, **cells}


def read(path: Path, spec: Spec = SPEC, batch_rows: int = 1_000) -> pl.DataFrame:
    return pl.concat(read_candidates(path, spec, batch_rows), how="diagonal")


def problems(path: Path, spec: Spec = SPEC) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        list(read_candidates(path, spec))
    return [str(problem) for problem in caught.value.problems]


def at(line: int, column: str, candidate: str) -> str:
    who = f", candidat {candidate}" if candidate else ""
    return f"candidats.csv, ligne {line}, colonne {column}{who} : "


def remarks(path: Path, spec: Spec = SPEC) -> list[str]:
    told: list[InputProblem] = []
    list(read_candidates(path, spec, warnings=told))
    return [str(remark) for remark in told]


def one(tmp_path: Path, **cells: str) -> Candidate:
    (candidate,) = candidates(read(write(tmp_path, row(**cells))), BAC_PRO)
    return candidate


def test_a_batch_holds_typed_columns_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row("7", U2="12,5", U31="ab", PROJET="15", UF_LV="b13@2024", controle_U11="9.5", classe="T2"),
        row("3", "FPC établissement public", U2="di", U7="DI", option="rmo", forme="Progressive", derogation="x"),
    )
    batch = read(path)
    assert batch["ligne"].to_list() == [2, 3]
    assert batch["numero"].to_list() == ["7", "3"]
    assert batch["voie"].to_list() == ["scolaire_public", "fpc_etablissement_public"]
    assert batch["categorie"].to_list() == ["A", "A"]
    assert batch["voie_acces"].to_list() == ["FI", None]
    assert batch["forme"].to_list() == ["globale", "progressive"]
    assert batch["option"].to_list() == ["", "RMO"]
    assert batch["derogation"].to_list() == [False, True]
    assert batch["U2.statut"].to_list() == [UnitStatus.NOTE, UnitStatus.DISPENSE]
    assert batch["U2.note"].to_list() == [1250, 0]
    assert batch["U31.statut"].to_list() == [UnitStatus.ABSENT, UnitStatus.NOTE]
    assert batch["UF_LV.session"].to_list() == [2024, None]
    assert batch["UF_MOB.statut"].to_list() == [UnitStatus.VIDE] * 2
    assert batch["controle_U11.note"].to_list() == [950, 0]
    assert batch["autre:classe"].to_list() == ["T2", ""]
    assert (batch.schema["U2.statut"], batch.schema["U2.note"]) == (pl.Int8, pl.Int16)
    assert batch.schema["UF_LV.session"] == pl.Int16
    assert batch.schema["ligne"] == pl.UInt32


def test_a_row_becomes_an_exact_candidate(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row(
            "A-1",
            "experience_3_ans",
            U2="B12,5@2023",
            U31="",
            voie_acces="cl",
            Nom="d’Alembert",
            prénom=" Zoé ",
            sexe="Féminin",
            **{"date de naissance": "1990-07-01"},
            etalement="oui",
            PROJET="11",
            controle_U51="10",
            Observations="rien",
        ),
    )
    batch = read(path)
    (candidate,) = candidates(batch, BAC_PRO)
    cells = {unit: parse_cell("12") for unit in UNITS if unit not in ("U2", "U31")}
    assert candidate == Candidate(
        numero="A-1",
        voie=BAC_PRO.voie("experience_3_ans"),
        cells={"U2": Cell(UnitStatus.BENEFICE, 1250, 2023), **cells, "PROJET": parse_cell("11")},
        controle={"U51": parse_cell("10")},
        forme=Forme.GLOBALE,
        voie_acces=VoieAcces.CL,
        declare=UNSAID | {"etalement": True, "age": 2026 - 1990},
        identite={
            **dict.fromkeys(IDENTITY, ""),
            "nom": "d’Alembert",
            "prenom": "Zoé",
            "sexe": "F",
            "date_naissance": "01/07/1990",
        },
        autres={"Observations": "rien"},
    )
    assert to_candidate(batch.row(0, named=True), BAC_PRO) == candidate


def test_every_problem_is_told_with_its_line_and_the_heading_as_written(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row("1", U2="12,25", U31="21", U32="XY", Date_Naissance="31/02/2008"),
        row("1", "scolaire_publik", forme="partielle", option="RSX"),
        row("", "", sexe="Z", dérogation="peut-être"),
        row("4", voie_acces="VAE", U11="B12@2020", U12="B12@2027", UF_LV="B9@2021"),
        row("5", Date_Naissance="2031-01-01"),
    )
    assert problems(path) == [
        at(2, "U2 (C)", "1") + "la note 12,25 n'est ni un point entier ni un demi-point ; " + MARKS_EXPECTED,
        at(2, "U31 (D)", "1") + "la note 21 n'est pas entre 0 et 20 ; " + MARKS_EXPECTED,
        at(2, "U32 (E)", "1") + "« XY » n'est ni une note de 0 à 20, ni un code connu "
        "(AB, AJ, DI, VA, NU, B12,5, B12,5@2023)",
        at(2, "Date_Naissance (O)", "1") + "le 31/02/2008 n'existe pas au calendrier",
        at(3, "voie (B)", "1") + "« scolaire_publik » est inconnu (vouliez-vous dire "
        f"« scolaire_public » ?) ; attendu : {', '.join(CODES)}",
        at(3, "forme (P)", "1") + "« partielle » est inconnu ; attendu : globale, progressive",
        at(3, "option (Q)", "1") + "« RSX » est inconnu (vouliez-vous dire « RSP » ?) ; attendu : RSP, RMO",
        at(3, "numero (A)", "1") + "le numéro 1 figure déjà à la ligne 2",
        at(4, "numero (A)", "") + "le numéro du candidat est vide",
        at(4, "voie (B)", "") + f"la cellule est vide ; attendu : {', '.join(CODES)}",
        at(4, "dérogation (S)", "") + "« peut-être » est inconnu ; attendu : oui, non",
        at(4, "sexe (R)", "") + "« Z » est inconnu ; attendu : M, F",
        at(5, "voie_acces (T)", "4") + "la voie d'accès VAE ne va pas avec la voie scolaire_public ; attendu : FI",
        at(5, "U11 (F)", "4") + "la note conservée de la session 2020 a plus de 5 ans à la session 2026",
        at(5, "U12 (G)", "4") + "la note conservée de la session 2027 est postérieure à la session 2026",
        at(6, "Date_Naissance (O)", "5") + "l'année de naissance 2031 n'est pas entre 1900 et 2026",
    ]


def test_what_a_door_reads_as_oui_or_non_is_one_of_them(tmp_path: Path) -> None:
    fine = [row("1", **{"Dossier fraude": "yes", "livret": "x"}), row("2", **{"Dossier fraude": "", "livret": "Non"})]
    path = write(tmp_path, *fine)
    told = [said.autres for batch in read_candidates(path, SPEC) for said in candidates(batch, BAC_PRO)]
    assert [others["Dossier fraude"] for others in told] == ["yes", ""]
    assert [says_yes(others, FRAUD_COLUMN) for others in told] == [True, False]
    asked = {"Dossier fraude": "affaire 12", "consentement_notes": "accord", "activité 3 ans": "ouii", "remarque": "si"}
    assert problems(write(tmp_path, row("3", **asked))) == [
        at(2, "Dossier fraude (O)", "3") + "« affaire 12 » est inconnu ; attendu : oui, non",
        at(2, "consentement_notes (P)", "3") + "« accord » est inconnu ; attendu : oui, non",
        at(2, "activité 3 ans (Q)", "3") + "« ouii » est inconnu (vouliez-vous dire « oui » ?) ; attendu : oui, non",
    ]


def test_a_missing_required_column_is_told_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    cells = row(U2="99", **{"U 34": "10"})
    del cells["U31"], cells["U34"]
    told = problems(write(tmp_path, cells))
    assert told[0] == "candidats.csv, ligne 1 : la colonne obligatoire U31 manque"
    assert told[1].endswith("la colonne obligatoire U34 manque (la colonne « U 34 » lui ressemble)")
    assert "la note 99" in told[2]


def test_a_list_without_number_route_or_candidate_is_refused(tmp_path: Path) -> None:
    expected = ", ".join(["numero", "voie", *UNITS])
    assert problems(write(tmp_path, {"autre": "1"})) == [
        f"candidats.csv, ligne 1 : ce n'est pas une ligne d'intitulés : « autre » ; colonnes attendues : {expected}"
    ]
    assert len(problems(write(tmp_path, {"numero": "1"}))) == 1 + len(UNITS)
    assert problems(write(tmp_path, dict.fromkeys(row(), ""))) == [
        "candidats.csv : la liste ne contient aucun candidat"
    ]


@pytest.mark.parametrize("number", ["=1+1", "+33", "-2", "@somme"])
def test_a_number_that_a_spreadsheet_would_run_is_refused(tmp_path: Path, number: str) -> None:
    (told,) = problems(write(tmp_path, row(number)))
    assert "un tableur le prendrait pour une formule" in told


def test_thousands_of_problems_are_counted_and_the_first_are_told(tmp_path: Path) -> None:
    told = problems(write(tmp_path, *(row(str(n), U2="x", U31="y") for n in range(1_500))))
    assert len(told) == 1_001
    assert "ligne 501, colonne U31" in told[999]
    assert told[-1] == "candidats.csv : et 2\u202f000 autres problèmes du même fichier"


def test_duplicates_are_found_across_batches_and_in_any_order(tmp_path: Path) -> None:
    path = write(tmp_path, *(row(numero) for numero in ("5", "3", "9", "3", "5", "5")))
    with pytest.raises(InvalidInput) as caught:
        list(read_candidates(path, SPEC, batch_rows=2))
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (5, "le numéro 3 figure déjà à la ligne 3"),
        (6, "le numéro 5 figure déjà à la ligne 2"),
        (7, "le numéro 5 figure déjà à la ligne 2"),
    ]


def test_the_law_is_checked_even_where_cells_are_wrong(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row("1", U2="x", UF_LV="12", UF_MOB="12", UF_EPS="12"),
        row("2", "", UF_MOB="12"),
        row("3", "experience_3_ans", UF_MOB="12"),
    )
    rules = charger("RNCP35697").at(2026)
    with pytest.raises(InvalidInput) as caught:
        list(read_candidates(path, SPEC, check=lambda batch: refusals(rules, batch, path.name)))
    assert [problem.line for problem in caught.value.problems] == [2, 2, 3, 4]


@pytest.mark.parametrize("year", range(2021, 2026))
def test_a_mark_is_kept_five_years(tmp_path: Path, year: int) -> None:
    assert one(tmp_path, U2=f"B10@{year}").cell("U2").session == year


def test_a_kept_mark_may_hide_its_year(tmp_path: Path) -> None:
    assert one(tmp_path, U2="b 10.5").cell("U2") == Cell(UnitStatus.BENEFICE, 1050)


@pytest.mark.parametrize(
    ("voie", "acces", "derived"),
    [
        ("scolaire_prive_hors_contrat", "", "FI"),
        ("apprenti_cfa_non_habilite", "", "CA"),
        ("fpc_etablissement_prive", "", None),
        ("fpc_etablissement_prive", "CQ", "CQ"),
        ("enseignement_a_distance", "", None),
        ("experience_3_ans", "VAE", "VAE"),
    ],
)
def test_the_access_route_is_derived_only_where_it_is_unambiguous(
    tmp_path: Path, voie: str, acces: str, derived: str | None
) -> None:
    batch = read(write(tmp_path, row(voie=voie, voie_acces=acces)))
    assert batch["voie_acces"].to_list() == [derived]


@pytest.mark.parametrize("word", ["oui", "OUI", "Vrai", "x", "1", "o"])
def test_many_words_mean_yes(tmp_path: Path, word: str) -> None:
    assert one(tmp_path, derogation=word, etalement="non").declare["derogation"]


def test_doubtful_identifiers_are_warnings_not_errors(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row("1", ine="0123456789M", etablissement="Lycée A (0951099D)", uai="0951099D"),
        row("2", ine="0123456789A", etablissement="Lycée B (0921234A)", uai="95"),
        row("3", ine="528777848GG", etablissement="Lycée C"),
        row("4", ine="123456789A0"),
        row("5", ine="2024A12345B"),
        row("6", ine="123456789A1"),
    )
    assert read(path)["avertissements_lecture"].to_list() == [
        "",
        "INE 0123456789A inconnu : vérifier ses onze caractères | UAI 95 inconnu : attendu sept chiffres et une lettre"
        " | UAI 0921234A : la lettre de contrôle devrait être S",
        "",
        "",
        "",
        "INE 123456789A1 inconnu : vérifier ses onze caractères",
    ]


def test_unknown_columns_keep_their_headings_even_when_they_look_like_ours(tmp_path: Path) -> None:
    strange = {"ligne": "a", "U2.note": "b", "autre:x": "c", "Catégorie socio": " d ", "categorie": "e"}
    path = write(tmp_path, row(**strange))
    batch = read(path)
    (candidate,) = candidates(batch, BAC_PRO)
    assert candidate.autres == strange
    assert batch["ligne"].to_list() == [2]
    assert canonical_text(batch, SPEC).select(list(strange)).row(0) == tuple(strange.values())


def test_two_headings_for_the_same_column_are_refused(tmp_path: Path) -> None:
    told = problems(write(tmp_path, {"numero": "1", "BC01": "V", "RNCP37674BC01": "V"}), BLOCKS)
    assert "les colonnes « BC01 » et « RNCP37674BC01 » désignent la même chose" in told[0]


def test_a_workbook_and_a_parquet_file_give_the_same_batch_as_a_csv(tmp_path: Path) -> None:
    rows = [row("1", U2="12,5", U31="AB", date_naissance="14/03/2008"), row("2", U2="B10@2022", UF_LV="15")]
    expected = read(write(tmp_path, *rows))
    text = canonical_text(expected, SPEC)
    text.write_parquet(tmp_path / "t.parquet")
    text.cast(dict.fromkeys(UNITS, pl.Categorical)).write_parquet(tmp_path / "c.parquet")
    book = openpyxl.Workbook()
    book.active.append(text.columns)
    for cells in text.iter_rows():
        book.active.append(
            [float(cell.replace(",", ".")) if cell[:1].isdigit() and "/" not in cell else cell for cell in cells]
        )
    book.save(tmp_path / "t.xlsx")
    for name in ("t.parquet", "c.parquet", "t.xlsx"):
        assert read(tmp_path / name).equals(read(tmp_path / "t.parquet")), name
    kept = [name for name in expected.columns if name in read(tmp_path / "t.parquet").columns]
    assert read(tmp_path / "t.parquet").select(kept).equals(expected.select(kept))


def test_whole_numbers_of_a_parquet_file_are_marks(tmp_path: Path) -> None:
    frame = pl.DataFrame({"numero": [10, 11], "voie": ["scolaire_public"] * 2, **{unit: [12, 13] for unit in UNITS}})
    frame.with_columns(pl.col("U2") + 0.5).write_parquet(tmp_path / "n.parquet")
    batch = read(tmp_path / "n.parquet")
    assert batch["U2.note"].to_list() == [1250, 1350]
    assert batch["numero"].to_list() == ["10", "11"]


def test_an_enum_with_nulls_and_idle_wrong_categories_is_read(tmp_path: Path) -> None:
    marks = pl.Series(["12", None], dtype=pl.Enum(["12", "99"]))
    frame = pl.DataFrame({"numero": ["1", "2"], "voie": ["scolaire_public"] * 2, **dict.fromkeys(UNITS, marks)})
    frame.write_parquet(tmp_path / "e.parquet")
    assert read(tmp_path / "e.parquet")["U2.statut"].to_list() == [UnitStatus.NOTE, UnitStatus.VIDE]


def test_blocks_have_their_own_codes_and_short_headings(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"numero": "1", "bc01": "v", "RNCP37674BC02": "V@2014", "BC03": "12,25", "note": "x"},
        {"numero": "2", "bc01": "NV", "RNCP37674BC02": "aj", "BC03": ""},
    )
    batch = read(path, BLOCKS)
    assert batch["BC01.statut"].to_list() == [UnitStatus.VALIDE, UnitStatus.NON_VALIDE]
    assert batch["BC02.session"].to_list() == [2014, None]
    assert batch["BC03.note"].to_list() == [1225, 0]
    assert batch["voie"].to_list() == [None, None]
    canonical_text(batch, BLOCKS).write_parquet(tmp_path / "b.parquet")
    assert read(tmp_path / "b.parquet", BLOCKS).equals(batch)


def test_wrong_block_cells_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, {"numero": "1", "BC01": "B12", "BC02": "V@2030", "BC03": "-1"})
    assert problems(path, BLOCKS) == [
        at(2, "BC01 (B)", "1") + "« B12 » n'est ni une note de 0 à 20, "
        "ni un code connu (V, NV, VA, DI, AB, AJ, V@2023)",
        at(2, "BC02 (C)", "1") + "le bloc validé de la session 2030 est postérieur à la session 2026",
        at(2, "BC03 (D)", "1") + "la note -1 n'est pas entre 0 et 20 ; attendu : une note de 0 à 20 "
        "ou un code connu (V, NV, VA, DI, AB, AJ, V@2023)",
    ]
    assert "la colonne obligatoire BC01 manque" in problems(write(tmp_path, {"numero": "1"}), BLOCKS)[0]


def test_a_sheet_without_blocks_counts_as_one(tmp_path: Path) -> None:
    batch = read(write(tmp_path, {"numero": "1", "CERT": "V"}), by_blocks("RS5000"))
    assert batch["CERT.statut"].to_list() == [UnitStatus.VALIDE]


mark = st.integers(0, 40).map(lambda half: f"{half // 2}{',5' if half % 2 else ''}")
cell = st.one_of(
    st.sampled_from(["", "AB", "AJ", "DI", "VA", "NU"]), mark, st.builds("B{}@{}".format, mark, st.integers(2021, 2025))
)
name = st.text(st.sampled_from("aZéŒçñđŁşễ -'’"), max_size=8)
some_row = st.builds(
    lambda voie, cells, more, nom, forme, etalement: {
        "voie": voie, **dict(zip(UNITS, cells, strict=True)), "PROJET": more[0], "UF_LV": more[1],
        "controle_U11": more[2], "nom": nom, "forme": forme, "etalement": etalement, "Classe": nom,
    },
    st.sampled_from(CODES),
    st.lists(cell, min_size=len(UNITS), max_size=len(UNITS)),
    st.tuples(cell, cell, cell),
    name,
    st.sampled_from(["globale", "progressive", ""]),
    st.sampled_from(["oui", "non", ""]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(rows=st.lists(some_row, min_size=1, max_size=5))
def test_canonical_text_read_again_gives_the_same_candidates(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    batch = read(write(tmp_path, *({"numero": str(rank), **cells} for rank, cells in enumerate(rows, start=10))))
    text = canonical_text(batch, SPEC)
    assert set(text.schema.values()) == {pl.String}
    text.write_parquet(tmp_path / "p.parquet")
    again = read(tmp_path / "p.parquet")
    assert list(candidates(again, BAC_PRO)) == list(candidates(batch, BAC_PRO))
    assert canonical_text(again, SPEC).equals(text)
    for written, candidate in zip(rows, candidates(batch, BAC_PRO), strict=True):
        assert all(str(candidate.cell(unit)) == written[unit] for unit in UNITS)


def test_a_list_tells_ages_averages_and_answers_in_the_columns_of_the_family(tmp_path: Path) -> None:
    more = {"date de naissance": "30/12/2008", "projet_livret": "13,25", "preparation_achevee": "Yes"}
    told = one(tmp_path, **more).declare
    assert (told["age"], told["projet_livret"], told["projet_oral"]) == (2026 - 2008, 1325, -1)
    assert told["preparation_achevee"] == "oui"
    assert one(tmp_path, **more, age="").declare["age"] == 2026 - 2008
    assert one(tmp_path, age="21").declare["age"] == 21


def test_an_age_that_the_date_of_birth_contradicts_is_told_with_its_line(tmp_path: Path) -> None:
    born = {"date de naissance": "30/12/2008"}
    path = write(tmp_path, row("A-1", **born, age="18"), row("A-2", **born, age="21"), row("A-3", **born, age=""))
    (told,) = problems(path)
    assert "ligne 3" in told
    assert "21 ans est dit, et la date de naissance donne 18 ans au 31 décembre 2026" in told


def test_every_age_that_a_family_asks_is_told_by_the_date_of_birth() -> None:
    asked = [(one.code, colonne) for one in familles() for colonne in one.colonnes if colonne.nom == "age"]
    assert {code for code, _ in asked} == {"bac_pro", "cap"}
    assert all(colonne.de_la_naissance for _, colonne in asked)


@pytest.mark.parametrize("text", ["20,01", "-1", "13,255", "treize"])
def test_an_average_out_of_the_scale_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match="projet_livret"):
        one(tmp_path, projet_livret=text)


def test_averages_are_written_back_as_they_are_typed(tmp_path: Path) -> None:
    batch = read(write(tmp_path, row("A-1", projet_livret="13,25", mois_activite="40")))
    text = canonical_text(batch, SPEC)
    assert text.select("projet_livret", "projet_oral", "mois_activite").row(0) == ("13,25", "", "40")
