"""Whom papers and letters speak of: by the sex recorded, however it was typed; neutral where none is."""

import pytest

from laureat.documents.persons import born_on, gendered, greeting

FORMS = [
    ("F", "candidate", "née le 14/03/1998", "Madame,"),
    ("2", "candidate", "née le 14/03/1998", "Madame,"),
    ("féminin", "candidate", "née le 14/03/1998", "Madame,"),
    ("m", "candidat", "né le 14/03/1998", "Monsieur,"),
    ("1", "candidat", "né le 14/03/1998", "Monsieur,"),
    ("X", "candidat(e)", "né(e) le 14/03/1998", "Madame, Monsieur,"),
    ("", "candidat(e)", "né(e) le 14/03/1998", "Madame, Monsieur,"),
]


@pytest.mark.parametrize(("sex", "word", "born", "begins"), FORMS)
def test_a_paper_speaks_of_someone_by_the_sex_recorded(sex: str, word: str, born: str, begins: str) -> None:
    who = {"sexe": sex, "date_naissance": "14/03/1998"}
    assert gendered(who, "candidat", "candidate") == word
    assert born_on(who) == born
    assert greeting(who) == begins


def test_nobody_is_born_on_a_day_that_is_not_known() -> None:
    assert born_on({"sexe": "F"}) == ""
