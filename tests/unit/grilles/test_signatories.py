"""Who may hold the place of a signatory: roles matched with people, each person holding one."""

import itertools
import random

import pytest

from laureat.grilles import Quality, Signatories, library
from laureat.grilles.signatories import quality_of

TEACHER, TRADE, JURY, NONE = Quality.ENSEIGNANT, Quality.PROFESSIONNEL, Quality.JURY, Quality.AUCUNE
ASKED = Signatories(2, ("enseignant de la spécialité", "professionnel"))


@pytest.mark.parametrize(
    ("words", "quality"),
    [
        ("Enseignante de la spécialité", TEACHER),
        ("professeure de construction", TEACHER),
        ("formatrice", TEACHER),
        ("Maître d'apprentissage", TRADE),
        ("tutrice, Mécanique du Rhône", TRADE),
        ("membre du jury", JURY),
        ("inspecteur", None),
    ],
)
def test_a_role_is_read_by_its_first_words(words: str, quality: Quality | None) -> None:
    assert quality_of(words) is quality


@pytest.mark.parametrize(
    ("signers", "lacking", "vacant"),
    [
        ((), 2, ("enseignant de la spécialité", "professionnel")),
        ((TEACHER,), 1, ("professionnel",)),
        ((TEACHER, TRADE), 0, ()),
        ((TRADE, TEACHER), 0, ()),
        ((TEACHER, TEACHER), 1, ("professionnel",)),
        ((TEACHER, NONE), 1, ("professionnel",)),
        ((NONE, NONE, NONE), 2, ("enseignant de la spécialité", "professionnel")),
        ((TEACHER, TRADE, NONE), 0, ()),
    ],
)
def test_each_role_has_someone_shown_to_hold_it(
    signers: tuple[Quality, ...], lacking: int, vacant: tuple[str, ...]
) -> None:
    assert (ASKED.lacking(signers), ASKED.vacant(signers)) == (lacking, vacant)


def test_without_a_professional_two_teachers_where_the_grid_says_so() -> None:
    two = Signatories(2, ASKED.roles, two_teachers=True)
    assert two.lacking((TEACHER, TEACHER)) == 0
    assert two.lacking((TEACHER,)) == 1
    assert two.lacking((TRADE, TRADE)) == 1


def test_without_roles_people_are_counted_and_a_role_of_no_known_word_is_anybodys() -> None:
    assert [Signatories(2).lacking([NONE] * many) for many in range(4)] == [2, 1, 0, 0]
    assert Signatories(1, ("inspecteur",)).lacking((NONE,)) == 0


def test_roles_are_matched_as_trying_every_seating_would() -> None:
    chance, roles = random.Random(15), ("enseignant", "professionnel", "membre du jury", "inspecteur")
    for _ in range(400):
        asked = Signatories(1, tuple(chance.choices(roles, k=chance.randint(0, 4))), chance.random() < 0.5)
        signers = chance.choices(list(Quality), k=chance.randint(0, 4))
        seated = 0
        for people in itertools.permutations([*range(len(signers)), *[-1] * len(asked.roles)], len(asked.roles)):
            held = sum(
                1
                for role, who in zip(asked.roles, people, strict=True)
                if who >= 0 and asked.accepts(role, signers[who])
            )
            seated = max(seated, held)
        assert len(asked.roles) - len(asked.vacant(signers)) == seated


def test_every_shipped_role_is_one_that_something_proves() -> None:
    assert [
        role for grid in library().values() for role in grid.settling.signatories.roles if not quality_of(role)
    ] == []
