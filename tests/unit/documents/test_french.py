"""French as papers write it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.documents import french


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vu le code ;", "Vu le code\u202f;"),
        ("Décision : admis", "Décision\u00a0: admis"),
        ("« oui »", "«\u202foui\u202f»"),
        ("l'examen d'un candidat", "l’examen d’un candidat"),
        ("déjà\u202f; fait", "déjà\u202f; fait"),
        ("14:30", "14:30"),
    ],
)
def test_spaces_and_apostrophes_are_those_of_printers(typed: str, printed: str) -> None:
    assert french.polish(typed) == printed


@given(st.text())
def test_polishing_twice_changes_nothing(text: str) -> None:
    assert french.polish(french.polish(text)) == french.polish(text)


def test_a_name_is_printed_as_it_was_typed() -> None:
    assert french.polished({"nom": french.AsTyped("O'Connor"), "titre": "l'un"}) == {"nom": "O'Connor", "titre": "l’un"}


def test_dates_are_spelled_out() -> None:
    assert french.long_date(date(2026, 7, 1)) == "1er\u00a0juillet\u00a02026"
    assert french.spelled_date("14/03/2008") == french.spelled_date("2008-03-14") == "14\u00a0mars\u00a02008"
    assert french.spelled_date("vers 1990") == "vers 1990"


@pytest.mark.parametrize("text", ["31/02/2026", "2026", "", "32/01/2026"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="n'est pas une date"):
        french.parse_date(text)


def test_an_average_below_the_threshold_never_reads_ten() -> None:
    assert french.average(Fraction(9996, 1000)) == "9,99"
    assert french.average(Fraction(-1, 3)) == "-0,33"


def test_points_show_their_sign() -> None:
    assert french.signed(250) == "+\u202f2,50"
    assert french.signed(-100) == "−\u202f1,00"


def test_counts_agree_with_their_noun() -> None:
    assert french.plural(1, "candidat admis", "candidats admis") == "1\u00a0candidat admis"
    assert french.plural(12345, "candidat") == "12\u202f345\u00a0candidats"


def test_shares_are_cut_and_nothing_divides_by_zero() -> None:
    assert french.percent(2, 3) == "66,6\u202f%"
    assert french.percent(0, 0) == "—"


def test_names_sort_without_their_accents() -> None:
    names = ["Šimůnek", "Œuvrard", "Nguyễn", "d'Aubigné", "Étienne", "Odile"]
    assert sorted(names, key=french.sort_key) == ["d'Aubigné", "Étienne", "Nguyễn", "Odile", "Œuvrard", "Šimůnek"]
