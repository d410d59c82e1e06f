"""A refused cell comes back with what its author may have meant, and never with what would be refused again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.vocabulary import BLOCKS, CellError, parse_cell


def refusal(text: str, *, block: bool = False) -> str:
    with pytest.raises(CellError) as caught:
        (BLOCKS.parse if block else parse_cell)(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABS", "AB"),
        ("abs.", "AB"),
        ("Absent", "AB"),
        ("absent justifié", "AJ"),
        ("dispensé", "DI"),
        ("Exemptée", "DI"),
        ("annulé", "NU"),
        ("12/20", "12"),
        ("12,5 / 20", "12,5"),
        ("25/40", "12,5"),
        ("1,2E1", "12"),
        ("12 ,5", "12,5"),
        ("12;5", "12,5"),
        ("12'5", "12,5"),
        ("=12", "12"),
        ("12 pts", "12"),
        ("１２", "12"),
        ("O", "0"),
        ("B12@26", "B12@2026"),
        ("12-mai", "12,5"),
        ("déc-12", "12"),
        ("déc-20", "12"),
        ("12/05/2026", "12,5"),
        ("2026-05-12", "12,5"),
        ("01/12/2020", "12"),
        ("46154", "12,5"),
    ],
)
def test_what_was_meant_is_proposed(typed: str, meant: str) -> None:
    assert refusal(typed).endswith(f" ; vouliez-vous {meant} ?")


@pytest.mark.parametrize(("typed", "meant"), [("validé", "V"), ("non acquis", "NV"), ("ABS", "AB"), ("12/20", "12")])
def test_a_block_has_words_of_its_own(typed: str, meant: str) -> None:
    assert refusal(typed, block=True).endswith(f" ; vouliez-vous {meant} ?")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-", "laisser la cellule vide"),
        ("#N/A", "une erreur de calcul du tableur"),
        ("B", "écrire la note conservée après B (B12,5)"),
        ("12-oct", "le tableur a changé la saisie en date"),
    ],
)
def test_where_nothing_can_be_proposed_the_cause_is_said(typed: str, told: str) -> None:
    said = refusal(typed)
    assert told in said
    assert "vouliez-vous" not in said


@pytest.mark.parametrize("typed", ["XY", "21", "12,25", "30/20", "10,3", "validé", "?"])
def test_nothing_is_proposed_without_reason(typed: str) -> None:
    assert "vouliez-vous" not in refusal(typed)


@given(st.text(st.sampled_from("0123456789,./-=@eEabsABdispméÉjn ;'12"), max_size=8))
def test_what_is_proposed_would_be_read(text: str) -> None:
    for read in (parse_cell, BLOCKS.parse):
        try:
            read(text)
        except CellError as error:
            if found := re.search(r"vouliez-vous (\S+) \?$", str(error)):
                assert read(found[1]).status
