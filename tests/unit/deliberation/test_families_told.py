"""What the engine reads of a family: what nothing said means, how its units are judged, names written from masks."""

import polars as pl
import pytest

from laureat.deliberation.famille import Genre
from laureat.deliberation.masks import every_text, texts_where_any
from laureat.reglements import famille


def test_what_is_not_said_is_no_empty_word_and_below_any_number() -> None:
    assert {genre: genre.unsaid for genre in Genre} == {
        Genre.DRAPEAU: False,
        Genre.CHOIX: "",
        Genre.NOMBRE: -1,
        Genre.MOYENNE: -1,
    }


@pytest.mark.parametrize(
    ("name", "marked", "by_blocks"),
    [
        ("bac_pro", True, False),
        ("cap", True, False),
        ("bts", True, False),
        ("bp", True, False),
        ("titre_professionnel", False, True),
        ("capitalisation", False, True),
    ],
)
def test_a_family_marks_its_units_or_validates_its_blocks(name: str, marked: bool, by_blocks: bool) -> None:
    found = famille(name)
    assert (found.note_des_unites, found.par_blocs) == (marked, by_blocks)


def test_the_names_of_a_mask_are_those_of_its_bits_in_order() -> None:
    names = ["U1", "U2", "U3"]
    masks = pl.Series([0, 5, 2, 7, 5])
    expected = ["", "U1 U3", "U2", "U1 U2 U3", "U1 U3"]
    assert texts_where_any(masks, names, " ").to_list() == expected
    assert [every_text(names, " ")[mask] for mask in masks] == expected
