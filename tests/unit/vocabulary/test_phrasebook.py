"""French sentences read in English: whole, with their values, several together; what is not known stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.exchange.english import phrasebook
from laureat.vocabulary.phrasebook import Phrasebook, looks_french, numbered

BOOK = Phrasebook(
    {
        "la note {0} manque": "mark {0} is missing",
        "la note {0} de {1} manque": "mark {0} of {1} is missing",
        "le jury est nommé": "the jury is appointed",
        "{0} candidats": "{0} candidates",
        "{0} restent sans note": "{0} remain without a mark",
    }
)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("le jury est nommé", "the jury is appointed"),
        ("Le jury est nommé.", "The jury is appointed."),
        ("la note U2 manque", "mark U2 is missing"),
        ("la note U2 de 0001 manque", "mark U2 of 0001 is missing"),
        ("12 candidats restent sans note", "12 candidates remain without a mark"),
        ("la note U2 manque ; le jury est nommé", "mark U2 is missing; the jury is appointed"),
        ("liste.csv : la note U2 manque", "liste.csv: mark U2 is missing"),
        ("la note U2 et U3 manque", "mark U2 and U3 is missing"),
    ],
)
def test_a_sentence_is_read_with_its_values(french: str, english: str) -> None:
    assert BOOK.told(french) == english


def test_a_text_of_which_one_sentence_is_unknown_is_not_half_read() -> None:
    assert BOOK.told("le jury est nommé ; il pleut sur la ville") is None
    assert BOOK.in_part("le jury est nommé ; il pleut sur la ville") == "the jury is appointed ; il pleut sur la ville"


@given(st.text(max_size=60))
def test_any_text_is_read_or_left(text: str) -> None:
    assert isinstance(BOOK.in_part(text), str)


def test_the_english_of_the_house_tells_a_refusal() -> None:
    refusal = "liste.csv, ligne 3, colonne nom (C), candidat 0001 : le nom manque"
    assert phrasebook().told(refusal) == "liste.csv, line 3, column nom (C), candidate 0001: the name is missing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le jury décide de la mention", True),
        ("The jury decides on the honours", False),
        ("Lycée Marc-Seguin", True),
        ("RNCP35697", False),
        ("Lauréat", False),
    ],
)
def test_french_is_told_from_english(text: str, expected: bool) -> None:
    assert looks_french(text) is expected


def test_the_form_of_a_sentence_numbers_its_values() -> None:
    assert numbered(["la note ", None, " de ", None, " manque"]) == "la note {0} de {1} manque"
