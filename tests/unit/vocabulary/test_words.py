"""Numbers, names, citations and problems: what they are and how they read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.vocabulary import (
    RANK,
    Citation,
    Decision,
    InputProblem,
    InvalidInput,
    Mention,
    format_hundredths,
    parse_hundredths,
    truncated_average,
)
from laureat.vocabulary.citations import Reading


@given(st.integers(-(10**9), 10**9))
def test_hundredths_read_back_as_written(value: int) -> None:
    for decimals in (None, 2):
        for comma in (",", "."):
            assert parse_hundredths(format_hundredths(value, decimals=decimals, comma=comma)) == value


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [(1250, "12,5", "12,50"), (1200, "12", "12,00"), (5, "0,05", "0,05"), (-150, "-1,5", "-1,50"), (0, "0", "0,00")],
)
def test_hundredths_are_written_as_french_decimals(value: int, short: str, long: str) -> None:
    assert (format_hundredths(value), format_hundredths(value, decimals=2)) == (short, long)


@given(st.integers(-50, 100), st.integers(0, 9999), st.integers(1, 9999))
def test_an_average_is_cut_toward_zero_never_rounded_up(whole: int, numerator: int, denominator: int) -> None:
    average = whole + Fraction(numerator % denominator, denominator)
    shown = truncated_average(average)
    assert abs(Fraction(shown, 100)) <= abs(average)
    assert abs(average - Fraction(shown, 100)) < Fraction(1, 100)


def test_an_average_just_below_ten_never_reads_ten() -> None:
    assert truncated_average(Fraction(9996, 1000)) == 999
    assert truncated_average(Fraction(-20, 26)) == -76


def test_only_decisions_on_a_complete_file_have_a_rank() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == [
        Decision.AJOURNE,
        Decision.REMPLACEMENT,
        Decision.CONTROLE,
        Decision.ADMIS,
    ]


def test_names_and_labels_of_decisions_and_mentions() -> None:
    assert [str(decision) for decision in Decision] == [
        *("admis", "controle", "remplacement", "ajourne", "non_delivrable", "incomplet", "en_cours"),
        *("partiel", "non_decidable", "absent", "entretien_final_du", "a_decider"),
    ]
    assert [int(decision) for decision in Decision] == list(range(1, len(Decision) + 1))
    assert all(decision.label for decision in Decision)
    assert [str(mention) for mention in Mention] == ["", "AB", "B", "TB", "TBF"]
    assert Mention.TBF.label.endswith("félicitations du jury")


def test_no_citation_no_rule() -> None:
    with pytest.raises(ValueError, match="citation"):
        Citation("  ", Reading.LU)
    assert Citation("usage : tradition", Reading.DEDUIT).is_usage
    assert not Citation("CE D337-78", Reading.LU).is_usage


def test_an_article_says_how_surely_it_was_read_wherever_it_stands() -> None:
    assert str(Citation("usage : tradition", Reading.USAGE)) == "usage : tradition"
    assert str(Citation("usage : tradition", Reading.DEDUIT)) == "usage : tradition (déduit)"
    others = set(Reading) - {Reading.USAGE}
    assert all(str(Citation("CE D337-78", reading)) == f"CE D337-78 ({reading.label})" for reading in others)
    assert str(Citation("CE D337-52", Reading.LU, read_on="2022-05-29")) == "CE D337-52 (lu, état du 29/05/2022)"
    assert len({reading.label for reading in Reading}) == len(Reading)


def test_a_text_governs_its_sessions_and_another_those_before() -> None:
    old = Citation("Arrêté du 9 mars 2006", Reading.LU_2014, since=2007)
    new = Citation("Arrêté du 22 décembre 2015", Reading.LU, since=2016, before=old)
    assert [new.at(session) for session in (2006, 2007, 2015, 2016)] == [None, old, old, new]
    with pytest.raises(ValueError, match="depuis quelle session"):
        Citation("Arrêté du 22 décembre 2015", Reading.LU, before=old)


def test_a_citation_has_a_page_of_legifrance_only_where_its_identifier_is_known() -> None:
    known = Citation("Décret n° 2020-726", Reading.DEDUIT, "JORFTEXT000041996366")
    assert known.to_json() == {
        "article": "Décret n° 2020-726 (déduit)",
        "identifiant": "JORFTEXT000041996366",
        "lu_le": None,
        "lien": "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000041996366",
    }
    nor = Citation("Arrêté", Reading.LU, "MENE1921757A")
    assert (nor.to_json()["identifiant"], nor.to_json()["lien"]) == ("MENE1921757A", None)
    assert Citation("Arrêté", Reading.LU).to_json()["identifiant"] is None


def test_a_problem_says_where_it_stands() -> None:
    assert str(InputProblem("faux")) == "faux"
    assert str(InputProblem("faux", "notes.csv", 3, "U11")) == "notes.csv, ligne 3, colonne U11 : faux"
    refused = InvalidInput([InputProblem("a", line=2), "b"])
    assert str(refused) == "ligne 2 : a\nb"
