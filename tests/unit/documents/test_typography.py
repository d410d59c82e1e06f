"""French as printers set it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.documents import typography
from laureat.documents.typeset import _ORDINAL


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vu le code ;", "Vu le code\u202f;"),
        ("Décision : admis", "Décision\u00a0: admis"),
        ("« oui »", "«\u202foui\u202f»"),
        ("l'examen d'un candidat", "l’examen d’un candidat"),
        ("déjà\u202f; fait", "déjà\u202f; fait"),
        ("14:30", "14:30"),
        ("la 1ère session, la 2ème", "la 1re session, la 2e"),
        ("Etude et Economie, Entretien, Essai", "Étude et Économie, Entretien, Essai"),
        ("Etre apte", "Être apte"),
    ],
)
def test_spaces_and_apostrophes_are_those_of_printers(typed: str, printed: str) -> None:
    assert typography.polish(typed) == printed


@given(st.text())
def test_polishing_twice_changes_nothing(text: str) -> None:
    assert typography.polish(typography.polish(text)) == typography.polish(text)


def test_a_name_is_printed_as_it_was_typed() -> None:
    assert typography.polished({"nom": typography.AsTyped("O'Connor"), "titre": "l'un"}) == {
        "nom": "O'Connor",
        "titre": "l’un",
    }


def test_an_average_below_the_threshold_never_reads_ten() -> None:
    assert typography.average(Fraction(9996, 1000)) == "9,99"
    assert typography.average(Fraction(-1, 3)) == "-0,33"


def test_points_show_their_sign() -> None:
    assert typography.signed(250) == "+\u202f2,50"
    assert typography.signed(-100) == "−\u202f1,00"


def test_a_count_never_parts_from_its_noun() -> None:
    assert typography.counted(1, "candidat admis", "candidats admis") == "1\u00a0candidat admis"
    assert typography.counted(12345, "candidat") == "12\u202f345\u00a0candidats"


def test_shares_are_cut_and_nothing_divides_by_zero() -> None:
    assert typography.percent(2, 3) == "66,6\u202f%"
    assert typography.percent(0, 0) == "—"


def test_ordinals_are_looked_for_where_a_word_is_one_and_not_in_a_fingerprint() -> None:
    assert all(map(_ORDINAL.search, ("le 1er mai", "la 1re session", "au 2e groupe")))
    assert not any(map(_ORDINAL.search, ("empreinte 4e7d1re95e", "U31=12", "21e4")))
