"""A second person is another person: names as people sign them, with a civility, an initial, in any order."""

import pytest

from laureat.people.names import may_be_one, named_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mme Durand", "Durand"),
        ("Mme  DURAND", "durand mme"),
        ("Claire Durand", "DURAND Claire"),
        ("C. Durand", "Claire Durand"),
        ("Mme Durand", "Claire Durand"),
        ("Dr Anne-Lise Hébert", "HEBERT A."),
        ("M. Le Goff", "Goff le"),
    ],
)
def test_names_that_may_be_one_person_are_told(one: str, other: str) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Claire Durand", "Paul Durand"), ("Mme Durand", "M. Martin"), ("C. Durand", "P. Durand")]
)
def test_two_persons_stay_two(one: str, other: str) -> None:
    assert not may_be_one(one, other)


@pytest.mark.parametrize("text", ["", "Z", "Mme", "M. X.", "  "])
def test_an_initial_or_a_civility_alone_is_no_name(text: str) -> None:
    assert not named_words(text)
