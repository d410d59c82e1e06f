"""The accents that capitals lack: what shows the words of a register sheet mends them, whatever wrote them."""

import pytest

from laureat.register import bundled
from laureat.vocabulary.french import accented, as_shown, sheet_words, shouts


def test_titles_in_capitals_find_their_accents_in_the_prose_of_the_sheet() -> None:
    sheet = {
        "activites": ["Le technicien réalise la réalisation de systèmes ; il est formé", "une forme, la chaudière"]
    }
    words = sheet_words(sheet)
    assert accented("REALISATION DE SYSTEMES", words) == "RÉALISATION DE SYSTÈMES"
    assert accented("FORME DE CHAUDIERE", words) == "FORME DE CHAUDIÈRE"
    assert accented("TECHNICIEN D'EQUIPEMENT") == "TECHNICIEN D'ÉQUIPEMENT"
    assert accented("Réalisation de formes", words) == "Réalisation de formes"


def test_a_word_that_its_last_syllable_alone_accents_is_left_as_it_is() -> None:
    assert accented("ENTRE", sheet_words({"texte": "il est entré"})) == "ENTRE"


@pytest.mark.parametrize(
    "title",
    [
        "Business Economics",
        "Education and Training of Adults",
        "Electronic Music",
        "Master of Education",
        "Energy, Ecology, Equipment",
    ],
)
def test_an_english_title_stays_as_it_is(title: str) -> None:
    assert accented(title) == title


def test_the_title_the_blocks_and_the_competences_of_a_sheet_are_shown_with_their_accents() -> None:
    written = bundled("RNCP35697")
    assert written is not None
    sheet = written.to_json()
    shown = as_shown(sheet)
    titles = {bloc["code"][-4:]: bloc["intitule"] for bloc in shown["blocs"]}
    assert titles["BC01"] == "Étude et préparation de la réalisation"
    assert titles["BC12"] == "Éducation physique et sportive"
    assert sheet["blocs"][0]["intitule"].startswith("Etude")  # what the register wrote is not touched
    assert {name: shown[name] for name in shown if name not in ("blocs", "intitule")} == {
        name: sheet[name] for name in sheet if name not in ("blocs", "intitule")
    }


def test_an_abbreviation_is_not_a_word_in_capitals() -> None:
    assert not shouts("BAC PRO - Technicien en réalisation")
    assert shouts("REALISATION de produits")
