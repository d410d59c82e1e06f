"""French sentences read in English: whole, with their values, several together; what is not known stays."""

import re
from importlib import resources

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


@pytest.mark.parametrize(
    "french",
    [
        "L'exposé oral est clair et répond aux questions",
        "La moyenne, 12,04, est au moins égale à 12 points : mention assez bien.",
        "Pour Lycée Marc-Seguin, il manque encore 25 notes pour 25 candidats",
        "Candidat d'expérience : mois d'activité en rapport avec le diplôme ; il faut 3 ans.",
        "Le jury est nommé pour chaque session, par arrêté du recteur, pour chaque baccalauréat professionnel.",
        "valeurs pour construire son identité",
        "les notes (de U2, de U3 et de U4) manquent pour tous les candidats de l'établissement",
    ],
)
def test_the_words_of_a_grid_of_a_mail_or_of_the_law_are_never_half_read(french: str) -> None:
    """A form of one word between two holes, or the rest of a sentence, is found in any text."""
    told = phrasebook().told(french)
    assert told is None or not looks_french(told)


def test_a_title_stays_french_in_a_sentence_that_says_enough() -> None:
    assert BOOK.told("la note Mathématiques et sciences pour le métier manque") == (
        "mark Mathématiques et sciences pour le métier is missing"
    )


def test_no_text_of_a_bundled_law_is_half_read() -> None:
    book = phrasebook()
    texts = [text for family in ("bac_pro", "cap", "bts", "bp") for text in _texts_of(family)]
    assert len(texts) > 50
    told = {text: book.told(text) for text in texts}
    assert not {french: english for french, english in told.items() if english and looks_french(english)}


def _texts_of(family: str) -> list[str]:
    """The sentences of the digest of a family."""
    digest = resources.files("laureat.reglements").joinpath(family, "digeste.yaml").read_text(encoding="utf-8")
    return re.findall(r'texte: "([^"]+)"', digest)


@given(st.text(max_size=60))
def test_any_text_is_read_or_left(text: str) -> None:
    assert isinstance(BOOK.in_part(text), str)


def test_a_value_alone_is_no_sentence() -> None:
    assert Phrasebook({"{0}": "{0}", "la note {0}": "mark {0}"}).told("la règle {0} qui manque") is None


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("aucun examinateur adjoint", "no deputy examiner"),
        ("Note saisie", "Mark entered"),
        ("présidente, enseignante-chercheuse, a présidé", "president, academic, presided"),
    ],
)
def test_a_lone_word_is_read_as_what_stands_beside_it(french: str, english: str) -> None:
    assert phrasebook().told(french) == english


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
