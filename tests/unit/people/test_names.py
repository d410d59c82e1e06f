"""Names are those of the French civil status."""

import pytest

from laureat.people import name_doubt, name_problem, script_problem


@pytest.mark.parametrize(
    "name",
    ["Lefèvre", "d’Alembert", "O'Neil", "Le Gall-Kerbrat", "Nguyễn", "Đặng", "Łukasz", "Zoe\u0308", "ʻAta", "Œuvrard",
     "İnan", "Straße", "Ñandú", "Þórður", "", "Anne\xa0Marie"],
)  # fmt: skip
def test_latin_letters_with_their_marks_are_names(name: str) -> None:
    assert (name_problem(name), name_doubt(name)) == ("", "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("李", "U+674E, écriture chinoise"),
        ("Иванов", "U+0418, écriture cyrillique"),
        ("Maрtin", "U+0440, écriture cyrillique"),
        ("Παπάς", "U+03A0, écriture grecque"),
        ("أحمد", "écriture arabe"),
        ("\u0301a", "U+0301"),
    ],
)
def test_of_another_script_the_latin_spelling_is_asked(name: str, told: str) -> None:
    said = name_problem(name)
    assert told in said
    assert "écrire en lettres latines, comme à l'état civil" in said


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Mar\u202etin", "U+202E"),
        ("Martin\x07", "U+0007"),
        ("Mar\ntin", "un retour à la ligne (U+000A)"),
        ("Ｍａｒｔｉｎ", "vouliez-vous « Martin » ?"),
        ("D`Arc", "vouliez-vous l'apostrophe"),
        ("Martin 😀", "U+1F600"),
    ],
)
def test_what_is_no_character_of_a_name_is_refused(name: str, told: str) -> None:
    assert told in name_problem(name)


@pytest.mark.parametrize("name", ["Martin2", "J. Martin", "Martin (née Petit)", "Dupont/Martin"])
def test_digits_and_punctuation_are_only_doubtful(name: str) -> None:
    assert name_problem(name) == ""
    assert "vérifier" in name_doubt(name)


def test_a_place_may_hold_digits_and_punctuation_but_no_other_script() -> None:
    assert script_problem("Lyon 3e (Rhône), L’Haÿ-les-Roses + 1") == ""
    assert "cyrillique" in script_problem("Алматы")
