"""The names of jurors are those of the civil status, like those of candidates: the procès-verbal prints them."""

from pathlib import Path

import pytest

from laureat.exchange.jury import read_jury
from laureat.vocabulary import InvalidInput

HEADINGS = "nom;prenom;sexe;qualite;fonction\n"


@pytest.mark.parametrize(("name", "said"), [("Παππάς", "grecque"), ("Иванова", "cyrillique"), ("李", "chinoise")])
def test_a_name_in_another_script_asks_for_its_latin_spelling(tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / "jury.csv"
    path.write_text(f"{HEADINGS}{name};Léa;F;enseignant_public;president\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"ligne 2, colonne nom.*{said}.*lettres latines"):
        read_jury(path)


def test_latin_letters_with_their_marks_pass(tmp_path: Path) -> None:
    path = tmp_path / "jury.csv"
    path.write_text(f"{HEADINGS}Šimůnek-Đặng;Þóra;F;enseignant_public;president\n", encoding="utf-8")
    assert read_jury(path).members[0].nom == "Šimůnek-Đặng"
